"""What `check` and `import` share: the options of a layer, its check, and how the result is shown to people."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypedDict, TypeVar

import click

from data.boundaries.layers import LayerLevel
from data.cli import files, options
from data.cli.output import Output
from data.i18n.numbers import number
from data.storage.errors import Refused
from geo.boundaries.check import check
from geo.boundaries.parts import gather
from geo.boundaries.result import Checked

LEVELS: Final = ("province", "district", "commune", "village")
_SHOWN: Final = 60
F = TypeVar("F", bound=Callable[..., int])


class Given(TypedDict):
    """The options of a layer, as `check` takes them."""

    file: Path
    structure: str
    level: LayerLevel
    province: str | None
    crs: str | None
    layer: str | None
    answers: Path | None
    take_in: bool


def options_of_layer(function: F) -> F:
    """Declare the file and what is known of it."""
    for option in reversed(
        (
            click.argument("file", type=options.FILE, metavar="FILE", help="command.argument.layer_file"),
            click.option("--structure", type=options.STRUCTURE, required=True, help="command.option.structure"),
            click.option("--level", type=options.Choice(LEVELS), required=True, help="command.option.level"),
            options.province,
            click.option("--crs", metavar="EPSG:…", help="command.option.crs"),
            click.option("--layer", metavar="NAME", help="command.option.layer"),
            click.option("--answers", type=options.FILE, metavar="FILE.json", help="command.option.unit_answers"),
            click.option("--take-in", is_flag=True, help="command.option.take_in"),
        )
    ):
        function = option(function)
    return function


def checked(out: Output, given: Given) -> Checked:
    """Check the layer that the options name; what must be asked first is said on stderr. Raises Refused."""
    found = check(
        gather(given["file"]),
        structure=given["structure"],
        level=given["level"],
        province=given["province"],
        crs=given["crs"],
        layer=given["layer"],
        answers=_codes(given["answers"]),
        take_in=given["take_in"],
        progress=out.progress,
    )
    if found.layer is None or (found.placement is not None and found.placement.candidates):
        out.remark(found.open_question(out.lang))
    return found


def _codes(path: Path | None) -> dict[str, str]:
    """Return codes of units by question id. Raises Refused for anything but texts."""
    codes = {}
    for name, code in files.read_answers(path).items():
        if not isinstance(code, str):
            raise Refused("intake.bad_answers")
        codes[name] = code
    return codes


def as_text(found: Checked, out: Output) -> list[str]:
    """Say in lines for people what was found, which questions are open and what is wrong."""
    if found.layer is None:
        return [found.open_question(out.lang)]
    counts = {name: number(count, out.lang) for name, count in found.counts.items()}
    lines = [
        out.say("boundaries.said_layer", file=found.file, layer=found.layer, encoding=found.encoding or "?"),
        out.say("boundaries.said_joined", **counts),
    ]
    if found.placement and found.placement.system:
        system = found.placement.system
        how = out.say(f"boundaries.how.{found.placement.how}")
        lines.append(out.say("boundaries.said_crs", crs=system.crs, name=system.name, how=how))
    lines += [f"{'✗' if each.severity == 'error' else '!'} {each.message(out.lang)}" for each in found.problems]
    lines += [f"? {one.feature}: {one.text(out.lang)}" for one in found.unjoined[:_SHOWN]]
    if found.missing:
        names = ", ".join(f"{one.name} ({one.code})" for one in found.missing[:_SHOWN])
        lines.append(out.say("boundaries.said_missing", count=number(len(found.missing), out.lang), units=names))
    lines.append(out.say("boundaries.said_publishable" if found.publishable else "boundaries.said_not_publishable"))
    return lines
