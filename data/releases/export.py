"""Makes the table of an export: one row a unit, its counts and what made them (release, period, sources)."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import pandas as pd

from data.catalogue import periods
from data.catalogue.current import catalogue
from data.catalogue.scores import PARTS
from data.derivation.unit_membership import moved_whole
from data.releases.store import Release
from data.storage.errors import NotFound, Refused
from data.units.lookup import find
from data.units.register import units
from data.units.structures import STRUCTURES, StructureId

ExportLevel = Literal["province", "district", "commune", "village"]
_OF: Final = ("communes_reported", "communes_known", "villages_reported", "villages_known")


class NothingToExport(NotFound):
    """The release has no figures of that period, or no such province."""


class NotForPublic(Refused):
    """The public gets no figures of single villages and districts."""


@dataclass(frozen=True)
class Exported:
    """The table of an export and what made it.

    table: release, structure, level, period, code, name, province_code, province, district_code, district
    (and at level "village" commune_code, commune), sample, estimated (a figure had to be converted from another
    structure by an estimate), sources, how many communes (at level "commune": villages) reported anything, of
    how many, one column an indicator (scores in points, with decimals), lon and lat (degrees, WGS 84: a point of the
    unit, not its shape). Communes of a province are those of the structure it was reported in. Missing stays missing.
    """

    release: str
    structure: StructureId
    level: ExportLevel
    period: str
    sample: bool
    table: pd.DataFrame


def export(
    release: Release,
    *,
    structure: StructureId,
    level: ExportLevel,
    province: str | None = None,
    as_of: date | None = None,
) -> Exported:
    """Return the figures of every unit of a level, or of a province (its name or code), for one period.

    The period is the latest that ended by `as_of`, or the release's last. Provinces and districts are the
    sums of their communes that reported; where none did, what their own report says. Raises NothingToExport.
    """
    if level != "village" and level not in STRUCTURES[structure].levels:
        raise NothingToExport("releases.no_level", level=level, structure=structure)
    period = _period(release, as_of=as_of)
    inside = province_code(province, structure=structure) if province else None
    if level == "village":
        figures = _of_villages(release, structure=structure, period=period)
    elif level == "commune":
        figures = _of_communes(release, structure=structure, period=period)
    else:
        figures = _of_higher(release, structure=structure, level=level, period=period)
    table = described(figures, structure=structure, level=level, inside=inside, on=periods.end(period))
    made = {"release": release.id, "structure": structure, "level": level, "period": period}
    for at, (name, value) in enumerate(made.items()):
        table.insert(at, name, value)
    if level == "commune":
        table = table.join(_bounds(release, structure=structure, period=period, codes=table["code"]), on="code")
    return Exported(release.id, structure, level, period, bool(table["sample"].any()), table)


def _period(release: Release, *, as_of: date | None) -> str:
    available = release.manifest.periods
    period = periods.ended_by(as_of) if as_of else max(available, default="")
    if period not in available:
        raise NothingToExport("releases.no_period", period=period or "–", release=release.id)
    return period


def province_code(text: str, *, structure: StructureId) -> str:
    """Return the code of a province by its name or code; raises NothingToExport."""
    found = find(text, structure=structure, level="province").unit
    if found is None:
        raise NothingToExport("releases.no_province", text=text, structure=structure)
    return found.code


def _each(aggregate: Literal["sum", "max"]) -> str:
    """Write an aggregate of every indicator; of one unit and period at most one row holds a value.

    Scores have no sum.
    """
    scores = catalogue().scores if aggregate == "sum" else {}
    return ", ".join(
        f"NULL::BIGINT AS {name}" if name in scores else f"{aggregate}({name})::BIGINT AS {name}"
        for name in catalogue().readable
    )


def _of_communes(release: Release, *, structure: str, period: str) -> pd.DataFrame:
    figures = release.query(
        "SELECT code, sample, villages_reported, villages_known, "
        "(structure, code, period) IN (SELECT structure, code, period FROM converted WHERE best IS NOT NULL) AS "
        f"estimated, {', '.join(catalogue().readable)} FROM communes WHERE structure = $structure AND period = $period",
        structure=structure,
        period=period,
    ).set_index("code")
    return figures.assign(sources=_titles(release, _commune_sources(release, structure=structure, period=period)))


def _bounds(release: Release, *, structure: str, period: str, codes: pd.Series) -> pd.DataFrame:
    """Return <indicator>_low, _high and _how by code, for indicators that are not exact in one of them."""
    converted = release.query(
        "SELECT code, indicator, low, high, how FROM converted WHERE structure = $structure AND period = $period",
        structure=structure,
        period=period,
    )
    converted = converted[converted["code"].isin(codes) & converted["indicator"].isin(catalogue().readable)]
    found = [name for name in catalogue().readable if name in set(converted["indicator"])]
    wide = converted.pivot(index="code", columns="indicator", values=["low", "high", "how"])
    bounds = {f"{name}_{end}": wide[end, name].astype("Int64") for name in found for end in ("low", "high")}
    how = {f"{name}_how": wide["how", name] for name in found}
    columns = [f"{name}_{part}" for name in found for part in ("low", "high", "how")]
    return pd.DataFrame(bounds | how, index=wide.index)[columns]


def _of_higher(release: Release, *, structure: str, level: str, period: str) -> pd.DataFrame:
    figures = _provinces(release, structure=structure, period=period) if level == "province" else pd.DataFrame()
    if figures.empty:
        figures = _summed(release, structure=structure, level=level, period=period)
    parent = units(structure, "commune")[level]
    named = _commune_sources(release, structure=structure, period=period)
    named["code"] = named["code"].map(parent)
    direct = release.query(
        "SELECT code, source FROM reports WHERE structure = $structure AND level = $level AND period = $period",
        structure=structure,
        level=level,
        period=period,
    )
    return figures.assign(sources=_titles(release, pd.concat([named, direct])))


def _provinces(release: Release, *, structure: str, period: str) -> pd.DataFrame:
    """Return the totals of provinces, which no split commune makes less exact (data.derivation.totals)."""
    return release.query(
        f"SELECT code, sample, estimated, communes_reported, communes_known, {', '.join(catalogue().readable)} "
        "FROM provinces WHERE structure = $structure AND period = $period",
        structure=structure,
        period=period,
    ).set_index("code")


def _summed(release: Release, *, structure: str, level: str, period: str) -> pd.DataFrame:
    names = ", ".join(catalogue().readable)
    summed_or_own = ", ".join(f"coalesce(parts.{name}, own.{name}) AS {name}" for name in catalogue().readable)
    return release.query(
        "WITH unsure AS (SELECT DISTINCT structure, code, period, true AS estimated FROM converted "
        f"WHERE best IS NOT NULL), parts AS (SELECT {level} AS code, bool_or(sample) AS sample, "
        "bool_or(coalesce(estimated, false)) AS estimated, "
        f"count(*) FILTER (coalesce({names}) IS NOT NULL) AS communes_reported, count(*) AS communes_known, "
        f"{_each('sum')} FROM communes LEFT JOIN unsure USING (structure, code, period) "
        "WHERE structure = $structure AND period = $period GROUP BY 1), "
        f"own AS (SELECT code, {_each('max')} FROM reports "
        "WHERE structure = $structure AND level = $level AND period = $period GROUP BY 1) "
        f"SELECT code, sample, estimated, communes_reported, communes_known, {summed_or_own} "
        "FROM parts FULL JOIN own USING (code)",
        structure=structure,
        level=level,
        period=period,
    ).set_index("code")


def _of_villages(release: Release, *, structure: str, period: str) -> pd.DataFrame:
    return release.query(
        "SELECT village AS code, any_value(name) AS name, any_value(h.code) AS commune_code, "
        "coalesce(bool_or(s.kind = 'sample'), false) AS sample, false AS estimated, "
        f"string_agg(DISTINCT s.title, '; ') AS sources, {_each('max')} FROM villages AS v "
        "LEFT JOIN (FROM village_homes WHERE structure = $structure) AS h USING (village) "
        "LEFT JOIN (FROM village_figures WHERE period = $period) AS f USING (village) "
        "LEFT JOIN sources AS s ON f.source = s.source GROUP BY 1 ORDER BY 1",
        structure=structure,
        period=period,
    ).set_index("code")


def _commune_sources(release: Release, *, structure: str, period: str) -> pd.DataFrame:
    """Return code, source: who says anything of the villages or the area of each commune in the period."""
    own = release.query(
        "SELECT DISTINCT structure, code, source FROM reports WHERE level = 'commune' AND period = $period",
        period=period,
    )
    carried = [
        _moved(group, moved_whole(str(name), structure)) if name != structure else group[["code", "source"]]
        for name, group in own.groupby("structure")
    ]
    of_villages = release.query(
        "SELECT DISTINCT h.code, f.source FROM village_figures AS f JOIN village_homes AS h USING (village) "
        "WHERE period = $period AND h.structure = $structure",
        structure=structure,
        period=period,
    )
    return pd.concat([*carried, of_villages])


def _moved(named: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    """Return code, source for the communes that those named went into."""
    found = named.merge(moves, left_on="code", right_on="code_from")
    return found[["code_to", "source"]].rename(columns={"code_to": "code"})


def _titles(release: Release, named: pd.DataFrame) -> pd.Series:
    """Return the titles of the sources of each code, joined."""
    titles = release.query("SELECT source, title FROM sources").set_index("source")["title"]
    titled = named.assign(title=named["source"].map(titles)).dropna(subset=["code", "title"])
    return titled.groupby("code")["title"].agg(lambda each: "; ".join(sorted(set(each))))


def described(
    figures: pd.DataFrame, *, structure: StructureId, level: ExportLevel, inside: str | None, on: date
) -> pd.DataFrame:
    """Put names, as they were on a day, places and points beside the figures: every unit, in the register's order."""
    if level == "village":
        communes = units(structure, "commune", on=on)
        table = figures.assign(commune=figures["commune_code"].map(communes["name"]))
        table = table.join(communes[["province", "district"]], on="commune_code")
        table = table.assign(lon=float("nan"), lat=float("nan"))
        places = ["commune_code", "commune"]
    else:
        register = units(structure, level, on=on)[["name", "province", "district", "lon", "lat"]]
        table = register.join(figures)
        places = []
    if inside is not None:
        table = table[table["province"] == inside]
    table = table.rename(columns={"province": "province_code", "district": "district_code"})
    table["province"] = table["province_code"].map(units(structure, "province", on=on)["name"])
    districts = units("2024", "district", on=on)["name"]
    table["district"] = table["district_code"].map(districts) if structure == "2024" else None
    for mark in ("sample", "estimated"):
        table[mark] = table[mark].astype("boolean").fillna(False).astype(bool)
    counted = [name for name in (*_OF, *catalogue().readable) if name in table.columns]
    table[counted] = table[counted].astype("Int64")
    for name in catalogue().scores.keys() & set(counted):
        table[name] = (table[name] / PARTS).astype("Float64")
    columns = ["name", "province_code", "province", "district_code", "district", *places]
    columns += ["sample", "estimated", "sources"]
    return table.rename_axis("code").reset_index()[["code", *columns, *counted, "lon", "lat"]]
