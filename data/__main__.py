"""`python -m data …`: everything the pages do with data, as commands for people and other tools.

Exit status: 0 good; 1 refused, one line on stderr says why; 2 read, but questions or problems remain.
With `--json` stdout holds one JSON object and nothing else.
"""

import argparse
import sys
from collections.abc import Sequence

from data.cli import program
from data.cli import releases as releases_commands
from data.cli import reports as intake_commands
from data.cli import teams as teams_commands
from data.cli import units as units_commands


def parser() -> argparse.ArgumentParser:
    """Build the command line from the commands of the rooms."""
    rooms = (units_commands, intake_commands, releases_commands, teams_commands)
    return program.build("data", __doc__, [room.add_commands for room in rooms])


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    return program.run(parser(), words)


if __name__ == "__main__":
    sys.exit(main())
