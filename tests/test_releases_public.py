"""The public release: made with each release, opened without it, with nothing in it that is not public."""

import json
import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from data.catalogue import licences
from data.disclosure import open_data, public_figures, write_public
from data.disclosure import public_release as reading
from data.disclosure.export_public import export_public
from data.disclosure.public_release import DamagedPublic, NoPublicRelease, PublicStore, beside, open_public
from data.publication import publish
from data.releases import drafts
from data.releases.export import NotForPublic
from data.releases.export_files import content
from data.releases.store import Store, open_store
from data.storage.settings import LICENCES, WrongSettings
from tests.fixtures import small_release
from tests.fixtures.small_release import BAC_KAN, LATE

PERSONAL = ("Nguyễn Văn A", "0900000000", "bao-cao.xlsx", "birth_year")


@pytest.fixture(scope="module")
def kept(_small_store_made: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store with its public release; not to be changed."""
    store = open_store(shutil.copytree(_small_store_made, tmp_path_factory.mktemp("kept") / "store"))
    write_public.ensure(store)
    return store


@pytest.fixture
def public(kept: Store) -> PublicStore:
    """Return the public releases of that store; not to be changed."""
    return beside(kept.root)


@pytest.fixture
def own(kept: Store, tmp_path: Path) -> Store:
    """Return a store and its public release to do with as a test likes."""
    return open_store(shutil.copytree(kept.root.parent, tmp_path / "own") / "store")


@pytest.mark.slow
def test_it_opens_where_the_store_is_gone(own: Store) -> None:
    shutil.rmtree(own.root)
    release = open_public(beside(own.root).root).current()
    assert public_figures.periods(release) == ["2026-Q1", LATE]
    assert (
        len(public_figures.figures(release, "households", period=LATE, structure="2025-07", level="province").table)
        == 34
    )


def test_nothing_personal_is_in_its_files(public: PublicStore) -> None:
    folder = public.current().path
    assert {path.name for path in folder.iterdir()} == {"figures.parquet", "sources.parquet", "manifest.json"}
    for path in folder.glob("*.parquet"):
        text = str(pq.read_table(path).to_pydict())
        assert not any(word in text for word in PERSONAL)
    assert not any(word in (folder / "manifest.json").read_text("utf-8") for word in PERSONAL)


def test_it_follows_the_store_and_is_made_once(kept: Store, public: PublicStore) -> None:
    first = public.pointer()
    write_public.ensure(kept)
    assert public.pointer() == first and first[1] == kept.current_id()


@pytest.mark.slow
def test_publishing_makes_both_current_and_rolling_back_too(own: Store) -> None:
    before = beside(own.root).pointer()
    draft = drafts.create(
        own,
        rows=small_release.report_rows(members=12),
        source=small_release.report(),
        base_release=own.current_id(),
        who="lan",
    )
    made = publish.publish(own, draft, who="lan")
    assert beside(own.root).pointer()[1] == made.id != before[1]
    table = export_public(beside(own.root).current(), structure="2024", level="commune", province="06").table
    assert (table["members_commune"] == 12).all(), "nothing is hidden where nothing is small"
    total = export_public(beside(own.root).current(), structure="2024", level="province").table.set_index("code")
    assert total.at["06", "members_commune"] == 12 * 108
    publish.rollback(own, before[1], who="lan")
    assert beside(own.root).pointer() == before


def test_small_figures_are_blank_and_named(public: PublicStore) -> None:
    table = export_public(public.current(), structure="2024", level="commune", as_of=date(2026, 6, 30)).table
    told = table.dropna(subset=["villages"])
    assert not table[["villages", "households_trained", "teams_village"]].isin([1, 2, 3, 4]).any(axis=None)
    assert "villages" in " ".join(table["not_published"].dropna())
    assert (told["villages"] >= 5).all()


def test_villages_and_districts_are_refused(public: PublicStore) -> None:
    for level in ("village", "district"):
        with pytest.raises(NotForPublic):
            export_public(public.current(), structure="2024", level=level)


@pytest.mark.slow
def test_a_damaged_file_is_said_and_made_again(own: Store) -> None:
    public = beside(own.root)
    target = public.current().path / "figures.parquet"
    target.write_bytes(b"broken")
    reading._verified.cache_clear()
    with pytest.raises(DamagedPublic):
        public.current()
    write_public.ensure(own)
    reading._verified.cache_clear()
    assert len(public.current().query("SELECT * FROM figures")) > 0


def test_nothing_published_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoPublicRelease):
        open_public(tmp_path).current()


@pytest.mark.slow
def test_another_limit_makes_another_release(own: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNSCD_SMALL", "10")
    write_public.ensure(own)
    assert beside(own.root).current().manifest.limit == 10


@pytest.mark.slow
def test_what_is_kept_back_once_stays_so_while_it_is_the_same(own: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def hidden() -> set[tuple[str, ...]]:
        rows = beside(own.root).current().query("SELECT structure, level, code, period, hidden FROM figures")
        return {(*row[:4], name) for row in rows.dropna().itertuples(index=False) for name in row.hidden.split()}

    at_five = hidden()
    monkeypatch.setenv("CNSCD_SMALL", "10")
    write_public.ensure(own)
    at_ten = hidden()
    monkeypatch.setenv("CNSCD_SMALL", "5")
    write_public.ensure(own)
    assert at_five < at_ten == hidden()


@pytest.mark.parametrize("name", LICENCES)
def test_each_licence_has_a_text_and_the_illustration_says_so(name: str) -> None:
    for lang in ("vi", "en"):
        assert licences.text(name, sample=True, lang=lang) != licences.text(name, sample=False, lang=lang)


def test_an_unknown_licence_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNSCD_LICENCE", "free beer")
    with pytest.raises(WrongSettings):
        licences.chosen()


@pytest.mark.slow
def test_open_data_are_safe_files_with_a_meaning_for_every_column(public: PublicStore) -> None:
    release = public.current()
    files = dict(open_data.files(release))
    table = export_public(release, structure="2025-07", level="commune").table
    assert set(table.columns) <= set(open_data.dictionary()["column"])
    told = json.loads(files["cnscd-commune-2025-07-2026-Q2.geojson"])
    assert len(told["features"]) == 3_321 and {"LICENCE.txt", "data-dictionary.csv"} <= files.keys()
    made = export_public(release, structure="2025-07", level="province")
    made.table.loc[0, "sources"] = "=HYPERLINK(1)"
    assert b"'=HYPERLINK" in content(made, format="csv")


def test_what_is_not_published_is_no_zero_and_no_missing(public: PublicStore) -> None:
    release = public.current()
    table = public_figures.figures(release, "village_coverage", period=LATE, structure="2024", level="commune").table
    hidden = table[table["suppressed"]]
    assert len(hidden) == 4 and hidden["value"].isna().all()
    assert not table.loc[~table["suppressed"], "value"].notna().any()
    trend = public_figures.trend(release, "village_coverage", structure="2024", code=hidden["code"].iloc[0])
    assert trend["suppressed"].all() and isinstance(trend, pd.DataFrame)
    assert BAC_KAN in set(release.query("SELECT province FROM sources")["province"])
