"""The table of communes says what villages and reports say, in both structures, and nothing more."""

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalogue.current import catalogue
from data.derivation.derive import derive as derive_all
from data.derivation.schema import schemas
from data.releases import validation
from data.units.register import STRUCTURES, successions, units
from tests.fixtures import small_release
from tests.fixtures.small_release import BAC_KAN, LATE, communes, new_communes_of

EDGES = successions()
WITH_PEOPLE = EDGES[EDGES["part"] != "land"]
WHOLE = WITH_PEOPLE[~WITH_PEOPLE["code_2024"].duplicated(keep=False)]


def derive(**tables: pd.DataFrame) -> pd.DataFrame:
    """Derive the communes of the given tables, indexed by (structure, code, period)."""
    given = {**{name: schema.empty_table() for name, schema in schemas().items()}, "sources": small_sources()}
    given |= {name: validation.fitted(name, table, schema=schemas()[name]) for name, table in tables.items()}
    made = derive_all(given)["communes"]
    assert made.schema.equals(schemas()["communes"])
    return made.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get).set_index(["structure", "code", "period"])


def small_sources() -> pa.Table:
    rows = [{"source": "s", "kind": "sample"}, {"source": "r", "kind": "report"}]
    return validation.fitted("sources", pd.DataFrame(rows), schema=schemas()["sources"])


def reports(codes: list[str], *, structure: str = "2024", **counts: object) -> pd.DataFrame:
    """Return one report row a commune."""
    return pd.DataFrame(
        {"structure": structure, "level": "commune", "code": codes, "period": LATE, "source": "r", **counts}
    )


def villages(home: str, figures: list[dict[str, int | None]], *, new: str | None = None) -> dict[str, pd.DataFrame]:
    """Return villages of one commune, those with a figure reported in LATE."""
    ids = [f"v{n}" for n in range(len(figures))]
    place = pd.DataFrame({"village": ids, "commune_2024": home, "commune_2025": new, "source": "s"})
    told = [
        {"village": name, "period": LATE, "source": "s", **each}
        for name, each in zip(ids, figures, strict=True)
        if each
    ]
    return {"villages": place, "village_figures": pd.DataFrame(told)}


def split_commune() -> str:
    """Return a commune of "2024" whose people went to several."""
    return WITH_PEOPLE.loc[WITH_PEOPLE["code_2024"].duplicated(), "code_2024"].iloc[0]


def made_of_whole(*, alone: bool = False) -> tuple[str, list[str]]:
    """Return a commune of "2025-07" made of several whole ones (or of one alone), and these."""
    pure = WITH_PEOPLE.groupby("code_2025")["code_2024"].agg(list)
    whole = set(WHOLE["code_2024"])
    return next((new, sorted(old)) for new, old in pure.items() if (len(old) == 1) == alone and set(old) <= whole)


@pytest.mark.slow
def test_every_commune_in_every_period_once() -> None:
    made = derive(reports=reports(communes(BAC_KAN), teams_commune=1))
    for structure in STRUCTURES:
        assert set(made.loc[structure].index.get_level_values("code")) == set(units(structure, "commune").index)
    assert made.index.is_unique
    assert not made["sample"].any()


@pytest.mark.slow
def test_villages_sum_up_and_missing_stays_missing() -> None:
    home = communes(BAC_KAN)[0]
    told = villages(home, [{"households": 5, "teams": None}, {"households": 7}, {}], new=WHOLE.iloc[0]["code_2025"])
    row = derive(**told).loc[("2024", home, LATE)]
    assert row["households"] == 12
    assert pd.isna(row["teams"]), "no village said so"
    assert (row["villages_known"], row["villages_reported"]) == (3, 2)
    assert row["sample"]


@pytest.mark.slow
def test_the_communes_own_report_wins_cell_by_cell() -> None:
    home = communes(BAC_KAN)[0]
    told = villages(home, [{"households": 5, "households_poor": 2}])
    row = derive(**told, reports=reports([home], households=9)).loc[("2024", home, LATE)]
    assert (row["households"], row["households_poor"]) == (9, 2)
    assert row["sample"], "a part of it is illustration"


@pytest.mark.slow
def test_a_merged_province_keeps_its_total() -> None:
    codes = communes(BAC_KAN)
    made = derive(reports=reports(codes, members_commune=range(len(codes))))
    old, new = made.loc["2024"]["members_commune"], made.loc["2025-07"]["members_commune"]
    assert old.sum() == new.sum() == sum(range(len(codes)))
    assert set(new.dropna().index.get_level_values("code")) == set(new_communes_of(BAC_KAN))


@pytest.mark.slow
def test_a_missing_predecessor_leaves_the_successor_missing() -> None:
    new, old = made_of_whole()
    made = derive(reports=reports(old[1:], members=5))
    assert pd.isna(made.loc[("2025-07", new, LATE), "members"])
    made = derive(reports=reports(old, members=5))
    assert made.loc[("2025-07", new, LATE), "members"] == 5 * len(old)


