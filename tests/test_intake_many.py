"""Many reports at once: archives, files side by side, one question for all, no unit twice, one draft."""

import io
import json
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.__main__ import main
from data.access.actor import Actor
from data.intake import drafting_many, many, remembered_answers
from data.intake.many import Together
from data.releases import drafts
from data.services import same_file, use_cases
from data.spreadsheets import archives, limits
from data.spreadsheets.archives import Incoming
from data.storage.errors import Refused
from data.units.register import children
from tests.fixtures import reading
from tests.fixtures.documents import to_docx
from tests.fixtures.formats import to_xlsx
from tests.fixtures.hostile import workbook

NAMES = list(children("2025-07", "20", "commune")["name"])
HEAD = ["Xã, phường", "Số tổ CNSCĐ", "Tổng số hộ"]
DAY = "Số liệu đến ngày 30/9/2025"


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Keep remembered answers of the machine out, and parse in this process."""
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    reading.use(monkeypatch)


def one(name: str, teams: int = 5, *, households: int | None = 100, head: list[str] = HEAD, day: str = DAY) -> bytes:
    return to_xlsx({"Biểu": [[f"UBND {name}, tỉnh Lạng Sơn"], [day], head, [name, teams, households]]})


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def check(files: dict[str, bytes], **more: object) -> Together:
    parsed = many.parse([Incoming(name, content) for name, content in files.items()])
    return many.check(parsed, **({"province": "Tỉnh Lạng Sơn"} | more))


def states(together: Together) -> dict[str, str]:
    return {file.name: file.state for file in together.files}


# archives


def test_an_archive_is_its_files_in_their_folders():
    content = packed({"xã/a.xlsx": workbook(), "xã/b/c.docx": to_docx("x"), "xã/b/": b"", "__MACOSX/._a.xlsx": b"1"})
    found = archives.unpacked([("gộp.zip", content), ("lẻ.csv", b"1;2")])
    assert [file.name for file in found] == ["xã/a.xlsx", "xã/b/c.docx", "lẻ.csv"]


@pytest.mark.parametrize("content", [workbook(), to_docx("x"), b"", b"PK", b"PK\x03\x04abc"])
def test_workbooks_documents_and_rubbish_are_no_archives(content):
    assert not archives.is_archive(content)


@pytest.mark.parametrize(
    ("path", "shown"),
    [("../../etc/passwd", "etc/passwd"), ("/etc/passwd", "etc/passwd"), ("a\\..\\b.xlsx", "a/b.xlsx"), ("..", "?")],
)
def test_no_name_leads_out_of_the_archive(path, shown):
    info = zipfile.ZipInfo("x")
    info.filename = path
    assert archives.shown_name(info) == shown


@pytest.mark.parametrize("encoding", ["utf-8", "cp1258"])
def test_names_without_a_mark_of_their_encoding(encoding):
    info = zipfile.ZipInfo("x")
    raw = "Xã Đoàn Kết.xlsx" if encoding == "utf-8" else "Xa\u0303 Đoa\u0300n Kê\u0301t.xlsx"
    info.filename = raw.encode(encoding).decode("cp437")
    assert archives.shown_name(info) == "Xã Đoàn Kết.xlsx"


@settings(deadline=None)
@given(st.text(max_size=60), st.booleans())
def test_any_name_is_shown_without_steps_upwards(path, marked):
    info = zipfile.ZipInfo("x")
    info.filename, info.flag_bits = path, 0x800 if marked else 0
    shown = archives.shown_name(info)
    assert shown and not shown.startswith("/") and ".." not in shown.split("/")


def test_a_bomb_and_a_locked_file_stop_none_of_the_others():
    content = bytearray(packed({"bom.csv": b" " * (40 * 2**20), "khóa.xlsx": workbook(), "tốt.xlsx": workbook()}))
    at = content.index("khóa.xlsx".encode(), content.index(b"PK\x01\x02"))
    content[at - 46 + 8] |= 1
    found = {file.name: file.refusal and file.refusal.key for file in archives.unpacked([("a.zip", bytes(content))])}
    assert found == {"bom.csv": "intake.zip_bomb", "khóa.xlsx": "intake.encrypted", "tốt.xlsx": None}


def test_an_archive_in_an_archive_is_not_opened():
    together = check(
        {f.name: f.content for f in archives.unpacked([("a.zip", packed({"b.zip": packed({"c": b"1"})}))])}
    )
    assert together.files[0].refusal.key == "intake.not_workbook_archive"


@pytest.mark.parametrize(("name", "value", "key"), [("MAX_FILES", 2, "many_files"), ("MAX_TOGETHER", 9, "many_large")])
def test_so_many_files_and_no_more(name, value, key, monkeypatch):
    monkeypatch.setattr(archives, name, value)
    with pytest.raises(Refused) as refusal:
        archives.unpacked([("a.csv", b"12345"), ("b.csv", b"12345"), ("c.csv", b"12345")])
    assert refusal.value.key == f"intake.{key}"


def test_an_archive_of_nothing_says_so():
    assert archives.unpacked([("a.zip", packed({"b/": b""}))])[0].refusal.key == "intake.empty_archive"


# side by side


@pytest.mark.slow
def test_files_of_communes_are_one_report():
    together = check({f"{name}.xlsx": one(name, at) for at, name in enumerate(NAMES, start=1)})
    assert together.joined.totals == {"teams": 65 * 66 // 2, "households": 6500}
    assert together.publishable and set(states(together).values()) == {"good"} and together.joined.problems == ()


def test_one_bad_file_stops_none():
    files = {"a": one(NAMES[0]), "b": b"\x89PNG\r\n", "c": b"PK\x03\x04", "d": one(NAMES[1]), "e": one(NAMES[1])}
    together = check(files)
    assert states(together) == {"a": "good", "b": "refused", "c": "refused", "d": "good", "e": "twin"}
    assert together.joined.totals == {"teams": 10, "households": 200} and together.publishable
    assert together.files[4].twin == "d"


def test_children_share_the_memory_of_one(monkeypatch):
    given = []

    def read(content, *, memory):
        given.append(memory)
        if memory < limits.MAX_MEMORY and content == b"heavy":
            raise Refused("intake.too_heavy")
        return []

    monkeypatch.setattr(many, "read", read)
    parsed = many.parse([Incoming("a", b"light"), Incoming("b", b"heavy")])
    assert [file.refusal for file in parsed] == [None, None]
    share = limits.MAX_MEMORY // many.SIDE_BY_SIDE
    assert sorted(given) == [share, share, limits.MAX_MEMORY]


@pytest.mark.slow
def test_real_children_read_side_by_side(monkeypatch):
    monkeypatch.undo()
    parsed = many.parse([Incoming(name, one(name)) for name in NAMES[:6]] + [Incoming("x", b"%PDF-1.7 nothing")])
    assert [bool(file.sheets) for file in parsed] == [True] * 6 + [False]


# questions


def test_the_same_question_of_the_same_form_is_asked_once():
    head = [*HEAD[:2], "Số hộ tham gia"]
    together = check({name: one(name, head=head) for name in NAMES[:9]})
    [question] = together.joined.questions
    assert together.asked_of[question.id] == tuple(NAMES[:9]) and set(states(together).values()) == {"asks"}
    after = check({name: one(name, head=head) for name in NAMES[:9]}, answers={question.id: "zalo_households"})
    assert after.joined.totals == {"teams": 45, "zalo_households": 900} and after.publishable


def test_forms_that_use_the_same_words_are_asked_apart():
    a, b = [*HEAD[:2], "Số hộ tham gia"], ["Đơn vị", "Tổng số tổ", "Số hộ tham gia"]
    files = {"a": one(NAMES[0], head=a), "b": one(NAMES[1], head=b)}
    first, second = check(files).joined.questions
    assert first.id != second.id and first.text == second.text
    after = check(files, answers={first.id: "zalo_households", second.id: "ignore"})
    assert after.joined.totals == {"teams": 10, "zalo_households": 100} and after.publishable


def test_files_that_name_no_province_are_asked_about_once():
    head, names = ["Xã, phường", "Số tổ CNSCĐ", "Tổng số hộ"], ["Xã Tân Tiến", "Xã Tân Thành", "Phường Kỳ Lừa"]
    files = {name: to_xlsx({"B": [[DAY], head, [name, 3, 4]]}) for name in names}
    [question] = check(files, province=None).joined.questions
    assert (question.id, question.options) == (many.PROVINCE, ("20", "each"))
    assert check(files, province=None, answers={question.id: "20"}).joined.totals == {"teams": 9, "households": 12}
    apart = check(files, province=None, answers={question.id: "each"})
    assert [one.kind for one in apart.joined.questions] == ["unit", "unit"]


# units that several files tell of


def test_a_unit_told_by_two_files_is_asked_never_added_or_overwritten():
    files = {"a": one(NAMES[0], 5), "b": one(NAMES[0], 7), "c": one(NAMES[1], 1)}
    together = check(files)
    [question] = together.joined.questions
    assert question.kind == "file" and [question.label(choice) for choice in question.options] == ["a", "b"]
    assert together.joined.totals == {"teams": 1, "households": 100} and not together.publishable
    for at, teams in enumerate((5, 7)):
        after = check(files, answers={question.id: question.options[at]})
        assert after.joined.totals == {"teams": teams + 1, "households": 200} and after.publishable


def test_the_same_figures_in_two_files_count_once():
    other = to_xlsx({"B": [[DAY], HEAD, [NAMES[0], 5, 100], [NAMES[1], 2, 3]]})
    together = check({"a": one(NAMES[0]), "b": other})
    assert together.joined.totals == {"teams": 7, "households": 103} and together.publishable


def test_files_complete_each_other():
    head = ["Xã, phường", "Số thành viên", "Số hộ có điện thoại thông minh"]
    other = to_xlsx({"B": [[DAY], head, [NAMES[0], 40, 70], [NAMES[1], 41, 71]]})
    together = check({"a": one(NAMES[0]), "b": other})
    assert together.joined.totals == {"teams": 5, "households": 100, "members": 81, "households_smartphone": 141}
    assert together.publishable


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=7), st.data())
def test_no_figure_is_ever_counted_twice(told, data):
    """Whatever files say of whichever communes: a total is the sum over communes of one file's figure each."""
    files = {f"{at}": one(NAMES[unit], teams) for at, (unit, teams) in enumerate(told)}
    parsed = [
        many.Parsed(name, name, tuple(_sheets(content))) for name, content in files.items()
    ]  # a hash each: twins are another matter
    together = many.check(parsed, province="20")
    answers = {q.id: data.draw(st.sampled_from(q.options)) for q in together.joined.questions}
    totals = many.check(parsed, province="20", answers=answers).joined.totals
    of_unit: dict[int, set[int]] = {}
    for unit, teams in told:
        of_unit.setdefault(unit, set()).add(teams)
    sums = {0}
    for counts in of_unit.values():
        sums = {before + count for before in sums for count in counts}
    assert totals.get("teams", 0) in sums


