"""`python -m data audit`: show and check the audit log."""

from data.cli import program
from data.cli.output import GOOD, REMAINS, Output
from data.releases.store import open_store
from data.storage import audit_log


@program.command("audit", summary="command.data.audit")
def command(out: Output) -> int:
    """Show the log; 2 where its chain is broken."""
    entries, verdict = audit_log.trusted(open_store().root)
    lines = [
        f"{each['when']}  {each['who']}  {each['action']}  {each.get('release') or each.get('draft', '')}"
        for each in entries
    ]
    if verdict.intact:
        lines.append(out.say("releases.log_whole", entries=verdict.entries))
    else:
        lines.append(out.say("releases.log_broken", line=verdict.broken_line))
    values = {"whole": verdict.intact, "broken_line": verdict.broken_line, "entries": entries}
    return out.answer(values, "\n".join(lines), GOOD if verdict.intact else REMAINS)
