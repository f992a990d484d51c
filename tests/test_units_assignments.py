"""Villages assigned to successors of split communes: dated decisions that make counts exact, and only then."""

import os
from pathlib import Path

import pandas as pd
import pytest

from data.storage import audit_log
from data.storage.errors import Refused
from data.units import village_homes
from data.units.assignments import BadAssignment, assign, assigned, folder, history, successors_to_choose
from data.units.crosswalk import convert
from data.units.register import UnknownUnit, edges, successors, unit

EDGES = edges("2024", "2025-07")
SPLIT = next(code for code, rows in EDGES.groupby("code_from") if list(rows["part"]) == ["part", "part"])
ONE, TWO = EDGES.loc[EDGES["code_from"] == SPLIT, "code_to"]
WHOLE = next(e.code_from for e in EDGES.itertuples() if e.whole and len(e.code_from) == 5)
HOMES = {"v1": SPLIT, "v2": SPLIT, "v3": SPLIT, "w1": WHOLE}


@pytest.fixture(autouse=True)
def _own_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))


def villages(**told: str | None) -> pd.DataFrame:
    """Return the table of villages of HOMES; `told` is the commune of "2025-07" that reports name."""
    return pd.DataFrame(
        {"village": list(HOMES), "commune_2024": list(HOMES.values()), "commune_2025": [told.get(v) for v in HOMES]}
    )


def homes_in(structure: str, table: pd.DataFrame) -> dict[str, tuple[str, str]]:
    found = village_homes.village_homes(table).query("structure == @structure")
    return {row.village: (row.code, row.how) for row in found.itertuples()}


def test_decisions_are_kept_with_who_and_when_and_the_last_one_holds() -> None:
    assert assigned("2024").villages.empty and history() == []
    assign({"v1": ONE, "v2": TWO}, commune_of=HOMES, source="2024", by="lan", note="bản đồ thôn")
    assign({"v1": TWO}, commune_of=HOMES, source="2024", by="minh")
    table = assigned("2024").villages.set_index("village")
    assert table["code_to"].to_dict() == {"v1": TWO, "v2": TWO}
    assert table["who"].to_dict() == {"v1": "minh", "v2": "lan"}
    assert table.at["v2", "note"] == "bản đồ thôn" and table.at["v1", "when"] > table.at["v2", "when"]
    assign({"v1": None}, commune_of=HOMES, source="2024", by="minh")
    assert assigned("2024").villages["village"].tolist() == ["v2"]
    assert len(history()) == 3 and audit_log.verify(folder()).intact


def test_a_village_can_go_to_a_successor_of_its_commune_only() -> None:
    far = successors(WHOLE)[0].code_to
    with pytest.raises(BadAssignment) as fault:
        assign({"v1": far, "v2": "99999", "x": ONE}, commune_of=HOMES, source="2024", by="lan")
    assert [(v, why) for v, _, why in fault.value.faults] == [
        ("v1", "no_successor"),
        ("v2", "no_successor"),
        ("x", "no_home"),
    ]
    assert history() == []
    with pytest.raises(UnknownUnit):
        assign({"v1": ONE}, commune_of=HOMES, source="2019", by="lan")
    with pytest.raises(Refused):
        assign({"v1": ONE}, commune_of=HOMES, source="2025-07", by="lan")


def test_all_villages_are_said_to_be_assigned_only_where_they_are() -> None:
    with pytest.raises(BadAssignment) as fault:
        assign({"v1": ONE, "v2": ONE}, commune_of=HOMES, source="2024", by="lan", complete=[SPLIT])
    assert fault.value.faults == (("v3", SPLIT, "incomplete"),)
    assign({"v1": ONE}, commune_of=HOMES, source="2024", by="lan")
    assign({"v2": ONE, "v3": ONE}, commune_of=HOMES, source="2024", by="lan", complete=[SPLIT])
    assert assigned("2024").complete == {SPLIT}
    assign({"v3": None}, commune_of=HOMES, source="2024", by="lan")
    assert assigned("2024").complete == frozenset(), "what is taken back is no longer complete"


def test_a_village_is_where_it_was_assigned_or_told_or_went_with_its_commune() -> None:
    assign({"v1": TWO}, commune_of=HOMES, source="2024", by="lan")
    found = homes_in("2025-07", villages(v1=ONE, v2=ONE))
    assert found == {"v1": (TWO, "assigned"), "v2": (ONE, "told"), "w1": (successors(WHOLE)[0].code_to, "whole")}
    assert set(homes_in("2024", villages())) == set(HOMES)


