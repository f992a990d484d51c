"""Scores and states: what is told of a unit by itself, and what is added up of words."""

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.map import layers, legend, palette, views
from components.state import estimate_ranges
from components.state.selection import HOWS, View
from components.state.view_model import Scene, write_value
from data.catalogue import scores
from data.catalogue.current import catalogue
from data.catalogue.loading import FaultyCatalogue, load
from data.derivation.columns import carried
from data.disclosure import public_figures, write_public
from data.disclosure.export_public import export_public
from data.disclosure.public_release import beside
from data.disclosure.rules import rules
from data.i18n import LANGUAGES
from data.intake import checks, drafting, headings, ratings, template
from data.intake.report import check
from data.intake.result import Checked
from data.measures import figures as measured
from data.measures import quality, series
from data.publication import publish
from data.publication.pointer import set_current
from data.releases import compare, drafts, export_files
from data.releases.export import export
from data.releases.store import Release, Store, open_store
from data.releases.validation import BadTable, check_rows
from data.releases.write import write_release
from data.spreadsheets import cells as values
from data.units import register
from data.units.register import edges
from geo import classes
from tests.fixtures.small_release import LATE, communes, report

THEN, NOW = "2024", "2025-07"
BEFORE = "2026-Q1"
EDGES = edges(THEN, NOW)
INTO = EDGES.groupby("code_to")["part"].agg(list)
ALONE = EDGES[EDGES["code_to"].isin(INTO.index[INTO.map(lambda parts: parts == ["whole"])])].iloc[0]
MERGED = EDGES[EDGES["code_to"].isin(INTO.index[INTO.map(lambda parts: parts == ["whole"] * 3)])].iloc[:3]
SPLIT = EDGES[EDGES["part"] == "part"].iloc[0]
STATES = ("green", "yellow", "red")


def home(code: str, structure: str) -> str:
    return register.unit(structure, code).province


def told() -> pd.DataFrame:
    """Return reports on communes of the structure before, with scores, and of one province, with its own."""
    codes = [ALONE.code_from, *MERGED["code_from"], SPLIT.code_from]
    rows = pd.DataFrame({"structure": THEN, "level": "commune", "code": codes, "period": LATE, "source": "r"})
    rows["dti_score"] = [6735, 5000, 7000, 9000, 4210]
    rows["communes_nq57_rated"] = 1
    rows["communes_nq57_green"] = [1, 1, 0, 0, 0]
    rows["communes_nq57_yellow"] = [0, 0, 1, 0, 0]
    rows["communes_nq57_red"] = [0, 0, 0, 1, 1]
    own = {"structure": THEN, "level": "province", "code": home(ALONE.code_from, THEN), "source": "p"}
    return pd.concat([rows, pd.DataFrame([{**own, "period": each, "dti_score": 7012} for each in (BEFORE, LATE)])])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a store with these reports published; not to be changed."""
    folder = tmp_path_factory.mktemp("scores")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CNSCD_VAR", str(folder))
        made = open_store(folder / "store")
        sources = pd.DataFrame({"source": ["r", "p"], "kind": "report", "title": ["Xã", "Tỉnh"]})
        release = write_release(made, {"reports": told(), "sources": sources}, parent=None, message="x")
        set_current(made, release.id, who="test", action="publish")
        write_public.ensure(made)
        yield made


@pytest.fixture(scope="module")
def release(store: Store) -> Release:
    return store.current()


def score(release: Release, code: str | None, structure: str, level: str = "commune") -> list[float]:
    """Return a unit's score from every door that tells it; each must say the same."""
    at = {"period": LATE, "structure": structure}
    found = [measured.unit_figures(release, code, **at).set_index("measure").at["dti", "value"]]
    found.append(measured.trend(release, "dti", structure=structure, code=code).set_index("period").at[LATE, "value"])
    if code is not None:
        table = measured.figures(release, "dti", level=level, **at).table.set_index("code")
        line = series.series(release, "dti", structure=structure, level=level, codes=[code])
        found += [table.at[code, "value"], line.set_index("period").at[LATE, "value"]]
    return found


@pytest.mark.slow
def test_a_communes_score_is_what_was_told_of_it(release: Release) -> None:
    assert set(score(release, ALONE.code_from, THEN)) == {67.35}


