"""`python -m data …`: everything the pages do with data, as commands for people and other tools.

Exit status: 0 good; 1 refused, one line on stderr says why; 2 read, but questions or problems remain.
With `--json` stdout holds one JSON object and nothing else.
"""

import argparse
import sys
from collections.abc import Sequence

from data import command_line
from data.intake import commands as intake_commands
from data.releases import commands as releases_commands
from data.teams import commands as teams_commands
from data.units import commands as units_commands


def parser() -> argparse.ArgumentParser:
    """Build the command line from the commands of the rooms."""
    rooms = (units_commands, intake_commands, releases_commands, teams_commands)
    return command_line.build("data", __doc__, [room.add_commands for room in rooms])


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    return command_line.run(parser(), words)


if __name__ == "__main__":
    sys.exit(main())