def test_a_village_told_in_the_later_structure_alone_comes_from_a_commune_alone() -> None:
    pairs = EDGES[EDGES["whole"] & ~EDGES["code_to"].duplicated(keep=False) & (EDGES["code_from"].str.len() == 5)]
    alone, merged = pairs.iloc[0], EDGES.loc[EDGES["code_to"].duplicated(keep=False), "code_to"].iloc[0]
    table = pd.DataFrame(
        {"village": ["a", "b"], "commune_2024": [None, None], "commune_2025": [alone["code_to"], merged]}
    )
    assert homes_in("2024", table) == {"a": (alone["code_from"], "whole")}


def test_villages_follow_the_chain(chain_of_four: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = pd.DataFrame(
        {"village": ["a", "b", "c"], "commune_2024": ["01942", "00008", None], "commune_2025": [None, None, "01942"]}
    )
    for name in os.listdir(chain_of_four / "structures"):
        target = Path(os.environ["CNSCD_VAR"]) / "structures" / name
        target.parent.mkdir(exist_ok=True)
        target.symlink_to(chain_of_four / "structures" / name)
    assert homes_in("2025-07", table)["a"] == ("01942", "whole")
    assert "a" not in homes_in("2026-04-30", table), "Bằng Vân was split"
    assert "a" not in homes_in("2022", table), "and was two communes before"
    assert homes_in("2022", table)["b"] == ("00008", "whole")
    assign({"a": "90001"}, commune_of={"a": "01942"}, source="2025-07", by="lan")
    assign({"a": "01942"}, commune_of={"a": "90002"}, source="2022", by="lan")
    assert homes_in("2026-04-30", table)["a"] == ("90001", "assigned")
    assert homes_in("2022", table)["a"] == ("90002", "assigned")


def test_a_commune_whose_villages_went_to_one_successor_is_exact() -> None:
    table = pd.DataFrame({"code": [SPLIT], "teams": [9]})
    ends = {"source": "2024", "target": "2025-07"}
    assign({"v1": ONE, "v2": ONE, "v3": ONE}, commune_of=HOMES, source="2024", by="lan")
    homes = village_homes.village_homes(villages())
    assert village_homes.wholly_assigned(homes, **ends).empty, "nobody said that these are all"
    assign({}, commune_of=HOMES, source="2024", by="lan", complete=[SPLIT])
    settled = village_homes.wholly_assigned(homes, **ends)
    assert settled.to_dict("records") == [{"code_from": SPLIT, "code_to": ONE}]
    rows = convert(table, wholly_assigned=settled, **ends).set_index("code")
    assert rows.loc[TWO, "low"] == 0
    more = pd.concat([villages(), pd.DataFrame({"village": ["v4"], "commune_2024": [SPLIT], "commune_2025": [None]})])
    assert village_homes.wholly_assigned(village_homes.village_homes(more), **ends).empty, (
        "a village became known since"
    )


def test_weights_of_villages() -> None:
    assign({"v1": ONE, "v2": TWO}, commune_of=HOMES, source="2024", by="lan")
    ends = {"source": "2024", "target": "2025-07"}
    assert village_homes.weights(village_homes.village_homes(villages()), **ends).empty, "v3 may lie in either"
    assign({"v3": TWO}, commune_of=HOMES, source="2024", by="lan")
    homes = village_homes.village_homes(villages())
    found = village_homes.weights(homes, households=pd.Series({"v1": 90, "v2": 40, "v3": 20}), **ends)
    got = {(row.how, row.code_to): row.weight for row in found.itertuples()}
    assert got == {("weights", ONE): 90, ("weights", TWO): 60, ("villages", ONE): 1, ("villages", TWO): 2}
    partly = village_homes.weights(homes, households=pd.Series({"v1": 90, "v2": 40}), **ends)
    assert set(partly["how"]) == {"villages"}, "the households of v3 are not known"
    rows = convert(pd.DataFrame({"code": [SPLIT], "teams": [9]}), weights=found, **ends).set_index("code")
    assert rows.loc[[ONE, TWO], "low"].eq(0).all()


def test_what_there_is_to_choose() -> None:
    assert successors_to_choose(SPLIT, source="2024") == (ONE, TWO)
    assert successors_to_choose(WHOLE, source="2024") == ()
    assert unit("2025-07", ONE).province == unit("2025-07", TWO).province
