"""Puts the measures into an export, each with its parts: who divides in the sheet gets what the page shows.

Of each measure that any unit has: <measure>__numerator, __base and __value (as a number: a share of one, not in
percent), __n and __of (how many units below told this very measure, of how many; 0 of 0 where the unit's own report
says it), __kind ("reported", "estimated", "illustration") and, where anything is estimated, __low and __high.
`notes` says what sources say beside the figures.
"""

from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from data.catalogue.current import catalogue
from data.catalogue.records import Measure
from data.measures import figures, notes, ranges
from data.releases.export import Exported
from data.releases.store import Release

PARTS: Final = ("numerator", "base", "value", "n", "of", "kind", "low", "high")


def with_measures(release: Release, exported: Exported, *, lang: str = "vi") -> Exported:
    """Return an export of provinces, districts or communes with its measures and notes; of villages as it is."""
    if exported.level == "village":
        return exported
    here = {"period": exported.period, "structure": exported.structure}
    added: dict[str, pd.Series] = {}
    codes = exported.table["code"]
    for code in catalogue().measures:
        found = figures.figures(release, code, **here, level=exported.level).table.set_index("code").reindex(codes)
        if found["value"].notna().any():
            added |= _columns(release, code, found, exported)
    found_notes = notes.notes(release, **here, level=exported.level)
    table = exported.table.assign(notes=codes.map(notes.texts(found_notes, lang)))
    more = pd.DataFrame(added).reset_index(drop=True).set_axis(table.index)
    points = table[["lon", "lat"]]
    return replace(exported, table=pd.concat([table.drop(columns=["lon", "lat"]), more, points], axis=1))


def _columns(release: Release, code: str, found: pd.DataFrame, exported: Exported) -> dict[str, pd.Series]:
    """Return the columns of one measure, with the range of what is estimated."""
    made = plain_columns(catalogue().measures[code], found)
    if exported.level in ("province", "commune"):
        unsure = ranges.ranges(
            release, code, period=exported.period, structure=exported.structure, level=exported.level
        ).set_index("code")
        unsure = unsure.reindex(found.index)
        inexact = unsure["how"].notna()
        if inexact.any():
            kind = f"{code}__kind"
            made[kind] = made[kind].mask(inexact & found["value"].notna(), "estimated")
            made |= {f"{code}__{end}": unsure[end].replace(np.inf, np.nan).astype(float) for end in ("low", "high")}
    return made


def plain_columns(measure: Measure, found: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the columns of one measure, by name, as they are where nothing is estimated.

    found: the columns of data.measures.figures.Figures, in the order of the export.
    """
    have = found["value"].notna()
    made = {
        "numerator": found["numerator"].where(have).astype("Float64").round(0).astype("Int64"),
        "base": found["base"].where(have).astype("Float64").round(0).astype("Int64"),
        "value": found["value"],
        "n": found["reported"].astype("Int64"),
        "of": found["expected"].astype("Int64"),
        "kind": pd.Series(np.where(found["sample"] == 1, "illustration", "reported"), index=found.index).where(have),
    }
    if measure.base is None:
        del made["base"]
    return {f"{measure.code}__{part}": made[part] for part in PARTS if part in made}
