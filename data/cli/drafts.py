"""`python -m data drafts`: list the drafts."""

from data.cli import program
from data.cli.output import GOOD, REMAINS, Output
from data.releases import drafts
from data.releases.drafts import Draft
from data.releases.store import open_store


@program.command("drafts", summary="command.data.drafts")
def command(out: Output) -> int:
    """List the drafts, newest first; 2 where one is damaged."""
    store = open_store()
    faults = {name: fault.text(out.lang) for name, fault in drafts.damaged(store).items()}
    found = drafts.list_drafts(store)
    values = {"drafts": [_as_values(each) for each in found], "damaged": faults}
    lines = [_line(out, each) for each in found]
    return out.answer(values, "\n".join([*lines, *faults.values()]), REMAINS if faults else GOOD)


def _as_values(draft: Draft) -> dict[str, object]:
    return {
        "draft": draft.id,
        "status": draft.status,
        "title": draft.source.title,
        "created": draft.created,
        "as_of": draft.source.as_of.isoformat(),
        "structure": draft.source.structure,
        "base": draft.base,
        "errors": len(draft.errors),
        "warnings": len(draft.warnings),
        "questions": len(draft.open_questions),
    }


def _line(out: Output, draft: Draft) -> str:
    return out.say(
        "releases.line_draft",
        id=draft.id,
        title=draft.source.title,
        status=out.say(f"releases.status_{draft.status}"),
        errors=len(draft.errors),
        questions=len(draft.open_questions),
    )
