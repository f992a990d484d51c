"""Publishing is refused, compared, rebased, done and undone as it should be, and the log tells all of it."""

import pandas as pd
import pytest

from data.releases import audit, drafts
from data.releases.compare import cells
from data.releases.publish import MustRebase, NotReady, compare, publish, rebase, rollback
from data.releases.store import Release, Store, UnknownRelease, open_store
from tests.fixtures.small_release import BAC_KAN, LATE, communes, report, report_rows


def drafted(store: Store, rows: pd.DataFrame, *, title: str = "Báo cáo", **more: object) -> str:
    """Make a draft on the current release."""
    return drafts.create(store, rows=rows, source=report(title, file_hash=title), base_release=store.current_id(),
                         who="lan", **more)  # fmt: skip


def published(store: Store, rows: pd.DataFrame, *, title: str = "Báo cáo", **more: object) -> Release:
    return publish(store, drafted(store, rows, title=title, **more), who="lan")


def reported(release: Release, indicator: str, *, period: str = LATE) -> dict[str, int]:
    """Return the values of an indicator by unit, and fail where a unit has two."""
    found = release.query(
        f"SELECT code, {indicator}::INT AS v FROM reports WHERE period = $p AND {indicator} IS NOT NULL", p=period
    )
    assert found["code"].is_unique
    return dict(zip(found["code"], found["v"], strict=True))


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
