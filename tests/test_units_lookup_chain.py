"""Names along a chain of structures: what was merged or renamed last year is found by both its names."""

from pathlib import Path

import pytest

from data.units.lookup import find
from data.units.register import communes_now
from data.units.search import search


@pytest.fixture(autouse=True)
def _four(chain_of_four: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(chain_of_four))


@pytest.mark.parametrize(
    ("text", "structure", "code"),
    [
        ("Phường Đồng Việt", "2026-04-30", "07735"),
        ("Xã Đồng Việt", "2026-04-30", "07735"),  # a xã until it became a ward
        ("Xã Đồng Việt", "2025-07", "07735"),
        ("Phường Hoa Ban", "2026-04-30", "07682"),
        ("Thành phố Bắc Ninh", "2026-04-30", "24"),
        ("Tỉnh Bắc Ninh", "2026-04-30", "24"),
    ],
)
def test_one_unit_answers(text: str, structure: str, code: str) -> None:
    level = "province" if len(code) == 2 else "commune"
    found = find(text, structure=structure, level=level, province="24" if level == "commune" else None)
    assert found.unit is not None and found.unit.code == code


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "structure", "province", "code", "says"),
    [
        ("Phường Tân An", "2026-04-30", "24", "07682", "30/4/2026"),  # renamed
        ("Phường Hoa Ban", "2025-07", "24", "07682", "30/4/2026"),  # a name that came later
        ("Phường Ngọc Hà", "2026-04-30", "01", "00004", "30/4/2026"),  # merged
        ("Xã Bằng Khẩu", "2024", "06", "01942", "1/1/2023"),  # merged before
        ("Xã Bằng Khẩu", "2025-07", "19", "01942", "1/1/2023"),  # and carried on
    ],
)
def test_a_name_of_another_structure_is_offered_with_its_day(
    text: str, structure: str, province: str, code: str, says: str
) -> None:
    found = find(text, structure=structure, province=province)
    offered = {c.unit.code: c.text() for c in found.candidates}
    assert found.unit is None and says in offered[code]
    english = next(c.text("en") for c in found.candidates if c.unit.code == code)
    assert "20" in english and says not in english


@pytest.mark.slow
def test_kon_tum_finds_the_communes_that_it_became_by_now() -> None:
    found = search("Kon Tum", structure="2026-04-30", limit=80)
    assert found[0].unit.code in ("51", "23293")
    codes = {c.unit.code for c in found}
    assert codes >= set(communes_now("62", target="2026-04-30"))
    assert all(c.unit.structure == "2026-04-30" for c in found)


@pytest.mark.parametrize(
    ("text", "structure", "code"),
    [
        ("ngoc ha", "2026-04-30", "00004"),
        ("00008", "2026-04-30", "00004"),
        ("hoa ban", "2025-07", "07682"),
        ("bang khau", "2026-04-30", "90001"),
        ("bang khau", "2022", "90002"),
        ("dong viet", "2026-04-30", "07735"),
    ],
)
def test_the_search_box_knows_every_structure(text: str, structure: str, code: str) -> None:
    assert search(text, structure=structure)[0].unit.code == code


def test_each_unit_is_offered_once() -> None:
    found = search("Bằng Vân", structure="2026-04-30", limit=40)
    assert len({c.unit.code for c in found}) == len(found)