@pytest.mark.slow
def test_villages_stand_in_for_a_predecessor_only_where_all_reported() -> None:
    new, old = made_of_whole()
    rest = reports(old[1:], members=5)
    full = villages(old[0], [{"members": 1}, {"members": 2}], new=new)
    assert derive(**full, reports=rest).loc[("2025-07", new, LATE), "members"] == 3 + 5 * len(old[1:])
    partly = villages(old[0], [{"members": 1}, {}], new=new)
    assert pd.isna(derive(**partly, reports=rest).loc[("2025-07", new, LATE), "members"])


@pytest.mark.slow
def test_a_split_predecessor_is_not_carried() -> None:
    old = split_commune()
    made = derive(reports=reports([old], members=5)).loc["2025-07"]
    assert made["members"].isna().all()


@pytest.mark.slow
def test_land_without_people_hinders_nothing() -> None:
    land = EDGES[EDGES["part"] == "land"]
    old = next(code for code in land["code_2024"] if code in set(WHOLE["code_2024"]))
    target = WHOLE.set_index("code_2024").loc[old, "code_2025"]
    parts = WITH_PEOPLE.loc[WITH_PEOPLE["code_2025"] == target, "code_2024"].tolist()
    made = derive(reports=reports(parts, members=2)).loc["2025-07"]["members"].dropna()
    carried = set(parts) <= set(WHOLE["code_2024"])
    assert made.index.get_level_values("code").tolist() == ([target] if carried else [])


@pytest.mark.slow
def test_back_to_2024_only_where_a_commune_alone_became_a_commune() -> None:
    alone, (old,) = made_of_whole(alone=True)
    several, _ = made_of_whole()
    made = derive(reports=reports([alone, several], structure="2025-07", members=8)).loc["2024"]["members"].dropna()
    assert made.to_dict() == {(old, LATE): 8}


@pytest.mark.slow
def test_reports_of_other_levels_are_not_shared_out() -> None:
    told = reports([BAC_KAN], members=5).assign(level="province")
    assert derive(reports=told)["members"].isna().all()


PAIRS = {
    "both parts whole": (
        [{"households": 10, "households_trained": 4}, {"households": 5, "households_trained": 1}],
        {},
        (5, 15),
    ),
    "villages with both parts": ([{"households": 10, "households_trained": 4}, {"households": 5}], {}, (4, 10)),
    "report wins": (
        [{"households": 10, "households_trained": 4}],
        {"households": 30, "households_trained": 9},
        (9, 30),
    ),
    "report and all villages": ([{"households_trained": 4}, {"households_trained": 5}], {"households": 30}, (9, 30)),
    "report and some villages": ([{"households_trained": 4}, {}], {"households": 30}, (None, None)),
    "one part only": ([{"households_trained": 4}], {}, (None, None)),
    "nothing": ([{}], {}, (None, None)),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", PAIRS)
def test_a_measure_needs_both_its_parts_of_the_same_villages(case: str) -> None:
    figures, own, wanted = PAIRS[case]
    home = communes(BAC_KAN)[0]
    told = villages(home, [*figures, {"teams": 1}] if case == "nothing" else figures)
    made = derive(**told, **({"reports": reports([home], **own)} if own else {})).loc[("2024", home, LATE)]
    found = (made["skills_reach__num"], made["skills_reach__base"])
    assert tuple(None if pd.isna(part) else part for part in found) == wanted


@pytest.mark.slow
def test_parts_come_together_or_not_at_all() -> None:
    tables = small_release.sample_tables()
    made = derive(
        villages=tables["villages"].assign(source="s"), village_figures=tables["village_figures"].assign(source="s")
    )
    for code, measure in catalogue().measures.items():
        has = made[f"{code}__num"].notna()
        assert made[f"{code}__base"].notna().equals(has if measure.base else has & False), code


COUNTS = st.none() | st.integers(0, 10**9)
TELLING = st.fixed_dictionaries({"households": COUNTS, "members": COUNTS, "people_guided": COUNTS})


@pytest.mark.slow
@settings(max_examples=6, deadline=None)
@given(old=st.lists(TELLING, min_size=1, max_size=108), figures=st.lists(TELLING, max_size=6))
def test_no_figure_is_made_up_or_lost(old: list[dict], figures: list[dict]) -> None:
    """Whatever is reported: the old structure says it all, the new one nothing that was not told."""
    codes = communes(BAC_KAN)[: len(old)]
    told = pd.concat([reports([code], **counts) for code, counts in zip(codes, old, strict=True)])
    home = communes(small_release.HA_NOI)[0]
    known = villages(home, figures) if any(figures) else {}
    made = derive(reports=told, **known)
    for name in ("households", "members", "people_guided"):
        said = [row[name] for row in (*old, *figures) if row[name] is not None]
        assert made.loc["2024"][name].sum() == sum(said)
        assert made.loc["2024"][name].notna().sum() <= len(said)
        assert made.loc["2025-07"][name].sum() <= sum(said)
    silent = [name for name in catalogue().codes if name not in ("households", "members", "people_guided")]
    assert made[silent].isna().all(axis=None)
