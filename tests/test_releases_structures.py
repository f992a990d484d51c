"""A structure that is added later appears in the release after a refresh, with the same figures and no guesses."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.publication.publish import publish, refresh
from data.releases import drafts
from data.releases.export import export
from data.releases.merging import read_tables
from data.releases.store import Store, open_store
from data.storage import audit_log
from data.units import conversion
from data.units.register import units
from tests.fixtures import decrees
from tests.fixtures.small_release import BAC_KAN, LATE, communes, new_communes_of, report, report_rows

NEWEST, SPLIT = "2026-04-30", "01942"


@pytest.fixture(scope="module")
def grown(_small_store_made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a store with a report on Bắc Kạn, after which two structures were added and the release refreshed."""
    var = tmp_path_factory.mktemp("grown")
    store = open_store(shutil.copytree(_small_store_made, var / "store"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CNSCD_VAR", str(var))
        patched.setattr(conversion.workbook, "read", decrees.read_here)
        draft = drafts.create(store, rows=report_rows(members=3), source=report(), base_release=store.current_id())
        publish(store, draft, who="lan")
        decrees.add_four()
        refresh(store, who="lan")
        yield store


@pytest.mark.slow
def test_added_structures_have_their_communes(grown: Store) -> None:
    release = grown.current()
    assert release.manifest.structures == ("2022", "2024", "2025-07", NEWEST)
    told = release.query(
        "SELECT structure, count(*) AS n, count(members_commune) AS have, sum(members_commune) AS total "
        "FROM communes WHERE period = $p GROUP BY 1",
        p=LATE,
    ).set_index("structure")
    assert told["n"].to_dict() == {name: len(units(name, "commune")) for name in release.manifest.structures}
    assert told.loc["2025-07", "total"] == told.loc["2024", "total"] == 3 * len(communes(BAC_KAN))
    assert told.loc[NEWEST, "have"] == len(new_communes_of(BAC_KAN)) - 1, "the commune that was split is not guessed"


@pytest.mark.slow
def test_villages_of_the_sample_follow_their_commune(grown: Store) -> None:
    told = (
        grown.current()
        .query(
            "SELECT structure, sum(households) AS total FROM communes WHERE province = '01' AND period = $p GROUP BY 1",
            p=LATE,
        )
        .set_index("structure")["total"]
    )
    assert told["2024"] == told["2025-07"] == told[NEWEST] == 104 + 105 + 106 + 107
    assert told["2022"] == 104 + 105, "00004 was two wards in 2022: in which a village of it lay is not known"


@pytest.mark.slow
def test_the_figures_themselves_stay_and_the_act_is_logged(grown: Store) -> None:
    now, before = (grown.release(each.id) for each in grown.list()[:2])
    assert now.manifest.parent == before.id
    for name, table in read_tables(before).items():
        assert read_tables(now)[name].equals(table), name
    assert [entry["action"] for entry in audit_log.read(grown.root)][-1] == "refresh"
    assert refresh(grown, who="lan") == now, "nothing has changed since"


@pytest.mark.slow
def test_an_export_knows_the_added_structure(grown: Store) -> None:
    made = export(grown.current(), structure=NEWEST, level="commune", province="Thái Nguyên").table.set_index("code")
    assert made.loc[SPLIT, "members_commune":"members_commune"].isna().all()
    whole = [code for code in new_communes_of(BAC_KAN) if code != SPLIT]
    assert made.loc[whole, "sources"].tolist() == [report().title] * len(whole)


@pytest.mark.slow
def test_a_report_in_an_added_structure_is_published(grown: Store, tmp_path: Path) -> None:
    store = open_store(shutil.copytree(grown.root, tmp_path / "store"))
    rows = report_rows(codes=[SPLIT, "90001"], members=8).assign(structure=NEWEST)
    draft = drafts.create(store, rows=rows, source=report("mới", file_hash="bb"), base_release=store.current_id())
    release = publish(store, draft, who="lan")
    told = release.query(
        "SELECT code, members_commune AS m FROM communes WHERE structure = $s AND period = $p "
        "AND code IN ($a, $b) ORDER BY 1",
        s=NEWEST,
        p=LATE,
        a=SPLIT,
        b="90001",
    )
    assert told["m"].tolist() == [8, 8]
    joined = release.query(
        "SELECT members_commune AS m FROM communes WHERE structure = '2025-07' AND period = $p AND code = $c",
        p=LATE,
        c=SPLIT,
    )
    assert joined["m"].tolist() == [16], "of two equally near, the later structure says it"
