"""What had to be converted carries its bounds; provinces keep their totals, whatever happened to their communes."""

import os
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from data.catalogue import periods
from data.catalogue.current import catalogue
from data.derivation.columns import carried
from data.derivation.derive import derive
from data.derivation.schema import LATER, schemas
from data.publication import publish
from data.releases import manifest, validation
from data.releases.export import export
from data.releases.store import Release, Store
from data.units import chain
from data.units.assignments import assign
from data.units.register import STRUCTURES, edges, predecessor_provinces, successor_provinces, units
from tests.fixtures.sample import SmallCountry
from tests.fixtures.small_release import BAC_KAN, LATE, communes
from tests.test_releases_derive import reports, small_sources

EDGES = edges("2024", "2025-07")
SPLIT = next(c for c, rows in EDGES.groupby("code_from") if list(rows["part"]) == ["part", "part"])
ONE, TWO = EDGES.loc[EDGES["code_from"] == SPLIT, "code_to"]
AROUND = sorted(EDGES.loc[EDGES["code_to"].isin([ONE, TWO]), "code_from"].unique())


@pytest.fixture(autouse=True)
def _own_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))


def derived(**tables: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Derive from the given tables; counts are nullable integers."""
    areas = tables.pop("areas", None)
    given = {**{name: schema.empty_table() for name, schema in schemas().items()}, "sources": small_sources()}
    given |= {name: validation.fitted(name, table, schema=schemas()[name]) for name, table in tables.items()}
    made = derive(given, areas=areas)
    assert all(made[name].schema.equals(schemas()[name]) for name in made)
    return {name: table.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get) for name, table in made.items()}


def around(value: int = 9, **more: object) -> pd.DataFrame:
    """Return reports of the split commune and of all that its successors were made of."""
    return pd.concat([reports([code], members=value if code == SPLIT else 0, **more) for code in AROUND])


def cells(made: dict[str, pd.DataFrame], indicator: str = "members") -> dict[str, tuple[object, ...]]:
    """Return low, best, high and how of the converted cells of today's structure, by commune."""
    found = made["converted"].query("structure == '2025-07' and indicator == @indicator and period == @LATE")
    return {row.code: (row.low, row.best, row.high, row.how) for row in found.itertuples()}


def value(made: dict[str, pd.DataFrame], code: str, column: str = "members") -> object:
    table = made["communes"].set_index(["structure", "code", "period"])
    return table.at[("2025-07", code, LATE), column]


def places(*homes: tuple[str, str | None]) -> pd.DataFrame:
    """Return villages of the split commune, each with the successor that a report told."""
    rows = [{"village": name, "commune_2024": SPLIT, "commune_2025": to, "source": "r"} for name, to in homes]
    return pd.DataFrame(rows).astype({"commune_2025": "object"})


def figures(**counts: dict[str, int]) -> pd.DataFrame:
    return pd.DataFrame([{"village": v, "period": LATE, "source": "r", **told} for v, told in counts.items()])


@pytest.mark.slow
def test_a_split_commune_is_not_resolvable_and_says_so() -> None:
    made = derived(reports=around())
    found = cells(made)
    assert {ONE, TWO} <= set(found) and found[ONE][::2] == (0, 9) and found[ONE][3] == "unresolvable"
    assert pd.isna(found[ONE][1]) and pd.isna(value(made, ONE))


@pytest.mark.slow
def test_households_of_villages_divide_it() -> None:
    made = derived(
        reports=around(),
        villages=places(("a", ONE), ("b", TWO)),
        village_figures=figures(a={"households": 20}, b={"households": 10}),
    )
    found = cells(made)
    assert (found[ONE], found[TWO]) == ((0, 6, 9, "weights"), (0, 3, 9, "weights"))
    assert (value(made, ONE), value(made, TWO)) == (6, 3)


@pytest.mark.slow
def test_villages_that_add_up_make_it_exact() -> None:
    made = derived(
        reports=around(),
        villages=places(("a", ONE), ("b", TWO)),
        village_figures=figures(a={"members": 7}, b={"members": 2}),
    )
    assert not {ONE, TWO} & set(cells(made))
    assert (value(made, ONE), value(made, TWO)) == (7, 2)


@pytest.mark.slow
def test_land_divides_it_where_nothing_better_is_known() -> None:
    land = pd.DataFrame({"code_from": SPLIT, "code_to": [ONE, TWO], "weight": [2.0, 1.0]})
    found = cells(derived(reports=around(), areas={("2024", "2025-07"): land}))
    assert (found[ONE], found[TWO]) == ((0, 6, 9, "area"), (0, 3, 9, "area"))


@pytest.mark.slow
def test_a_planner_makes_it_exact_by_assigning_its_villages() -> None:
    given = {"reports": around(), "villages": places(("a", None), ("b", None))}
    assert cells(derived(**given))[ONE][3] == "unresolvable"
    assign({"a": TWO, "b": TWO}, commune_of={"a": SPLIT, "b": SPLIT}, source="2024", by="lan", complete=[SPLIT])
    made = derived(**given)
    assert not {ONE, TWO} & set(cells(made)) and (value(made, ONE), value(made, TWO)) == (0, 9)
    homes = made["village_homes"].query("structure == '2025-07'").set_index("village")
    assert homes["code"].to_dict() == {"a": TWO, "b": TWO} and set(homes["how"]) == {"assigned"}


@pytest.mark.slow
def test_what_lacks_a_part_is_at_least() -> None:
    made = derived(reports=around().query("code != @AROUND[0]"))
    touched = EDGES.loc[EDGES["code_from"] == AROUND[0], "code_to"]
    found = cells(made)
    assert all(found[code][3] == "at_least" and pd.isna(found[code][2]) for code in touched if code in found)
    assert pd.isna(value(made, touched.iloc[0]))


@pytest.mark.slow
def test_a_part_of_a_measure_is_converted_as_a_count_of_its_own() -> None:
    told = around(households=0, households_smartphone=0)
    told.loc[told["code"] == SPLIT, ["households", "households_smartphone"]] = [100, 61]
    made = derived(
        reports=told,
        villages=places(("a", ONE), ("b", TWO)),
        village_figures=figures(a={"households": 50}, b={"households": 50}),
    )
    gap = cells(made, "smartphone_gap__num")
    assert {gap[ONE][1], gap[TWO][1]} == {20, 19} and gap[ONE][::2] == (0, 39)
    assert value(made, ONE, "smartphone_gap__num") == gap[ONE][1]
    assert value(made, ONE, "smartphone_gap_count__num") == gap[ONE][1]
    assert value(made, ONE, "smartphone_gap__num") + value(made, TWO, "smartphone_gap__num") == 39


@pytest.mark.slow
def test_a_part_above_its_whole_is_no_count() -> None:
    told = around(households=0, households_smartphone=0)
    told.loc[told["code"] == SPLIT, ["households", "households_smartphone"]] = [10, 61]
    made = derived(reports=told)
    assert cells(made, "smartphone_gap__num")[ONE][3] == "at_least"
    assert pd.isna(value(made, ONE, "smartphone_gap__num"))


@pytest.mark.slow
def test_a_commune_with_its_own_report_is_not_converted() -> None:
    both = pd.concat([around(), reports([ONE], structure="2025-07", members=4)])
    made = derived(reports=both)
    assert ONE not in cells(made) and value(made, ONE) == 4 and TWO in cells(made)


@pytest.mark.slow
def test_villages_that_contradict_the_reports_are_not_all_of_them() -> None:
    """The one village known of a commune that was put together of many is not its sum."""
    new = next(c for c, rows in EDGES.groupby("code_to") if len(rows) > 2 and "people" in set(rows["part"]))
    old = EDGES.loc[EDGES["code_to"] == new, "code_from"]
    every = EDGES.loc[EDGES["code_to"].isin(EDGES.loc[EDGES["code_from"].isin(old), "code_to"]), "code_from"].unique()
    village = pd.DataFrame([{"village": "a", "commune_2024": old.iloc[0], "commune_2025": new, "source": "r"}])
    made = derived(
        reports=reports(sorted(c for c in every if len(c) == 5), members=5),
        villages=village,
        village_figures=figures(a={"members": 1}),
    )
    assert pd.isna(value(made, new)) and cells(made)[new][0] > 1


@pytest.fixture(scope="module")
def country(small_country: SmallCountry) -> Release:
    return small_country.release


@pytest.mark.slow
def test_a_province_of_today_keeps_the_total_of_those_it_was_made_of(country: Release) -> None:
    """In every quarter, for every count: what was told in one structure is the total in the other."""
    known = catalogue().indicators
    codes = [code for code in catalogue().codes if known[code].reported_by != "district"]  # no commune knows these
    told = country.query("SELECT * FROM communes")
    provinces = country.query("SELECT * FROM provinces").set_index(["structure", "code", "period"])
    for source, target in (("2024", "2025-07"), ("2025-07", "2024")):
        home = chain.home_provinces(source, target)
        here = told[told["structure"] == source].assign(home=lambda t, home=home: t["code"].map(home))
        wanted = here.groupby(["home", "period"])[codes].sum(min_count=1)
        found = provinces.loc[target]
        found = found[found["reported_structure"] == source]
        assert len(found)
        want = wanted.reindex(found.index)[codes].to_numpy(float)
        assert np.array_equal(found[codes].to_numpy(float), want, equal_nan=True)
    both = [provinces.loc[name].groupby("period")[list(catalogue().codes)].sum() for name in ("2024", "2025-07")]
    assert both[0].astype(float).equals(both[1].astype(float)), "the country has one total in either structure"


def test_an_export_says_the_bounds_of_what_is_not_exact(country: Release) -> None:
    told = country.query("SELECT * FROM converted WHERE structure = '2024' AND indicator = 'teams'")
    period = told["period"].max()
    table = export(country, structure="2024", level="commune", as_of=periods.end(period)).table.set_index("code")
    bounds = told[told["period"] == period].set_index("code")
    found = table.loc[bounds.index]
    assert (found["teams_how"] == bounds["how"]).all()
    for end in ("low", "high"):
        assert np.array_equal(found[f"teams_{end}"].astype(float), bounds[end].astype(float), equal_nan=True)
    assert table["teams_how"].drop(bounds.index).isna().all()


SEEDS = [
    (
        "06",
        "2023-Q4",
        {
            "teams_commune": 108,
            "members_commune": 1044,
            "teams_village": 1292,
            "members_village": 6062,
            "members_trained": 1800,
            "ecommerce_accounts": 104_933,
            "households_trained": 91_881,
            "ecommerce_products": 973,
            "ecommerce_transactions": 27_176,
        },
    ),
    (
        "20",
        "2022-Q1",
        {
            "teams": 1676,
            "members": 6214,
            "households_trained": 124_768,
            "digital_shops": 116_412,
            "epayment_accounts": 102_115,
            "ecommerce_products": 14_640,
            "ecommerce_transactions": 10_153,
        },
    ),
    ("49", "2022-Q1", {"teams_village": 354, "teams_commune": 20}),
    ("15", "2022-Q1", {"teams_commune": 25, "villages_covered": 172, "members": 1287}),
    ("74", "2023-Q4", {"teams": 586, "members": 3329}),
    ("62", "2024-Q3", {"teams": 566, "members": 2519}),
]


@pytest.mark.slow
@pytest.mark.parametrize(("province", "period", "published"), SEEDS)
def test_published_figures_are_found_under_todays_province(
    small_country: SmallCountry, province: str, period: str, published: dict[str, int]
) -> None:
    """Of the eight provinces of the sample, each alone: what its province of today says is what was published."""
    only = small_country.tables
    here = set(communes(province))
    villages = only["villages"].to_pandas()
    mine = set(villages.loc[villages["commune_2024"].isin(here), "village"])
    tables = {
        "villages": villages[villages["village"].isin(mine)],
        "village_figures": only["village_figures"].to_pandas().query("village in @mine and period == @period"),
        "reports": only["reports"].to_pandas().query("structure == '2024' and code in @here and period == @period"),
    }
    counts = {
        name: table.astype({c: "Int64" for c in catalogue().codes if c in table}) for name, table in tables.items()
    }
    made = derived(**{name: table.assign(source="s") for name, table in counts.items()})["provinces"]
    (edge,) = successor_provinces(province)
    (row,) = made.query("structure == '2025-07' and code == @edge.code_to and period == @period").to_dict("records")
    assert {name: row[name] for name in published} == published
    assert not row["estimated"] and row["communes_reported"] <= row["communes_known"]
    assert row["reported_structure"] == ("2024" if len(tables["reports"]) else "2025-07")
    if row["reported_structure"] == "2024":
        assert row["communes_known"] == sum(len(communes(e.code_from)) for e in predecessor_provinces(edge.code_to))


def test_a_measure_of_a_province_counts_its_communes(country: Release) -> None:
    row = country.query("SELECT * FROM provinces WHERE structure = '2025-07' AND code = '51' AND period = '2024-Q4'")
    assert row["reported_structure"].iloc[0] == "2024", "its communes reported in the structure of then"
    told = country.query(
        "SELECT * FROM communes WHERE structure = '2024' AND province IN ('62', '51') AND period = '2024-Q4'"
    )
    for code, measure in catalogue().measures.items():
        have = told[f"{code}__num"].notna() & (told[f"{code}__base"].notna() | (measure.base is None))
        assert row[f"{code}__n"].iloc[0] == have.sum()
        if have.any():
            assert row[f"{code}__num"].iloc[0] == told.loc[have, f"{code}__num"].sum()


@pytest.mark.slow
def test_converted_cells_hold_what_the_communes_say(country: Release) -> None:
    names = list(carried(catalogue()).names)
    found = country.query("SELECT * FROM converted")
    assert len(found) and set(found["indicator"]) <= set(names) and "exact" not in set(found["how"])
    told = country.query("SELECT * FROM communes").set_index(["structure", "code", "period"])
    for name, rows in found.groupby("indicator"):
        keys = pd.MultiIndex.from_frame(rows[["structure", "code", "period"]])
        assert np.array_equal(told.loc[keys, name].to_numpy(float), rows["best"].to_numpy(float), equal_nan=True)
    bounded = found.dropna(subset=["best", "high"])
    assert ((bounded["low"] <= bounded["best"]) & (bounded["best"] <= bounded["high"])).all()


def test_no_total_is_lost_where_households_divide_every_split_commune(country: Release) -> None:
    """Kon Tum in 2024-Q3: every commune and village reported, so that all of it is found in today's communes."""
    name = "teams_village"
    today = country.query(
        f"SELECT sum({name}) AS n FROM communes WHERE structure = '2025-07' AND period = '2024-Q3' "
        "AND code IN (SELECT DISTINCT code FROM village_homes JOIN villages USING (village) "
        "WHERE structure = '2025-07' AND commune_2024 IN "
        "(SELECT code FROM communes WHERE structure = '2024' AND province = '62'))"
    ).n.iloc[0]
    before = country.query(
        f"SELECT sum({name}) AS n FROM communes WHERE structure = '2024' AND province = '62' AND period = '2024-Q3'"
    ).n.iloc[0]
    assert today == before == 566


@pytest.mark.slow
def test_added_structures_are_derived_and_assigned_villages_refresh_the_release(
    small_store: Store, chain_of_four: Path
) -> None:
    shutil.copytree(chain_of_four / "structures", Path(os.environ["CNSCD_VAR"]) / "structures", dirs_exist_ok=True)
    before = small_store.current()
    after = publish.refresh(small_store, who="lan")
    assert after.id != before.id and set(after.manifest.structures) == set(STRUCTURES)
    listed = after.query("SELECT structure, count(*) AS n FROM communes GROUP BY 1").set_index("structure")["n"]
    for name in STRUCTURES:
        assert listed[name] == len(units(name, "commune")) * len(after.manifest.periods)
    totals = after.query(f"SELECT structure, sum(teams_village) AS n FROM provinces WHERE period = '{LATE}' GROUP BY 1")
    assert totals["n"].nunique() == 1, "every structure has the same total"
    assert after.query("SELECT count(DISTINCT structure) AS n FROM village_homes").n.iloc[0] == 4
    assert BAC_KAN in set(after.query("SELECT code FROM provinces WHERE structure = '2022'")["code"])


def test_a_release_of_the_first_form_is_read_without_the_later_tables(small_store: Store) -> None:
    folder = small_store.current().path
    told = manifest.read(folder)
    files = {name: facts for name, facts in told.files.items() if name not in LATER}
    old = manifest.Manifest(**{**told.__dict__, "id": manifest.content_id(files, told.derived_by), "files": files})
    target = folder.parent / old.id
    shutil.copytree(folder, target)
    for name in LATER:
        (target / f"{name}.parquet").unlink()
    (target / manifest.FILE).write_text(old.text(), "utf-8")
    release = small_store.release(old.id)
    assert release.query("SELECT * FROM converted").empty and len(release.query("SELECT * FROM communes"))
    assert list(release.query("SELECT * FROM provinces").columns) == schemas()["provinces"].names
