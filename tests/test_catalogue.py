"""The catalogue: every fault of a record is said at once, and one file adds an indicator for good."""

import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from data.__main__ import main
from data.catalogue import current, loading
from data.catalogue.current import catalogue
from data.catalogue.formulas import BadFormula, parse
from data.catalogue.loading import FaultyCatalogue, load
from data.disclosure.rules import rules
from data.i18n import LANGUAGES, say
from data.publication import publish
from data.releases.store import Store
from data.storage.errors import Refused
from tests.fixtures.small_release import BAC_KAN, communes

VNEID2 = """
[[indicator]]
code = "households_vneid2"
name = { vi = "Hộ có tài khoản VNeID mức 2", en = "Households with a VNeID account of level 2" }
counts = "household"
headings = ["Số hộ có tài khoản VNeID mức 2"]
part_of = [{ whole = "households" }]
group = "vneid2"
source = "plan01"

[[measure]]
code = "vneid2_reach"
name = { vi = "Hộ có VNeID mức 2 trên người trưởng thành", en = "Households with VNeID level 2 of adults" }
plain = { vi = "Số hộ có tài khoản so với số người trưởng thành.", en = "Households with an account against adults." }
how = { vi = "Số hộ có tài khoản VNeID mức 2 ÷ số người trưởng thành", en = "Households with an account ÷ adults" }
kind = "share"
numerator = "households_vneid2"
base = "adults"
unit = "percent"
good = "more"
scale = "reach"
over_one = "flag"
source = "plan01"

[group.vneid2]
"""


