"""Answers what the public page asks, from a public release alone: figures by unit, over time, and where they come from.

As data.measures.figures, with one state more: a figure that is not published (`suppressed`) has no value, and differs
from one that is missing. Sums of provinces and of the country stand in the release: they are never added up from what
is shown of their communes.
"""

from typing import Literal

import numpy as np
import pandas as pd

from data.catalogue import periods as quarters
from data.catalogue.current import catalogue
from data.catalogue.records import Measure
from data.disclosure.public_release import PublicRelease
from data.measures import sums
from data.measures.figures import Figures, measure_of
from data.storage.errors import NotFound
from data.units import register
from data.units.register import StructureId

Level = Literal["province", "commune"]
_COUNTS = ("reported", "expected")


def periods(release: PublicRelease) -> list[str]:
    """List the quarters that have figures, the earliest first."""
    return sorted(release.manifest.periods)


def figures(
    release: PublicRelease,
    measure: str,
    *,
    period: str,
    structure: StructureId,
    level: Level,
    parent: str | None = None,
) -> Figures:
    """Return a measure's figures of every unit of `level` in the country, or below the province `parent`.

    The table is that of data.measures.figures.Figures, with a column suppressed: True where a figure is not published,
    False where it is shown or missing. reported, expected: communes of a province; 0 of a commune. Raises
    UnknownMeasure, NotFound.
    """
    asked = measure_of(measure)
    if level not in ("province", "commune"):
        raise NotFound("public.no_village")
    units = register.children(structure, parent, level, on=quarters.end(period))
    found = release.query(
        f"SELECT code, {_parts(asked)} FROM figures WHERE structure = $structure AND level = $level "
        "AND period = $period AND ($parent = '' OR province = $parent)",
        structure=structure,
        level=level,
        period=period,
        parent=parent or "",
    )
    rows = found.set_index("code").reindex(units.index)
    rows.insert(0, "name", units["name"])
    table = _finished(rows.reset_index(names="code"), asked)
    return Figures(asked, period, structure, level, parent, release.id, table)


def every_measure(
    release: PublicRelease, *, period: str, structure: StructureId, level: Level
) -> dict[str, pd.DataFrame]:
    """Return by measure the figures of all units of a level that have any, by code; columns as of `figures`."""
    rows = release.query(
        "SELECT * FROM figures WHERE structure = $structure AND level = $level AND period = $period",
        structure=structure,
        level=level,
        period=period,
    ).set_index("code")
    hidden = rows["hidden"].fillna("").str.split()
    nothing = pd.Series(np.nan, index=rows.index)
    made = {}
    for code, measure in catalogue().measures.items():
        names = [f"{code}__num", f"{code}__base"] if measure.base else [f"{code}__num"]
        both = rows[names].notna().all(axis=1)
        its = {
            "numerator": rows[names[0]].where(both),
            "base": rows[names[-1]].where(both) if measure.base else nothing,
            "reported": nothing if measure.is_score or level == "commune" else rows[f"{code}__n"],
            "expected": nothing if measure.is_score else rows["known"],
            "sample": rows["sample"].astype(int),
            "suppressed": hidden.map(lambda columns, names=names: int(any(name in columns for name in names))),
        }
        made[code] = _finished(pd.DataFrame(its).reset_index(), measure).set_index("code")
    return made


def trend(release: PublicRelease, measure: str, *, structure: StructureId, code: str | None) -> pd.DataFrame:
    """Return a measure of one commune or province (None is the country) in every quarter from the first to the last.

    Columns period, numerator, base, value, reported, expected, sample, suppressed; a quarter without figures is a row
    of missing values. Raises UnknownMeasure, NotFound.
    """
    asked = measure_of(measure)
    known = periods(release)
    found = release.query(
        f"SELECT period, {_parts(asked)} FROM figures WHERE structure = $structure AND level = $level AND code = $code",
        structure=structure,
        **_unit(structure, code),
    )
    every = quarters.span(known[0], known[-1]) if known else []
    return _finished(found.set_index("period").reindex(every).rename_axis("period").reset_index(), asked)


