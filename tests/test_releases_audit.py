"""The audit log cannot be changed unseen, and survives a torn line."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import get_args

import pytest

from data.i18n import dictionary
from data.storage import audit_log
from data.storage.audit_log import DamagedLog


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for n in range(4):
        audit_log.append(tmp_path, who="lan", action="import", draft=f"d{n}", file_hash=None)
    return tmp_path


def log(root: Path) -> Path:
    return root / "audit.jsonl"


def test_entries_come_back_in_order_without_missing_values(root: Path) -> None:
    entries = audit_log.read(root)
    assert [entry["draft"] for entry in entries] == ["d0", "d1", "d2", "d3"]
    assert "file_hash" not in entries[0]
    assert entries[0]["when"].endswith("+07:00")
    assert audit_log.verify(root) == audit_log.Verdict(4, None)
    assert audit_log.read(root / "nothing") == []


def lines(root: Path) -> list[str]:
    return log(root).read_text("utf-8").splitlines()


CHANGES = {
    "another name": (lambda old: [old[0], old[1].replace("lan", "minh"), *old[2:]], 2),
    "a line gone": (lambda old: [old[0], *old[2:]], 2),
    "the first gone": (lambda old: old[1:], 1),
    "two swapped": (lambda old: [old[0], old[2], old[1], old[3]], 2),
    "a line twice": (lambda old: [*old[:2], old[1], *old[2:]], 3),
    "no JSON": (lambda old: [*old[:2], "x", old[3]], 3),
    "another kind of JSON": (lambda old: [*old[:3], "[]"], 4),
    "a forged line": (
        lambda old: [*old, json.dumps({**json.loads(old[-1]), "before": json.loads(old[-1])["hash"]})],
        5,
    ),
}


@pytest.mark.parametrize("case", CHANGES)
def test_every_change_is_seen(root: Path, case: str) -> None:
    change, line = CHANGES[case]
    log(root).write_text("\n".join(change(lines(root))) + "\n", encoding="utf-8")
    assert audit_log.verify(root).broken_line == line
    told, verdict = audit_log.trusted(root)
    assert (len(told), verdict) == (line - 1, audit_log.verify(root)), "what stands before it can be trusted"


def test_an_unreadable_log_is_said(root: Path) -> None:
    log(root).write_text("x\n", encoding="utf-8")
    with pytest.raises(DamagedLog) as told:
        audit_log.read(root)
    assert "1" in told.value.text("en")


@pytest.mark.parametrize("torn", [b'{"who": "la', b"\x00\x00\x00", b"x"])
def test_a_torn_last_line_is_none_and_the_next_takes_its_place(root: Path, torn: bytes) -> None:
    with log(root).open("ab") as file:
        file.write(torn)
    assert len(audit_log.read(root)) == 4
    audit_log.append(root, who="lan", action="discard")
    assert [entry["action"] for entry in audit_log.read(root)][-1] == "discard"
    assert audit_log.verify(root) == audit_log.Verdict(5, None)


def test_an_act_is_written_once(root: Path) -> None:
    done = audit_log.act("lan", action="publish", release="r")
    audit_log.commit(root, done)
    audit_log.commit(root, done)
    assert len(audit_log.read(root)) == 5


def write_long_log(folder: Path, *, sizes: list[int]) -> None:
    """Write a whole log with entries of these lengths."""
    for size in sizes:
        audit_log.append(folder, who="lan", action="assign", note="ă" * size)


LONG = {"many lines": [4_000] * 20, "longer than one reading": [5, 200_000, 70_000, 5], "as long": [32_700] * 4}


@pytest.mark.parametrize("case", LONG)
@pytest.mark.parametrize("torn", [b"", b"x", b"{" + b"0" * 150_000])
def test_of_a_long_log_the_end_alone_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str, torn: bytes
) -> None:
    write_long_log(tmp_path, sizes=LONG[case])
    whole = log(tmp_path).read_bytes()
    log(tmp_path).write_bytes(whole + torn)
    acts = [entry["act"] for entry in audit_log.read(tmp_path)]
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} was read whole"))
    for act in (acts[0], acts[1], acts[-1]):
        audit_log.commit(tmp_path, {"act": act})
    audit_log.append(tmp_path, who="lan", action="discard")
    monkeypatch.undo()
    assert log(tmp_path).read_bytes().startswith(whole)
    assert [entry["act"] for entry in audit_log.read(tmp_path)][:-1] == acts, "what was there is not written again"
    assert audit_log.verify(tmp_path) == audit_log.Verdict(len(acts) + 1, None)


@pytest.mark.parametrize("block", [1, 7, 64])
def test_however_the_log_is_cut_into_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(audit_log, "_BLOCK", block)
    done = audit_log.act("lan", action="publish")
    for torn in (b"", b"{", b"x" * 130):
        with log(tmp_path).open("ab") as file:
            file.write(torn)
        audit_log.append(tmp_path, who="lan", action="import")
        audit_log.commit(tmp_path, done)
    assert [entry["action"] for entry in audit_log.read(tmp_path)] == ["import", "publish", "import", "import"]
    assert audit_log.verify(tmp_path) == audit_log.Verdict(4, None)


def test_an_act_named_by_another_entry_or_in_a_torn_line_is_not_written_yet(root: Path) -> None:
    done = audit_log.act("lan", action="publish")
    audit_log.append(root, who="lan", action="answer", answers={"act": done["act"]})
    with log(root).open("ab") as file:
        file.write(json.dumps(done).encode())
    audit_log.commit(root, done)
    assert [entry["action"] for entry in audit_log.read(root)][-2:] == ["answer", "publish"]


def test_nothing_follows_a_last_line_that_cannot_be_read(root: Path) -> None:
    with log(root).open("ab") as file:
        file.write(b"[]\n")
    before = log(root).read_bytes()
    with pytest.raises(DamagedLog, match="5"):
        audit_log.append(root, who="lan", action="discard")
    assert log(root).read_bytes() == before


def test_many_writers_keep_one_chain(root: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: audit_log.append(root, who=str(n), action="import"), range(40)))
    assert audit_log.verify(root) == audit_log.Verdict(44, None)


def test_every_act_has_words() -> None:
    assert {f"audit.{action.replace(' ', '_')}" for action in get_args(audit_log.Action)} <= dictionary().keys()
