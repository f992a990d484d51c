"""The tables of a public release: figures of the country, provinces and communes, and where they come from.

No villages, teams or people, no drafts, no notes, no titles or names of files: only what is listed here.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa

from data.catalogue.current import catalogue
from data.catalogue.model import Catalogue
from data.derivation.schema import fit
from data.disclosure.rules import rules
from data.disclosure.suppress import Shown
from data.releases.store import Release
from data.units import chain
from data.units.structures import StructureId

_TEXTS: Final = ("structure", "level", "code", "province", "period")
NAMES: Final = ("figures", "sources")
_TEXT: Final[pa.DataType] = pa.string()
_COUNT: Final[pa.DataType] = pa.int64()
_YES_NO: Final[pa.DataType] = pa.bool_()
_DAY: Final[pa.DataType] = pa.date32()


def _counts(known: Catalogue) -> tuple[str, ...]:
    return tuple(f"{code}__n" for code in known.measures)


def schemas() -> dict[str, pa.Schema]:
    """Return the tables, in the columns of the catalogue in force.

    figures: a row a unit and period (the country has the code ""); hidden: the columns not published, a blank between.
    """
    return {
        "figures": pa.schema(
            [
                *((name, _TEXT) for name in _TEXTS),
                ("sample", _YES_NO),
                *((name, _COUNT) for name in ("reported", "known", *rules().columns, *_counts(catalogue()))),
                ("hidden", _TEXT),
            ]
        ),
        "sources": pa.schema(
            [
                *((name, _TEXT) for name in ("structure", "province", "period", "kind", "office")),
                ("as_of", _DAY),
            ]
        ),
    }


def figures(shown: Shown) -> pa.Table:
    """Return the table of figures: a row where a unit has any number, shown or hidden."""
    cells, parts = shown.cells, []
    for name in cells.areas.structures:
        codes = {"country": pd.Index([""]), "province": cells.areas.provinces[name], "commune": cells.areas.codes[name]}
        above = {
            "country": [""],
            "province": codes["province"],
            "commune": codes["province"][cells.areas.province[name]],
        }
        for level, every in codes.items():
            parts.append(_level(shown, level, name, every, np.asarray(above[level], dtype=object)))
    return pa.concat_tables(parts)


def _level(shown: Shown, level: str, name: StructureId, codes: pd.Index, provinces: np.ndarray) -> pa.Table:
    cells, numbers, hidden = shown.cells, shown.numbers[level, name], shown.hidden[level, name]
    when, where = np.nonzero((~np.isnan(numbers) | hidden).any(axis=-1))
    texts = {
        "structure": np.full(len(when), name, dtype=object),
        "level": np.full(len(when), level, dtype=object),
        "code": codes.to_numpy(object)[where],
        "province": provinces[where],
        "period": np.array(cells.periods, dtype=object)[when],
    }
    columns: list[pa.Array[pa.Scalar[pa.DataType]]] = [pa.array(texts[column], pa.string()) for column in _TEXTS]
    counted = _counted(shown, level, name)
    columns.append(pa.array(counted["sample"][when, where]))
    columns += [_whole(counted[column][when, where]) for column in ("reported", "known")]
    columns += [_whole(numbers[when, where, at]) for at in range(len(cells.rules.columns))]
    counts = _counts(cells.rules.known)
    columns += [_whole(counted["counts"][when, where, at]) for at in range(len(counts))]
    columns.append(_named(hidden[when, where], cells.rules.columns))
    names = [*_TEXTS, "sample", "reported", "known", *cells.rules.columns, *counts, "hidden"]
    return fit(pa.table(columns, names=names), schema=schemas()["figures"])


def _counted(shown: Shown, level: str, name: StructureId) -> dict[str, np.ndarray]:
    """Return how many communes have what, of how many; nothing of a commune: its villages are counted where shown."""
    cells = shown.cells
    if level == "commune":
        shape = shown.numbers[level, name].shape[:2]
        return {
            "sample": cells.sample["commune", name],
            "reported": np.full(shape, np.nan),
            "known": np.full(shape, np.nan),
            "counts": np.full((*shape, len(_counts(cells.rules.known))), np.nan),
        }
    found = {
        "sample": cells.sample["province", name],
        "reported": cells.reported[name],
        "known": cells.known[name],
        "counts": cells.counts[name],
    }
    if level == "province":
        return found
    made = {column: np.nansum(values, axis=1, keepdims=True) for column, values in found.items() if column != "sample"}
    return made | {"sample": found["sample"].any(axis=1, keepdims=True)}


def _whole(values: np.ndarray) -> "pa.Array[pa.Int64Scalar]":
    missing = np.isnan(values)
    return pa.array(np.where(missing, 0, values).astype(np.int64), pa.int64(), mask=missing)


def _named(hidden: np.ndarray, columns: Sequence[str]) -> "pa.Array[pa.StringScalar]":
    """Write which columns of each row are hidden; missing where none is."""
    packed = np.packbits(hidden, axis=1)
    _patterns, first, which = np.unique(packed, axis=0, return_index=True, return_inverse=True)
    texts = [
        " ".join(column for column, is_hidden in zip(columns, hidden[at], strict=True) if is_hidden) or None
        for at in first
    ]
    return pa.array(np.array(texts, dtype=object)[which.reshape(-1)], pa.string())


def sources(release: Release) -> pa.Table:
    """Return of each province and period the offices that reported, and as of when; the illustration by its kind."""
    told = release.query(
        "SELECT DISTINCT h.structure, h.code, f.period, f.source FROM village_figures AS f JOIN village_homes AS h "
        "USING (village) UNION SELECT DISTINCT structure, code, period, source FROM reports"
    )
    known = release.query("SELECT source, kind, office, as_of FROM sources")
    told["province"] = _province(told)
    rows = told.dropna(subset=["province"]).merge(known, on="source")
    rows["office"] = rows["office"].where(rows["kind"] == "report")
    columns = list(schemas()["sources"].names)
    rows = rows[columns].drop_duplicates().sort_values(columns, ignore_index=True)
    rows["as_of"] = pd.to_datetime(rows["as_of"]).dt.date
    return pa.Table.from_pandas(rows, schema=schemas()["sources"], preserve_index=False)


def _province(told: pd.DataFrame) -> pd.Series:
    """Return the province of each unit, missing where there is no such unit."""
    homes = pd.concat([_homes(name) for name in told["structure"].unique()]) if len(told) else pd.Series(dtype=object)
    keys = pd.MultiIndex.from_frame(told[["structure", "code"]])
    return pd.Series(homes.reindex(keys).to_numpy(object), index=told.index)


def _homes(name: StructureId) -> pd.Series:
    frames = chain.frames(name)
    found: Iterable[pd.Series] = (
        frame["province"] if level != "province" else frame.index.to_series() for level, frame in frames.items()
    )
    homes = pd.concat(found)
    homes.index = pd.MultiIndex.from_product([[name], homes.index], names=["structure", "code"])
    homes_of: pd.Series = homes
    return homes_of