def _sheets(content: bytes):
    from data.spreadsheets import reader, worker

    messages = [*worker.parse(content, "xlsx"), {"end": True}]
    return reader._collect(iter(messages), None)[0]


def test_files_of_another_quarter_are_named_and_hold_up_the_draft():
    files = {"a": one(NAMES[0]), "b": one(NAMES[1]), "c": one(NAMES[2], day="Số liệu đến ngày 30/6/2026")}
    together = check(files)
    [problem] = together.joined.errors
    assert (problem.kind, problem.values["file"]) == ("other_time", "c") and not together.publishable
    digest = together.files[2].digest
    after = check(files, left_out=[digest])
    assert after.publishable and after.files[2].state == "left_out" and after.joined.totals["teams"] == 10
    assert check(files, as_of=date(2025, 9, 30)).joined.errors == ()


def test_problems_say_which_file():
    together = check({"a": one(NAMES[0]), "b": one(NAMES[1], -3)})
    assert [(p.sheet, p.kind) for p in together.joined.errors] == [("b · Biểu", "negative")]
    assert states(together) == {"a": "good", "b": "errors"}


# drafts and commands


def test_one_draft_for_all_says_which_file_told_what(small_store):
    head = [*HEAD[:2], "Số hộ tham gia"]
    files = {name: one(name, head=head) for name in NAMES[:3]}
    question = check(files).joined.questions[0]
    together = check(files, answers={question.id: "ignore"})
    draft = drafts.get(small_store, drafting_many.make(small_store, together, who="x"))
    rows = draft.rows().to_pandas()
    assert list(rows["teams"]) == [5, 5, 5] and not draft.open_questions and not draft.errors
    assert [(file.name, len(file.units)) for file in draft.source.files] == [(name, 1) for name in NAMES[:3]]
    assert remembered_answers.recall(together.kept[0].form, place=[("2025-07", "20")])[question.id] == "ignore"


