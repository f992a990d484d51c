"""Keeps a checked layer as a draft: with its source, licence and date, ready to be published."""

from datetime import date
from typing import Final

import pandas as pd
import shapely

from data.boundaries import store as boundaries
from data.boundaries.layers import Layer, Origin
from data.boundaries.store import BoundaryStore
from data.storage.errors import Refused
from geo.boundaries.result import Checked

_KEPT: Final = (
    "features",
    "joined",
    "by_code",
    "by_name",
    "by_answer",
    "by_place",
    "unjoined",
    "missing",
    "invalid",
    "overlaps_m2",
    "overlaps_percent",
    "gaps_m2",
    "gaps_percent",
    "area_km2",
    "problems",
    "crs",
)


def draft(store: BoundaryStore, checked: Checked, *, source: str, licence: str, as_of: date, who: str = "") -> Layer:
    """Keep a layer and return it: a draft until it is published. The same layer twice is one draft.

    Raises Refused without source and licence, or where nothing of it can be drawn; CannotWrite, Busy.
    """
    if not source.strip() or not licence.strip():
        raise Refused("boundaries.needs_origin")
    table = _table(checked)
    if not checked.counts["joined"]:
        raise Refused("boundaries.problem.nothing_joined")
    placement = checked.placement
    if placement is None or placement.system is None:
        raise Refused("boundaries.ask.crs", systems=checked.offered_systems())
    origin = Origin(source.strip(), licence.strip(), as_of, placement.system.crs, placement.how, placement.declared)
    report = checked.to_json()
    layer = Layer(
        id="",
        structure=checked.structure,
        level=checked.level,
        province=checked.province.code if checked.province else None,
        origin=origin,
        file=checked.file,
        file_hash=checked.digest,
        layer=checked.layer or "",
        encoding=checked.encoding or "",
        units=len(set(table.index) - _unclaimed(checked)),
        publishable=checked.publishable,
        created="",
        shapes_hash="",
        report={key: report[key] for key in _KEPT},
    )
    return boundaries.add(store, table, layer, who=who)


def _unclaimed(checked: Checked) -> set[str]:
    return set() if checked.unclaimed is None else set(checked.unclaimed.index)


def _table(checked: Checked) -> pd.DataFrame:
    """Return what is kept: WKB of the shapes as they came (degrees), and of units as they are drawn (metres)."""
    if checked.villages is not None:
        listed = checked.villages[["name", "commune", "how"]]
        return listed.assign(shape=shapely.to_wkb(checked.villages["shape"].to_numpy()))
    if checked.units is None:
        return pd.DataFrame()
    rows = pd.concat([checked.units, checked.unclaimed]) if checked.unclaimed is not None else checked.units
    return rows[["name"]].assign(**{column: shapely.to_wkb(rows[column].to_numpy()) for column in ("shape", "drawn")})