def test_it_goes_along_only_where_the_commune_went_whole_and_alone(release: Release) -> None:
    assert set(score(release, ALONE.code_to, NOW)) == {67.35}
    for gone in (MERGED["code_to"].iloc[0], SPLIT.code_to):
        assert all(pd.isna(value) for value in score(release, gone, NOW)), "never a sum, a mean or a share of scores"
    assert "dti_score" not in set(release.query("SELECT indicator FROM converted")["indicator"])


@pytest.mark.slow
def test_a_provinces_score_is_its_own_and_the_country_has_none(release: Release) -> None:
    own, other = home(ALONE.code_from, THEN), home(SPLIT.code_from, THEN)
    assert set(score(release, own, THEN, "province")) == {70.12}
    assert other == own or all(pd.isna(value) for value in score(release, other, THEN, "province"))
    assert all(pd.isna(value) for value in score(release, home(ALONE.code_to, NOW), NOW, "province"))
    assert all(pd.isna(value) for value in score(release, None, THEN))


def test_no_total_of_scores_is_made_of_units_in_view_or_in_a_district(release: Release) -> None:
    district = str(register.unit(THEN, ALONE.code_from).district)
    found = measured.figures(release, "dti", period=LATE, structure=THEN, level="commune", parent=district)
    assert pd.isna(measured.total(found).value)
    assert all(pd.isna(value) for value in score(release, district, THEN, "district"))
    rows = series.series(release, "dti", structure=THEN, level="commune", codes=[ALONE.code_from])
    together = series.together(rows, measure=catalogue().measures["dti"], codes=[ALONE.code_from])
    assert together["value"].isna().all()


def test_a_provinces_own_score_is_as_old_as_it_says(release: Release) -> None:
    found = measured.figures(release, "dti", period=LATE, structure=THEN, level="province")
    ages = quality.age(release, found)
    assert ages[home(ALONE.code_from, THEN)] == 0 and ages.notna().sum() == 1
    row = found.table.set_index("code").loc[home(ALONE.code_from, THEN)]
    assert (row["reported"], row["expected"]) == (0, 0), "told by itself, not by its communes"


@pytest.mark.slow
def test_states_are_added_up_as_counts(release: Release) -> None:
    into = MERGED["code_to"].iloc[0]
    table = release.query("FROM communes WHERE structure = $s AND period = $p", s=NOW, p=LATE).set_index("code")
    assert [table.at[into, f"communes_nq57_{each}"] for each in ("rated", *STATES)] == [3, 1, 1, 1]
    totals = release.query("FROM provinces WHERE structure = $s AND period = $p", s=NOW, p=LATE)
    assert [totals[f"communes_nq57_{each}"].sum() for each in ("rated", *STATES)] == [5, 2, 1, 2]


@pytest.mark.slow
def test_an_export_writes_points_and_no_sums(release: Release) -> None:
    made = export(release, structure=THEN, level="commune")
    assert made.table.set_index("code").at[ALONE.code_from, "dti_score"] == 67.35
    text = export_files.content(made, format="csv").decode("utf-8-sig")
    assert ",67.35," in text and ",6735," not in text
    shapes = json.loads(export_files.content(made, format="geojson"))["features"]
    assert 67.35 in [each["properties"]["dti_score"] for each in shapes]
    provinces = export(release, structure=THEN, level="province").table.set_index("code")["dti_score"].dropna()
    assert provinces.to_dict() == {home(ALONE.code_from, THEN): 70.12}
    assert export(release, structure=THEN, level="district").table["dti_score"].isna().all()


def test_the_public_sees_scores_and_states_and_no_sum_of_scores(store: Store) -> None:
    public = beside(store.root).current()
    at = {"period": LATE, "structure": THEN}
    table = public_figures.figures(public, "dti", level="commune", **at).table.set_index("code")
    assert table.at[ALONE.code_from, "value"] == 67.35 and not table["suppressed"].any()
    province = public_figures.figures(public, "dti", level="province", **at).table.set_index("code")
    assert province["value"].dropna().to_dict() == {home(ALONE.code_from, THEN): 70.12}
    assert public_figures.trend(public, "dti", structure=THEN, code=None)["value"].isna().all()
    assert public_figures.told(public, **at)["dti"] == 5, "the measure is offered"
    share = public_figures.figures(public, "nq57_green_share", level="commune", **at).table.set_index("code")["value"]
    assert (share[ALONE.code_from], share[SPLIT.code_from]) == (1.0, 0.0)
    made = export_public(public, structure=THEN, level="commune").table.set_index("code")
    assert made.at[ALONE.code_from, "dti_score"] == 67.35 and made["not_published"].isna().all()


