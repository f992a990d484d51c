"""Power cuts, full and read-only disks, and two writers at once leave the old release or the new one, whole.

The writers run in processes of their own, made by a fork server that has the rooms loaded already.
"""

import errno
import multiprocessing
import os
import re
import resource
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from data.disclosure.public_release import beside
from data.publication.pointer import complete
from data.publication.publish import publish
from data.releases import drafts
from data.releases.store import Store, open_store
from data.storage import audit_log, fault_points
from data.storage.atomic import CannotWrite
from data.storage.locks import exclusive
from tests.fixtures.small_release import report, report_rows

REFUSED_CLEANLY = 7
PATIENCE = 120

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals and limits")


@pytest.fixture(scope="module")
def workers() -> multiprocessing.context.ForkServerContext:
    """Return what makes processes quickly: each is a fresh fork of a process that has only imported."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.test_releases_faults"])
    return context


def import_report(root: Path, *, members: int = 3) -> str:
    store = open_store(root)
    return drafts.create(
        store,
        rows=report_rows(members=members),
        source=report(file_hash=str(members)),
        base_release=store.current_id(),
        who="lan",
    )


def publish_draft(root: Path, draft_id: str) -> None:
    publish(open_store(root), draft_id, who="lan")


def die_at(step: str, work: Callable[..., object], *args: object) -> None:
    """Do the work and be killed, as by a power cut, at the first moment of this name."""

    def reached(name: str) -> None:
        if name == step:
            os.kill(os.getpid(), signal.SIGKILL)

    fault_points.reached = reached
    work(*args)


def with_room_for(size: int, work: Callable[..., object], *args: object) -> None:
    """Do the work where no file can grow beyond `size` bytes, and leave with what came of it."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    refuse_cleanly(work, *args)


def refuse_cleanly(work: Callable[..., object], *args: object) -> None:
    try:
        work(*args)
    except CannotWrite as fault:
        os._exit(REFUSED_CLEANLY if fault.text("vi") and fault.text("en") else 1)


def run(workers: multiprocessing.context.ForkServerContext, *work: object) -> int:
    """Run a function in a process of its own and return how it ended."""
    process = begin(workers, *work)
    process.join(PATIENCE)
    assert process.exitcode is not None, "it hangs"
    return process.exitcode


def begin(workers: multiprocessing.context.ForkServerContext, *work: object) -> BaseProcess:
    process = workers.Process(target=work[0], args=work[1:])
    process.start()
    return process


def check_whole(store: Store, *, allowed: set[str]) -> str:
    """Open the store afresh: its current release is one of those allowed, and every file of it is sound."""
    fresh = open_store(store.root)
    assert fresh.damaged() == {}
    current = fresh.current()
    assert current.id in allowed
    assert current.query("SELECT count(*) AS n FROM communes")["n"].iloc[0] > 13_000
    assert audit_log.verify(store.root).intact
    return current.id


