"""What `python -m data` and `python -m geo` answer alike on layers of boundaries and their releases."""

from data.boundaries import layers, store
from data.boundaries.store import LayerSet, open_boundaries
from data.cli.output import REMAINS, Output
from data.publication import by_area


def is_ours(name: str) -> bool:
    """Tell whether an id is of a layer or a release of boundaries, not of figures."""
    return layers.is_layer(name) or store.is_set(name)


def publish(out: Output, draft: str, who: str) -> int:
    """Draw a draft; 2 where the check found errors."""
    boundaries = open_boundaries()
    layer = boundaries.layer(draft)
    if not layer.publishable:
        out.remark(out.say("boundaries.not_ready", draft=layer.id))
        values = {"draft": layer.id, "published": False, "problems": layer.report.get("problems", [])}
        return out.answer(values, "", REMAINS)
    made = by_area.publish_layer(boundaries, draft, who=who)
    text = out.say("boundaries.said_published", layer=layer.title, release=made.id)
    return out.answer({"draft": layer.id, "published": True, **as_values(made)}, text)


def withdraw(out: Output, layer: str, who: str) -> int:
    """Draw a layer no longer."""
    return _drawn(out, by_area.withdraw_layer(open_boundaries(), layer, who=who))


def rollback(out: Output, release: str, who: str) -> int:
    """Draw an earlier release again."""
    return _drawn(out, by_area.rollback_layers(open_boundaries(), release, who=who))


def discard(out: Output, draft: str, who: str) -> int:
    """Remove a draft."""
    store.discard(open_boundaries(), draft, who=who)
    return out.answer({"draft": draft}, out.say("boundaries.said_discarded", draft=draft))


def as_values(made: LayerSet) -> dict[str, object]:
    """Return a release as `--json` prints it."""
    return {"release": made.id, "parent": made.parent, "created": made.created, "layers": list(made.layers)}


def _drawn(out: Output, made: LayerSet) -> int:
    return out.answer(as_values(made), out.say("boundaries.said_current", release=made.id, count=len(made.layers)))