def test_no_relation_and_no_group_holds_a_score() -> None:
    found = rules()
    assert found.scores == {"dti_score", "dti__num"}
    assert not found.scores & set(found.group_of) and not found.scores & found.withheld
    assert not any(found.scores & {column, *(name for name, _ in parts)} and column != "dti__num"
                   for column, parts in found.sums)  # fmt: skip
    assert "dti_score" in carried(catalogue()).scores


def test_a_score_is_read_in_points_with_two_decimals() -> None:
    measure = catalogue().measures["dti"]
    assert [write_value(measure, value, "vi") for value in (67.35, 70.0, None)] == ["67,35", "70,00", "chưa có số liệu"]
    assert scores.written("dti_score", 6735, "vi") == "67,35" and scores.written("households", 6735, "en") == "6,735"
    found = classes.classify(pd.Series([12.5, 67.35, 88.0, None]), kind="score", k=3)
    assert found.low == 1250 and all(label for label in found.labels("vi")) and found.missing == 1


@pytest.mark.parametrize("how", HOWS)
def test_every_view_of_scores_reads_points(store: Store, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(store.root.parent))
    monkeypatch.setattr(palette, "theme", lambda: "light")
    place = home(ALONE.code_from, THEN)
    view = View(period=LATE, structure=THEN, measure="dti", unit=place, how=how, second="nq57_green_share")
    shown = Scene(view, store.current(), "vi")
    assert views.picture(shown).panes and "6.735" not in legend.markup(shown)
    layer = layers.of_count(shown) if how == "circles" else layers.of_measure(shown)
    assert layer.series().decimals == 2 and 6735 in layer.read()
    assert estimate_ranges.notes(shown) == [], "nothing is called the rest of a sum"


def test_a_draft_says_what_it_changes_without_adding_scores(store: Store) -> None:
    rows = told().query("source == 'r'").drop(columns="source").assign(dti_score=[6800, 5000, 7000, 9000, 4210])
    draft = drafts.create(store, rows=rows, source=report(), base_release=store.current_id(), who="lan")
    found = {each.indicator: each for each in compare.compare(store, drafts.get(store, draft)).indicators}
    assert (found["dti_score"].old, found["dti_score"].new, found["dti_score"].changed) == (None, None, 1)
    assert found["communes_nq57_rated"].new == 5


def test_the_door_refuses_what_is_no_score() -> None:
    row = {"structure": THEN, "level": "commune", "code": ALONE.code_from, "period": LATE}
    assert check_rows(pd.DataFrame([row | {"dti_score": 10_000}])).num_rows == 1
    for bad in ({"dti_score": 10_001}, {"dti_score": -1}, {"level": "village", "code": "v1", "dti_score": 5}):
        with pytest.raises(BadTable):
            check_rows(pd.DataFrame([row | bad]), villages=["v1"])


FAULTS = (
    ("people = true\nmost = 100", "", "score_of_people"),
    ("most = 100", 'part_of = [{ whole = "households" }]', "score_field"),
    ("most = 100", 'sum_of = [["households", "villages"]]', "score_field"),
    ("most = 100", 'group = "teams"', "score_field"),
    ("most = 100", 'reported_by = "village"', "score_field"),
    ("most = 100", 'time = "flow"', "score_field"),
)


@pytest.mark.parametrize(("counted", "field", "fault"), FAULTS)
def test_the_catalogue_says_what_a_score_cannot_be(tmp_path: Path, counted: str, field: str, fault: str) -> None:
    assert fault in faults(tmp_path, OWN.format(counted=counted, field=field or 'reported_by = "commune"'))


def faults(folder: Path, text: str) -> set[str]:
    file = folder / "own.toml"
    file.write_text(text, encoding="utf-8")
    try:
        load([file])
    except FaultyCatalogue as found:
        return {each.key.rpartition(".")[2] for each in found.faults if all(each.text(lang) for lang in ("vi", "en"))}
    return set()


OWN = """
[counted.grade]
name = {{ vi = "điểm", en = "points" }}
{counted}

[[indicator]]
code = "par_score"
name = {{ vi = "Điểm cải cách hành chính", en = "Score of administrative reform" }}
counts = "grade"
{field}
source = "product"
"""
MEASURE = """
[[measure]]
code = "own_measure"
name = {{ vi = "x", en = "x" }}
plain = {{ vi = "x", en = "x" }}
how = {{ vi = "x", en = "x" }}
kind = "{kind}"
numerator = "{numerator}"
{base}
unit = "score"
source = "product"
"""


