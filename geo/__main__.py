"""`python -m geo …`: map files and boundaries from the command line."""

import sys
from collections.abc import Sequence
from typing import Final

from data.cli import program

GROUP: Final = program.Group(
    "geo",
    {
        "build": "geo.cli.build",
        "check": "geo.cli.check",
        "import": "geo.cli.import_",
        "publish": "geo.cli.publish",
        "withdraw": "geo.cli.withdraw",
        "rollback": "geo.cli.rollback",
        "discard": "geo.cli.discard",
        "layers": "geo.cli.layers",
        "releases": "geo.cli.releases",
    },
    help="command.geo",
    epilog="command.help.statuses",
)


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    return program.run(GROUP, words)


if __name__ == "__main__":
    sys.exit(main())
