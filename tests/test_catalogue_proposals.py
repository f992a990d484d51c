"""An office proposes definitions, tries them on a report, puts them in force and withdraws them, while others read."""

import json
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from data.__main__ import main
from data.access.actor import Actor, NotForYou
from data.catalogue import current, loading, proposals, writing
from data.catalogue.current import catalogue
from data.catalogue.loading import FaultyCatalogue, load
from data.catalogue.proposals import BadProposal, NotPublished
from data.derivation.schema import schemas
from data.disclosure.public_release import open_public
from data.disclosure.write_public import ensure
from data.i18n import LANGUAGES, say
from data.intake.baseline import Known
from data.publication import upkeep
from data.releases.store import Store
from data.services import catalogue as services
from data.storage import audit_log, fault_points
from data.storage.atomic import CannotWrite
from docs import method_tables
from tests.test_catalogue import VNEID2, report

LAN = Actor("administrator", "lan")
CODES = ["households_vneid2", "vneid2_reach"]


@pytest.fixture
def office(small_store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Return a store whose data folder has no definitions yet."""
    monkeypatch.setenv("CNSCD_VAR", str(small_store.root.parent))
    current.look_again()
    yield small_store
    current.look_again()


def proposed(text: str = VNEID2, name: str = "vneid2") -> proposals.Examined:
    return services.propose(LAN, name, text.encode())


def logged(store: Store) -> list[tuple[object, ...]]:
    entries = [entry for entry in audit_log.read(store.root) if "catalogue" in str(entry["action"])]
    return [(entry["who"], entry["action"], entry["file"], entry.get("codes")) for entry in entries]


def everything(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


@pytest.mark.slow
def test_a_proposal_is_read_by_nobody_until_it_is_in_force(office: Store) -> None:
    before = catalogue()
    found = proposed()
    assert [(each.code, each.how) for each in found.changes] == [(code, "new") for code in CODES]
    current.look_again()
    assert catalogue().edition == before.edition and [each.name for each in proposals.proposals()] == ["vneid2"]
    done = services.put_in_force(office, LAN, "vneid2")
    assert done.release == office.current_id() and not upkeep.outdated(office), "derived by it before it was in force"
    assert {"households_vneid2"} <= set(catalogue().readable) and "vneid2_reach" in catalogue().measures
    assert not proposals.proposals() and (current.folder() / "vneid2.toml").read_text("utf-8") == VNEID2
    assert logged(office) == [
        ("lan", "propose catalogue", "vneid2", CODES),
        ("lan", "publish catalogue", "vneid2", CODES),
    ]


@pytest.mark.slow
def test_the_public_is_served_throughout(office: Store) -> None:
    ensure(office)
    proposed()
    assert open_public().current_id() is not None
    services.put_in_force(office, LAN, "vneid2")
    columns = open_public().current().query("SELECT * FROM figures LIMIT 1").columns
    assert {"households_vneid2", "vneid2_reach__num"} <= set(columns)
    assert not upkeep.outdated(office), "and nothing is left to be derived"


@pytest.mark.parametrize("who", [Actor("planner", "nam", frozenset({("2025-07", "20")})), Actor("viewer", "v")])
def test_administrators_alone_change_the_catalogue(office: Store, who: Actor) -> None:
    proposed()
    for act in (
        lambda: services.waiting(who),
        lambda: services.propose(who, "other", b""),
        lambda: services.put_in_force(office, who, "vneid2"),
        lambda: services.withdraw(office, who, "households_vneid2"),
        lambda: services.discard(who, "vneid2"),
        lambda: services.try_on(who, {}, b"", known=Known(), name="x"),
    ):
        with pytest.raises(NotForYou):
            act()
    assert [each.name for each in proposals.proposals()] == ["vneid2"]


def test_a_proposal_with_faults_is_kept_and_never_in_force(office: Store) -> None:
    faulty = VNEID2.replace('group = "vneid2"', 'group = "vneid3"').replace('base = "adults"', 'base = "adult"')
    assert {fault.field for fault in proposed(faulty).faults} == {"group", "base"}
    before = everything(office.root.parent)
    with pytest.raises(NotPublished) as refused:
        services.put_in_force(office, LAN, "vneid2")
    assert len(refused.value.faults) == 2
    assert everything(office.root.parent) == before and proposals.proposal("vneid2").content == faulty.encode()


@pytest.mark.parametrize("name", ["../x", "a/b", "A b", "", "x" * 61, ".x", "x.toml", "a\n"])
def test_a_name_that_is_no_file_name_is_refused(office: Store, name: str) -> None:
    with pytest.raises(BadProposal):
        proposals.propose(name, b"", who="lan")
    assert not current.folder().exists()


def test_a_file_gives_its_name_in_plain_letters() -> None:
    assert proposals.name_of("Hộ có VNeID mức 2 (Đợt 1).TOML") == "ho-co-vneid-muc-2-dot-1"
    with pytest.raises(BadProposal):
        proposals.name_of("…/..")


def test_too_large_a_file_is_refused(office: Store) -> None:
    with pytest.raises(BadProposal):
        proposals.propose("big", b"#" * (proposals.LARGEST + 1), who="lan")


def test_trying_a_report_shows_what_is_read_and_writes_nothing(office: Store, tmp_path: Path) -> None:
    content = report(tmp_path / "bao-cao.xlsx", small=3).read_bytes()
    before, edition = everything(office.root.parent), catalogue().edition
    trial = services.try_on(
        LAN, {"vneid2": VNEID2.encode()}, content, known=Known(office.current()), name="bao-cao.xlsx"
    )
    (column,) = trial.columns
    assert (column.place, column.heading, column.before, column.after) == (
        "C",
        "Số hộ có tài khoản VNeID mức 2",
        None,
        "households_vneid2",
    )
    assert list(trial.totals) == ["households_vneid2"] and trial.totals["households_vneid2"][0] is None
    assert trial.names["households_vneid2"].vi == "Hộ có tài khoản VNeID mức 2"
    assert everything(office.root.parent) == before and catalogue().edition == edition


def test_a_heading_that_is_read_otherwise_today_is_a_fault(office: Store) -> None:
    found = proposed(VNEID2.replace('"Số hộ có tài khoản VNeID mức 2"]', '"Tổng số hộ gia đình"]'))
    (fault,) = found.faults
    assert (fault.key, fault.field, fault.values["code"]) == ("catalogue.fault.heading_taken", "headings", "households")
    with pytest.raises(NotPublished):
        services.put_in_force(office, LAN, "vneid2")


def test_a_phrase_that_means_something_else_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('[idea]\nmember = ["HỘ  dân"]\n', encoding="utf-8")
    with pytest.raises(FaultyCatalogue) as found:
        load([tmp_path / "own.toml"])
    assert [(each.key, each.values["idea"]) for each in found.value.faults] == [
        ("catalogue.fault.phrase_twice", "household")
    ]


@pytest.mark.parametrize("code", ["period", "select", "told_in", "n_households", "whole_households", "as_of"])
def test_a_code_that_is_another_column_is_a_fault(code: str) -> None:
    with pytest.raises(FaultyCatalogue) as found:
        load(proposed={"own.toml": VNEID2.replace("households_vneid2", code).encode()})
    assert "catalogue.fault.reserved" in {fault.key for fault in found.value.faults}


def test_every_column_of_two_words_is_reserved() -> None:
    known = catalogue()
    columns = {name for schema in schemas().values() for name in schema.names if "_" in name and "__" not in name}
    columns -= {*known.indicators, *known.measures}
    assert columns - loading._COLUMNS - {name for name in columns if name.startswith(loading._PREFIXES)} == set()
    words = duckdb.sql("SELECT keyword_name AS w FROM duckdb_keywords() WHERE keyword_category = 'reserved'").fetchall()
    assert {word for (word,) in words if "_" in word} <= {"pivot_longer", "pivot_wider"}


OF_PRODUCT_ALONE = {"counted_in": '"records"', "sample": '"curve"', "sheet_code": '"CT01"'}


@pytest.mark.parametrize("field", OF_PRODUCT_ALONE)
def test_what_is_the_products_alone_is_a_fault_in_an_offices_record(field: str) -> None:
    text = VNEID2.replace('counts = "household"', f'counts = "household"\n{field} = {OF_PRODUCT_ALONE[field]}', 1)
    with pytest.raises(FaultyCatalogue) as found:
        load(proposed={"own.toml": text.encode()})
    assert field in {fault.field for fault in found.value.faults}


@pytest.mark.slow
def test_an_indicator_in_force_can_be_changed_and_withdrawn_but_not_taken_away(office: Store) -> None:
    proposed()
    services.put_in_force(office, LAN, "vneid2")
    changed = proposed(VNEID2.replace('counts = "household"', 'counts = "household"\ntime = "flow"', 1))
    assert [(each.code, each.how) for each in changed.changes] == [("households_vneid2", "changed")]
    gone = proposed("[group.vneid2]\n")
    assert [(fault.key, fault.record) for fault in gone.faults] == [
        ("catalogue.fault.taken_away", "indicator households_vneid2")
    ]
    with pytest.raises(NotPublished):
        services.put_in_force(office, LAN, "vneid2")


@pytest.mark.slow
def test_a_withdrawn_indicator_is_not_read_or_shown_and_its_figures_stay(office: Store, tmp_path: Path, capsys) -> None:
    proposed()
    services.put_in_force(office, LAN, "vneid2")
    given = ("--structure", "2024", "--province", "Tỉnh Bắc Kạn", "--as-of", "2025-03-31")
    file = str(report(tmp_path / "bao-cao.xlsx", small=3))
    draft = said(capsys, "import", file, *given)["draft"]
    said(capsys, "publish", draft)
    total = "SELECT sum(households_vneid2)::INT AS n FROM reports"
    before = office.current().query(total).n.iloc[0]
    done = services.withdraw(office, LAN, "households_vneid2")
    assert {(each.kind, each.code) for each in done.changes} == {
        ("indicator", "households_vneid2"),
        ("measure", "vneid2_reach"),
    }, "a measure that has no value without it goes with it"
    assert before > 0 and office.current().query(total).n.iloc[0] == before
    assert "vneid2_reach" not in catalogue().measures and "households_vneid2" not in catalogue().readable
    again = said(capsys, "check", file, *given, status=2)
    assert "households_vneid2" not in again["totals"] and [q["kind"] for q in again["questions"]] == ["column"]
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({again["questions"][0]["id"]: "households_vneid2"}))
    answered = said(capsys, "check", file, *given, "--answers", str(answers), status=2)
    assert "households_vneid2" not in answered["totals"]
    out = tmp_path / "out.csv"
    wanted = ("--level", "commune", "--structure", "2024", "--as-of", "2025-03-31", "--format", "csv")
    said(capsys, "export", *wanted, "--output", str(out))
    assert "vneid2" not in out.read_text("utf-8").split("\n")[0]
    with pytest.raises(BadProposal):
        services.withdraw(office, LAN, "households_vneid2")


@pytest.mark.slow
def test_withdrawing_changes_one_line_of_the_file(office: Store) -> None:
    text = "# đầu tệp\r\n" + VNEID2.replace("\n", "\r\n") + "# cuối tệp\r\n"
    proposed(text)
    services.put_in_force(office, LAN, "vneid2")
    proposals.withdraw("vneid2_reach", who="lan", on=date(2027, 1, 31))
    written = (current.folder() / "vneid2.toml").read_bytes().decode()
    assert written.replace("withdrawn = 2027-01-31\n", "") == text
    assert tomllib.loads(written)["measure"][0]["withdrawn"] == date(2027, 1, 31)
    assert "households_vneid2" in catalogue().readable


@pytest.mark.slow
def test_what_cannot_be_written_into_its_record_is_to_be_written_by_hand(office: Store) -> None:
    name = 'name = { vi = "x", en = "x" }'
    proposed(f'indicator = [{{ code = "households_x", {name}, counts = "household", source = "product" }}]', "x")
    services.put_in_force(office, LAN, "x")
    with pytest.raises(BadProposal, match="households_x"):
        services.withdraw(office, LAN, "households_x")
    assert "households_x" in catalogue().readable


@pytest.mark.parametrize("code", ["households", "skills_reach", "nothing"])
def test_the_products_own_and_the_unknown_cannot_be_withdrawn(office: Store, code: str) -> None:
    with pytest.raises(BadProposal, match=code):
        services.withdraw(office, LAN, code)


class Cut(BaseException):
    """A power cut."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "step", ["pending: written aside", "pending: in place", "file: written aside", "file: in place"]
)
def test_a_power_cut_leaves_all_of_a_change_or_nothing(
    office: Store, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    proposed()

    def cut(name: str) -> None:
        if name == f"catalogue: {step}":
            raise Cut

    with monkeypatch.context() as patched, pytest.raises(Cut):
        patched.setattr(fault_points, "reached", cut)
        services.put_in_force(office, LAN, "vneid2")
    current.look_again()
    services.waiting(LAN)
    there = "households_vneid2" in catalogue().indicators
    assert there == (step != "pending: written aside")
    assert bool(proposals.proposals()) != there
    assert ([act for _, act, *_ in logged(office)] == ["propose catalogue", "publish catalogue"]) == there


def test_a_full_disk_changes_nothing(office: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    proposed()
    before = (everything(current.folder()), office.current_id(), catalogue().edition)

    def full(name: str) -> None:
        if name.startswith("catalogue"):
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, pytest.raises(CannotWrite):
        patched.setattr(fault_points, "reached", full)
        services.discard(LAN, "vneid2")
    assert (everything(current.folder()), office.current_id(), catalogue().edition) == before


def test_a_faulty_file_put_there_by_hand_is_said_and_what_was_in_force_still_is(
    office: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current, "_LOOK_AGAIN", 0.0)
    before = catalogue()
    current.folder().mkdir()
    (current.folder() / "hand.toml").write_text("[[indicator]]\ncode = 3\n", encoding="utf-8")
    assert catalogue() is before and {fault.file for fault in current.faults()} == {"hand.toml"}
    current.look_again()
    with pytest.raises(FaultyCatalogue):  # a process that begins
        catalogue()
    (current.folder() / "hand.toml").unlink()
    assert catalogue().edition == before.edition and not current.faults()


def test_a_command_refuses_a_faulty_catalogue_with_all_faults(office: Store, capsys) -> None:
    current.folder().mkdir()
    (current.folder() / "hand.toml").write_text(
        VNEID2.replace("vneid2]", "vneid3]").replace("adults", "adult"), "utf-8"
    )
    assert main(["export", "--level", "province", "--structure", "2024", "--format", "csv", "--output", "x.csv"]) == 1
    error = capsys.readouterr().err
    assert error.count("hand.toml") == 2 and "adult" in error and "vneid2" in error


def test_the_form_writes_a_file_that_is_sound() -> None:
    known = load()
    for lang in LANGUAGES:
        text = writing.text(writing.EXAMPLE, known, lang=lang)
        found = proposals.examine({"example": text.encode()})
        assert not found.faults and len(found.changes) == 2
        assert say("catalogue.file.counts", lang) in text


@pytest.mark.parametrize(
    "change",
    [
        {"base": ""},
        {"base": "adults"},
        {"published": False},
        {"accrual": "period", "good": None},
        {"counts": "class", "base": ""},
        {"vi": 'Hộ "A" \\ {{7*7}} \n[[measure]]', "headings": ('x"]\ny', "z")},
    ],
)
def test_whatever_the_form_is_given_the_file_says_that(change: dict[str, object]) -> None:
    asked = writing.Simple(**{**vars(writing.EXAMPLE), **change})
    made = load(proposed={"own.toml": writing.text(asked, load()).encode()})
    indicator = made.indicators[asked.code]
    assert indicator.name.vi == " ".join(asked.vi.split()) and indicator.counts == asked.counts
    assert indicator.headings == tuple(" ".join(heading.split()) for heading in asked.headings)
    assert (indicator.group is not None) == asked.published
    (measure,) = [each for each in made.measures.values() if asked.code in each.numerator.codes]
    assert (str(measure.base) if measure.base else "") == asked.base


def said(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> dict:
    """Run a command and return the object that it prints."""
    done = main([*words, "--json"])
    output = capsys.readouterr()
    assert done == status, output.err
    return json.loads(output.out)


@pytest.mark.slow
def test_the_commands_do_what_the_page_does(office: Store, tmp_path: Path, capsys) -> None:
    sound, faulty = tmp_path / "vneid2.toml", tmp_path / "faulty.toml"
    sound.write_text(VNEID2, encoding="utf-8")
    faulty.write_text(VNEID2.replace('group = "vneid2"', 'group = "vneid3"'), encoding="utf-8")
    assert said(capsys, "catalogue", "check", str(sound))["sound"]
    told = said(capsys, "catalogue", "check", str(faulty), status=2)
    assert [(each["file"], each["field"]) for each in told["faults"]] == [("faulty.toml", "group")]
    assert said(capsys, "catalogue", "propose", str(faulty), status=2)["proposal"] == "faulty"
    assert not said(capsys, "catalogue", "publish", "faulty", status=2)["published"]
    assert said(capsys, "catalogue", "discard", "faulty")
    said(capsys, "catalogue", "propose", str(sound), "--who", "lan")
    done = said(capsys, "catalogue", "publish", "vneid2", "--who", "lan")
    assert done["published"] and done["release"] == office.current_id()
    listed = said(capsys, "catalogue", "list", "--search", "ho co muc vneid2")["catalogue"]
    assert [(each["kind"], each["code"], each["file"]) for each in listed] == [
        ("indicator", "households_vneid2", "vneid2.toml"),
        ("measure", "vneid2_reach", "vneid2.toml"),
    ]
    assert said(capsys, "catalogue", "withdraw", "vneid2_reach")["withdrawn"]
    for words in (
        ["withdraw", "households"],
        ["publish", "none"],
        ["discard", "none"],
        ["check", str(tmp_path / "no")],
    ):
        assert "error" in said(capsys, "catalogue", *words, status=1)


def test_the_tables_of_the_method_are_those_of_the_catalogue() -> None:
    """Made anew by `make method`."""
    text = method_tables.METHOD.read_text(encoding="utf-8")
    assert method_tables.filled(text) == text
    for code in (*load().measures, *load().codes):
        assert f"| {code} |" in text