@pytest.mark.parametrize(
    ("kind", "numerator", "base", "fault"),
    [
        ("count", "dti_score", "", "score_measure"),
        ("share", "dti_score", 'base = "households"', "score_measure"),
        ("ratio", "households", 'base = "dti_score"', "score_measure"),
        ("score", "households", "", "score_measure"),
        ("score", "dti_score + dti_score", "", "score_measure"),
        ("score", "dti_score", 'base = "villages"', "base_of_kind"),
    ],
)
def test_no_measure_adds_or_divides_a_score(tmp_path: Path, kind: str, numerator: str, base: str, fault: str) -> None:
    assert fault in faults(tmp_path, MEASURE.format(kind=kind, numerator=numerator, base=base))


def test_no_count_is_part_of_a_score(tmp_path: Path) -> None:
    text = OWN.format(counted="", field='part_of = [{ whole = "dti_score" }]\nsum_of = [["dti_score", "villages"]]')
    assert "of_score" in faults(tmp_path, text)


STATE = """
[[state]]
code = "{code}"
name = {{ vi = "x", en = "x" }}
headings = ["Trạng thái x"]
rated = "villages"
one_of = [
    {{ indicator = "{first}", words = ["tốt"] }},
    {{ indicator = "teams", words = ["{word}"] }},
]
source = "product"
"""


@pytest.mark.parametrize(
    ("code", "first", "word", "fault"),
    [
        ("own_state", "members", "kém", None),
        ("households", "members", "kém", "state_code"),
        ("own_state", "nothing", "kém", "state_count"),
        ("own_state", "dti_score", "kém", "state_count"),
        ("own_state", "teams", "kém", "state_count"),
        ("own_state", "members", "TỐT", "state_word"),
    ],
)
def test_the_catalogue_says_what_a_state_cannot_be(
    tmp_path: Path, code: str, first: str, word: str, fault: str | None
) -> None:
    assert faults(tmp_path, STATE.format(code=code, first=first, word=word)) == ({fault} if fault else set())


# Reading


