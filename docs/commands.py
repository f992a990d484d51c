"""Write docs/commands.md: every command with what it takes, from the program itself. `make commands` runs it."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

PROJECT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from data.__main__ import GROUP as DATA  # noqa: E402
from data.cli.output import Output  # noqa: E402
from data.cli.program import Group, explained  # noqa: E402
from data.i18n import say  # noqa: E402
from geo.__main__ import GROUP as GEO  # noqa: E402

LIST: Final = PROJECT / "docs/commands.md"
COMMON: Final = ("--json", "--lang", "--help")
HEAD: Final = """\
# Commands

Everything that the pages do with data also runs as a command. Written by `make commands` from the program; each
command tells the same with `--help`, in Vietnamese unless `--lang en` or `CNSCD_LANG=en` asks for English.

Every command takes `--json` (stdout holds one JSON object and nothing else; a refusal is `{"error": "…"}`) and
`--lang vi|en`, which rules every line that it prints. Exit status: 0 good; 1 refused, one line on stderr says why, also
of wrong use; 2 read, but questions or problems remain.
"""


def text() -> str:
    """Return the whole list."""
    parts = [HEAD]
    for group in (DATA, GEO):
        parts.append(f"\n## python -m {group.name}\n\n{say(group.help or '', 'en')}\n")
        parts += _commands(
            group, click.Context(group, info_name=f"python -m {group.name}", obj=Output("en", json=False))
        )
    return "".join(parts)


def _commands(group: Group, context: click.Context) -> Iterator[str]:
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if isinstance(found, Group):
            yield f"\n### {name}\n\n{say(found.help or '', 'en')}\n"
            yield from _commands(found, click.Context(found, info_name=name, parent=context))
        elif found is not None:
            yield _command(found, click.Context(found, info_name=name, parent=context))


def _command(command: click.Command, context: click.Context) -> str:
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    path = context.command_path.split()[3:]
    lines = [f"\n### {' '.join(path)}\n", say(command.help or "", "en"), "", f"    {usage}", ""]
    rows = [explained(each, context, "en") for each in command.params if each.opts[0] not in COMMON]
    if rows:
        lines += [
            "| | |",
            "|---|---|",
            *(f"| `{written.replace('|', chr(92) + '|')}` | {words} |" for written, words in rows),
        ]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    LIST.write_text(text(), encoding="utf-8")
