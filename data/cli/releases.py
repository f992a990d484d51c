"""`python -m data releases`: list the releases."""

from data.cli import program
from data.cli.output import GOOD, REMAINS, Output
from data.cli.release_answers import as_values
from data.releases.store import DamagedPointer, Release, open_store


@program.command("releases", summary="command.data.releases")
def command(out: Output) -> int:
    """List the releases, newest first; 2 where the pointer or any of them is damaged."""
    store = open_store()
    faults = {name: fault.text(out.lang) for name, fault in store.damaged().items()}
    current = None
    try:
        current = store.current_id()
    except DamagedPointer as fault:
        faults["current"] = fault.text(out.lang)
    found = store.list()
    values = {"current": current, "releases": [as_values(each) for each in found], "damaged": faults}
    lines = [_line(out, each, current) for each in found]
    return out.answer(values, "\n".join([*lines, *faults.values()]), REMAINS if faults else GOOD)


def _line(out: Output, release: Release, current: str | None) -> str:
    its = release.manifest
    mark = "*" if release.id == current else " "
    return out.say("releases.line_release", mark=mark, id=release.id, created=its.created, message=its.message)
