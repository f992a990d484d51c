"""Lists that people make: limits of classes and saved views are kept whole, replaced by name, refused when wrong."""

from datetime import datetime
from pathlib import Path

import pytest

from data.measures import legends
from data.measures.legends import BadLegend
from data.services import saved_views
from data.services.saved_views import BadView
from data.storage import json_lists

NOW = datetime(2026, 10, 2, 9, 30)


@pytest.fixture(autouse=True)
def _var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))


def keep(name: str = "Mức của Sở", **changes: object) -> legends.LegendSet:
    told = {"measure": "skills_reach", "limits": (50.0, 80.0), "labels": ("Chưa đạt", "Đạt", "Tốt"), "by": "planner"}
    return legends.save(name, **(told | changes))


def test_a_set_is_kept_found_replaced_and_forgotten() -> None:
    assert legends.of("skills_reach") == []
    first = keep()
    assert legends.of("skills_reach") == [first] and legends.of("smartphone_gap") == []
    assert legends.find(first.id, measure="skills_reach") == first
    assert legends.find(first.id, measure="smartphone_gap") is None and legends.find("", measure="skills_reach") is None
    again = keep(limits=(60.0, 90.0))
    assert again.id == first.id and legends.of("skills_reach") == [again]
    other = keep("Bộ khác", measure="smartphone_gap", limits=(10.0,), labels=("Thấp", "Cao"))
    legends.remove(first.id)
    assert legends.of("skills_reach") == [] and legends.of("smartphone_gap") == [other]


@pytest.mark.parametrize(
    "wrong",
    [
        {"limits": (80.0, 50.0)},
        {"limits": (50.0, 50.0)},
        {"limits": (0.0, 50.0)},
        {"limits": (50.0, float("inf"))},
        {"limits": (50.0,)},
        {"labels": ("Một",), "limits": ()},
        {"labels": ("a", "", "c")},
        {"labels": ("a", "b", "c" * 61)},
        {"labels": tuple("abcdefghij"), "limits": tuple(float(n) for n in range(1, 10))},
    ],
)
def test_wrong_sets_are_refused_and_nothing_is_written(wrong: dict[str, object]) -> None:
    with pytest.raises(BadLegend):
        keep(**wrong)
    with pytest.raises(BadLegend):
        keep("  ")
    assert not json_lists.path("legends").exists()


def test_views_are_kept_by_name_and_replaced() -> None:
    made = saved_views.save("  Họp   giao ban ", query={"u": "20", "m": "activity"}, by="planner", at=NOW)
    assert made.name == "Họp giao ban" and saved_views.views() == [made] and made.at == "2026-10-02T09:30:00"
    again = saved_views.save("Họp giao ban", query={"u": "04"}, by="planner", at=NOW)
    assert saved_views.views() == [again] and again.query == {"u": "04"}
    saved_views.remove(again.id)
    assert saved_views.views() == []


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_views_need_a_name(name: str) -> None:
    with pytest.raises(BadView):
        saved_views.save(name, query={}, by="planner", at=NOW)


def test_there_is_an_end_to_views(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_views, "MOST", 2)
    for name in ("một", "hai", "hai"):
        saved_views.save(name, query={}, by="planner", at=NOW)
    with pytest.raises(BadView):
        saved_views.save("ba", query={}, by="planner", at=NOW)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "{}",
        "[1]",
        '[{"name": "x"}]',
        '[{"id": "a", "measure": "skills_reach"}]',
    ],
)
def test_a_damaged_list_is_told_and_never_overwritten(content: str) -> None:
    json_lists.path("legends").write_text(content, encoding="utf-8")
    with pytest.raises(json_lists.DamagedList):
        legends.of("skills_reach")
    with pytest.raises(json_lists.DamagedList):
        keep()
    assert json_lists.path("legends").read_text(encoding="utf-8") == content
