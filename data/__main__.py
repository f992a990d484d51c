"""`python -m data …`: everything the pages do with data, as commands for people and other tools."""

from collections.abc import Sequence
from typing import Final

from data.cli import program

GROUP: Final = program.Group(
    "data",
    {
        "check": "data.cli.check",
        "import": "data.cli.import_",
        "template": "data.cli.template",
        "remembered": "data.cli.remembered",
        "drafts": "data.cli.drafts",
        "compare": "data.cli.compare",
        "answer": "data.cli.answer",
        "rebase": "data.cli.rebase",
        "discard": "data.cli.discard",
        "publish": "data.cli.publish",
        "rollback": "data.cli.rollback",
        "refresh": "data.cli.refresh",
        "releases": "data.cli.releases",
        "audit": "data.cli.audit",
        "sample": "data.cli.sample",
        "export": "data.cli.export",
        "site": "data.cli.site",
        "convert": "data.cli.convert",
        "divide": "data.cli.divide",
        "units": "data.cli.units",
        "structures": "data.cli.structures",
        "structure-add": "data.cli.structure_add",
        "structure-withdraw": "data.cli.structure_withdraw",
        "village-assign": "data.cli.village_assign",
        "village-mergers": "data.cli.village_mergers",
        "orphans": "data.cli.orphans",
        "teams": "data.cli.teams",
        "person": "data.cli.person",
        "catalogue": "data.cli.catalogue",
    },
    help="command.data",
    epilog="command.help.statuses",
)


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    return program.run(GROUP, words)


if __name__ == "__main__":
    program.leave(main())