def workbook(headings: list[str], rows: list[list[object]], title: str = "Số liệu đến ngày 30/9/2026") -> bytes:
    """Return a report on communes of Thái Nguyên, a row each, behind their codes."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["SỞ KHOA HỌC VÀ CÔNG NGHỆ TỈNH THÁI NGUYÊN"])
    sheet.append([title])
    sheet.append(["STT", "Mã đơn vị", "Xã, phường", *headings])
    codes = communes("19", NOW)
    for at, row in enumerate(rows):
        sheet.append([at + 1, codes[at], register.unit(NOW, codes[at]).name, *row])
    sheet.append([None, None, "Bình quân", *([66.2] * len(headings))])
    sheet.append([None, None, "Tổng cộng", *([66.2] * len(headings))])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def kinds(checked: Checked) -> set[str]:
    """Return the kinds of problems, without that of communes which the small file does not hold."""
    return {problem.kind for problem in checked.problems} - {"mostly_missing", "comparison_row"}


def figures(checked: Checked, name: str) -> list[int | None]:
    return [record.counts[name] for record in checked.records]


@given(hundredths=st.integers(0, 10_000), short=st.booleans())
def test_any_score_comes_back_from_an_export_as_it_was_written(hundredths: int, short: bool) -> None:
    text = f"{hundredths / 100:.2f}"
    if short and text.endswith("0"):
        text = text.rstrip("0").rstrip(".")
    for cell in (text, text.replace(".", ","), float(text), f" {text.replace('.', ',')} điểm ", f"đạt {text}"):
        read = values.score(cell, most=100)
        assert (read.kind, read.count, read.qualifier) == ("count", hundredths, "")
    table = pd.DataFrame({"code": ["x"], "dti_score": [scores.as_reported("dti_score", hundredths)]})
    line = export_files.csv_file(table).decode("utf-8-sig").splitlines()[1]
    assert float(line.removeprefix("x,")) == float(text)


@pytest.mark.parametrize(
    "cell",
    ["100,01", 100.01, -1, "-5", "1.234", "67.350", "1.000,5", "6.735", 6735, "67,35,2", "cao", True, "1e2", 1e30],
)
def test_what_is_no_score_is_refused(cell: object) -> None:
    assert values.score(cell, most=100).kind == "no_score"


def test_other_cells_are_read_as_everywhere() -> None:
    for cell, kind in ((None, "blank"), ("", "blank"), ("-", "mark"), ("67,35%", "share"), ("#REF!", "error")):
        assert values.score(cell, most=100).kind == kind
    assert values.score("gần 70", most=100) == values.Read("count", 7000, "gần")
    assert values.score(66.123456, most=100) == values.Read("count", 6612, values.ROUNDED)
    assert values.score(67.35000000001, most=100) == values.Read("count", 6735)


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        *((word, 0) for word in ("Xanh", "XANH", " xanh ", "green", "Green", "Đạt (xanh)", "Xanh (đạt)", "Màu xanh")),
        *((word, 1) for word in ("Vàng", "yellow", "vàng.", "Chậm (vàng)")),
        *((word, 2) for word in ("Đỏ", "red", "Mức đỏ")),
        *((word, None) for word in (None, "", "-", "chưa xếp loại")),
        *((word, "no_state") for word in ("tím", "Xanh (đỏ)", "xanh, vàng", "Đạt", "không xanh", 1, True)),
    ],
)
def test_a_word_of_a_state_is_read_or_told(cell: object, place: int | str | None) -> None:
    read = ratings.reader("nq57_state")(cell)
    if place is None:
        assert read.kind == "blank" and set(ratings.counts("nq57_state", read).values()) == {None}
    elif place == "no_state":
        assert read.kind == "no_state" and read.count is None
    else:
        told = ratings.counts("nq57_state", read)
        assert told.pop("communes_nq57_rated") == 1 and list(told.values()) == [int(place == at) for at in range(3)]


@pytest.mark.slow
def test_a_workbook_of_both_is_read_published_and_taken_out(small_store: Store) -> None:
    rows = [["67,35", "Xanh"], [70.5, "Đạt (vàng)"], ["100", "đỏ"], [None, None], [0, "red"]]
    content = workbook(["Điểm DTI", "Trạng thái NQ57"], rows)
    checked = check(content, name="dti.xlsx")
    assert checked.publishable and not kinds(checked)
    assert figures(checked, "dti_score") == [6735, 7050, 10_000, None, 0]
    assert figures(checked, "communes_nq57_green") == [1, 0, 0, None, 0]
    assert figures(checked, "communes_nq57_red") == [0, 0, 1, None, 1]
    assert "dti_score" not in checked.totals and checked.totals["communes_nq57_rated"] == 4
    assert checked.to_json(rows=True)["rows"][0]["dti_score"] == 67.35
    made = publish.publish(small_store, drafting.make(small_store, checked, who="lan"), who="lan")
    table = export(made, structure=NOW, level="commune", province="19", as_of=date(2026, 9, 30)).table
    codes = communes("19", NOW)[:5]
    told = table.set_index("code").loc[codes, "dti_score"]
    assert told.dropna().tolist() == [67.35, 70.5, 100.0, 0.0] and pd.isna(told[codes[3]])
    provinces = export(made, structure=NOW, level="province", as_of=date(2026, 9, 30)).table.set_index("code")
    assert pd.isna(provinces.at["19", "dti_score"]) and provinces.at["19", "communes_nq57_rated"] == 4


@pytest.mark.parametrize(
    ("heading", "cells", "kind"),
    [
        ("Điểm DTI", [67.35, 101], "no_score"),
        ("Điểm DTI", [67.35, "1.234"], "no_score"),
        ("Điểm DTI", [0.67, 0.7], "score_scale"),
        ("Điểm DTI", [66.123, 70], "rounded"),
        ("Xếp loại NQ 57", ["Xanh", "tím"], "no_state"),
    ],
)
def test_what_is_wrong_with_a_column_is_told(heading: str, cells: list[object], kind: str) -> None:
    checked = check(workbook([heading], [[cell] for cell in cells]), name="x.xlsx")
    assert kinds(checked) == {kind}
    problem = next(problem for problem in checked.problems if problem.kind == kind)
    assert (problem.severity == "error") == (kind != "rounded") and problem.column == "D"
    assert all("{" not in problem.message(lang) for lang in LANGUAGES)
    assert problem.indicator in catalogue().indicators, "the measure shows the warning"


def test_no_sum_of_scores_is_asked_for_and_a_jump_is_told_in_points() -> None:
    rows = [[60.0, 5], [70.0, 6], [80.0, 7]]
    checked = check(workbook(["Điểm DTI", "Số thôn, tổ dân phố"], rows), name="x.xlsx")
    wrong = [problem for problem in checked.problems if problem.kind == "sheet_total"]
    assert {problem.indicator for problem in wrong} <= {"villages"}
    before = {("commune", communes("19", NOW)[0]): {"dti_score": 2000}}
    told = checks.jumps(list(checked.records), before)
    assert "60,00" in told[0].message("vi") and "+40,00" in told[0].message("vi") and told[0].value == "60,00"


def test_villages_have_no_scores() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Số liệu đến ngày 30/9/2026, tỉnh Thái Nguyên"])
    sheet.append(["Xã, phường", "Thôn, tổ dân phố", "Tổng số hộ", "Điểm DTI"])
    name = register.unit(NOW, communes("19", NOW)[0]).name
    for at in range(4):
        sheet.append([name, f"Thôn {at + 1}", 100 + at, 50 + at])
    content = io.BytesIO()
    book.save(content)
    checked = check(content.getvalue(), name="x.xlsx", province="19")
    assert "rating_of_village" in kinds(checked) and figures(checked, "households") == [100, 101, 102, 103]
    assert all("dti_score" not in record.counts for record in checked.records)


def test_a_form_of_one_commune_tells_both() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"{register.unit(NOW, communes('19', NOW)[0]).name}, tỉnh Thái Nguyên"])
    sheet.append(["Số liệu đến ngày 30/9/2026"])
    sheet.append(["STT", "Nội dung", "ĐVT", "Kết quả"])
    lines = [("Tổng số hộ", "hộ", 900), ("Điểm DTI", "điểm", "67,35"), ("Trạng thái NQ57", "", "Xanh")]
    for at, line in enumerate([*lines, ("Số thôn có tổ", "thôn", 7)]):
        sheet.append([at + 1, *line])
    content = io.BytesIO()
    book.save(content)
    (record,) = check(content.getvalue(), name="x.xlsx", province="19").records
    assert (record.counts["dti_score"], record.counts["households"]) == (6735, 900)
    assert (record.counts["communes_nq57_green"], record.counts["communes_nq57_red"]) == (1, 0)


def test_counts_of_communes_by_state_are_read_as_counts() -> None:
    for heading, code in (("Số xã màu xanh", "green"), ("Số xã vàng", "yellow"), ("Số xã, phường màu đỏ", "red")):
        assert headings.read(heading) == f"communes_nq57_{code}"
    assert headings.read("Số tổ cấp xã") == "teams_commune" and headings.read("Xã, phường") is None


def test_a_rating_of_another_quarter_and_two_columns_of_one_are_asked_about() -> None:
    checked = check(workbook(["Điểm DTI quý I/2026"], [[60.5], [70.5]]), name="x.xlsx")
    assert [question.kind for question in checked.questions] == ["column"]
    twice = workbook(["Trạng thái NQ57", "Xếp loại NQ57"], [["Xanh", "Đỏ"], ["Xanh", "Xanh"]])
    asked = check(twice, name="x.xlsx").questions
    assert len(asked) == 2 and all("nq57_state" in question.options for question in asked)
    answers = {asked[0].id: "nq57_state", asked[1].id: "ignore"}
    assert figures(check(twice, name="x.xlsx", answers=answers), "communes_nq57_green") == [1, 1]


def test_our_form_takes_scores_and_refuses_what_is_none() -> None:
    made = openpyxl.load_workbook(io.BytesIO(template.workbook(NOW, "19", indicators=["villages", "dti_score"])))
    sheet = made[template.SHEET]
    rules = {str(each.sqref)[0]: (each.type, each.formula1, each.formula2) for each in
             sheet.data_validations.dataValidation}  # fmt: skip
    assert rules["E"][:2] == ("whole", "0") and rules["F"] == ("decimal", "0", "100")
    sheet["A2"], sheet["E6"], sheet["F6"] = "Số liệu đến ngày 30/9/2026", 7, 67.35
    content = io.BytesIO()
    made.save(content)
    checked = check(content.getvalue(), name="form.xlsx")
    told = next(record for record in checked.records if record.counts["villages"] == 7)
    assert told.counts["dti_score"] == 6735 and not checked.questions
