"""Newer figures take the place of older ones, cell by cell; the sample leaves where reports arrive."""

from datetime import date

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.releases import drafts, validation
from data.releases.merging import merge, read_tables, sample_left
from data.releases.store import Store
from tests.fixtures import small_release
from tests.fixtures.small_release import BAC_KAN, EARLY, HA_NOI, LATE, communes, new_communes_of, report, report_rows

Tables = dict[str, pa.Table]


def start(store: Store) -> Tables:
    return read_tables(store.current())


def take(store: Store, before: Tables, rows: pd.DataFrame, *, title: str, **more: object) -> Tables:
    """Return the tables of before with one more report in them; they keep the rules of a release."""
    draft = drafts.get(
        store,
        drafts.create(store, rows=rows, source=report(title, file_hash=title), base_release=store.current_id(), **more),
    )
    merged = merge(before, draft)
    validation.check_tables(merged)
    return merged


def reported(tables: Tables, indicator: str, *, period: str = LATE) -> dict[str, int]:
    """Return the values of an indicator by unit, and fail where a unit has two."""
    told = tables["reports"].to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
    told = told[(told["period"] == period) & told[indicator].notna() & (told["source"] != "sample")]
    assert told["code"].is_unique
    return dict(zip(told["code"], told[indicator], strict=True))


def column(tables: Tables, table: str, name: str) -> list:
    return tables[table][name].to_pylist()


@pytest.mark.slow
def test_the_sample_leaves_the_province_altogether(small_store: Store) -> None:
    after = take(small_store, start(small_store), report_rows(codes=communes(BAC_KAN)[-1:]), title="một")
    stay = set(communes(HA_NOI)[:2])
    assert set(column(after, "villages", "commune_2024")) == stay
    assert {village[:5] for village in column(after, "village_figures", "village")} == stay
    assert set(column(after, "teams", "province_2024")) == {HA_NOI}
    assert len(after["people"]) == 4
    assert len(after["notes"]) == 0
    assert "sample" in column(after, "sources", "source"), "other provinces keep it"


REPORTS_OF_BAC_KAN = {
    "a commune of 2024": report_rows(codes=communes(BAC_KAN)[:1]),
    "a commune of 2025": report_rows(codes=new_communes_of(BAC_KAN)[:1]).assign(structure="2025-07"),
    "a district": report_rows(codes=["058"]).assign(level="district"),
    "the province": report_rows(codes=[BAC_KAN]).assign(level="province"),
    "the province it is in today": report_rows(codes=["19"]).assign(structure="2025-07", level="province"),
    "an earlier quarter": report_rows(codes=communes(BAC_KAN)[:1], period="2022-Q1"),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", REPORTS_OF_BAC_KAN)
def test_any_unit_of_the_province_sends_the_sample_away(small_store: Store, case: str) -> None:
    draft = drafts.get(
        small_store,
        drafts.create(
            small_store, rows=REPORTS_OF_BAC_KAN[case], source=report(), base_release=small_store.current_id()
        ),
    )
    assert sample_left(small_store.current(), draft) == (BAC_KAN,)
    merged = merge(start(small_store), draft)
    assert not set(column(merged, "villages", "commune_2024")) & set(communes(BAC_KAN))


@pytest.mark.slow
def test_the_last_province_takes_the_sample_with_it(small_store: Store) -> None:
    after = take(small_store, start(small_store), report_rows(), title="một")
    after = take(small_store, after, report_rows(codes=communes(HA_NOI)[:1]), title="hai")
    assert set(column(after, "sources", "kind")) == {"report"}
    assert len(after["villages"]) == len(after["teams"]) == len(after["people"]) == 0


@pytest.mark.slow
def test_newer_cells_replace_older_ones_and_the_rest_stays(small_store: Store) -> None:
    codes = communes(BAC_KAN)
    after = take(small_store, start(small_store), report_rows(members=10), title="một")
    few = report_rows(members=7, codes=codes[:2]).drop(columns="teams_commune")
    after = take(small_store, after, few, title="hai")
    other = report_rows(codes=codes[:1]).drop(columns=["teams_commune", "members_commune"]).assign(households=50)
    after = take(small_store, after, other, title="ba")
    assert reported(after, "members_commune") == {**dict.fromkeys(codes, 10), codes[0]: 7, codes[1]: 7}
    assert reported(after, "teams_commune") == dict.fromkeys(codes, 1), "a cell not reported again stays"
    assert reported(after, "households") == {codes[0]: 50}
    assert set(column(after, "sources", "title")) >= {"một", "hai", "ba"}


@pytest.mark.slow
def test_a_row_without_values_left_goes_and_so_does_its_source(small_store: Store) -> None:
    after = take(small_store, start(small_store), report_rows(members=10), title="một")
    after = take(small_store, after, report_rows(members=11), title="hai")
    assert set(column(after, "sources", "title")) == {"Minh họa", "hai"}
    assert len(after["reports"]) == len(communes(BAC_KAN))


@pytest.mark.slow
def test_other_periods_stay(small_store: Store) -> None:
    after = take(small_store, start(small_store), report_rows(members=10, period=EARLY), title="một")
    after = take(small_store, after, report_rows(members=11), title="hai")
    assert set(reported(after, "members_commune", period=EARLY).values()) == {10}


def new_villages() -> dict[str, pd.DataFrame]:
    home = communes(BAC_KAN)[0]
    return {
        "villages": pd.DataFrame(
            {
                "village": ["n1", "n2"],
                "name": ["Nà Pán", "Nà Mạ"],
                "commune_2024": home,
                "commune_2025": small_release.first_successor(home),
            }
        )
    }


def village_rows(households: list[int | None]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "structure": "2024",
            "level": "village",
            "code": ["n1", "n2"],
            "period": LATE,
            "households": households,
            "villages": 1,
        }
    )