def steps_of(monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> list[str]:
    """Return the moments that a piece of work passes, each once, in order."""
    passed: list[str] = []
    monkeypatch.setattr(fault_points, "reached", passed.append)
    work()
    monkeypatch.undo()
    return list(dict.fromkeys(passed))


def cut_off(
    monkeypatch: pytest.MonkeyPatch, folder: Path, work: Callable[[], object], *, into: Path
) -> dict[str, Path]:
    """Do the work; return what the folder held at each moment that it passes: what a power cut leaves there."""
    left: dict[str, Path] = {}

    def reached(name: str) -> None:
        if name not in left:
            left[name] = shutil.copytree(folder, into / str(len(left)))

    monkeypatch.setattr(fault_points, "reached", reached)
    work()
    monkeypatch.undo()
    return left


def files_of(folder: Path) -> set[str]:
    """Return the files of a folder, by names that do not differ from run to run."""
    names = (file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    return {re.sub(r"aside-[^/]+", "aside", name) for name in names}


# one moment of each kind: amid the files, a folder and a pointer put in place, the line of the log, the draft's state
KILLED_AT = (
    "release: wrote communes",
    "release: in place",
    "public: wrote figures",
    "public release: in place",
    "current: written aside",
    "current: in place",
    "audit: before line",
    "public current: in place",
    "draft state: in place",
)


@pytest.mark.slow
def test_cut_off_at_every_step_of_publishing(small_store, monkeypatch, workers, tmp_path) -> None:
    """What is left at each step is looked at; at one of each kind a process is killed, and leaves the same."""
    draft = import_report(small_store.root)
    old = small_store.current_id()
    rehearsal = open_store(shutil.copytree(small_store.root, tmp_path / "rehearsal" / "store"))
    left = cut_off(monkeypatch, rehearsal.root.parent, lambda: publish(rehearsal, draft, who="lan"), into=tmp_path)
    new, names = rehearsal.current_id(), list(left)
    assert set(KILLED_AT) <= left.keys()
    for step in KILLED_AT:
        struck = shutil.copytree(small_store.root, tmp_path / "struck" / "store")
        assert run(workers, die_at, step, publish_draft, struck, draft) == -signal.SIGKILL, step
        assert files_of(struck.parent) == files_of(left[step]), step
        shutil.rmtree(left[step])
        struck.parent.rename(left[step])
    seen = set()
    for step, folder in left.items():
        store = open_store(folder / "store")
        current = check_whole(store, allowed={old, new})
        assert current == (old if names.index(step) < names.index("current: in place") else new), step
        seen.add(current)
        check_next_writer_completes(store, draft, published=current == new)
    assert seen == {old, new}


def check_next_writer_completes(store: Store, draft: str, *, published: bool) -> None:
    """Let the next writer come: what was begun is completed, what was left lying about is gone."""
    with exclusive(store.root / "lock"):
        complete(store)
    assert drafts.get(store, draft).status == ("published" if published else "open")
    told = [entry["action"] for entry in audit_log.read(store.root)]
    assert told.count("publish") == published, "the act stands in the log, once"
    assert audit_log.verify(store.root).intact
    assert not list(store.root.rglob(".aside-*"))
    pointer = beside(store.root).pointer()
    assert pointer is None if not published else pointer[1] == store.current_id(), "the public sees the same release"
    if published:
        assert beside(store.root).current().query("SELECT count(*) AS n FROM figures")["n"].iloc[0] > 0


def test_killed_at_every_step_of_importing(small_store, monkeypatch, workers, tmp_path) -> None:
    rehearsal = shutil.copytree(small_store.root, tmp_path / "rehearsal")
    names = steps_of(monkeypatch, lambda: import_report(rehearsal))
    assert {"draft: written aside", "draft: in place"} <= set(names)
    for step in names:
        store = open_store(shutil.copytree(small_store.root, tmp_path / "struck"))
        assert run(workers, die_at, step, import_report, store.root) == -signal.SIGKILL, step
        assert drafts.damaged(store) == {}
        assert len(drafts.list_drafts(store)) == (0 if step == "draft: written aside" else 1)
        again = import_report(store.root)
        assert [draft.id for draft in drafts.list_drafts(store)] == [again], "the same report is one draft"
        assert not list(store.root.rglob(".aside-*"))
        assert audit_log.verify(store.root).intact
        shutil.rmtree(store.root)


@pytest.mark.parametrize("room", [0, 5_000, 60_000])
def test_files_that_cannot_grow(small_store: Store, workers, room: int) -> None:
    draft = import_report(small_store.root)
    old = small_store.current_id()
    assert run(workers, with_room_for, room, publish_draft, small_store.root, draft) == REFUSED_CLEANLY
    assert check_whole(small_store, allowed={old}) == old
    assert drafts.get(small_store, draft).status == "open"
    assert not list(small_store.root.rglob(".aside-*"))


def test_an_import_that_does_not_fit(small_store: Store, workers) -> None:
    assert run(workers, with_room_for, 1_000, import_report, small_store.root) == REFUSED_CLEANLY
    assert drafts.list_drafts(small_store) == []
    check_whole(small_store, allowed={small_store.current_id()})


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Return a small disk of its own (1 MB), where the machine lets us have one."""
    place = tmp_path / "disk"
    place.mkdir()
    made = shutil.which("mount") and os.geteuid() == 0
    if not made or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place]).returncode:
        pytest.skip("no right to mount a small disk; test_files_that_cannot_grow does the same with limits")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_disk(small_store: Store, disk: Path, workers) -> None:
    store = open_store(shutil.copytree(small_store.root, disk / "store"))
    draft = import_report(store.root)
    old = store.current_id()
    filling = disk / "filling"
    filling.write_bytes(b"x" * (shutil.disk_usage(disk).free - 40_000))
    assert run(workers, refuse_cleanly, publish_draft, store.root, draft) == REFUSED_CLEANLY
    assert check_whole(store, allowed={old}) == old
    filling.unlink()
    assert run(workers, publish_draft, store.root, draft) == 0
    assert store.current_id() != old


def test_a_read_only_disk(small_store: Store, disk: Path, workers) -> None:
    store = open_store(shutil.copytree(small_store.root, disk / "store"))
    draft = import_report(store.root)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    for work in ((publish_draft, store.root, draft), (import_report, store.root)):
        assert run(workers, refuse_cleanly, *work) == REFUSED_CLEANLY
    check_whole(store, allowed={small_store.current_id()})


def test_no_right_to_write(small_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = import_report(small_store.root)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(CannotWrite) as told:
        publish(small_store, draft, who="lan")
    monkeypatch.undo()
    assert "CNSCD_VAR" in told.value.text("en")
    check_whole(small_store, allowed={small_store.current_id()})


def test_two_imports_at_once_and_readers_meanwhile(small_store: Store, workers) -> None:
    begun = [begin(workers, import_report, small_store.root), begin(workers, import_report, small_store.root)]
    begun.append(workers.Process(target=import_report, args=(small_store.root,), kwargs={"members": 8}))
    begun[-1].start()
    reads = 0
    while any(process.is_alive() for process in begun):
        open_store(small_store.root).current().query("SELECT count(*) FROM villages")
        reads += 1
    for process in begun:
        process.join(PATIENCE)
    assert [process.exitcode for process in begun] == [0, 0, 0]
    assert reads > 0
    assert len(drafts.list_drafts(small_store)) == 2, "the same report twice is one draft"
    assert audit_log.verify(small_store.root).intact
    assert len(audit_log.read(small_store.root)) == 1 + 3


@pytest.mark.slow
def test_two_publications_at_once(small_store: Store, workers) -> None:
    """One wins; the other is told to look again. Readers see the old release or the new, never a part."""
    old = small_store.current_id()
    two = [import_report(small_store.root, members=members) for members in (1, 2)]
    begun = [begin(workers, publish_draft, small_store.root, draft) for draft in two]
    seen = set()
    while any(process.is_alive() for process in begun):
        release = open_store(small_store.root).current()
        told = release.query("SELECT count(*) AS n FROM communes WHERE teams_commune IS NOT NULL")
        seen.add((release.id, int(told["n"].iloc[0])))
    for process in begun:
        process.join(PATIENCE)
    assert sorted(process.exitcode for process in begun) == [0, 1], "the second must be rebased"
    new = check_whole(small_store, allowed={release.id for release in small_store.list()} - {old})
    assert seen <= {(old, 0), (new, 145)}
    assert [draft.status for draft in drafts.list_drafts(small_store)].count("published") == 1
