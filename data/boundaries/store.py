"""The store of boundaries: which layers are drawn, who decided it, and the way back.

    <root>/layers/<id>/     layers (data.boundaries.layers)
    <root>/sets/<id>.json   releases: the layers drawn together, the latest last; the id is made of them
    <root>/current          the pointer, with the audit entry of the act that set it
    <root>/lock             held by the one writer

Acts go into the audit log of the store of figures: there is one log.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from data.boundaries import layers
from data.boundaries.layers import Layer
from data.storage import audit_log, clock, paths
from data.storage.atomic import clear_asides, replace_file
from data.storage.errors import NotFound, Refused, StoreFault
from data.storage.json_values import Json, JsonObject, members, parse_object, text, text_or_none, texts
from data.storage.locks import exclusive

Trial = Callable[["LayerSet"], None]
"""What draws a release of boundaries that is not current yet; raises where it cannot be drawn."""

PREFIX: Final = "set-"
_DIGITS: Final = 10


class NotReady(Refused):
    """The layer has errors, or is drawn already."""


class UnknownSet(NotFound):
    """There is no release of boundaries with this id."""


class DamagedSet(StoreFault):
    """The pointer or a release of boundaries cannot be read."""


@dataclass(frozen=True)
class LayerSet:
    """A release of boundaries: ids of the layers drawn together, the latest last; empty is the schematic alone."""

    id: str
    layers: tuple[str, ...]
    parent: str | None
    created: str
    message: str


@dataclass(frozen=True)
class BoundaryStore:
    """A store at `root`, its log in `log`; a root that does not exist is an empty store."""

    root: Path
    log: Path

    def current_id(self) -> str | None:
        """Return the id of the release that is drawn, None before the first. Raises DamagedSet."""
        pointer = self._pointer()
        return text(pointer["release"]) if pointer else None

    def current(self) -> LayerSet:
        """Return the release that is drawn; before the first, one without layers. Raises DamagedSet."""
        now = self.current_id()
        return self.release(now) if now else LayerSet(_set_id(()), (), None, "", "")

    def release(self, set_id: str) -> LayerSet:
        """Return a release. Raises UnknownSet, DamagedSet."""
        path = self.root / "sets" / f"{set_id}.json"
        if not is_set(set_id) or not path.is_file():
            raise UnknownSet("boundaries.unknown_set", release=set_id)
        try:
            found = _layer_set(parse_object(path.read_bytes()))
        except (OSError, ValueError, KeyError) as fault:
            raise DamagedSet("boundaries.damaged_set", release=set_id) from fault
        if found.id != set_id or _set_id(found.layers) != set_id:
            raise DamagedSet("boundaries.damaged_set", release=set_id)
        return found

    def releases(self) -> list[LayerSet]:
        """List the releases, newest first, without damaged ones."""
        found = []
        for path in sorted((self.root / "sets").glob(f"{PREFIX}*.json")):
            try:
                found.append(self.release(path.stem))
            except (NotFound, StoreFault):
                continue
        return sorted(found, key=lambda each: (each.created, each.id), reverse=True)

    def layer(self, layer_id: str) -> Layer:
        """Return a layer, drawn or not. Raises UnknownLayer, DamagedLayer."""
        return layers.read(self.root, layer_id)

    def drafts(self) -> list[Layer]:
        """List the layers that were imported and never published, newest first."""
        published = {layer for each in self.releases() for layer in each.layers}
        return [layer for layer in layers.list_layers(self.root) if layer.id not in published]

    def _pointer(self) -> JsonObject | None:
        path = self.root / "current"
        try:
            document = parse_object(path.read_bytes())
            if not is_set(text(document["release"])):
                raise ValueError(document["release"])
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError) as fault:
            raise DamagedSet("boundaries.damaged_pointer", path=path) from fault
        return document


def open_boundaries(root: Path | None = None) -> BoundaryStore:
    """Return the store of boundaries where the product keeps its data (data.storage.paths), or beside `root`."""
    var = (root or paths.var()).resolve()
    return BoundaryStore(var / "boundaries", paths.releases() if root is None else var / "store")


def is_set(name: str) -> bool:
    """Tell whether `name` can be the id of a release of boundaries."""
    digits = name.removeprefix(PREFIX)
    return name.startswith(PREFIX) and len(digits) == _DIGITS and set(digits) <= set("0123456789abcdef")


def _layer_set(manifest: JsonObject) -> LayerSet:
    return LayerSet(
        text(manifest["id"]),
        tuple(texts(manifest["layers"])),
        text_or_none(manifest["parent"]),
        text(manifest["created"]),
        text(manifest["message"]),
    )


def _set_id(names: tuple[str, ...]) -> str:
    return PREFIX + hashlib.sha256("\n".join(names).encode()).hexdigest()[:_DIGITS]


def add(store: BoundaryStore, table: pd.DataFrame, layer: Layer, *, who: str) -> Layer:
    """Keep a checked layer as a draft and return it; see layers.write. Raises CannotWrite, Busy."""
    with exclusive(store.root / "lock"):
        clear_asides(store.root / "layers")
        made = layers.write(store.root, table, layer)
        audit_log.append(
            store.log,
            who=who,
            action="import boundaries",
            draft=made.id,
            file_hash=made.file_hash,
            structure=made.structure,
            level=made.level,
            units=made.units,
        )
    return made


def publish(
    store: BoundaryStore, layer_id: str, *, who: str, message: str | None = None, tried: Trial | None = None
) -> LayerSet:
    """Draw a layer from now on, over those published before, and return the release.

    Layers of the same structure and level of which nothing would be seen any more leave the release. tried: draws
    the release before it becomes current, and raises where that cannot be done. Raises
    NotReady, UnknownLayer, DamagedLayer, CannotWrite, Busy; what was drawn then still is.
    """
    with exclusive(store.root / "lock"):
        complete(store)
        layer = store.layer(layer_id)
        now = store.current()
        if not layer.publishable:
            raise NotReady("boundaries.not_ready", draft=layer_id)
        if layer_id in now.layers:
            raise NotReady("boundaries.drawn_already", draft=layer_id)
        own = layers.units_of(store.root, layer_id)
        remaining = tuple(name for name in now.layers if not _hidden(store, store.layer(name), layer, own))
        if tried is not None:
            tried(LayerSet(_set_id((*remaining, layer_id)), (*remaining, layer_id), now.id, "", ""))
        return _set_current(
            store,
            (*remaining, layer_id),
            who=who,
            action="publish boundaries",
            message=message or layer.title,
            draft=layer_id,
            file_hash=layer.file_hash,
        )


def _hidden(store: BoundaryStore, old: Layer, new: Layer, own: set[str]) -> bool:
    """Tell whether every shape of an older layer lies under the new one's."""
    if (old.structure, old.level) != (new.structure, new.level):
        return False
    return layers.units_of(store.root, old.id) <= own