@pytest.mark.slow
def test_reports_bring_villages_and_figures_of_villages(small_store: Store) -> None:
    after = take(small_store, start(small_store), village_rows([5, 6]), title="một", tables=new_villages())
    assert {"n1", "n2"} <= set(column(after, "villages", "village"))
    after = take(small_store, after, village_rows([8, None]), title="hai", tables=new_villages())
    told = after["village_figures"].to_pandas()
    told = told[told["village"].str.startswith("n") & told["households"].notna()]
    assert dict(zip(told["village"], told["households"], strict=True)) == {"n1": 8, "n2": 6}


def test_a_village_nobody_knows_is_refused(small_store: Store) -> None:
    with pytest.raises(validation.BadTable):
        take(small_store, start(small_store), village_rows([1, 2]), title="một")


@pytest.mark.slow
def test_a_register_of_teams_without_figures_is_taken(small_store: Store) -> None:
    teams = pd.DataFrame(
        {
            "team": ["x1"],
            "level": "commune",
            "name": "Tổ xã",
            "commune_2024": communes(BAC_KAN)[0],
            "province_2024": BAC_KAN,
            "founded": date(2022, 5, 1),
            "members": 9,
        }
    )
    after = take(small_store, start(small_store), report_rows().iloc[:0], title="một", tables={"teams": teams})
    told = after["teams"].to_pandas().set_index("team")
    assert told.index[told["province_2024"] == BAC_KAN].tolist() == ["x1"], "the sample's teams have left"
    assert told.loc["x1", "source"] != "sample"


@pytest.mark.slow
def test_warnings_stay_beside_the_figures_and_go_with_them(small_store: Store) -> None:
    code = communes(BAC_KAN)[0]
    warning = {"severity": "warning", "code": code, "period": LATE, "indicator": "members_commune", "message": "{{1}}"}
    after = take(small_store, start(small_store), report_rows(), title="một", problems=[warning])
    (note,) = after["notes"].to_pylist()
    assert [note[key] for key in ("code", "indicator", "kind", "text")] == [code, "members_commune", "warning", "{{1}}"]
    after = take(small_store, after, report_rows(members=12), title="hai")
    assert len(after["notes"]) == 0


CELLS = st.dictionaries(
    st.tuples(st.sampled_from(communes(BAC_KAN)[:3]), st.sampled_from(["teams", "members", "households"])),
    st.integers(0, 50),
    min_size=1,
    max_size=6,
)


@pytest.mark.slow
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(CELLS, min_size=1, max_size=4))
def test_of_any_reports_the_last_word_on_each_cell_stands(small_store: Store, told: list[dict]) -> None:
    after, last = start(small_store), {}
    for n, said in enumerate(told):
        rows = pd.Series(said, dtype="Int64").unstack().rename_axis("code").reset_index()
        after = take(small_store, after, rows.assign(structure="2024", level="commune", period=LATE), title=f"số {n}")
        last |= said
    for indicator in ("teams", "members", "households"):
        assert reported(after, indicator) == {code: v for (code, name), v in last.items() if name == indicator}
