"""Publishing boundaries from the command line: `python -m data publish layer-…` does what `python -m geo` does,
save for the map files, which are made when they are asked for."""

import argparse
import json
import sys
from collections.abc import Mapping
from typing import Any, Final

from data.boundaries import layers, store
from data.boundaries.store import LayerSet, open_boundaries
from data.i18n import say
from data.publication import by_area

GOOD: Final = 0
REMAINS: Final = 2


def is_ours(name: str) -> bool:
    """Tell whether an id is of a layer or a release of boundaries, not of figures."""
    return layers.is_layer(name) or store.is_set(name)


def run_publish(args: argparse.Namespace) -> int:
    """Publish a draft; 2 where the check found errors."""
    here = open_boundaries()
    layer = here.layer(args.draft)
    if not layer.publishable:
        print(say("boundaries.not_ready", args.lang, draft=layer.id), file=sys.stderr)
        show(args, {"draft": layer.id, "published": False, "problems": layer.report.get("problems", [])}, "")
        return REMAINS
    with by_area.following(here, who=args.who):
        made = store.publish(here, args.draft, who=args.who)
    text = say("boundaries.said_published", args.lang, layer=layer.title, release=made.id)
    show(args, {"draft": layer.id, "published": True, **told(made)}, text)
    return GOOD


def run_withdraw(args: argparse.Namespace) -> int:
    """Draw a layer no longer."""
    here = open_boundaries()
    with by_area.following(here, who=args.who):
        made = store.withdraw(here, args.draft, who=args.who)
    return _drawn(args, made)


def run_rollback(args: argparse.Namespace) -> int:
    """Draw an earlier release again."""
    here = open_boundaries()
    with by_area.following(here, who=args.who):
        made = store.rollback(here, args.release, who=args.who)
    return _drawn(args, made)


def _drawn(args: argparse.Namespace, made: LayerSet) -> int:
    show(args, told(made), say("boundaries.said_current", args.lang, release=made.id, count=len(made.layers)))
    return GOOD


def run_discard(args: argparse.Namespace) -> int:
    """Remove a draft."""
    store.discard(open_boundaries(), args.draft, who=args.who)
    show(args, {"draft": args.draft}, say("boundaries.said_discarded", args.lang, draft=args.draft))
    return GOOD


def told(made: LayerSet) -> dict[str, Any]:
    """Return a release as `--json` prints it."""
    return {"release": made.id, "parent": made.parent, "created": made.created, "layers": list(made.layers)}


def show(args: argparse.Namespace, values: Mapping[str, Any], text: str) -> None:
    """Print a result: one JSON object, or a text for people."""
    print(json.dumps(values, ensure_ascii=False) if args.json else text)
