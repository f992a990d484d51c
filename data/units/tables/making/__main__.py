"""Make the tables from their sources: `python -m data.units.tables.making --library DIR … --out DIR`."""

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from data.units.names import bare
from data.units.tables.making import before, library, points
from data.units.tables.making.before import Decree, Former, Lists, State, Went
from data.units.tables.making.corrections import ZONES_FROM_DISTRICTS

_LAST_DAY: Final = "2025-06-30"
_FIRST_DAY: Final = "2025-07-01"
_UNITS: Final = ("level", "code", "since", "until", "kind", "name", "parent", "lat", "lon", "area_km2", "instrument")
_NAMES: Final = ("level", "code", "since", "kind", "name", "parent", "instrument")
_WENT: Final = ("date", "code_from", "code_to", "part", "instrument")
_HUE: Final = ("2025-01-01", "thành phố", "Huế", "", "175/2024/QH15")
_REARRANGED: Final = "communes and districts rearranged"
_COMMUNES_OF_PROVINCE: Final = "communes of the province rearranged"

Row = tuple[str, ...]


def main() -> None:
    """Read the sources and write units.csv, names.csv, successions.csv and older_names.csv."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", type=Path, required=True, help="the folder data of vietnamadminunits 1.0.4")
    parser.add_argument("--list-2022", type=Path, required=True, help="the list of communes of 2022, JSON")
    parser.add_argument("--list-2023", type=Path, required=True, help="the list of communes of April 2023, JSON")
    parser.add_argument("--former", type=Path, required=True, help="the comparison 1/9/2024 to 1/7/2025, CSV")
    parser.add_argument("--kinds", type=Path, required=True, help="the changes of kind of 2026, CSV")
    parser.add_argument("--out", type=Path, required=True, help="a folder with decrees.csv")
    args = parser.parse_args()
    decrees = _read(args.out / "decrees.csv")
    old, new = library.units(args.library, "2024"), library.units(args.library, "2025-07")
    edges = library.edges(args.library, old["commune"], new["commune"])
    aliases = library.former_names(args.library)
    lists = _lists(args, old, decrees)
    comparison: dict[str, list[str]] = defaultdict(list)
    for row in _read(args.former):
        comparison[row["former_code"]].append(row["code_2024"])
    went = list(before.successions(lists["commune"], comparison, aliases))
    rows = [*_formers(lists, went, old, points.of_old(old["commune"], new["commune"], edges)),
            *_present(new, points.of_new(new["commune"], old["commune"], edges), decrees)]  # fmt: skip
    _write(args.out / "units.csv", _UNITS, rows)
    _write(args.out / "names.csv", _NAMES, [*_renamed(lists, went), *_kinds(args.kinds, new), *_hue()])
    _write(args.out / "successions.csv", _WENT, [*_successions(went), *_of_2025(edges, new, decrees)])
    _write(args.out / "older_names.csv", ("code", "name"), _older(aliases, lists["commune"], went))


def _read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def _write(file: Path, head: Row, rows: Iterable[Row]) -> None:
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(sorted(set(rows)))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _lists(
    args: argparse.Namespace, old: Mapping[str, pd.DataFrame], decrees: list[dict[str, str]]
) -> dict[str, Lists]:
    """Return the lists of communes and of districts."""
    early, april = (json.loads(file.read_text("utf-8")) for file in (args.list_2022, args.list_2023))
    days: dict[str, Decree] = {
        row["province"]: (date.fromisoformat(row["effective"]), row["instrument"])
        for row in decrees
        if row["about"].startswith(_REARRANGED)
    }
    made = {}
    for level, size, above in (("commune", 5, "district"), ("district", 3, "province")):
        frame = old[level]
        states = zip(frame.index, frame["kind"], frame["name"], frame[above], strict=True)
        last = {str(code): State(kind, name, over) for code, kind, name, over in states}
        listed = [_listed(rows, level, size, above) for rows in (early, april)]
        provinces = {code: province for rows in (early, april) for code, province in _provinces(rows, level, size)}
        provinces |= {str(code): province for code, province in frame["province"].items()}
        made[level] = Lists(listed[0], listed[1], last, provinces, days)
    return made


def _key(level: str) -> str:
    return {"commune": "ward", "district": "district", "province": "province"}[level]


def _code(row: Mapping[str, object], level: str, size: int) -> str:
    return str(row[f"{_key(level)}_code"]).zfill(size)


def _listed(rows: list[dict[str, object]], level: str, size: int, above: str) -> dict[str, State]:
    parents = {"district": 3, "province": 2}[above]
    return {
        _code(row, level, size): State.read(str(row[f"{_key(level)}_name"]), _code(row, above, parents))
        for row in rows
        if row.get(f"{_key(level)}_code")
    }


def _provinces(rows: list[dict[str, object]], level: str, size: int) -> Iterator[tuple[str, str]]:
    for row in rows:
        if row.get(f"{_key(level)}_code"):
            yield _code(row, level, size), _code(row, "province", 2)


def _formers(
    lists: Mapping[str, Lists], went: list[Went], old: Mapping[str, pd.DataFrame], places: pd.DataFrame
) -> Iterator[Row]:
    """Yield the units until 30 June 2025, as they were called when they began (or on 1 January 2023)."""
    for level, moved in (("commune", went), ("district", [])):
        where = places if level == "commune" else points.of_districts(old["district"])
        for unit in before.units(lists[level], moved):
            first = unit.names[0][1]
            place = _place(where, unit.code) if unit.until is None else ("", "")
            yield (level, unit.code, _iso(unit.since), _iso(unit.until) or _LAST_DAY, first.kind, first.name,
                   first.parent, *place, "", unit.begun_by)  # fmt: skip
    for code, row in old["province"].iterrows():
        kind, name = ("tỉnh", "Thừa Thiên Huế") if code == "46" else (row["kind"], row["name"])
        yield ("province", str(code), "", _LAST_DAY, kind, name, "", *_place(old["province"], str(code)), "", "")


def _place(where: pd.DataFrame, code: str) -> tuple[str, str]:
    """Return latitude and longitude as texts, blank where there is none."""
    if code not in where.index or pd.isna(where["lat"].loc[code]):
        return "", ""
    return f"{where['lat'].loc[code]:.4f}", f"{where['lon'].loc[code]:.4f}"


def _decided(decrees: list[dict[str, str]]) -> dict[str, str]:
    return {row["province"]: row["instrument"] for row in decrees if row["about"] == _COMMUNES_OF_PROVINCE}


def _present(new: Mapping[str, pd.DataFrame], places: pd.DataFrame, decrees: list[dict[str, str]]) -> Iterator[Row]:
    """Yield the units since 1 July 2025."""
    decided = _decided(decrees)
    for code, row in new["commune"].iterrows():
        area = "" if pd.isna(row["area_km2"]) else f"{row['area_km2']:g}"
        yield ("commune", str(code), _FIRST_DAY, "", row["kind"], row["name"], row["province"],
               *_place(places, str(code)), area, decided[row["province"]])  # fmt: skip
    for code, row in new["province"].iterrows():
        yield ("province", str(code), _FIRST_DAY, "", row["kind"], row["name"], "",
               *_place(new["province"], str(code)), "", "202/2025/QH15")  # fmt: skip


def _renamed(lists: Mapping[str, Lists], went: list[Went]) -> Iterator[Row]:
    for level, moved in (("commune", went), ("district", [])):
        for unit in before.units(lists[level], moved):
            yield from (_name_row(level, unit, at) for at in range(1, len(unit.names)))


def _name_row(level: str, unit: Former, at: int) -> Row:
    day, state, instrument = unit.names[at]
    return level, unit.code, _iso(day), state.kind, state.name, state.parent, instrument


def _kinds(file: Path, new: Mapping[str, pd.DataFrame]) -> Iterator[Row]:
    for row in _read(file):
        unit = new[row["level"]].loc[row["code"]]
        if (unit["kind"], unit["name"]) != (row["kind_before"], row["name"]):
            raise SystemExit(f"{row['code']} is no {row['kind_before']} {row['name']}")
        parent = "" if row["level"] == "province" else row["province_code"]
        yield row["level"], row["code"], row["effective"], row["kind_after"], row["name"], parent, row["instrument"]


def _hue() -> Iterator[Row]:
    yield "province", "46", *_HUE


def _successions(went: list[Went]) -> Iterator[Row]:
    yield from ((_iso(w.day), w.code_from, w.code_to, w.part, w.instrument) for w in went)


def _of_2025(edges: pd.DataFrame, new: Mapping[str, pd.DataFrame], decrees: list[dict[str, str]]) -> Iterator[Row]:
    decided, provinces = _decided(decrees), new["commune"]["province"]
    zones = [(old, zone, "whole") for old, zone in ZONES_FROM_DISTRICTS.items()]
    for old, code, part in [*edges.itertuples(index=False, name=None), *zones]:
        yield _FIRST_DAY, old, code, part, decided[provinces[code]]


def _older(aliases: Mapping[str, tuple[str, ...]], communes: Lists, went: list[Went]) -> Iterator[Row]:
    """Yield the former names (bare, closed up, with their kind) that the other tables do not know of the commune."""
    called = [(w.code_to, communes.april.get(w.code_from) or communes.early[w.code_from]) for w in went]
    called += [(code, state) for states in (communes.early, communes.april) for code, state in states.items()]
    known = {(code, _closed_up(f"{state.kind} {state.name}")) for code, state in called}
    for code, names in aliases.items():
        for name in names:
            if name.startswith(("xa", "phuong", "thitran")) and (code, _closed_up(name)) not in known:
                yield code, name


def _closed_up(name: str) -> str:
    return bare(name).replace(" ", "").replace("y", "i")


if __name__ == "__main__":
    main()
