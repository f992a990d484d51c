"""`python -m geo layers`: list the layers, published and drafts."""

from dataclasses import asdict

from data.boundaries.layers import Layer
from data.boundaries.store import open_boundaries
from data.cli import program
from data.cli.output import Output
from data.i18n.numbers import number


@program.command("layers", summary="command.geo.layers")
def command(out: Output) -> int:
    """List the layers: those drawn, then the drafts."""
    store = open_boundaries()
    drawn = [store.layer(name) for name in reversed(store.current().layers)]
    drafts = store.drafts()
    lines = [_line(out, layer, "*") for layer in drawn] + [_line(out, layer, " ") for layer in drafts]
    values = {"drawn": [_as_values(layer) for layer in drawn], "drafts": [_as_values(layer) for layer in drafts]}
    return out.answer(values, "\n".join(lines))


def _line(out: Output, layer: Layer, mark: str) -> str:
    return out.say(
        "boundaries.line_layer",
        mark=mark,
        id=layer.id,
        title=layer.title,
        structure=layer.structure,
        level=out.say(f"boundaries.level.{layer.level}"),
        units=number(layer.units, out.lang),
        licence=layer.origin.licence,
    )


def _as_values(layer: Layer) -> dict[str, object]:
    values = asdict(layer)
    values["origin"]["as_of"] = layer.origin.as_of.isoformat()
    values.pop("report")
    return values
