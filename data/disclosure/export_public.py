"""Makes the table of an export for the public: from a public release alone, with what is not published named.

Each measure stands in it with its parts, as in an export for staff: who divides in the sheet gets the page's number.
How many villages reported is said of no commune: one that is silent once would be the difference of two quarters.
"""

from datetime import date
from typing import Final, Literal

import numpy as np
import pandas as pd

from data.catalogue import periods
from data.catalogue.current import catalogue
from data.disclosure import public_figures
from data.disclosure.public_release import PublicRelease
from data.i18n import say
from data.i18n.numbers import day
from data.measures import export_measures
from data.releases.export import Exported, ExportLevel, NotForPublic, NothingToExport, described, province_code
from data.units.structures import StructureId

PARTS: Final = tuple(part for part in export_measures.PARTS if part not in ("low", "high"))
"""Nothing that is estimated is published."""


def export_public(
    release: PublicRelease,
    *,
    structure: StructureId,
    level: ExportLevel,
    province: str | None = None,
    as_of: date | None = None,
) -> Exported:
    """Return the published figures of every province or commune (of a province) for one period.

    The table is that of data.releases.export.Exported; of each measure that any unit has <measure>__numerator, __base,
    __value (a share as a number, not in percent), __kind ("reported", "illustration"), of provinces __n and __of too:
    how many communes reported this very measure, of how many; and not_published: the indicators and values of the unit
    that are hidden, with blanks between; their cells are as blank as missing ones. Raises NotForPublic for single
    villages and districts, NothingToExport.
    """
    if level not in ("province", "commune"):
        raise NotForPublic("public.no_village")
    known = release.manifest.periods
    period = periods.ended_by(as_of) if as_of else max(known, default="")
    if period not in known:
        raise NothingToExport("releases.no_period", period=period or "–", release=release.id)
    figures = release.query(
        f"SELECT code, sample, false AS estimated, reported AS communes_reported, known AS communes_known, "
        f"{', '.join(catalogue().readable)}, hidden FROM figures "
        "WHERE structure = $structure AND level = $level AND period = $period",
        structure=structure,
        level=level,
        period=period,
    ).set_index("code")
    if level == "commune":
        figures = figures.drop(columns=["communes_reported", "communes_known"])
    inside = province_code(province, structure=structure) if province else None
    home = (
        release.query(
            "SELECT code, province FROM figures WHERE structure = $structure AND level = $level",
            structure=structure,
            level=level,
        )
        .drop_duplicates()
        .set_index("code")["province"]
    )
    offices = _offices(release, structure=structure, period=period)
    figures["sources"] = pd.Index(home.reindex(figures.index)).map(offices)
    shown = figures.drop(columns="hidden")
    table = described(shown, structure=structure, level=level, inside=inside, on=periods.end(period))
    measured, kept = _measures(release, structure=structure, level=level, period=period, codes=table["code"])
    table = pd.concat([table.drop(columns=["lon", "lat"]), measured, table[["lon", "lat"]]], axis=1)
    hidden = table["code"].map(figures["hidden"].map(_indicators)).fillna("")
    table["not_published"] = (hidden + " " + kept).str.strip().replace("", None)
    for at, (name, value) in enumerate(
        {"release": release.id, "structure": structure, "level": level, "period": period}.items()
    ):
        table.insert(at, name, value)
    return Exported(release.id, structure, level, period, bool(table["sample"].any()), table)


def _measures(
    release: PublicRelease,
    *,
    structure: StructureId,
    level: Literal["province", "commune"],
    period: str,
    codes: pd.Series,
) -> tuple[pd.DataFrame, pd.Series]:
    """Return the columns of all measures, for units in the order of `codes`; and the names of values not published."""
    columns: dict[str, pd.Series] = {}
    kept = np.full(len(codes), "", dtype=object)
    every = public_figures.every_measure(release, period=period, structure=structure, level=level)
    for code, found in every.items():
        rows = found.reindex(codes).reset_index(drop=True)
        hides = rows["suppressed"].eq(True).to_numpy()
        kept[hides] = kept[hides] + f" {code}__value"
        have = rows["value"].notna()
        if not have.any():
            continue
        made = export_measures.plain_columns(catalogue().measures[code], rows)
        for part in ("n", "of"):
            counted = made.pop(f"{code}__{part}").where(have)
            if level != "commune":
                made[f"{code}__{part}"] = counted
        columns |= {name: made[name] for part in PARTS if (name := f"{code}__{part}") in made}
    return pd.DataFrame(columns).set_axis(codes.index), pd.Series(kept, index=codes.index)


def _offices(release: PublicRelease, *, structure: StructureId, period: str) -> dict[str, str]:
    """Return by province who its figures are from."""
    told = release.query(
        "SELECT province, kind, office, as_of FROM sources WHERE structure = $structure "
        "AND period = $period ORDER BY ALL",
        structure=structure,
        period=period,
    )
    texts: dict[str, list[str]] = {}
    for province, kind, office, as_of in told[["province", "kind", "office", "as_of"]].itertuples(
        index=False, name=None
    ):
        texts.setdefault(province, []).append(source_text(kind, office, as_of))
    return {province: "; ".join(named) for province, named in texts.items()}


def source_text(kind: str, office: object, as_of: pd.Timestamp | date, lang: str = "vi") -> str:
    """Name a source of the public release: the illustration, or an office and the day its figures hold for."""
    if kind == "sample":
        return say("public.source.sample", lang)
    named = office if isinstance(office, str) and office else say("public.source.office", lang)
    return say("public.source.report", lang, office=named, day=day(pd.Timestamp(as_of).date(), lang))


def _indicators(hidden: object) -> str | None:
    """Keep the indicators among the hidden columns."""
    found = [name for name in str(hidden).split() if name in catalogue().readable] if isinstance(hidden, str) else []
    return " ".join(found) or None