@pytest.fixture
def office(small_store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a store whose data folder holds an office's own definitions."""
    folder = small_store.root.parent / "catalogue"
    folder.mkdir()
    (folder / "vneid2.toml").write_text(VNEID2, encoding="utf-8")
    monkeypatch.setenv("CNSCD_VAR", str(small_store.root.parent))
    current.look_again()
    yield small_store
    current.look_again()


def report(path: Path, *, small: int) -> Path:
    """Write a report on Bắc Kạn's communes: the first has `small` households with an account, the others hundreds."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Báo cáo kết quả, số liệu đến ngày 31/3/2025"])
    sheet.append(["Mã đơn vị", "Tổng số hộ", "Số hộ có tài khoản VNeID mức 2", "Số người trưởng thành"])
    for at, code in enumerate(communes(BAC_KAN)):
        sheet.append([code, 1000 + at, small if at == 0 else 300 + at, 2500 + at])
    book.save(path)
    return path


def said(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> dict:
    """Run a command and return the object that it prints."""
    done = main([*words, "--json"])
    output = capsys.readouterr()
    assert done == status, output.err
    return json.loads(output.out)


@pytest.mark.slow
def test_one_file_adds_an_indicator_from_the_report_to_the_public_release(
    office: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = report(tmp_path / "bao-cao.xlsx", small=3)
    given = ("--structure", "2024", "--province", "Tỉnh Bắc Kạn", "--as-of", "2025-03-31")
    checked = said(capsys, "check", str(file), *given)
    total = 3 + sum(300 + at for at in range(1, len(communes(BAC_KAN))))
    assert checked["totals"]["households_vneid2"] == total and checked["publishable"]
    draft = said(capsys, "import", str(file), *given)["draft"]
    said(capsys, "publish", draft)
    staff, open_data = tmp_path / "staff.csv", tmp_path / "public.csv"
    wanted = ("--level", "commune", "--structure", "2024", "--as-of", "2025-03-31", "--format", "csv")
    said(capsys, "export", *wanted, "--province", "Tỉnh Bắc Kạn", "--output", str(staff))
    said(capsys, "export", *wanted, "--audience", "public", "--output", str(open_data))
    first = communes(BAC_KAN)[0]
    inside, outside = (pd.read_csv(path, dtype={"code": str}).set_index("code") for path in (staff, open_data))
    assert inside.loc[first, "households_vneid2"] == 3
    assert pd.isna(outside.loc[first, "households_vneid2"]), "three households are a small group"
    assert outside["households_vneid2"].notna().sum() > len(communes(BAC_KAN)) / 2
    row = office.current().query(
        "SELECT * FROM communes WHERE structure = '2024' AND code = $code AND period = '2025-Q1'", code=first
    )
    assert (row["vneid2_reach__num"].iloc[0], row["vneid2_reach__base"].iloc[0]) == (3, 2500)
    assert rules().group_of["vneid2_reach__num"] == rules().group_of["households_vneid2"] == "vneid2"
    for lang in LANGUAGES:
        assert say("measures.vneid2_reach.name", lang) and say("indicator.households_vneid2", lang)


def test_a_release_from_before_an_indicator_opens_and_has_none(office: Store) -> None:
    told = office.current().query("SELECT count(households_vneid2) AS n, sum(vneid2_reach__n) AS m FROM provinces")
    assert told.iloc[0].tolist() == [0, 0]


FAULTS = {
    "an unknown word in a formula": ('numerator = "households_vneid2"', 'numerator = "households_vneid3"', "numerator"),
    "a formula that is none": ('numerator = "households_vneid2"', 'numerator = "max(households_vneid2)"', "numerator"),
    "an unknown whole": ('whole = "households"', 'whole = "haushalte"', "part_of"),
    "an unknown group": ('group = "vneid2"', 'group = "vneid3"', "group"),
    "an unknown thing that is counted": ('counts = "household"', 'counts = "haushalt"', "counts"),
    "a misspelled field": ("part_of = [", "partof = [", "partof"),
    "a field too few": ('kind = "share"\n', "", "kind"),
    "a choice that is none": ('good = "more"', 'good = "better"', "good"),
    "a code of the product": ('code = "households_vneid2"', 'code = "households"', "code"),
    "a code that is no column": ('code = "households_vneid2"', 'code = "Hộ VNeID"', "code"),
    "an unknown source": ('source = "plan01"\n\n[[measure]]', 'source = "nowhere"\n\n[[measure]]', "source"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_said_with_its_file_record_and_field(tmp_path: Path, case: str) -> None:
    before, after, field = FAULTS[case]
    assert before in VNEID2
    file = tmp_path / "own.toml"
    file.write_text(VNEID2.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(FaultyCatalogue) as found:
        load([file])
    assert any(fault.file == "own.toml" and fault.record and field in fault.field for fault in found.value.faults)
    for lang in LANGUAGES:
        assert "own.toml" in found.value.text(lang)


def test_all_faults_are_said_at_once(tmp_path: Path) -> None:
    text = VNEID2
    for case in ("an unknown whole", "an unknown group", "an unknown thing that is counted"):
        before, after, _ = FAULTS[case]
        text = text.replace(before, after, 1)
    (tmp_path / "one.toml").write_text(text, encoding="utf-8")
    (tmp_path / "two.toml").write_text("code = [", encoding="utf-8")
    with pytest.raises(FaultyCatalogue) as found:
        load([tmp_path / "one.toml", tmp_path / "two.toml"])
    assert {fault.field for fault in found.value.faults if fault.file == "one.toml"} >= {"part_of", "group", "counts"}
    assert [fault.file for fault in found.value.faults].count("two.toml") == 1


@pytest.mark.slow
def test_figures_of_a_definition_that_was_taken_away_are_not_lost(office: Store, tmp_path: Path, capsys) -> None:
    given = ("--structure", "2024", "--province", "Tỉnh Bắc Kạn", "--as-of", "2025-03-31")
    file = str(report(tmp_path / "bao-cao.xlsx", small=3))
    said(capsys, "publish", said(capsys, "import", file, *given)["draft"])
    (current.folder() / "vneid2.toml").unlink()
    current.look_again()
    before = office.current_id()
    assert office.current().query("SELECT count(*) AS n FROM communes").n.iloc[0] > 0, "it can be read all the same"
    with pytest.raises(Refused, match="households_vneid2"):
        publish.refresh(office, who="lan")
    assert office.current_id() == before


def test_what_is_put_nowhere_is_withheld_from_the_public(office: Store) -> None:
    (current.folder() / "vneid2.toml").write_text(VNEID2.replace('group = "vneid2"\n', ""), encoding="utf-8")
    current.look_again()
    assert {"households_vneid2", "vneid2_reach__num"} <= rules().withheld


def test_visits_are_never_persons(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(VNEID2.replace('"household"', '"visit"', 1), encoding="utf-8")
    with pytest.raises(FaultyCatalogue) as found:
        load([tmp_path / "own.toml"])
    assert [fault.key for fault in found.value.faults] == ["catalogue.fault.visits"]


@pytest.mark.parametrize(
    ("text", "sql", "needs"),
    [
        ("a", "a", ("a",)),
        ("a - (b + c)", "a - (b + c)", ("a", "b", "c")),
        ("first(a, b - c)", "coalesce(a, b - c)", ("a", "b", "c")),
        ("where_missing(a2, b)", "CASE WHEN b IS NULL THEN a2 END", ("a2",)),
        ("(a + b) * 2", "(a + b) * 2", ("a", "b")),
    ],
)
def test_a_formula_is_read_once_for_all(text: str, sql: str, needs: tuple[str, ...]) -> None:
    assert (parse(text).sql, parse(text).needs) == (sql, needs)


@pytest.mark.parametrize(
    "text", ["", "a +", "a / b", "a; b", "max(a, b)", "a.b", "'a'", "1.5", "first(a)", "a if b else c"]
)
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(BadFormula):
        parse(text)


GIA_LAI = (704_828, 1_727_519, 961_566), (109, 5_908, 2_068)


@pytest.mark.parametrize(("told", "shares"), [(GIA_LAI[0], (40.8, 73.3)), (GIA_LAI[1], (1.8, 5.3))])
def test_gia_lais_accounts_are_two_shares_and_never_one(
    told: tuple[int, int, int], shares: tuple[float, float]
) -> None:
    """Accounts, residents and target of March 2025: of the province, and of one commune."""
    values = dict(zip(("vneid_accounts", "residents", "vneid_target"), told, strict=True))
    found = []
    for code in ("vneid_of_residents", "vneid_of_target"):
        measure = catalogue().measures[code]
        found.append(round(100 * values[measure.numerator.sql] / values[str(measure.base)], 1))
    assert tuple(found) == shares


def test_health_insurance_and_health_books_have_two_bases() -> None:
    bases = {str(catalogue().measures[code].base) for code in ("health_insurance_reach", "health_books_reach")}
    assert bases == {"health_insurance_due", "health_books_due"}


def _loaded() -> loading._Loaded:
    loaded = loading._Loaded()
    for file in loading.files_of(loading.BUILT_IN):
        loading._read(loaded, file.name, file, own=False)
    return loaded


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
@pytest.mark.parametrize("section", ["indicator", "measure", "state", "group", "counted"])
def test_whatever_figures_are_derived_or_hidden_by_is_in_the_fingerprint(section: str) -> None:
    """A public release made by other records is not served: so every field counts that is not a word or a colour."""
    before = loading._fingerprint(_loaded())
    code, record = next(iter(getattr(_loaded(), section).items()))
    for name in type(record).model_fields.keys() - {"code"}:
        loaded = _loaded()
        getattr(loaded, section)[code] = record.model_copy(update={name: "another"})
        assert (loading._fingerprint(loaded) == before) == (name in loading.WORDS), name
