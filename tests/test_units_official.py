"""Every edge of the register against the official conversion table, where that is at hand."""

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from data.units import adding, conversion
from data.units.adding import Provenance, StructureSpec
from data.units.chain import adjacent_edges, frames, own_edges
from data.units.checking import check, check_correction
from data.units.names import fold, split_kind
from data.units.register import successions, unit, units
from data.units.summary import summarise

SHARED = Path(os.environ.get("CNSCD_SHARED_DATA") or Path(__file__).parents[2] / "shared" / "data")
TABLE = SHARED / "crosswalk" / "official-conversion-table.xlsx"

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not TABLE.exists(), reason=f"the official conversion table is not at hand ({TABLE})"),
]


@pytest.fixture(scope="module")
def rows():
    """Return (old code, old name, new code, new name, note) of each row that names two communes."""
    book = openpyxl.load_workbook(TABLE, read_only=True)
    sheet = next(book[name] for name in book.sheetnames if "không merge" in name)
    found = []
    for row in sheet.iter_rows(min_row=3, max_col=6, values_only=True):
        _, new_name, new, old_name, old, note = (" ".join(str(cell or "").split()) for cell in row)
        if new and old:
            found.append((old.zfill(5), old_name, new.zfill(5), new_name, note))
    return found


def _key(name):
    return fold(split_kind(name)[1]).replace(" ", "")


@pytest.fixture(scope="module")
def edges(rows):
    """Return the note of each edge, a wrong old code replaced where another commune of the district is named."""
    return {(_right_code(old, name), new): note for old, name, new, _, note in rows}


def _right_code(code, name):
    here = unit("2024", code)
    if _key(name) == _key(here.name):
        return code
    district = units("2024", "commune").query("district == @here.district")
    named = [c for c, n in district["name"].items() if _key(n) == _key(name)]
    return named[0] if len(named) == 1 else code


def test_three_rows_bear_a_code_of_another_commune(rows):
    wrong = {(old, _right_code(old, name)) for old, name, *_ in rows if _right_code(old, name) != old}
    assert wrong == {("00553", "00556"), ("01615", "01651"), ("02485", "02482")}


def test_every_edge_agrees(edges):
    ours = set(successions()[["code_2024", "code_2025"]].itertuples(index=False, name=None))
    assert ours == set(edges)


def test_whole_and_part_agree(edges):
    ways = Counter(old for old, _ in edges)
    for old, new, whole, part in successions().itertuples(index=False):
        note = edges[old, new]
        assert whole == (ways[old] == 1)
        if whole:
            assert "phần" not in note and part == "whole", (old, new, note)
        elif "toàn bộ dân số" in note:
            assert part == "people", (old, new, note)
        elif note.endswith("phần diện tích"):
            assert part == "land", (old, new, note)
        else:
            assert part in ("part", "people"), (old, new, note)


def test_people_without_the_words_only_where_the_rest_took_land_alone(edges):
    silent = [
        (old, new)
        for old, new, _, part in successions().itertuples(index=False)
        if part == "people" and "toàn bộ dân số" not in edges[old, new]
    ]
    assert silent == [("00136", "00136")]


def test_names_and_kinds_of_2025_agree(rows):
    for _, _, code, name, _ in rows:
        here = unit("2025-07", code)
        assert _key(name) == _key(here.name) or name == "Xa Ea Kly"
        assert split_kind(name)[0] in (here.kind, None)


@pytest.fixture(scope="module")
def sheets():
    """Return the two sheets of the workbook as tables of lines: with merged cells, and without."""
    return [conversion._table(sheet) for sheet in conversion.workbook.read(TABLE.read_bytes())]


def test_both_sheets_are_read_as_they_are(sheets):
    merged, flat = (
        check_correction(table, old=frames("2024"), new=frames("2025-07"), standing=adjacent_edges("2024"))
        for table in sheets
    )
    assert merged.edges.equals(flat.edges) and not merged.errors and not flat.errors
    assert [len(table.lines) for table in sheets] == [10_571, 10_571]


def test_as_a_correction_it_agrees_with_the_register_on_every_commune(monkeypatch, tmp_path):
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    found = adding.add(TABLE.read_bytes(), StructureSpec("2025-07"), Provenance("GSO", by="test", licence="?"))
    told = summarise(found)
    assert (told.communes_before, told.communes_after, told.split) == (10_035, 3_321, 440)
    assert told.differences == ()
    kinds = Counter(f.kind for f in found.checked.findings)
    assert kinds == {"by_name": 3, "spelling": 19, "no_unit": 1}
    before = successions()
    assert before.equals(successions()) and adjacent_edges("2024").equals(own_edges("2025-07"))


def test_a_table_of_the_whole_country_lacks_no_commune(monkeypatch, tmp_path, sheets):
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    lines = [line for line in sheets[1].lines if line.code_old != "01942"]
    found = check(replace(sheets[1], lines=tuple(lines)), side="old", given=frames("2024"))
    assert found.complete
    assert ("ended", "01942") in {(f.kind, f.code) for f in found.errors}