def test_a_draft_with_a_question_left_is_not_ready(small_store):
    files = {"a": one(NAMES[0], 5), "b": one(NAMES[0], 7)}
    draft = drafts.get(small_store, drafting_many.make(small_store, check(files)))
    assert [question["kind"] for question in draft.open_questions] == ["file"]


@pytest.mark.slow
def test_commands_take_many_files_and_archives(tmp_path, capsys, monkeypatch, small_store):
    monkeypatch.setenv("CNSCD_VAR", str(small_store.root.parent))
    for name in NAMES[:2]:
        (tmp_path / f"{name}.xlsx").write_bytes(one(name))
    (tmp_path / "c.zip").write_bytes(packed({"x/ba.xlsx": one(NAMES[2]), "x/anh.png": b"\x89PNG\r\n"}))
    paths = [str(path) for path in sorted(tmp_path.glob("*.*"))]
    assert main(["check", *paths, "--json", "--rows"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert told["totals"] == {"teams": 15, "households": 300} and told["publishable"]
    assert {file["file"]: file["state"] for file in told["files"]} == {
        f"{NAMES[0]}.xlsx": "good", f"{NAMES[1]}.xlsx": "good", "x/ba.xlsx": "good", "x/anh.png": "refused",
    }  # fmt: skip
    assert {row["teams"] for row in told["rows"]} == {5} and "ảnh" in next(
        f["error"] for f in told["files"] if "error" in f
    )
    assert main(["import", *paths, "--json"]) == 2
    assert main(["publish", json.loads(capsys.readouterr().out)["draft"]]) == 0
    (tmp_path / "d.zip").write_bytes(packed({"a.png": b"\x89PNG\r\n"}))
    capsys.readouterr()
    assert main(["check", str(tmp_path / "d.zip")]) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1


@pytest.mark.slow
def test_the_very_same_file_is_known_again(small_store):
    who = Actor("administrator", "a@b.vn")
    alone = check({"a": one(NAMES[0])})
    digest = alone.files[0].digest
    assert same_file.earlier(small_store, who, digest) is None
    draft = use_cases.make_draft(small_store, who, alone.joined)
    told = same_file.earlier(small_store, who, digest)
    assert (told.what, told.id, told.who, told.files) == ("draft", draft, who.name, 1)
    release = use_cases.publish_draft(small_store, who, draft)
    told = same_file.earlier(small_store, who, digest)
    assert (told.what, told.id) == ("published", release.id)
    two = check({"b": one(NAMES[1]), "c": one(NAMES[2])})
    draft = use_cases.make_draft_of_many(small_store, who, two)
    assert {same_file.earlier(small_store, who, file.digest).id for file in two.files} == {draft}
    assert same_file.earlier(small_store, who, two.files[0].digest).files == 2
    use_cases.discard(small_store, who, draft)
    assert same_file.earlier(small_store, who, two.files[0].digest) is None