def withdraw(store: BoundaryStore, layer_id: str, *, who: str) -> LayerSet:
    """Draw a layer no longer; what it covered is drawn from the other layers, or as the schematic."""
    with exclusive(store.root / "lock"):
        complete(store)
        now = store.current()
        if layer_id not in now.layers:
            raise NotReady("boundaries.not_drawn", draft=layer_id)
        remaining = tuple(name for name in now.layers if name != layer_id)
        return _set_current(
            store, remaining, who=who, action="withdraw boundaries", message=f"− {layer_id}", draft=layer_id
        )


def rollback(store: BoundaryStore, set_id: str, *, who: str) -> LayerSet:
    """Draw an earlier release again; nothing is deleted. Raises UnknownSet, DamagedSet, CannotWrite, Busy."""
    with exclusive(store.root / "lock"):
        found = store.release(set_id)
        return _set_current(store, found.layers, who=who, action="rollback boundaries", message=found.message)


def discard(store: BoundaryStore, layer_id: str, *, who: str) -> None:
    """Remove a draft. Raises NotReady where it was published, UnknownLayer."""
    with exclusive(store.root / "lock"):
        layers.read(store.root, layer_id)
        if layer_id not in [draft.id for draft in store.drafts()]:
            raise NotReady("boundaries.was_published", draft=layer_id)
        audit_log.append(store.log, who=who, action="discard boundaries", draft=layer_id)
        folder = store.root / "layers" / layer_id
        folder.rename(folder.parent / f".aside-{layer_id}")
        clear_asides(folder.parent)


def _set_current(
    store: BoundaryStore, names: tuple[str, ...], *, who: str, action: audit_log.Action, message: str, **what: Json
) -> LayerSet:
    """Write a release and point to it: the one moment at which what is drawn changes. The lock is held."""
    before = _before(store)
    if before is None:  # the way back to the schematic alone is a release like any other
        _write_set(store, LayerSet(_set_id(()), (), None, clock.now(), ""))
    made = _write_set(store, LayerSet(_set_id(names), names, before, clock.now(), message))
    entry = audit_log.act(who, action=action, release=made.id, release_before=before, layers=list(names), **what)
    pointer = json.dumps({"release": made.id, "entry": entry}, ensure_ascii=False)
    replace_file(store.root / "current", pointer.encode(), step="current boundaries")
    complete(store)
    return made


def _write_set(store: BoundaryStore, made: LayerSet) -> LayerSet:
    """Write a release unless it is there: the same layers are the same release."""
    path = store.root / "sets" / f"{made.id}.json"
    if path.is_file():
        return store.release(made.id)
    content = json.dumps({**asdict(made), "layers": list(made.layers)}, ensure_ascii=False, indent=1)
    replace_file(path, content.encode(), step="boundary set")
    return made


def complete(store: BoundaryStore) -> None:
    """Finish what a power cut left open: the line in the log, and files of dead writers; the lock is held."""
    for folder in (store.root, store.root / "layers", store.root / "sets"):
        clear_asides(folder)
    try:
        pointer = store._pointer()
    except DamagedSet:
        return
    if pointer is not None and pointer.get("entry"):
        audit_log.commit(store.log, members(pointer["entry"]))


def _before(store: BoundaryStore) -> str | None:
    try:
        return store.current_id()
    except DamagedSet:
        return None
