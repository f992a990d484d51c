"""Releases are written whole, checked at the door, and named by their content."""

import pandas as pd
import pyarrow.parquet as pq
import pytest

from data.derivation.schema import KEYS, NAMES, ORDER, schemas
from data.releases import manifest
from data.releases.store import Store, open_store
from data.releases.validation import BadTable, check_rows
from data.releases.write import write_release
from tests.fixtures import small_release


@pytest.mark.slow
def test_same_content_same_id(small_store: Store, tmp_path) -> None:
    first = small_store.current()
    again = write_release(small_store, small_release.sample_tables(), parent=first.id, message="lần nữa")
    assert again == first, "the release that is there already"
    tables = small_release.sample_tables()
    shuffled = {name: table.sample(frac=1, random_state=1)[[*table.columns][::-1]] for name, table in tables.items()}
    elsewhere = write_release(open_store(tmp_path / "other"), shuffled, parent=None, message="khác thứ tự")
    assert elsewhere.id == first.id, "the order of rows and columns is no content"


@pytest.mark.slow
def test_other_content_other_id(small_store: Store) -> None:
    tables = small_release.sample_tables()
    tables["village_figures"].iloc[0, -1] += 1
    assert write_release(small_store, tables, parent=None, message="x").id != small_store.current_id()
    assert len(small_store.list()) == 2


@pytest.mark.slow
def test_writing_does_not_make_current(small_store: Store) -> None:
    before = small_store.current_id()
    write_release(small_store, {"sources": small_release.sample_tables()["sources"]}, parent=None, message="rỗng")
    assert small_store.current_id() == before


def test_files_hold_what_the_manifest_says(small_store: Store) -> None:
    release = small_store.current()
    assert set(release.manifest.files) == set(NAMES)
    for name, facts in release.manifest.files.items():
        read = pq.read_table(manifest.file_of(release.path, name))
        assert read.schema.equals(schemas()[name]), name
        assert read.num_rows == facts.rows
        assert manifest.file_of(release.path, name).stat().st_size == facts.bytes
        order = [column for column in ORDER[name] if column in read.column_names]
        if name != "village_figures":
            frame = read.select(order).to_pandas()
            assert frame.equals(frame.sort_values(order, kind="stable")), f"{name} is sorted"
    assert release.manifest.periods == (small_release.EARLY, small_release.LATE)
    assert release.manifest.structures == ("2024", "2025-07")
    assert release.manifest.sample


def test_figures_are_sorted_by_period_then_commune(small_store: Store) -> None:
    read = small_store.current().query("SELECT period, commune_2025 FROM village_figures JOIN villages USING (village)")
    stored = pq.read_table(small_store.current().path / "village_figures.parquet").to_pandas()
    assert stored["period"].is_monotonic_increasing
    home = small_release.sample_tables()["villages"].set_index("village")["commune_2025"]
    for _, rows in stored.groupby("period"):
        assert rows["village"].map(home).is_monotonic_increasing
    assert len(read) == len(stored)


def _broken(name: str, **changed: object) -> dict[str, pd.DataFrame]:
    tables = small_release.sample_tables()
    tables[name] = tables[name].assign(**changed)
    return tables


BROKEN = {
    "negative count": (_broken("village_figures", households=-1), "village_figures", "households"),
    "fraction": (_broken("village_figures", households=1.5), "village_figures", ""),
    "not a quarter": (_broken("village_figures", period="2026-06"), "village_figures", "period"),
    "same key twice": (_broken("villages", village="v"), "villages", None),
    "unknown source": (_broken("villages", source="nobody"), "villages", "source"),
    "figures of no village": (
        {**small_release.sample_tables(), "villages": small_release.sample_tables()["villages"][1:]},
        "village_figures",
        "village",
    ),
    "member of no team": (_broken("people", team="nobody"), "memberships", "team"),
    "unknown column": (_broken("villages", latitude=1.0), "villages", "latitude"),
    "unknown table": ({**small_release.sample_tables(), "extra": pd.DataFrame()}, "extra", None),
}


@pytest.mark.parametrize("case", BROKEN)
def test_the_door_refuses(small_store: Store, case: str) -> None:
    tables, table, column = BROKEN[case]
    before = small_store.list()
    with pytest.raises(BadTable) as refused:
        write_release(small_store, tables, parent=None, message="x")
    told = {(fault[0], fault[1]) for fault in refused.value.faults}
    assert (table, column) in told if column else table in {fault[0] for fault in told}
    assert small_store.list() == before


def test_two_values_of_one_cell_are_refused(small_store: Store) -> None:
    tables = small_release.sample_tables()
    second = tables["village_figures"].assign(source="other")
    tables["sources"] = pd.DataFrame({"source": ["sample", "other"], "kind": ["sample", "report"]})
    tables["village_figures"] = pd.concat([tables["village_figures"], second])
    with pytest.raises(BadTable) as refused:
        write_release(small_store, tables, parent=None, message="x")
    assert refused.value.faults[0][2] == "two values of one indicator"


ROWS = {
    "unknown commune": small_release.report_rows(codes=["99999"]),
    "code without its zero": small_release.report_rows(codes=["1834"]),
    "district since 2025": small_release.report_rows(codes=["058"]).assign(structure="2025-07", level="district"),
    "commune of the other structure": small_release.report_rows(codes=["01834"]).assign(structure="2025-07"),
    "unknown structure": small_release.report_rows().assign(structure="2023"),
    "says nothing": small_release.report_rows().assign(teams_commune=None, members_commune=None),
    "told twice": pd.concat([small_release.report_rows(), small_release.report_rows(members=3)]),
    "negative": small_release.report_rows(members=-1),
    "unknown village": small_release.report_rows(codes=["v9"]).assign(level="village"),
}


@pytest.mark.parametrize("case", ROWS)
def test_rows_leaving_reconcile_are_checked(case: str) -> None:
    with pytest.raises(BadTable):
        check_rows(ROWS[case])


def test_every_fault_is_told_at_once() -> None:
    rows = small_release.report_rows(members=-1).assign(period="2026", teams_commune=-2)
    with pytest.raises(BadTable) as refused:
        check_rows(rows)
    assert {fault[1] for fault in refused.value.faults} >= {"period", "members_commune", "teams_commune"}


def test_good_rows_pass_and_missing_stays_missing() -> None:
    rows = small_release.report_rows()
    rows.loc[0, "members_commune"] = None
    checked = check_rows(rows)
    assert checked["members_commune"].null_count == 1
    assert checked["households"].null_count == len(rows)
    assert checked["teams_commune"].to_pylist() == [1] * len(rows)


def test_keys_and_orders_name_real_columns() -> None:
    for name, schema in schemas().items():
        assert set(KEYS[name]) <= set(schema.names)
        assert name == "village_figures" or set(ORDER[name]) <= set(schema.names)
        assert set(KEYS[name]) <= set(ORDER[name]), "ties would make the bytes depend on chance"
