"""Lists of teams: of villages, communes, volunteers and schools, from a workbook to the rules that they are held to."""

import io
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from data.catalogue import composition_rules
from data.intake import drafting, report, template
from data.intake.baseline import Known
from data.intake.columns import recognise
from data.intake.layout import blocks
from data.intake.result import Checked
from data.intake.team_words import level_of, status_of
from data.publication import publish
from data.releases import drafts
from data.releases.store import Store, open_store
from data.spreadsheets.reader import RawSheet
from data.teams import finder
from data.teams.editing import FIELDS
from data.units.register import unit
from tests.fixtures import reading
from tests.fixtures.formats import to_xlsx

DAY = date(2026, 6, 30)
HEAD = [
    "STT",
    "Tên tổ",
    "Loại hình tổ",
    "Thôn",
    "Chi đoàn",
    "Số thành viên",
    "Số nhóm",
    "Số quyết định",
    "Ngày thành lập",
    "Trạng thái",
    "Nền tảng nhóm",
    "Link nhóm Zalo",
    "Số hộ trong nhóm Zalo",
    "Các thôn phụ trách",
]
TEAMS = [
    [
        1,
        "Tổ CNSCĐ Khu Chợ",
        "Cấp thôn",
        "Khu Chợ",
        None,
        5,
        None,
        "12/QĐ-UBND ngày 5/4/2022",
        None,
        "Đang hoạt động",
        "Zalo",
        "https://zalo.me/g/abc",
        80,
        None,
    ],
    [2, "Tổ CNSCĐ Cốc Lải", "thôn", "Thôn Cốc Lải", None, 4],
    [3, "Tổ CNSCĐ xã", "cấp xã", None, None, 9],
    [
        4,
        "Đội hình TNTN số 1",
        "TNTN",
        None,
        "Chi đoàn Khu Chợ",
        24,
        10,
        None,
        "01/03/2023",
        None,
        None,
        None,
        None,
        "Khu Chợ; Thôn Cốc Lải",
    ],
    [
        5,
        "Đội hình TNTN số 2",
        "Tổ thanh niên tình nguyện",
        None,
        "chi đoàn khu chợ",
        12,
        7,
        None,
        None,
        None,
        None,
        None,
        None,
        "Khu Chợ",
    ],
    [6, "Tổ số trường THCS", "Trường học", None, None, 12, None, None, None, "tạm dừng"],
]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep remembered answers of the machine out, and parse in this process."""
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    reading.use(monkeypatch)


def read(rows: list[list[object]], *, known: Known | None = None, title: str = "UBND xã Bằng Vân") -> Checked:
    content = to_xlsx({"Tổ": [[title], *rows]})
    return report.check(content, name="to.xlsx", structure="2024", province="06", as_of=DAY, known=known or Known())


def told(checked: Checked) -> list[tuple[object, ...]]:
    """Return (level, name, village, what is told) of every team."""
    return [
        (team.level, team.name, record.village, dict(team.told)) for record in checked.records for team in record.teams
    ]


def problems(checked: Checked) -> list[tuple[str, int | None, str | None]]:
    return [(one.kind, one.row, one.column) for one in checked.problems if one.kind != "date_structure"]


def test_every_level_is_read_with_all_that_a_form_holds() -> None:
    checked = read([HEAD, *TEAMS])
    assert (checked.kind, checked.publishable, problems(checked)) == ("teams", True, [])
    assert told(checked)[0] == (
        "village",
        "Tổ CNSCĐ Khu Chợ",
        "Khu Chợ",
        {
            "members": 5,
            "decision": "12/QĐ-UBND ngày 5/4/2022",
            "decided": date(2022, 4, 5),
            "status": "active",
            "group_platform": "zalo",
            "group_link": "https://zalo.me/g/abc",
            "zalo_households": 80,
        },
    )
    assert (
        "volunteer",
        "Đội hình TNTN số 1",
        None,
        {
            "union_branch": "Chi đoàn Khu Chợ",
            "members": 24,
            "subgroups": 10,
            "founded": date(2023, 3, 1),
        },
    ) in told(checked)
    assert checked.totals == {"teams_village": 2, "members_village": 9, "teams_commune": 1, "members_commune": 9}
    said = {"team", "structure"} | {column for _, _, _, team in told(checked) for column in team}
    assert set(FIELDS["team"]) - said == {"level", "name", "village", "commune", "villages", "reorganised", "dissolved"}


@pytest.fixture(scope="module")
def _listed(_small_store_made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("listed")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CNSCD_VAR", str(folder))
        reading.use(patched)
        store = open_store(shutil.copytree(_small_store_made, folder / "store"))
        publish.publish(store, drafting.make(store, read([HEAD, *TEAMS]), who="lan"), who="lan")
    return folder


@pytest.fixture
def store(_listed: Path, tmp_path: Path) -> Store:
    """Return a store of its own in which the list TEAMS is published."""
    return open_store(shutil.copytree(_listed / "store", tmp_path / "store"))


@pytest.mark.slow
def test_a_published_list_answers_the_rules_of_volunteer_teams(store: Store) -> None:
    release = store.current()
    commune = "01942"
    assert unit("2024", commune).name == "Xã Bằng Vân"
    for level, names in {
        "volunteer": ["Đội hình TNTN số 1", "Đội hình TNTN số 2"],
        "school": ["Tổ số trường THCS"],
        "commune": ["Tổ CNSCĐ xã"],
        "village": ["Tổ CNSCĐ Cốc Lải", "Tổ CNSCĐ Khu Chợ"],
    }.items():
        for structure, code in (("2024", commune), ("2025-07", "01942")):
            query = finder.Query(structure=structure, unit=code, levels=(level,))
            assert finder.find(release, query).table["name"].tolist() == names
    teams = release.query("SELECT f.*, t.union_branch FROM team_facts f JOIN teams t USING (team)").set_index("name")
    found = {
        name: {one.rule.check: (one.met, one.number) for one in composition_rules.findings(teams.loc[name], on=DAY)}
        for name in ("Đội hình TNTN số 1", "Đội hình TNTN số 2", "Tổ số trường THCS")
    }
    assert found["Đội hình TNTN số 1"] == {
        "size": (True, 24),
        "group_size": (True, 2),
        "village_covered": (True, 2),
        "chi_doan_covered": (True, 2),
    }
    assert found["Đội hình TNTN số 2"]["size"] == (False, 12)
    assert found["Đội hình TNTN số 2"]["group_size"] == (False, 1)
    assert found["Tổ số trường THCS"] == {}
    figures = release.query(
        "SELECT sum(teams_village) AS n, sum(members_village) AS m FROM village_figures "
        "WHERE teams_village IS NOT NULL AND source NOT LIKE 'sample'"
    )
    assert figures.iloc[0].tolist() == [2, 9], "volunteers are counted among no others"


@pytest.mark.slow
def test_what_a_later_list_does_not_tell_stays_published(store: Store) -> None:
    before = store.current().query("SELECT * FROM teams ORDER BY team")
    later = read(
        [
            ["STT", "Tên tổ", "Cấp tổ", "Thôn", "Số thành viên", "Chi đoàn"],
            [1, "Tổ CNSCĐ Khu Chợ", "thôn", "Khu Chợ", 7],
            [2, "đội hình tntn số 1", "TNTN", None, 25],
            [3, None, "xã", None, 10],
            [4, None, "TNTN", None, 30, "Chi đoàn Cốc Lải"],
        ],
        known=Known(store.current()),
    )
    assert later.publishable
    release = publish.publish(store, drafting.make(store, later, who="lan"), who="lan")
    after = release.query("SELECT * FROM teams ORDER BY team").set_index("team")
    assert len(after) == len(before) + 1, "one team is new; the others are known again"
    changed = before.set_index("team").drop(columns=["members", "source", "name"])
    kept = after.loc[changed.index, changed.columns]
    pd.testing.assert_frame_equal(kept, changed)
    assert after.set_index("name").loc["Tổ CNSCĐ xã", "members"] == 10
    assert sorted(after["members"].dropna())[-4:] == [12, 12, 25, 30]
    assert after.loc[~after.index.isin(before["team"]), "name"].tolist() == [
        "Tổ thanh niên tình nguyện Chi đoàn Cốc Lải"
    ]


@pytest.mark.slow
def test_a_register_of_members_leaves_what_else_is_known_of_the_team(store: Store) -> None:
    people = [
        ["STT", "Họ và tên", "Năm sinh", "Thôn", "Cấp tổ", "Tên tổ", "Chi đoàn", "Số nhóm"],
        [1, "Lý A", 1990, "Khu Chợ", "thôn"],
        [2, "Lý B", 1991, "Khu Chợ"],
        [3, "Hà C", 1999, None, "TNTN", "Đội hình TNTN số 2", "Chi đoàn Khu Chợ", 1],
        [4, "Hà D", 2000, None, "TNTN", "Đội hình TNTN số 2", None, None],
    ]
    checked = read(people, known=Known(store.current()))
    assert checked.kind == "register" and checked.publishable
    assert checked.totals == {"members": 2}, "volunteers are members of no village team"
    release = publish.publish(store, drafting.make(store, checked, who="lan"), who="lan")
    teams = release.query("SELECT * FROM teams").set_index("name")
    market, second = teams.loc["Tổ CNSCĐ Khu Chợ"], teams.loc["Đội hình TNTN số 2"]
    assert (market["members"], market["group_link"], market["status"]) == (2, "https://zalo.me/g/abc", "active")
    assert (second["level"], second["members"], second["subgroups"]) == ("volunteer", 2, 1)
    assert pd.isna(second["village"]), "the village above is that of another team"
    seats = release.query(
        "SELECT t.name, count(*) AS n FROM memberships m JOIN teams t USING (team) "
        "WHERE person NOT LIKE 'p-%' GROUP BY ALL ORDER BY n, t.name"
    )
    assert seats["name"].tolist() == ["Tổ CNSCĐ Khu Chợ", "Đội hình TNTN số 2"] and seats["n"].tolist() == [2, 2]


WRONG: dict[str, tuple[list[object], list[tuple[str, int, str]]]] = {
    "a level that nobody knows": ([1, "Tổ A", "cấp vùng", "Khu Chợ", None, 5], [("team_level", 3, "C")]),
    "two levels at once": ([1, "Tổ A", "thôn, xã", "Khu Chợ", None, 5], [("team_level", 3, "C")]),
    "no level": ([1, "Tổ A", None, "Khu Chợ", None, 5], [("team_level_blank", 3, "C")]),
    "a fraction of a group": ([1, "Tổ A", "TNTN", None, "Chi đoàn X", 20, "2,5"], [("fraction", 3, "G")]),
    "fewer groups than none": ([1, "Tổ A", "TNTN", None, "Chi đoàn X", 20, -2], [("negative", 3, "G")]),
    "words for a count": ([1, "Tổ A", "TNTN", None, None, "vài", 3], [("not_number", 3, "F")]),
    "a day that is none": ([1, "Tổ A", "xã", None, None, 5, None, None, "31/2/2023"], [("team_day", 3, "I")]),
    "a day that is to come": ([1, "Tổ A", "xã", None, None, 5, None, None, "1/1/2030"], [("team_day", 3, "I")]),
    "an unclear state": ([1, "Tổ A", "xã", None, None, 5, None, None, None, "không rõ"], [("team_status", 3, "J")]),
    "a telephone number": ([1, "Tổ A", "TNTN", None, "Chi đoàn 0912 345 678", 20], [("team_text", 3, "E")]),
    "all villages, unnamed": ([1, "Tổ A", "TNTN", *[None] * 10, "toàn xã"], [("team_serves", 3, "N")]),
    "a village team of no village": ([1, "Tổ A", "thôn", None, None, 5], [("team_no_village", 3, "B")]),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_at_its_cell(case: str) -> None:
    row, expected = WRONG[case]
    checked = read([HEAD, row])
    assert problems(checked) == expected
    assert checked.publishable == (expected[0][0] in ("team_serves", "team_no_village"))
    for lang in ("vi", "en"):
        assert all(one.message(lang) for one in checked.problems)
    assert "0912" not in str([one.to_json() for one in checked.problems])


def test_a_team_twice_and_a_column_of_the_area() -> None:
    rows = [[1, "Tổ A", "TNTN", None, None, 20, 100], [2, "tổ A", "tntn", None, None, 21]]
    checked = read([[*HEAD[:6], "Số hộ"], *rows])
    assert problems(checked) == [("team_column", None, "G"), ("team_twice", 4, "A")]


HEADINGS = {
    "team_level": [
        "Cấp tổ",
        "Loại tổ",
        "Loại hình",
        "Cấp",
        "Phân loại tổ",
        "Loai hinh to",
        "LOẠI HÌNH TỔ CÔNG NGHỆ SỐ CỘNG ĐỒNG",
        "Cấp/loại hình tổ",
    ],
    "union_branch": ["Chi đoàn", "Tên chi đoàn", "Thuộc chi đoàn", "CHI ĐOÀN TNCS HỒ CHÍ MINH", "Chi doan"],
    "subgroups": [
        "Số nhóm",
        "Số nhóm trong tổ",
        "Nhóm 2 người",
        "Số nhóm (từ 2 người trở lên)",
        "Số lượng nhóm nhỏ",
        "So nhom",
    ],
    "founded": ["Ngày thành lập", "Thời gian thành lập", "Ngày, tháng, năm thành lập tổ", "Ngay thanh lap"],
    "decided": ["Ngày quyết định", "Ngày ký QĐ thành lập", "Ngày ban hành quyết định"],
    "decision": ["Số quyết định", "Quyết định thành lập", "Số QĐ", "Số, ngày quyết định thành lập tổ"],
    "reorganised": ["Ngày kiện toàn", "Thời gian kiện toàn gần nhất"],
    "dissolved": ["Ngày giải thể", "Ngày chấm dứt hoạt động của tổ"],
    "status": ["Trạng thái", "Tình trạng hoạt động của tổ", "Trang thai"],
    "group_platform": ["Nền tảng nhóm", "Nhóm Zalo", "Kênh liên lạc của tổ"],
    "group_link": ["Link nhóm Zalo", "Đường dẫn nhóm", "Liên kết nhóm Zalo của tổ"],
    "serves": ["Thôn phụ trách", "Các thôn, tổ dân phố phụ trách", "Địa bàn phụ trách"],
}


@pytest.mark.parametrize(("role", "heading"), [(role, text) for role, texts in HEADINGS.items() for text in texts])
def test_headings_in_the_ways_offices_write_them(role: str, heading: str) -> None:
    cell = 3 if role == "subgroups" else "x y"
    sheet = RawSheet(
        "S",
        [
            ["STT", "Tên tổ", "Số nhóm nhỏ" if role != "subgroups" else "Chi đoàn", heading],
            [1, "Tổ A", 2 if role != "subgroups" else "b", cell],
        ],
    )
    (block,) = blocks(sheet)
    assert [column.role for column in recognise(block)][3] == role


def test_a_heading_of_two_rows_and_groups_of_communes() -> None:
    checked = read(
        [
            ["STT", "Tổ công nghệ số cộng đồng", None, None, "Quyết định thành lập", None],
            [None, "Tên tổ", "Loại hình", "Số người", "Số", "Ngày"],
            ["I", "Xã Bằng Vân"],
            [1, "Tổ CNSCĐ thôn Cốc Lải", "thôn", 4, "13/QĐ-UBND", "6/4/2022"],
            ["II", "Xã Cốc Đán"],
            [1, "Đội TNTN Cốc Đán", "TNTN", 20, "14/QĐ-UBND", "7/4/2022"],
            [None, "Tổng cộng", None, 24],
            [None, "NGƯỜI LẬP BIỂU", None, None, "CHỦ TỊCH"],
        ],
        title="Danh sách tổ huyện Ngân Sơn",
    )
    assert problems(checked) == [] and [record.unit.name for record in checked.records] == ["Xã Bằng Vân", "Xã Cốc Đán"]
    assert [
        (level, name, village, team["members"], team["decision"], team["decided"].day)
        for level, name, village, team in told(checked)
    ] == [
        ("village", "Tổ CNSCĐ thôn Cốc Lải", "Thôn Cốc Lải", 4, "13/QĐ-UBND", 6),
        ("volunteer", "Đội TNTN Cốc Đán", None, 20, "14/QĐ-UBND", 7),
    ]


def test_words_of_levels_and_states_are_never_guessed() -> None:
    for level, texts in {
        "village": ["Thôn", "cấp thôn, bản", "Tổ dân phố", "TDP", "Tổ CNSCĐ cấp thôn", "cap thon"],
        "commune": ["Xã", "Cấp xã", "phường", "xã, phường, thị trấn"],
        "district": ["cấp huyện"],
        "volunteer": ["TNTN", "Đội hình thanh niên tình nguyện", "Tổ TNTN", "thanh nien tinh nguyen"],
        "school": ["Trường học", "tổ trường học"],
        None: ["", "tổ", "thôn/xã", "thôn mới", "cấp vùng", "Tổ trưởng"],
    }.items():
        assert {text: level_of(text) for text in texts} == dict.fromkeys(texts, level)
    assert [status_of(text) for text in ("Hoạt động", "giai the", "Không hoạt động", "")] == [
        "active",
        "dissolved",
        None,
        None,
    ]


def test_our_own_form_takes_the_list_of_teams() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template.workbook("2025-07", "19")))
    sheet = book[template.TEAMS]
    heads = {sheet.cell(5, at).value: at for at in range(1, sheet.max_column + 1)}
    first, second = "Xã Bằng Vân", "Xã Ngân Sơn"
    for row, cells in enumerate(
        (
            {
                "Tên tổ": "Đội TNTN 1",
                "Loại hình tổ": "Thanh niên tình nguyện",
                "Xã, phường, thị trấn": first,
                "Chi đoàn": "Chi đoàn A",
                "Số thành viên": 22,
                "Số nhóm (từ 2 người)": 11,
                "Trạng thái": "Tạm dừng",
                "Ngày giải thể": None,
                "Ngày thành lập": date(2023, 4, 1),
                "Nền tảng nhóm": "Facebook",
            },
            {
                "Tên tổ": "Tổ A",
                "Loại hình tổ": "Thôn",
                "Xã, phường, thị trấn": second,
                "Thôn, tổ dân phố": "Thôn 1",
                "Số thành viên được tập huấn": 2,
                "Số thành viên": 4,
            },
        ),
        start=6,
    ):
        for heading, value in cells.items():
            sheet.cell(row, heads[heading], value)
    out = io.BytesIO()
    book.save(out)
    checked = report.check(out.getvalue(), name="x", structure="2025-07", as_of=DAY)
    assert checked.kind == "template" and not checked.questions and not checked.errors
    found = {
        name: (level, village, team)
        for record in checked.records
        for level, name, village, team in (
            (one.level, one.name, record.village, dict(one.told)) for one in record.teams
        )
    }
    assert found == {
        "Đội TNTN 1": (
            "volunteer",
            None,
            {
                "union_branch": "Chi đoàn A",
                "members": 22,
                "subgroups": 11,
                "status": "paused",
                "founded": date(2023, 4, 1),
                "group_platform": "facebook",
            },
        ),
        "Tổ A": ("village", "Thôn 1", {"members": 4, "trained": 2}),
    }


def test_a_draft_of_a_list_holds_its_teams(store: Store) -> None:
    draft = drafts.get(store, drafting.make(store, read([HEAD, TEAMS[3]]), who="lan"))
    assert draft.rows().num_rows == 0 and draft.tables()["teams"].num_rows == 1
    assert not draft.source.whole_teams, "nobody leaves a team because a list of teams names no people"
