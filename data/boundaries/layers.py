"""Layers: one import each, a folder of a Parquet file and a manifest, named by content, never changed.

    <root>/layers/<id>/shapes.parquet     units: code, name, shape, drawn ("?7": land of no unit, feature 7);
                                          villages: village, name, commune, how, shape
    <root>/layers/<id>/manifest.json      source, licence, date, coordinate system, what the check found

A layer that no release names is a draft.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final, Literal, get_args

import pandas as pd

from data.storage import clock
from data.storage.atomic import folder_aside, put_in_place
from data.storage.errors import NotFound, StoreFault
from data.storage.json_values import JsonObject, members, one_of, parse_object, text, text_or_none, whole
from data.units.structures import Level, StructureId

LayerLevel = Level | Literal["village"]
LEVELS: Final[tuple[LayerLevel, ...]] = (*get_args(Level), "village")

PREFIX: Final = "layer-"
UNCLAIMED: Final = "?"
_SHAPES: Final = "shapes.parquet"
_MANIFEST: Final = "manifest.json"
_DIGITS: Final = 10


class UnknownLayer(NotFound):
    """There is no layer with this id."""


class DamagedLayer(StoreFault):
    """A layer's folder does not hold what its manifest says."""


@dataclass(frozen=True)
class Origin:
    """Where a layer comes from: who made it, under which terms, as of which day, in which coordinate system."""

    source: str
    licence: str
    as_of: date
    crs: str
    crs_how: str
    crs_found: str | None = None


@dataclass(frozen=True)
class Layer:
    """One layer. `units` counts what it draws; `publishable` and `report` are what the check found.

    province: a code where the layer was imported for one province alone. created: ISO time in Việt Nam.
    """

    id: str
    structure: StructureId
    level: LayerLevel
    province: str | None
    origin: Origin
    file: str
    file_hash: str
    layer: str
    encoding: str
    units: int
    publishable: bool
    created: str
    shapes_hash: str
    report: JsonObject = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Name the layer for people: its source and date."""
        return f"{self.origin.source} ({self.origin.as_of.isoformat()})"


def is_layer(text: str) -> bool:
    """Tell whether `text` can be a layer's id; nothing else is made part of a path."""
    digits = text.removeprefix(PREFIX)
    return text.startswith(PREFIX) and len(digits) == _DIGITS and set(digits) <= set("0123456789abcdef")


def write(root: Path, table: pd.DataFrame, layer: Layer) -> Layer:
    """Write a layer and return it with its id; the same content is the same layer, kept once.

    `table` is indexed by code or village, its shapes are WKB; id, hash and time of `layer` are filled in here.
    The store's lock is held. Raises CannotWrite.
    """
    folder = root / "layers"
    with folder_aside(folder) as aside:
        table.to_parquet(aside / _SHAPES)
        shapes_hash = hashlib.sha256((aside / _SHAPES).read_bytes()).hexdigest()
        made = replace(layer, shapes_hash=shapes_hash, created=clock.now())
        made = replace(made, id=_id(made))
        if not _is_whole(folder / made.id):
            (aside / _MANIFEST).write_text(_text(made), encoding="utf-8")
            put_in_place(aside, folder / made.id, step="layer")
    return read(root, made.id)


def _id(layer: Layer) -> str:
    """Make the id of a layer from what it shows and says of itself; the moment of import is no part of it."""
    content = _content(replace(layer, id="", created=""))
    return PREFIX + hashlib.sha256(content.encode()).hexdigest()[:_DIGITS]


def _content(layer: Layer) -> str:
    plain = asdict(layer)
    plain["origin"]["as_of"] = layer.origin.as_of.isoformat()
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def _text(layer: Layer) -> str:
    return json.dumps(json.loads(_content(layer)), ensure_ascii=False, indent=1)


def read(root: Path, layer_id: str) -> Layer:
    """Return a layer. Raises UnknownLayer, DamagedLayer."""
    folder = root / "layers" / layer_id
    if not is_layer(layer_id) or not folder.is_dir():
        raise UnknownLayer("boundaries.unknown_layer", layer=layer_id)
    try:
        found = _layer(parse_object((folder / _MANIFEST).read_bytes()))
        is_whole = _id(found) == layer_id == found.id
    except (OSError, ValueError, KeyError) as fault:
        raise DamagedLayer("boundaries.damaged_layer", layer=layer_id) from fault
    if not is_whole:
        raise DamagedLayer("boundaries.damaged_layer", layer=layer_id)
    return found


def _layer(manifest: JsonObject) -> Layer:
    """Return the layer of a manifest; raises ValueError, KeyError where it is none."""
    origin = members(manifest["origin"])
    return Layer(
        id=text(manifest["id"]),
        structure=text(manifest["structure"]),
        level=one_of(manifest["level"], LEVELS),
        province=text_or_none(manifest["province"]),
        origin=Origin(
            source=text(origin["source"]),
            licence=text(origin["licence"]),
            as_of=date.fromisoformat(text(origin["as_of"])),
            crs=text(origin["crs"]),
            crs_how=text(origin["crs_how"]),
            crs_found=text_or_none(origin["crs_found"]),
        ),
        file=text(manifest["file"]),
        file_hash=text(manifest["file_hash"]),
        layer=text(manifest["layer"]),
        encoding=text(manifest["encoding"]),
        units=whole(manifest["units"]),
        publishable=one_of(manifest["publishable"], (True, False)),
        created=text(manifest["created"]),
        shapes_hash=text(manifest["shapes_hash"]),
        report=members(manifest["report"]),
    )


def shapes(root: Path, layer_id: str) -> pd.DataFrame:
    """Return a layer's shapes as they were written (WKB). Raises UnknownLayer, DamagedLayer."""
    layer = read(root, layer_id)
    path = root / "layers" / layer_id / _SHAPES
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise DamagedLayer("boundaries.damaged_layer", layer=layer_id) from fault
    if hashlib.sha256(content).hexdigest() != layer.shapes_hash:
        raise DamagedLayer("boundaries.damaged_layer", layer=layer_id)
    return pd.read_parquet(path)


def units_of(root: Path, layer_id: str) -> set[str]:
    """Return the codes (or villages) that a layer has shapes of, without its unclaimed land ("?7")."""
    return {code for code in shapes(root, layer_id).index if not code.startswith(UNCLAIMED)}


def communes_or_units(root: Path, layer: Layer) -> set[str]:
    """Return the codes of the units whose land a layer changes: of a layer of villages, their communes."""
    if layer.level == "village":
        return set(shapes(root, layer.id)["commune"].dropna())
    return units_of(root, layer.id)


def list_layers(root: Path) -> list[Layer]:
    """List the layers, newest first, without damaged ones."""
    found = []
    for path in sorted((root / "layers").glob(f"{PREFIX}*")):
        try:
            found.append(read(root, path.name))
        except StoreFault:
            continue
    return sorted(found, key=lambda layer: (layer.created, layer.id), reverse=True)


def _is_whole(folder: Path) -> bool:
    try:
        shapes(folder.parent.parent, folder.name)
    except (NotFound, StoreFault):
        return False
    return True
