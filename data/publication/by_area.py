"""Lets figures that were divided by area follow the boundaries: what is drawn decides by which land they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.boundaries import overlaps, store
from data.boundaries.overlaps import Areas
from data.boundaries.store import BoundaryStore, LayerSet, Trial
from data.publication import publish
from data.releases.store import open_store
from data.storage.errors import NotFound, StoreFault


@contextmanager
def following(here: BoundaryStore, *, who: str) -> Iterator[None]:
    """Derive the current release anew where the act within changes what land split communes share."""
    var = here.root.parent
    before = _areas(var)
    yield
    store = open_store(here.log)
    if store.has_current() and not _same(before, _areas(var)):
        publish.refresh(store, who=who)


def publish_layer(here: BoundaryStore, layer: str, *, who: str, tried: Trial | None = None) -> LayerSet:
    """Draw a layer from now on, and let the figures follow. Raises as store.publish."""
    with following(here, who=who):
        return store.publish(here, layer, who=who, tried=tried)


def withdraw_layer(here: BoundaryStore, layer: str, *, who: str) -> LayerSet:
    """Draw a layer no longer, and let the figures follow. Raises as store.withdraw."""
    with following(here, who=who):
        return store.withdraw(here, layer, who=who)


def rollback_layers(here: BoundaryStore, release: str, *, who: str) -> LayerSet:
    """Draw an earlier release of boundaries again, and let the figures follow. Raises as store.rollback."""
    with following(here, who=who):
        return store.rollback(here, release, who=who)


def _areas(var: Path) -> Areas:
    """Return what is drawn now; nothing where a layer is damaged: the way out of that must stay open."""
    try:
        return overlaps.areas(var)
    except (NotFound, StoreFault):
        return {}


def _same(one: Areas, other: Areas) -> bool:
    return one.keys() == other.keys() and all(one[pair].equals(other[pair]) for pair in one)
