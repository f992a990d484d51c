"""Publishing puts newer figures in the place of older ones, and the sample leaves where reports arrive."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.releases import audit, drafts
from data.releases.compare import cells
from data.releases.door import BadTable
from data.releases.publish import MustRebase, NotReady, compare, publish, rebase, rollback
from data.releases.store import Release, Store, UnknownRelease, open_store
from tests.fixtures import small_release
from tests.fixtures.small_release import BAC_KAN, EARLY, HA_NOI, LATE, communes, new_communes_of, report, report_rows


def drafted(store: Store, rows: pd.DataFrame, *, title: str = "Báo cáo", **more: object) -> str:
    """Make a draft on the current release."""
    return drafts.create(store, rows=rows, source=report(title, file_hash=title), base_release=store.current_id(),
                         who="lan", **more)  # fmt: skip


def published(store: Store, rows: pd.DataFrame, *, title: str = "Báo cáo", **more: object) -> Release:
    return publish(store, drafted(store, rows, title=title, **more), who="lan")


def reported(release: Release, indicator: str, *, period: str = LATE) -> dict[str, int]:
    """Return the values of an indicator by unit, and fail where a unit has two."""
    found = release.query(
        f"SELECT level || code AS unit, {indicator}::INT AS v FROM reports WHERE period = $p AND {indicator} IS NOT NULL",
        p=period,
    )
    assert found["unit"].is_unique
    return dict(zip(found["unit"].str[-5:], found["v"], strict=True))


def test_a_report_is_published(small_store: Store) -> None:
    before = small_store.current()
    release = published(small_store, report_rows(members=10), title="Báo cáo quý II")
    assert small_store.current() == release
    assert release.manifest.parent == before.id
    assert reported(release, "members_commune") == dict.fromkeys(communes(BAC_KAN), 10)
    new = release.query(
        "SELECT sum(members_commune) AS n FROM communes WHERE structure = '2025-07' AND period = $p", p=LATE
    )
    assert new["n"].iloc[0] == 10 * len(communes(BAC_KAN))


def test_the_sample_leaves_the_province_altogether(small_store: Store) -> None:
    release = published(small_store, report_rows(codes=communes(BAC_KAN)[-1:], period=LATE))
    homes = release.query("SELECT commune_2024 FROM villages")["commune_2024"]
    assert set(homes) == set(communes(HA_NOI)[:2])
    for table, column in (("village_figures", "village"), ("teams", "village")):
        left = release.query(f"SELECT DISTINCT {column} AS v FROM {table}")["v"].str[:5]
        assert set(left) <= set(communes(HA_NOI)), table
    assert len(release.people("SELECT * FROM people", reader="test")) == 4
    assert len(release.query("SELECT * FROM notes")) == 0
    assert release.manifest.sample, "other provinces keep it"
    mixed = release.query("SELECT DISTINCT province FROM communes WHERE structure = '2024' AND sample")
    assert mixed["province"].tolist() == [HA_NOI]


REPORTS_OF_BAC_KAN = {
    "a commune of 2024": report_rows(codes=communes(BAC_KAN)[:1]),
    "a commune of 2025": report_rows(codes=new_communes_of(BAC_KAN)[:1]).assign(structure="2025-07"),
    "a district": report_rows(codes=["058"]).assign(level="district"),
    "the province": report_rows(codes=[BAC_KAN]).assign(level="province"),
    "the province it is in today": report_rows(codes=["19"]).assign(structure="2025-07", level="province"),
    "an earlier quarter": report_rows(codes=communes(BAC_KAN)[:1], period="2022-Q1"),
}


@pytest.mark.parametrize("case", REPORTS_OF_BAC_KAN)
def test_any_unit_of_the_province_sends_the_sample_away(small_store: Store, case: str) -> None:
    draft = drafted(small_store, REPORTS_OF_BAC_KAN[case])
    assert BAC_KAN in compare(small_store, drafts.get(small_store, draft)).sample_leaves
    release = publish(small_store, draft, who="lan")
    assert not release.query("SELECT * FROM villages")["commune_2024"].isin(communes(BAC_KAN)).any()


def test_the_last_province_takes_the_sample_with_it(small_store: Store) -> None:
    published(small_store, report_rows())
    release = published(small_store, report_rows(codes=communes(HA_NOI)[:1]), title="Hà Nội")
    assert not release.manifest.sample
    assert release.query("SELECT DISTINCT kind FROM sources")["kind"].tolist() == ["report"]


def test_newer_cells_replace_older_ones_and_the_rest_stays(small_store: Store) -> None:
    codes = communes(BAC_KAN)
    published(small_store, report_rows(members=10), title="một")
    published(small_store, report_rows(members=7, codes=codes[:2]).drop(columns="teams_commune"), title="hai")
    other = report_rows(codes=codes[:1]).drop(columns=["teams_commune", "members_commune"]).assign(households=50)
    release = published(small_store, other, title="ba")
    assert reported(release, "members_commune") == {**dict.fromkeys(codes, 10), codes[0]: 7, codes[1]: 7}
    assert reported(release, "teams_commune") == dict.fromkeys(codes, 1), "a cell not reported again stays"
    assert reported(release, "households") == {codes[0]: 50}
    assert set(release.query("SELECT title FROM sources")["title"]) >= {"một", "hai", "ba"}


def test_a_row_without_values_left_goes_and_so_does_its_source(small_store: Store) -> None:
    published(small_store, report_rows(members=10), title="một")
    release = published(small_store, report_rows(members=11), title="hai")
    assert set(release.query("SELECT title FROM sources WHERE kind = 'report'")["title"]) == {"hai"}
    assert len(release.query("SELECT * FROM reports")) == len(communes(BAC_KAN))


def test_other_periods_stay(small_store: Store) -> None:
    published(small_store, report_rows(members=10, period=EARLY), title="một")
    release = published(small_store, report_rows(members=11), title="hai")
    assert set(reported(release, "members_commune", period=EARLY).values()) == {10}


def new_villages() -> dict[str, pd.DataFrame]:
    home = communes(BAC_KAN)[0]
    return {"villages": pd.DataFrame({"village": ["n1", "n2"], "name": ["Nà Pán", "Nà Mạ"], "commune_2024": home,
                                      "commune_2025": small_release.first_successor(home)})}  # fmt: skip


def village_rows(households: list[int | None]) -> pd.DataFrame:
    return pd.DataFrame({"structure": "2024", "level": "village", "code": ["n1", "n2"], "period": LATE,
                         "households": households, "villages": 1})  # fmt: skip


def test_reports_bring_villages_and_figures_of_villages(small_store: Store) -> None:
    release = published(small_store, village_rows([5, 6]), title="một", tables=new_villages())
    assert set(release.query("SELECT village FROM villages WHERE source <> 'sample'")["village"]) == {"n1", "n2"}
    release = published(small_store, village_rows([8, None]), title="hai")
    told = release.query("SELECT village, households FROM village_figures WHERE households IS NOT NULL ORDER BY ALL")
    own = told[told["village"].str.startswith("n")]
    assert own["households"].tolist() == [8, 6], "the second report says nothing of n2's households"
    total = release.query("SELECT households, villages FROM communes WHERE structure = '2024' AND period = $p "
                          "AND code = $c", p=LATE, c=communes(BAC_KAN)[0])  # fmt: skip
    assert total.iloc[0].tolist() == [14, 2]


def test_a_village_nobody_knows_is_refused(small_store: Store) -> None:
    with pytest.raises(BadTable):
        drafted(small_store, village_rows([1, 2]))


def test_a_register_of_teams_without_figures_is_published(small_store: Store) -> None:
    teams = pd.DataFrame({"team": ["x1"], "level": "commune", "name": "Tổ xã", "commune_2024": communes(BAC_KAN)[0],
                          "province_2024": BAC_KAN, "founded": date(2022, 5, 1), "members": 9})  # fmt: skip
    release = published(small_store, report_rows().iloc[:0], tables={"teams": teams})
    told = release.query("SELECT team, source FROM teams WHERE province_2024 = $p", p=BAC_KAN)
    assert told["team"].tolist() == ["x1"], "the sample's teams have left"
    assert told["source"].iloc[0] != "sample"


def test_warnings_are_published_with_the_figures_and_go_with_them(small_store: Store) -> None:
    code = communes(BAC_KAN)[0]
    warning = {"severity": "warning", "code": code, "period": LATE, "indicator": "members_commune", "message": "{{ 1 }}"}
    release = published(small_store, report_rows(), title="một", problems=[warning])
    notes = release.query("SELECT * FROM notes")
    assert notes[["code", "indicator", "kind", "text"]].iloc[0].tolist() == [code, "members_commune", "warning", "{{ 1 }}"]
    release = published(small_store, report_rows(members=12), title="hai")
    assert len(release.query("SELECT * FROM notes")) == 0


OPEN = {
    "an error": {"problems": [{"severity": "error", "message": "x"}]},
    "a problem of no severity": {"problems": [{"message": "x"}]},
    "a question": {"questions": [{"id": "q1", "rows": []}]},
}


@pytest.mark.parametrize("case", OPEN)
def test_errors_and_questions_stop_publishing(small_store: Store, case: str) -> None:
    before = small_store.current_id()
    draft = drafted(small_store, report_rows(), **OPEN[case])
    with pytest.raises(NotReady):
        publish(small_store, draft, who="lan")
    assert small_store.current_id() == before


def test_a_draft_is_published_once(small_store: Store) -> None:
    draft = drafted(small_store, report_rows())
    publish(small_store, draft, who="lan")
    assert drafts.get(small_store, draft).status == "published"
    with pytest.raises(NotReady):
        publish(small_store, draft, who="lan")


def test_the_first_report_needs_no_release_before_it(tmp_path) -> None:
    store = open_store(tmp_path / "store")
    release = published(store, report_rows())
    assert release.manifest.parent is None
    assert not release.manifest.sample


def test_comparison_says_what_changes_in_numbers(small_store: Store) -> None:
    codes = communes(BAC_KAN)
    published(small_store, report_rows(members=10, codes=codes[:4]), title="một")
    rows = report_rows(members=10, codes=codes[:6]).assign(teams_commune=[1, 2, 1, 1, 1, 1])
    found = compare(small_store, drafts.get(small_store, drafted(small_store, rows, title="hai")))
    assert (found.units_new, found.units_changed, found.units_same) == (2, 1, 3)
    teams = next(change for change in found.indicators if change.indicator == "teams_commune")
    assert (teams.old, teams.new, teams.added, teams.changed, teams.same) == (4, 7, 2, 1, 3)
    assert found.sample_leaves == ()


def test_the_sample_is_no_old_value(small_store: Store) -> None:
    told = cells(small_store.current(), drafts.get(small_store, drafted(small_store, report_rows())))
    assert set(told["how"]) == {"added"}


def both_on_one_base(store: Store, first: pd.DataFrame, second: pd.DataFrame) -> str:
    """Publish the first of two drafts made on one release; return the second."""
    one, two = drafted(store, first, title="một"), drafted(store, second, title="hai")
    publish(store, one, who="lan")
    return two


def test_a_draft_on_an_older_release_is_rebased_not_laid_over(small_store: Store) -> None:
    codes = communes(BAC_KAN)
    two = both_on_one_base(small_store, report_rows(members=10), report_rows(members=11, codes=codes[:2]))
    with pytest.raises(MustRebase):
        publish(small_store, two, who="minh")
    found = rebase(small_store, two, who="minh")
    assert {(q["code"], q["indicator"], q["mine"], q["theirs"]) for q in found.conflicts} == {
        (code, "members_commune", 11, 10) for code in codes[:2]
    }
    with pytest.raises(NotReady):
        publish(small_store, two, who="minh")
    mine, theirs = (q["id"] for q in found.conflicts)
    drafts.answer(small_store, two, {mine: "mine", theirs: "theirs"}, who="minh")
    release = publish(small_store, two, who="minh")
    assert reported(release, "members_commune") == {**dict.fromkeys(codes, 10), codes[0]: 11}


def test_what_others_left_alone_is_no_conflict(small_store: Store) -> None:
    codes = communes(BAC_KAN)
    two = both_on_one_base(small_store, report_rows(codes=codes[:3]), report_rows(codes=codes[3:5], members=99))
    assert rebase(small_store, two, who="minh").conflicts == ()
    publish(small_store, two, who="minh")


def test_the_same_value_is_no_conflict(small_store: Store) -> None:
    two = both_on_one_base(small_store, report_rows(), report_rows())
    assert rebase(small_store, two, who="minh").conflicts == ()


def test_decisions_stay_over_a_second_rebase(small_store: Store) -> None:
    codes = communes(BAC_KAN)
    two = both_on_one_base(small_store, report_rows(members=10), report_rows(members=11, codes=codes[:2]))
    first, second = rebase(small_store, two, who="minh").conflicts
    drafts.answer(small_store, two, {first["id"]: "theirs", second["id"]: "theirs"}, who="minh")
    published(small_store, report_rows(members=12, codes=codes[1:2]), title="ba")
    left = rebase(small_store, two, who="minh").draft.open_questions
    assert [q["code"] for q in left] == [codes[1]], "only what was published otherwise since is asked again"
    drafts.answer(small_store, two, {second["id"]: "mine"}, who="minh")
    release = publish(small_store, two, who="minh")
    members = reported(release, "members_commune")
    assert (members[codes[0]], members[codes[1]]) == (10, 11)


def test_rollback_keeps_history(small_store: Store) -> None:
    first = small_store.current_id()
    second = published(small_store, report_rows()).id
    assert rollback(small_store, first, who="lan").id == first
    assert small_store.current_id() == first
    assert {release.id for release in small_store.list()} == {first, second}
    rollback(small_store, second, who="lan")
    entries = audit.read(small_store.root)
    assert [(e["action"], e["release_before"], e["release"]) for e in entries[-2:]] == [
        ("rollback", second, first), ("rollback", first, second),
    ]  # fmt: skip
    assert audit.verify(small_store.root).whole
    with pytest.raises(UnknownRelease):
        rollback(small_store, "0" * 12, who="lan")


def test_the_log_tells_who_published_what(small_store: Store) -> None:
    draft = drafted(small_store, report_rows().iloc[1:], title="abc", questions=[
        {"id": "q1", "rows": [{"structure": "2024", "level": "commune", "period": LATE, "members_commune": 3}]},
    ])  # fmt: skip
    drafts.answer(small_store, draft, {"q1": communes(BAC_KAN)[0]}, who="lan")
    release = publish(small_store, draft, who="hoa")
    last = audit.read(small_store.root)[-1]
    assert (last["who"], last["action"], last["draft"], last["release"], last["file_hash"]) == (
        "hoa", "publish", draft, release.id, "abc",
    )  # fmt: skip
    assert last["answers"] == {"q1": communes(BAC_KAN)[0]}
    assert last["changed"]["units_new"] == len(communes(BAC_KAN))
    assert last["changed"]["sample_leaves"] == [BAC_KAN]
    assert reported(release, "members_commune")[communes(BAC_KAN)[0]] == 3


CELLS = st.dictionaries(
    st.tuples(st.sampled_from(communes(BAC_KAN)[:3]), st.sampled_from(["teams", "members", "households"])),
    st.integers(0, 50), min_size=1, max_size=6,
)  # fmt: skip


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(CELLS, min_size=1, max_size=3))
def test_of_any_reports_the_last_word_on_each_cell_stands(tmp_path_factory, told: list[dict]) -> None:
    store = open_store(tmp_path_factory.mktemp("words") / "store")
    last: dict[tuple[str, str], int] = {}
    for n, said in enumerate(told):
        rows = pd.Series(said).unstack().rename_axis("code").reset_index()
        release = published(store, rows.assign(structure="2024", level="commune", period=LATE), title=f"số {n}")
        last |= said
    for indicator in ("teams", "members", "households"):
        assert reported(release, indicator) == {code: v for (code, name), v in last.items() if name == indicator}
