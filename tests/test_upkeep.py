"""A store of another version: it opens, says what is outdated, and is in step again after one renewal."""

import tarfile
from pathlib import Path

import pytest

from data.catalogue import current
from data.derivation import fingerprint
from data.disclosure.public_release import NoPublicRelease, beside
from data.disclosure.write_public import ensure
from data.measures import figures
from data.publication import publish, upkeep
from data.releases import drafts
from data.releases.store import Store, open_store
from tests.fixtures.small_release import BAC_KAN, LATE, communes, first_successor
from tests.test_catalogue import VNEID2, office  # noqa: F401

OLD = Path(__file__).parent / "fixtures" / "stores" / "version-0.1.tar.xz"


@pytest.fixture
def old_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a store as version 0.1 wrote it: one release, its public release, one draft."""
    with tarfile.open(OLD) as held:
        held.extractall(tmp_path, filter="data")
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    return open_store(tmp_path / "store")


@pytest.mark.slow
def test_a_store_of_version_0_1_opens_and_is_brought_into_step(old_store: Store) -> None:
    before = old_store.current()
    assert before.manifest.schema == 1 and not old_store.damaged()
    villages = before.query(
        "SELECT households, reported_structure FROM villages JOIN village_figures USING (village) "
        "WHERE period = $period",
        period=LATE,
    )
    assert sorted(villages["households"]) == list(range(100, 108)) and villages["reported_structure"].isna().all()
    totals = before.query("SELECT DISTINCT reported_structure AS name FROM provinces")["name"]
    assert set(totals.dropna()) == {"2024", "2025-07"}
    assert set(upkeep.outdated(old_store)) == set(fingerprint.FIGURES)
    upkeep.renew(old_store, who="lan")
    now = old_store.current()
    assert now.id != before.id and now.manifest.schema == 2 and upkeep.outdated(old_store) == ()
    same = "SELECT structure, code, period, households, households_trained, teams_village FROM communes ORDER BY ALL"
    assert now.query(same).equals(before.query(same))
    upkeep.renew(old_store, who="lan")
    assert old_store.current_id() == now.id, "what is in step stays"


@pytest.mark.slow
def test_a_draft_of_version_0_1_is_published(old_store: Store) -> None:
    (draft,) = drafts.list_drafts(old_store)
    release = publish.publish(old_store, draft.id, who="lan")
    assert release.query("SELECT sum(members_commune) AS n FROM reports").n.iloc[0] == 10 * len(communes(BAC_KAN))


@pytest.mark.slow
def test_a_public_release_that_was_hidden_by_other_rules_is_not_served(old_store: Store) -> None:
    public = beside(old_store.root)
    with pytest.raises(NoPublicRelease):
        public.current()
    ensure(old_store)
    assert public.current().manifest.derived_by["rules"] == fingerprint.derived_by()["rules"]


@pytest.mark.slow
def test_a_changed_rule_withdraws_the_public_release_until_it_is_made_anew(
    small_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure(small_store)
    public = beside(small_store.root)
    served = public.current().id
    monkeypatch.setattr(fingerprint.fingerprints, "of_code", lambda folder: f"changed {folder.name}")
    with pytest.raises(NoPublicRelease):
        public.current()
    ensure(small_store)
    assert public.current().id != served


@pytest.mark.slow
def test_a_changed_measure_is_derived_anew_for_communes_as_for_villages(office: Store) -> None:  # noqa: F811
    """What the villages give by today's formula, their communes give after one renewal, and not before."""
    changed = VNEID2.replace('base = "adults"', 'base = "households"').replace(
        'numerator = "households_vneid2"', 'numerator = "households_trained"'
    )
    (current.folder() / "vneid2.toml").write_text(changed, encoding="utf-8")
    current.look_again()
    commune = first_successor(communes(BAC_KAN)[0])
    ask = {"period": LATE, "structure": "2025-07"}

    def told() -> tuple[float, float]:
        villages = figures.figures(office.current(), "vneid2_reach", level="village", parent=commune, **ask).table
        of_commune = figures.figures(office.current(), "vneid2_reach", level="commune", **ask).table
        have = villages.dropna(subset=["numerator", "base"])
        row = of_commune.set_index("code").loc[commune]
        return have["numerator"].sum() / have["base"].sum(), row["value"]

    assert "catalogue" in upkeep.outdated(office), "so the pages say that it is being derived"
    upkeep.renew(office, who="lan")
    by_villages, by_commune = told()
    assert by_villages == pytest.approx(by_commune) and upkeep.outdated(office) == ()
