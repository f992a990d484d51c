"""Village mergers: predecessors, successors, what cannot be allocated, and teams and villages left alone."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.units import village_mergers
from data.units.conversion import ConversionTable, Line
from data.units.orphans import served, teams_without_village, villages_without_team
from data.units.village_mergers import (
    BadMerger,
    MadeVillage,
    VillageChange,
    became,
    convert,
    edges,
    predecessors,
    present,
    record,
)
from data.units.village_tables import resolve

JULY, AUGUST, NOW = date(2026, 7, 1), date(2026, 8, 1), date(2026, 11, 1)
NEW = MadeVillage("n", "Thôn Mới", "2025-07", "01942")


@pytest.fixture(autouse=True)
def _own_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))


def change(since: date, *pairs: tuple[str, str | None], made: tuple[MadeVillage, ...] = ()) -> None:
    record([VillageChange(*pair) for pair in pairs], since=since, by="lan", source="NQ", made=made)


def rows_of(found: village_mergers.Carried) -> dict[str, tuple[object, ...]]:
    return {row.code: (row.low, row.best, row.high, row.how) for row in found.rows.itertuples()}


def test_states() -> None:
    change(JULY, ("a", "n"), ("b", "n"), ("c", "d"), ("c", "e"), ("f", None), ("g", "g"), ("g", "h"), made=(NEW,))
    assert became("a", on=date(2026, 6, 30)).state == "goes on"
    found = {village: (became(village, on=NOW).state, became(village, on=NOW).now) for village in "abcfgxd"}
    assert found == {
        "a": ("whole", ("n",)),
        "b": ("whole", ("n",)),
        "c": ("split", ("d", "e")),
        "f": ("cannot be allocated", ()),
        "g": ("split", ("g", "h")),
        "x": ("goes on", ("x",)),
        "d": ("goes on", ("d",)),
    }
    assert predecessors("n", on=NOW) == ("a", "b") and predecessors("x", on=NOW) == ("x",)
    assert predecessors("d", on=NOW) == ("c", "d"), "d took in a part of c and goes on"
    assert list(present("abcdefgh", on=NOW)) == ["d", "e", "g", "h", "n"]
    assert list(present("ab", on=date(2026, 6, 30))) == ["a", "b"]


def test_changes_follow_each_other() -> None:
    change(JULY, ("a", "n"), ("b", "n"), ("c", "d"), ("c", "e"), made=(NEW,))
    change(AUGUST, ("n", "p"), ("d", "q"), ("e", "q"), ("x", None))
    told = {(row.village_from, row.village_to, row.part) for row in edges(NOW).itertuples()}
    assert {("a", "p", "whole"), ("b", "p", "whole"), ("n", "p", "whole")} <= told
    assert ("c", "q", "whole") in told, "its parts met again"
    assert became("x", on=NOW).state == "cannot be allocated"
    assert became("a", on=JULY).now == ("n",)


def test_a_part_nobody_knows_of_is_said() -> None:
    change(JULY, ("a", "b"), ("a", None))
    assert became("a", on=NOW) == village_mergers.Became("a", "cannot be allocated", ("b",))


@pytest.mark.parametrize(
    ("since", "pairs", "why"),
    [(AUGUST, [("a", "z")], "gone"), (date(2026, 6, 1), [("y", "z")], "runs_back"), (AUGUST, [("f", None)], "gone")],
)
def test_contradictions_are_refused(since: date, pairs: list[tuple[str, str]], why: str) -> None:
    change(JULY, ("a", "n"), ("f", None))
    with pytest.raises(BadMerger) as fault:
        change(since, *pairs)
    assert fault.value.faults[0][1] == why
    assert len(village_mergers.history()) == 1


def test_counts_of_villages() -> None:
    change(JULY, ("a", "n"), ("b", "n"), ("c", "d"), ("c", "e"), ("f", None), ("k", "m"), made=(NEW,))
    table = pd.DataFrame({"code": ["a", "b", "c", "f", "m", "z"], "teams": [1, 2, 4, 8, 16, 32]})
    found = convert(table, on=NOW)
    rows = rows_of(found)
    assert rows["n"] == (3, 3, 3, "exact") and rows["z"] == (32, 32, 32, "exact")
    assert rows["d"][3] == "at_least" and rows["d"][0] == 0, "what d had itself is not known"
    assert rows["m"][0] == 16 and rows["m"][3] == "at_least", "k reported nothing"
    assert found.left.to_dict("records") == [{"code": "f", "column": "teams", "value": 8}]


VILLAGES = list("abcdef")
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(VILLAGES), st.lists(st.sampled_from([*VILLAGES, None]), min_size=1, max_size=3, unique=True)
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(CHANGES, max_size=3), st.lists(st.integers(0, 50), min_size=6, max_size=6))
def test_no_count_of_a_village_vanishes(acts: list, counts: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        told: list[dict[str, object]] = []
        patched.setattr(village_mergers, "history", lambda: told)
        for at, act in enumerate(acts):
            gone = village_mergers._gone(edges(NOW))
            pairs = [[v, to] for v, ends in dict(act).items() if v not in gone for to in ends if to not in gone]
            if pairs:
                told.append({"since": f"2026-07-0{at + 1}", "villages": pairs})
        table = pd.DataFrame({"code": VILLAGES, "teams": counts})
        found = convert(table, on=NOW)
        split = {e.village_from for e in edges(NOW).itertuples() if e.part == "part"}
        sure = sum(n for v, n in zip(VILLAGES, counts, strict=True) if v not in split)
        assert sure <= found.rows["low"].sum() + found.left["value"].sum() <= sum(counts)
        assert set(found.rows["code"]) <= set(present(VILLAGES, on=NOW))
        assert (found.rows["how"] != "missing").all()


SERVES = pd.DataFrame(
    [("t1", "a"), ("t2", "b"), ("t3", "c"), ("t4", "f"), ("t5", None), ("t6", "z"), ("t7", "x"), ("t7", "a")],
    columns=["team", "village"],
)
KNOWN = pd.Index(["a", "b", "c", "d", "e", "f", "x", "y"])


def test_teams_keep_the_villages_that_they_served() -> None:
    change(JULY, ("a", "n"), ("b", "n"), ("c", "d"), ("c", "e"), ("f", None), made=(NEW,))
    found = served(SERVES, villages=KNOWN, on=NOW)
    now = {(row.team, row.village, row.state) for row in found.itertuples() if isinstance(row.village, str)}
    assert now == {
        ("t1", "n", "whole"),
        ("t2", "n", "whole"),
        ("t3", "d", "part"),
        ("t3", "e", "part"),
        ("t7", "x", "goes on"),
        ("t7", "n", "whole"),
    }
    before = served(SERVES, villages=KNOWN, on=date(2026, 6, 30))
    assert set(before["state"]) == {"goes on", "unknown"}


def test_orphans() -> None:
    change(JULY, ("a", "n"), ("b", "n"), ("c", "d"), ("f", None), made=(NEW,))
    alone = teams_without_village(SERVES, villages=KNOWN, on=NOW)
    assert [tuple(row) for row in alone.itertuples(index=False)] == [
        ("t4", "f", "cannot be allocated"),
        ("t6", "z", "unknown"),
    ]
    assert list(villages_without_team(SERVES, villages=KNOWN, on=NOW)) == ["e", "y"]


def table(*lines: dict[str, str]) -> ConversionTable:
    common = {"province_new": "Tỉnh Thái Nguyên (19)", "commune": "Xã Bằng Vân (01942)"}
    return ConversionTable("s", "village", tuple(Line(at, **(common | line)) for at, line in enumerate(lines, start=4)))


REGISTER = pd.DataFrame(
    [("a", "Khu Chợ", "01942"), ("b", "Cốc Lải", "01942"), ("c", "Khau Slạo", "01942"), ("d", "Khu Chợ", "01864")],
    columns=["village", "name", "code"],
)


def test_a_table_of_villages_names_them_by_name_within_their_commune() -> None:
    found = resolve(
        table(
            {"name_old": "khu chợ", "name_new": "Thôn Mới", "note": "Nhập toàn bộ"},
            {"name_old": "Cốc Lải", "name_new": "Thôn Mới", "note": "Nhập một phần"},
            {"name_old": "Khau Slạo", "name_new": "", "note": "Giải thể"},
        ),
        villages=REGISTER,
        structure="2025-07",
    )
    (made,) = found.made
    assert (made.name, made.code) == ("Thôn Mới", "01942")
    assert set(found.changes) == {
        VillageChange("a", made.village),
        VillageChange("b", made.village),
        VillageChange("b", "b"),
        VillageChange("c", None),
    }
    assert [f.kind for f in found.findings] == ["goes_on"]


def test_a_village_merged_into_a_neighbour_of_its_name_keeps_that_id() -> None:
    found = resolve(
        table({"name_old": "Cốc Lải", "name_new": "Khu Chợ", "note": "Nhập toàn bộ"}),
        villages=REGISTER,
        structure="2025-07",
    )
    assert found.changes == (VillageChange("b", "a"),) and not found.made


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ({"name_old": "Không Có", "name_new": "Thôn Mới", "note": "Nhập toàn bộ"}, "unknown"),
        ({"name_old": "Khu Chợ", "name_new": "Thôn Mới", "note": "xem phụ lục"}, "note"),
        ({"name_old": "Khu Chợ", "name_new": "Thôn Mới", "note": "Đổi tên", "commune": "Xã Không Có"}, "no_province"),
    ],
)
def test_what_a_table_of_villages_gets_wrong_is_named(line: dict[str, str], kind: str) -> None:
    found = resolve(table(line), villages=REGISTER, structure="2025-07")
    assert kind in [f.kind for f in found.findings] and not found.changes
