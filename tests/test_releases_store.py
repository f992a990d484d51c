"""The store is read safely: whole releases only, select only, people apart."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from data.derivation.schema import NAMES, schemas
from data.disclosure import write_public
from data.publication.pointer import set_current
from data.publication.publish import rollback
from data.releases import manifest, reading
from data.releases.merging import read_tables
from data.releases.reading import NotASelect
from data.releases.store import (
    DamagedPointer,
    DamagedRelease,
    NoRelease,
    Store,
    UnknownRelease,
    open_store,
)
from data.releases.write import write_release
from data.sample.make import make_sample
from data.storage import audit_log
from data.storage.errors import NotFound, StoreFault
from tests.fixtures import small_release


def test_an_empty_store_says_so(tmp_path: Path) -> None:
    store = open_store(tmp_path / "nothing")
    assert not store.has_current()
    assert store.list() == []
    with pytest.raises(NoRelease) as told:
        store.current()
    assert isinstance(told.value, NotFound)
    assert not (tmp_path / "nothing").exists(), "reading makes no folders"


@pytest.mark.parametrize("release_id", ["", "0" * 12, "../releases", "x" * 12, "ABCDEF012345"])
def test_unknown_releases_are_refused_whatever_the_text(small_store: Store, release_id: str) -> None:
    with pytest.raises(UnknownRelease):
        small_store.release(release_id)


def test_the_folder_named_by_the_environment_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    assert open_store().root == tmp_path / "store"


def test_queries_take_parameters_and_keep_missing(small_store: Store) -> None:
    found = small_store.current().query(
        "SELECT village, households_trained AS trained FROM village_figures WHERE period = $p ORDER BY village",
        p=small_release.LATE,
    )
    assert len(found) == 8
    assert found["trained"].isna().sum() == 1
    assert found["village"].str.startswith("0").all(), "codes keep their zeros"


@pytest.mark.parametrize("table", sorted(set(NAMES) - {"people"}))
def test_every_table_is_a_view(small_store: Store, table: str) -> None:
    assert list(small_store.current().query(f"SELECT * FROM {table} LIMIT 1").columns) == schemas()[table].names


HOSTILE = [
    "DROP VIEW villages",
    "SELECT 1; SELECT 2",
    "COPY (SELECT 1) TO '/tmp/x.csv'",
    "SET threads = 1",
    "",
    "ATTACH 'x.db'",
    "CREATE TABLE t AS SELECT 1",
    "INSERT INTO villages SELECT * FROM villages",
    "INSTALL httpfs",
    "PRAGMA version",
]


@pytest.mark.parametrize("sql", HOSTILE)
def test_only_one_select_is_run(small_store: Store, sql: str) -> None:
    with pytest.raises(NotASelect):
        small_store.current().query(sql)


def test_a_query_reads_no_other_file(small_store: Store, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    people = small_store.current().path / "people" / "people.parquet"
    for path in (secret, people):
        with pytest.raises(duckdb.PermissionException):
            small_store.current().query(f"SELECT * FROM '{path}'")


def test_people_are_apart_and_each_reading_is_logged(small_store: Store) -> None:
    release = small_store.current()
    with pytest.raises(duckdb.CatalogException):
        release.query("SELECT * FROM people")
    found = release.people("SELECT name FROM people WHERE team = $team", reader="an", team="t-x")
    assert len(found) == 0
    last = audit_log.read(small_store.root)[-1]
    assert (last["who"], last["action"], last["release"]) == ("an", "read people", release.id)
    assert "t-x" not in json.dumps(last), "what was asked for may name a person"


def test_people_are_not_read_where_nothing_can_be_logged(small_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(audit_log, "_append_line", full)
    with pytest.raises(StoreFault):
        small_store.current().people("SELECT * FROM people", reader="an")


@pytest.mark.slow
def test_many_threads_read_at_once(small_store: Store) -> None:
    release = small_store.current()
    reading._database.cache_clear()

    def ask(n: int) -> int:
        return int(
            release.query(
                "SELECT sum(households) AS h FROM village_figures WHERE period = $p AND $n = $n",
                p=small_release.LATE,
                n=n,
            )["h"].iloc[0]
        )

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(64))) == {sum(range(100, 108))}


@pytest.mark.slow
def test_the_list_is_newest_first(small_store: Store) -> None:
    first = small_store.current()
    tables = small_release.sample_tables()
    later = []
    for grown in (1, 2):
        tables["village_figures"]["households"] += grown
        later.append(write_release(small_store, tables, parent=first.id, message=str(grown)).id)
    assert [release.id for release in small_store.list()] == [*later[::-1], first.id]


def damage_bytes(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


DAMAGES = {
    "a byte changed": ("village_figures.parquet", damage_bytes),
    "cut short": ("communes.parquet", cut),
    "emptied": ("people/people.parquet", lambda path: path.write_bytes(b"")),
    "gone": ("sources.parquet", Path.unlink),
    "manifest cut": (manifest.FILE, cut),
    "manifest gone": (manifest.FILE, Path.unlink),
    "manifest of nothing": (manifest.FILE, lambda path: path.write_text("[]")),
    "manifest says other sums": (
        manifest.FILE,
        lambda path: path.write_text(path.read_text().replace('"sha256": "', '"sha256": "0', 1)),
    ),
    "manifest is a picture": (manifest.FILE, lambda path: path.write_bytes(bytes(range(256)))),
}


@pytest.mark.parametrize("case", DAMAGES)
def test_damage_is_said_with_what_to_do(small_store: Store, case: str) -> None:
    name, damage = DAMAGES[case]
    release_id = small_store.current_id()
    damage(small_store.releases / release_id / name)
    with pytest.raises(DamagedRelease) as told:
        small_store.current()
    assert isinstance(told.value, StoreFault)
    for lang, cure in (("vi", "sao lưu"), ("en", "backup")):
        assert release_id in told.value.text(lang)
        assert cure in told.value.text(lang)
    assert list(small_store.damaged()) == [release_id]


def test_damage_while_running_is_said_too(small_store: Store) -> None:
    release = small_store.current()
    release.query("SELECT count(*) FROM villages")
    (release.path / "villages.parquet").unlink()
    with pytest.raises(DamagedRelease):
        release.query("SELECT name FROM villages")


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'{"release": 5, "entry": null}',
        b"\xff\xfe",
        b'{"release": "../../etc", "entry": null}',
        b'{"release": "short"}',
    ],
)
def test_a_damaged_pointer_is_said_and_rollback_mends_it(small_store: Store, content: bytes) -> None:
    release_id = small_store.current_id()
    (small_store.root / "current").write_bytes(content)
    with pytest.raises(DamagedPointer) as told:
        small_store.current()
    assert "rollback" in told.value.text("vi")
    assert [release.id for release in small_store.list()] == [release_id]
    rollback(small_store, release_id, who="test")
    assert small_store.current_id() == release_id
    assert audit_log.verify(small_store.root).intact


def test_a_lost_release_is_no_empty_store(small_store: Store) -> None:
    shutil.rmtree(small_store.releases / small_store.current_id())
    assert small_store.has_current()
    with pytest.raises(DamagedPointer):
        small_store.current()


def _cut_log(store: Store) -> None:
    (store.root / "audit.jsonl").unlink()
    release = store.list()[0]
    tables = read_tables(release)
    write_release(store, tables | {"notes": tables["notes"].slice(0, 0)}, parent=release.id, message="later")


def _lose_log_but_not_the_public_release(store: Store) -> None:
    (store.root / "audit.jsonl").unlink()
    write_public.ensure(store)


@pytest.mark.slow
@pytest.mark.parametrize("left", ["the log", "a release after another", "the public release"])
def test_a_lost_pointer_makes_no_new_store(small_store: Store, left: str) -> None:
    """Nothing is taken for current unasked, and no illustration is made over what was published."""
    release_id = small_store.current_id()
    if left == "the public release":
        _lose_log_but_not_the_public_release(small_store)
    (small_store.root / "current").unlink()
    if left == "a release after another":
        _cut_log(small_store)
    for asked in (small_store.has_current, small_store.current, lambda: make_sample(small_store)):
        with pytest.raises(DamagedPointer) as told:
            asked()
    assert "rollback" in told.value.text("en")
    rollback(small_store, release_id, who="test")
    assert small_store.current_id() == release_id


@pytest.mark.slow
def test_a_first_release_that_was_cut_off_leaves_a_new_store(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    write_release(store, small_release.sample_tables(), parent=None, message="Minh họa")
    assert not store.has_current()


@pytest.mark.slow
def test_a_broken_release_never_becomes_current(small_store: Store) -> None:
    tables = {"sources": small_release.sample_tables()["sources"]}
    broken = write_release(small_store, tables, parent=None, message="x")
    cut(broken.path / "notes.parquet")
    before = small_store.current_id()
    with pytest.raises(DamagedRelease):
        set_current(small_store, broken.id, who="test")
    assert small_store.current_id() == before


@pytest.mark.slow
def test_writing_again_heals_a_damaged_release(small_store: Store) -> None:
    release_id = small_store.current_id()
    damage_bytes(small_store.releases / release_id / "villages.parquet")
    healed = write_release(small_store, small_release.sample_tables(), parent=None, message="lại")
    assert healed.id == release_id
    assert small_store.damaged() == {}


def test_a_backup_restored_elsewhere_opens(small_store: Store, tmp_path: Path) -> None:
    copy = open_store(shutil.copytree(small_store.root, tmp_path / "elsewhere"))
    assert copy.current().id == small_store.current_id()
    assert len(copy.current().query("SELECT * FROM villages")) == 8
