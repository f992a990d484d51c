"""`python -m data answer DRAFT FILE.json`: answer a draft's questions."""

from pathlib import Path

import click

from data.cli import files, options, program
from data.cli.output import GOOD, REMAINS, Output
from data.releases import drafts
from data.releases.store import open_store


@program.command("answer", summary="command.data.answer")
@options.draft
@click.argument("answers", type=options.FILE, metavar="FILE.json", help="command.argument.answers")
@options.who
def command(out: Output, draft: str, answers: Path, who: str) -> int:
    """Answer questions of a draft; 2 where others remain."""
    found = drafts.answer(open_store(), draft, files.read_answers(answers), who=who)
    left = list(found.open_questions)
    text = out.say("releases.said_answered", draft=found.id, questions=len(left))
    return out.answer({"draft": found.id, "questions": left}, text, REMAINS if left else GOOD)
