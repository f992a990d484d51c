"""Publishing is refused, compared, rebased, done and undone as it should be, and the log tells all of it."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.publication.publish import MustRebase, NotReady, compare, publish, rebase, rollback
from data.releases import drafts
from data.releases.compare import cells
from data.releases.store import Release, Store, UnknownRelease, open_store
from data.storage import audit_log
from tests.fixtures.small_release import BAC_KAN, EARLY, LATE, communes, report, report_rows


@pytest.fixture(scope="module")
def _reported_made(_small_store_made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = open_store(shutil.copytree(_small_store_made, tmp_path_factory.mktemp("reported") / "store"))
    published(store, report_rows(members=10), title="một")
    return store.root


@pytest.fixture
def reported_store(_reported_made: Path, tmp_path: Path) -> Store:
    """Return a store whose second release has a report on every commune of Bắc Kạn: 1 team, 10 members each."""
    return open_store(shutil.copytree(_reported_made, tmp_path / "reported"))


def first_of(store: Store) -> str:
    """Return the id of the store's first release."""
    return store.list()[-1].id


def drafted(store: Store, rows: pd.DataFrame, *, title: str = "hai", **more: object) -> str:
    """Make a draft on the current release, unless another is given as `base_release`."""
    asked = {"base_release": store.current_id(), "who": "lan", **more}
    return drafts.create(store, rows=rows, source=report(title, file_hash=title), **asked)


def published(store: Store, rows: pd.DataFrame, *, title: str = "hai", **more: object) -> Release:
    return publish(store, drafted(store, rows, title=title, **more), who="lan")


def reported(release: Release, indicator: str, *, period: str = LATE) -> dict[str, int]:
    """Return the values of an indicator by unit, and fail where a unit has two."""
    found = release.query(
        f"SELECT code, {indicator}::INT AS v FROM reports WHERE period = $p AND {indicator} IS NOT NULL", p=period
    )
    assert found["code"].is_unique
    return dict(zip(found["code"], found["v"], strict=True))


@pytest.mark.slow
def test_a_report_is_published(reported_store: Store) -> None:
    release = reported_store.current()
    assert release.manifest.parent == first_of(reported_store)
    assert release.manifest.message == "một"
    assert reported(release, "members_commune") == dict.fromkeys(communes(BAC_KAN), 10)
    told = release.query(
        "SELECT structure, sum(members_commune) AS n FROM communes WHERE period = $p GROUP BY 1", p=LATE
    )
    assert set(told["n"]) == {10 * len(communes(BAC_KAN))}, "a province that merged whole keeps its total"
    mixed = release.query("SELECT DISTINCT province FROM communes WHERE structure = '2024' AND sample")
    assert mixed["province"].tolist() == ["01"], "the sample stays in the other province alone"
    assert release.manifest.sample


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


def test_a_draft_is_published_once(reported_store: Store) -> None:
    (draft,) = drafts.list_drafts(reported_store)
    assert draft.status == "published"
    with pytest.raises(NotReady):
        publish(reported_store, draft.id, who="lan")


