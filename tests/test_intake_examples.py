"""The example reports of offices, which are not part of the project, read to exactly what is expected of them."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from data.intake.report import check

SHARED = Path(os.environ.get("CNSCD_SHARED_DATA") or Path(__file__).parents[2] / "shared" / "data")
REPORTS = SHARED / "reports"

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not (REPORTS / "expected.json").exists(), reason=f"the example reports are not at {REPORTS}"),
]


def _expected(name: str) -> dict:
    return next(item for item in json.loads((REPORTS / "expected.json").read_text()) if item["file"] == name)


def _check(name: str, **known):
    return check((REPORTS / name).read_bytes(), name=name, **known)


@pytest.mark.parametrize("given", [True, False], ids=["told", "found in the file"])
@pytest.mark.parametrize(
    ("name", "province", "wrong_totals"),
    [
        ("bac-kan-tong-hop-2023-06.xlsx", "Tỉnh Bắc Kạn", [("households", 124, "I")]),
        ("lang-son-theo-huyen-2022-03.xlsx", "Tỉnh Lạng Sơn", []),
    ],
)
def test_summaries_by_commune(name, province, wrong_totals, given):
    expected = _expected(name)
    known = {"structure": "2024", "province": province, "as_of": date.fromisoformat(expected["as_of"])}
    checked = _check(name, **(known if given else {}))
    read = {row.pop("code"): row for row in checked.to_json(rows=True)["rows"]}
    wanted = {row["code"]: {k: v for k, v in row.items() if isinstance(v, int)} for row in expected["rows"]}
    assert read == wanted
    assert (checked.structure, checked.as_of.isoformat()) == ("2024", expected["as_of"])
    assert checked.province.name == province
    assert [(p.indicator, p.row, p.column) for p in checked.problems if p.kind == "sheet_total"] == wrong_totals
    assert checked.publishable and not checked.questions


def test_register_of_members():
    expected = _expected("danh-sach-to-xa-bang-van.xlsx")
    checked = _check(expected["file"])
    rows = checked.to_json(rows=True)["rows"]
    assert [{key: row[key] for key in ("village", "members")} for row in rows] == expected["rows"]
    assert {record.unit.name for record in checked.records} == {expected["commune"]}
    assert (checked.kind, checked.as_of.isoformat()) == ("register", expected["as_of"])


def test_village_sheet():
    expected = _expected("BC_T18_Q2_2026.xlsx")
    checked = _check(expected["file"])
    assert checked.to_json(rows=True)["rows"] == expected["rows"]
    assert (checked.period, checked.structure) == (expected["period"], expected["structure"])
    assert [question.text for question in checked.questions] == ["Thôn Phú Túc"]