def trends(release: PublicRelease, measure: str, *, structure: StructureId, province: str) -> pd.DataFrame:
    """Return what `trend` tells, for every commune of a province, with their codes in a column code."""
    asked = measure_of(measure)
    known = periods(release)
    found = release.query(
        f"SELECT code, period, {_parts(asked)} FROM figures "
        "WHERE structure = $structure AND level = 'commune' AND province = $province",
        structure=structure,
        province=province,
    )
    codes = register.children(structure, province, "commune").index
    every = pd.MultiIndex.from_product(
        [codes, quarters.span(known[0], known[-1]) if known else []], names=["code", "period"]
    )
    return _finished(found.set_index(["code", "period"]).reindex(every).reset_index(), asked)


def every_trend(release: PublicRelease, measure: str, *, structure: StructureId) -> pd.DataFrame:
    """Return the trends of the country (code ""), all provinces and communes, one after the other, each as `trend`.

    Columns as there, and code.
    """
    asked = measure_of(measure)
    known = periods(release)
    every = quarters.span(known[0], known[-1]) if known else []
    found = release.query(
        f"SELECT code, period, {_parts(asked)} FROM figures WHERE structure = $structure", structure=structure
    ).set_index(["code", "period"])
    codes = ["", *register.units(structure, "province").index, *register.units(structure, "commune").index]
    rows = found.reindex(pd.MultiIndex.from_product([codes, every], names=["code", "period"])).reset_index()
    return _finished(rows, asked)


def told(release: PublicRelease, *, period: str, structure: StructureId) -> dict[str, int]:
    """Return for each measure how many communes have it in the quarter, published or not."""
    counts = ", ".join(f"sum({name}__n)::BIGINT AS {name}" for name in catalogue().measures)
    row = release.query(
        f"SELECT {counts} FROM figures WHERE structure = $structure AND level = 'country' AND period = $period",
        structure=structure,
        period=period,
    )
    return {name: int(np.nan_to_num(float(row[name].iloc[0]))) for name in catalogue().measures}


def sources(
    release: PublicRelease, *, period: str, structure: StructureId, province: str | None = None
) -> pd.DataFrame:
    """Return kind ("sample" or "report"), office (missing where not known) and as_of of what a quarter rests on."""
    return release.query(
        "SELECT DISTINCT kind, office, as_of FROM sources WHERE structure = $structure AND period = $period "
        "AND ($province = '' OR province = $province) ORDER BY kind, office, as_of",
        structure=structure,
        period=period,
        province=province or "",
    )


_COLUMNS = ("numerator", "base", *_COUNTS, "sample", "suppressed")


def _parts(asked: Measure, *, prefix: str = "") -> str:
    """Select the parts of a measure (in the order of _COLUMNS), each missing unless both are known."""
    num, base = f"{asked.code}__num", f"{asked.code}__base"
    both = f"{num} IS NOT NULL" + (f" AND {base} IS NOT NULL" if asked.base else "")
    names = [num, base] if asked.base else [num]
    hides = " OR ".join(f"list_contains(string_split(hidden, ' '), '{name}')" for name in names)
    columns = (
        f"CASE WHEN {both} THEN {num} END",
        f"CASE WHEN {both} THEN {base} END" if asked.base else "NULL::BIGINT",
        *(
            ("NULL::BIGINT", "NULL::BIGINT")
            if asked.is_score
            else (f"CASE WHEN level <> 'commune' THEN {asked.code}__n END", "known")
        ),
        "sample::INT",
        f"coalesce({hides}, false)::INT",
    )
    return ", ".join(f"{text} AS {prefix}{name}" for name, text in zip(_COLUMNS, columns, strict=True))


def _unit(structure: StructureId, code: str | None) -> dict[str, str]:
    """Return level and code of a unit; raises NotFound where there is no such commune or province."""
    if code is None:
        return {"level": "country", "code": ""}
    level = register.unit(structure, code).level
    if level == "district":
        raise NotFound("public.no_village")
    return {"level": level, "code": code}


def _finished(table: pd.DataFrame, asked: Measure) -> pd.DataFrame:
    made = sums.to_frame(table, asked)
    return made.assign(suppressed=np.nan_to_num(sums.floats(table["suppressed"])).astype(bool))