@pytest.mark.slow
def test_the_first_report_needs_no_release_before_it(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    release = published(store, report_rows())
    assert release.manifest.parent is None
    assert not release.manifest.sample


def test_comparison_says_what_changes_in_numbers(reported_store: Store) -> None:
    codes = communes(BAC_KAN)
    rows = pd.concat(
        [
            report_rows(members=10, codes=codes[:6]).assign(teams_commune=[1, 2, 1, 1, 1, 1]),
            report_rows(members=10, codes=codes[:2], period=EARLY),
        ]
    )
    found = compare(reported_store, drafts.get(reported_store, drafted(reported_store, rows)))
    assert (found.units_new, found.units_changed, found.units_same) == (2, 1, 5)
    teams = next(change for change in found.indicators if change.indicator == "teams_commune")
    assert (teams.old, teams.new, teams.added, teams.changed, teams.same) == (6, 9, 2, 1, 5)
    assert found.sample_leaves == ()


@pytest.mark.slow
def test_an_older_report_over_a_newer_one_is_pointed_out(reported_store: Store) -> None:
    old = replace(report(), as_of=date(2026, 5, 1))
    for members, newer in ((9, ("một",)), (10, ())):
        draft = drafts.create(
            reported_store, rows=report_rows(members=members), source=old, base_release=reported_store.current_id()
        )
        assert compare(reported_store, drafts.get(reported_store, draft)).newer == newer


def test_the_sample_is_no_old_value(small_store: Store) -> None:
    told = cells(small_store.current(), drafts.get(small_store, drafted(small_store, report_rows())))
    assert set(told["how"]) == {"added"}


def late(store: Store, rows: pd.DataFrame) -> str:
    """Make a draft on the first release, when the second is current already."""
    return drafted(store, rows, base_release=first_of(store))


@pytest.mark.slow
def test_a_draft_on_an_older_release_is_rebased_not_laid_over(reported_store: Store) -> None:
    store, codes = reported_store, communes(BAC_KAN)
    two = late(store, report_rows(members=11, codes=codes[:2]))
    with pytest.raises(MustRebase):
        publish(store, two, who="minh")
    found = rebase(store, two, who="minh")
    assert {(q["code"], q["indicator"], q["mine"], q["theirs"]) for q in found.conflicts} == {
        (code, "members_commune", 11, 10) for code in codes[:2]
    }
    with pytest.raises(NotReady):
        publish(store, two, who="minh")
    mine, theirs = (q["id"] for q in found.conflicts)
    drafts.answer(store, two, {mine: "mine", theirs: "theirs"}, who="minh")
    release = publish(store, two, who="minh")
    assert reported(release, "members_commune") == {**dict.fromkeys(codes, 10), codes[0]: 11}


NO_CONFLICT = {
    "what others left alone": report_rows(members=99, period=EARLY),
    "the same values": report_rows(members=10),
    "another indicator": report_rows().drop(columns=["teams_commune", "members_commune"]).assign(households=7),
}


@pytest.mark.parametrize("case", NO_CONFLICT)
def test_what_does_not_disagree_is_no_conflict(reported_store: Store, case: str) -> None:
    found = rebase(reported_store, late(reported_store, NO_CONFLICT[case]), who="minh")
    assert found.conflicts == ()
    assert found.draft.base == reported_store.current_id()


@pytest.mark.slow
def test_decisions_stay_over_a_second_rebase(reported_store: Store) -> None:
    store, codes = reported_store, communes(BAC_KAN)
    two = late(store, report_rows(members=11, codes=codes[:2]))
    first, second = rebase(store, two, who="minh").conflicts
    drafts.answer(store, two, {first["id"]: "theirs", second["id"]: "theirs"}, who="minh")
    published(store, report_rows(members=12, codes=codes[1:2]), title="ba")
    left = rebase(store, two, who="minh").draft.open_questions
    assert [q["code"] for q in left] == [codes[1]], "only what was published otherwise since is asked again"
    decided = drafts.answer(store, two, {second["id"]: "mine"}, who="minh")
    told = dict(zip(decided.rows()["code"].to_pylist(), decided.rows()["members_commune"].to_pylist(), strict=True))
    assert told == {codes[0]: None, codes[1]: 11}


@pytest.mark.slow
def test_rollback_keeps_history(reported_store: Store) -> None:
    store, first, second = reported_store, first_of(reported_store), reported_store.current_id()
    assert rollback(store, first, who="lan").id == first
    assert store.current_id() == first
    assert {release.id for release in store.list()} == {first, second}
    rollback(store, second, who="lan")
    entries = audit_log.read(store.root)
    assert [(e["action"], e["release_before"], e["release"]) for e in entries[-2:]] == [
        ("rollback", second, first),
        ("rollback", first, second),
    ]
    assert audit_log.verify(store.root).intact
    with pytest.raises(UnknownRelease):
        rollback(store, "0" * 12, who="lan")


@pytest.mark.slow
def test_the_log_tells_who_published_what(small_store: Store) -> None:
    draft = drafted(
        small_store,
        report_rows().iloc[1:],
        title="abc",
        questions=[
            {"id": "q1", "rows": [{"structure": "2024", "level": "commune", "period": LATE, "members_commune": 3}]},
        ],
    )
    drafts.answer(small_store, draft, {"q1": communes(BAC_KAN)[0]}, who="lan")
    release = publish(small_store, draft, who="hoa")
    last = audit_log.read(small_store.root)[-1]
    assert (last["who"], last["action"], last["draft"], last["release"], last["file_hash"]) == (
        "hoa",
        "publish",
        draft,
        release.id,
        "abc",
    )
    assert last["answers"] == {"q1": communes(BAC_KAN)[0]}
    assert last["changed"]["units_new"] == len(communes(BAC_KAN))
    assert last["changed"]["sample_leaves"] == [BAC_KAN]
    assert reported(release, "members_commune")[communes(BAC_KAN)[0]] == 3
