"""Every page of the app × every role, run by Streamlit's AppTest on the small country with a planted person.

Pages are found as files: one that is added is tested by that. What a browser alone can show is in tests/browser.
"""

import ast
import inspect
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Final

import pandas as pd
import pytest
from google.protobuf.text_format import MessageToString
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element
from streamlit.testing.v1.util import patch_config_options

from components.identity import access
from components.planning.intake import measure_to_see
from components.shell import first_run
from components.state.selection import HOWS, METHODS, SHOWN
from data.access.actor import ROLES
from data.i18n import LANGUAGES, dictionary, say
from data.releases import drafts
from data.releases.store import Store
from data.teams.editing import WHATS
from data.units import register
from tests.fixtures import boundaries
from tests.fixtures.documents import Pdf, to_docx
from tests.fixtures.formats import to_xlsx
from tests.fixtures.sample import COMMUNE, PLANTED, SmallCountry, with_maps
from tests.fixtures.small_release import BAC_KAN, communes
from tests.test_house import imported_modules

PROJECT: Final = Path(__file__).resolve().parent.parent
PAGES: Final = sorted(str(file.relative_to(PROJECT)) for file in (PROJECT / "pages").glob("*/*.py"))
# the least that the pages of a folder may ask for
FOLDERS: Final = {"public": "public", "steering": "viewer", "planning": "planner"}
# who asks, each in the group of that name, and the role that GRANTS gives the group
WHO: Final = {
    "nobody": "public",
    "committee": "viewer",
    "lang-son": "planner",
    "bac-kan": "planner",
    "administrators": "administrator",
}
GRANTS: Final = """
[[grant]]
group = "committee"
role = "viewer"
[[grant]]
group = "lang-son"
role = "planner"
units = ["20"]
[[grant]]
group = "bac-kan"
role = "planner"
units = ["2024:06"]
[[grant]]
group = "administrators"
role = "administrator"
"""
PUBLIC: Final = "pages/public/progress.py"
HOME: Final = "pages/steering/overview.py"
PATIENCE_SECONDS: Final = 300


def needed(page: str) -> str:
    """Return the role that a page asks for itself, "public" where it asks for none."""
    for node in ast.walk(ast.parse((PROJECT / page).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "access.require":
            return str(ast.literal_eval(node.args[0]))
    return "public"


def may(who: str, page: str) -> bool:
    return ROLES.index(WHO[who]) >= ROLES.index(needed(page))


@contextmanager
def serving(var: Path) -> Iterator[None]:
    """Let the app work on a data folder, for people who sign in; what goes wrong is named to the tests."""
    (var / "access.toml").write_text(GRANTS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched, patch_config_options({"client.showErrorDetails": "full"}):
        patched.setenv("CNSCD_VAR", str(var))
        patched.setenv("CNSCD_ACCESS", str(var / "access.toml"))
        patched.setattr(access, "way", lambda: "sign-in")
        yield


@pytest.fixture(scope="module")
def planted(small_country: SmallCountry, tmp_path_factory: pytest.TempPathFactory) -> SmallCountry:
    """Return a copy of the small country with the planted person, which reading people's data writes to."""
    return small_country.copied(tmp_path_factory.mktemp("pages") / "var")


@pytest.fixture
def country(planted: SmallCountry) -> Iterator[SmallCountry]:
    """Let the app work on the small country."""
    with serving(planted.var):
        yield planted


@pytest.fixture
def office(small_store: Store, small_country: SmallCountry) -> Iterator[Store]:
    """Let the app work on a few villages, of which another release is soon made; return their store."""
    var = with_maps(small_store.root.parent, of=small_country.var)
    with serving(var):
        yield small_store


def asked(script: str, who: str, **query: str) -> AppTest:
    """Return a script as somebody with a sign-in of now asks for it, not run yet."""
    found = AppTest.from_file(str(PROJECT / script), default_timeout=PATIENCE_SECONDS)
    now = time.time()
    found.user = {"is_logged_in": who != "nobody", "email": f"{who}@so.vn", "groups": [who], "iat": now}
    found.user |= {"exp": now + 3600}
    found.query_params.update(query)
    return found


def opened(page: str, who: str = "administrators", **query: str) -> AppTest:
    """Open a page of the app by its address, as a link does."""
    return asked("app.py", who, **query).switch_page(page).run()


def landed(app: AppTest) -> str:
    """Return the file of the page on which a run has ended."""
    told = app._registered_pages[app._finished_page_script_hash]["script_path"]
    return str(Path(str(told)).relative_to(PROJECT))


def offered(app: AppTest) -> set[str]:
    """Return the files of all pages that the navigation has; what leads home has none."""
    told = (info.get("script_path") for info in app._registered_pages.values())
    return {str(Path(str(file)).relative_to(PROJECT)) for file in told if file} - {"app.py"}


def elements(node: Block) -> Iterator[Element]:
    """Go through everything that a run has put on the page, in order."""
    for child in node.children.values():
        if isinstance(child, Block):
            yield from elements(child)
        else:
            yield child


def sent(app: AppTest) -> str:
    """Return all that a run has sent to the browser, with the cells of its tables."""
    parts = []
    for element in elements(app._tree):
        parts.append(MessageToString(element.proto, as_utf8=True))
        if element.type == "dataframe":
            parts.append(element.value.to_csv())
    return "\n".join(parts)


def faults(app: AppTest) -> list[str]:
    """Return what went wrong in a run, as the page says it."""
    return [f"{each.proto.type}: {each.proto.message}" for each in app.exception] + [each.value for each in app.error]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_for_no_less_than_its_folder(page: str) -> None:
    assert ROLES.index(needed(page)) >= ROLES.index(FOLDERS[Path(page).parent.name])


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("page", PAGES)
def test_each_page_runs_for_whom_it_is_for_and_leads_all_others_home(
    country: SmallCountry, page: str, who: str
) -> None:
    app = opened(page, who)
    assert landed(app) == (page if may(who, page) else HOME if may(who, HOME) else PUBLIC)
    assert faults(app) == []
    assert offered(app) == {each for each in PAGES if may(who, each)}
    assert len(list(elements(app._tree.main))) > 5, "a page is not empty"


@pytest.mark.parametrize(("page", "who"), [(page, who) for page in PAGES for who in WHO if not may(who, page)])
def test_a_page_refuses_by_itself_where_nothing_stands_before_it(country: SmallCountry, page: str, who: str) -> None:
    """Streamlit can run a page's file without app.py: then the page shows nothing but that it is not for them."""
    (only,) = elements(asked(page, who).run()._tree)
    assert only.type == "exception" and only.proto.type.endswith(".NotForYou")


SENTENCES: Final = {
    vietnamese: english
    for vietnamese, english in dictionary().values()
    if min(len(vietnamese), len(english)) > 12 and "{" not in vietnamese + english and vietnamese != english
}


@pytest.mark.parametrize("page", PAGES)
def test_no_sentence_of_the_product_is_in_the_other_language(country: SmallCountry, page: str) -> None:
    vietnamese, english = (opened(page, lang=lang) for lang in LANGUAGES)
    assert landed(english) == page and faults(english) == []
    for app, own, other in ((vietnamese, SENTENCES, SENTENCES.values()), (english, SENTENCES.values(), SENTENCES)):
        said = sent(app)
        assert any(sentence in said for sentence in own)
        assert not {sentence for sentence in other if sentence in said}


@pytest.mark.slow
def test_a_process_for_the_public_has_the_public_page_alone(
    country: SmallCountry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "way", lambda: "public")
    for page in PAGES:
        app = opened(page, "administrators")
        assert (landed(app), offered(app), faults(app)) == (PUBLIC, {PUBLIC}, [])


def test_whoever_sits_at_the_machine_is_its_administrator(
    country: SmallCountry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "way", lambda: "local")
    app = opened(PUBLIC, "nobody")
    assert offered(app) == set(PAGES) and "sign-in" not in {each.key for each in app.button}


@pytest.mark.parametrize("who", WHO)
def test_people_are_named_to_those_whose_area_they_are_in(country: SmallCountry, who: str) -> None:
    app = opened("pages/steering/explore.py", who, u=COMMUNE, t=country.team)
    found = {name for name, value in PLANTED.items() if value in sent(app)}
    assert found == ({"name", "post", "organisation"} if who in ("lang-son", "administrators") else set())


def choices(app: AppTest) -> set[str]:
    return {option for each in app.selectbox for option in each.options}


@pytest.mark.parametrize("page", ["pages/planning/intake.py", "pages/planning/assignments.py"])
def test_a_planner_chooses_among_the_provinces_of_the_area(country: SmallCountry, page: str) -> None:
    mine, every = choices(opened(page, "lang-son")), choices(opened(page, "administrators"))
    assert "Tỉnh Lạng Sơn" in mine and "Tỉnh Cao Bằng" not in mine
    assert {"Tỉnh Lạng Sơn", "Tỉnh Cao Bằng"} <= every


def test_after_publishing_the_map_shows_first_what_the_report_told() -> None:
    told = {"village_coverage": 5, "people_guided": 0, "vneid": 5}
    assert measure_to_see(told, ["vneid_accounts", "people_guided"]) == "vneid"
    assert measure_to_see(told, ["people_guided"]) == "village_coverage" and measure_to_see({}, ["teams"]) == ""


INTAKE: Final = "pages/planning/intake.py"
EXPLORE: Final = "pages/steering/explore.py"
TEAMS: Final = "pages/steering/teams.py"
DIFFICULTIES: Final = "pages/steering/difficulties.py"
# links as people send them: the page and what its address says; TEAM is the planted person's team
VIEWS: Final = (
    *((page, {}) for page in PAGES),
    *((EXPLORE, {"u": "20", "w": how}) for how in HOWS),
    *((EXPLORE, {"u": "20", "b": below, "pin": "06073.06001"}) for below in SHOWN),
    *((EXPLORE, {"l": "commune", "k": method, "c": "4"}) for method in METHODS),
    (EXPLORE, {"u": COMMUNE}),
    (EXPLORE, {"u": COMMUNE, "v": "VILLAGE"}),
    (EXPLORE, {"u": COMMUNE, "t": "TEAM"}),
    (EXPLORE, {"u": "06", "s": "2024", "p": "2024-Q4", "m": "households"}),
    (EXPLORE, {"u": "20", "b": "table", "from": "1", "to": "60", "kind": "xa"}),
    (EXPLORE, {"l": "village", "u": "20"}),
    (EXPLORE, {"u": "51", "s": "2025-07", "p": "2024-Q4", "b": "table"}),
    (EXPLORE, {"u": "99999", "m": "none", "s": "1999", "w": "none"}),
    (TEAMS, {"gap": "paper", "u": "20"}),
    (TEAMS, {"b": "side", "u": COMMUNE}),
    (TEAMS, {"u": COMMUNE, "q": "tổ", "by": "last_active"}),
    (DIFFICULTIES, {"u": "20"}),
    (DIFFICULTIES, {"u": COMMUNE}),
    (PUBLIC, {"u": "20"}),
    (PUBLIC, {"u": COMMUNE}),
    (PUBLIC, {"u": "99999"}),
)


@dataclass
class Walk:
    """What came of the views, and the files whose functions ran on the way, there and where a `Walk` was noted."""

    ends: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    ran: set[Path] = field(default_factory=set)

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note the files of all functions that the app runs meanwhile; what a module does on import is none."""
        files: set[str] = set()

        def note(frame: FrameType, event: str, _: object) -> None:
            if event == "call" and frame.f_code.co_flags & inspect.CO_OPTIMIZED:
                files.add(frame.f_code.co_filename)

        threading.setprofile(note)
        try:
            yield
        finally:
            threading.setprofile(None)
            self.ran |= set(map(Path, files))


@pytest.fixture(scope="module")
def walk(planted: SmallCountry) -> Walk:
    """Visit all views once."""
    village = planted.release.query("SELECT min(village) AS id FROM villages WHERE commune_2025 = $c", c=COMMUNE)
    ids, walk = {"TEAM": planted.team, "VILLAGE": village["id"].iloc[0]}, Walk()
    with serving(planted.var), walk.noted():
        for page, query in VIEWS:
            app = opened(page, **{name: ids.get(value, value) for name, value in query.items()})
            walk.ends[f"{page}{query}"] = landed(app), faults(app)
    return walk


@pytest.mark.parametrize(("page", "query"), VIEWS, ids=str)
def test_every_view_runs(walk: Walk, page: str, query: dict[str, str]) -> None:
    assert walk.ends[f"{page}{query}"] == (page, [])


def test_a_link_to_a_team_that_is_not_there_says_so(country: SmallCountry) -> None:
    app = opened(EXPLORE, u=COMMUNE, t="{{7*7}}")
    assert landed(app) == EXPLORE and faults(app) == [say("measures.no_team", code="{{7*7}}")]


def test_another_structure_shows_the_teams_of_the_province_that_took_its_place(country: SmallCountry) -> None:
    app = opened(TEAMS, u="06", s="2024")
    (structure,) = [each for each in app.selectbox if each.label == say("explore.structure")]
    app = structure.set_value("2025-07").run()
    assert (faults(app), app.query_params["u"]) == ([], "19")  # Bắc Kạn lies in Thái Nguyên


def pressed(app: AppTest, words: str) -> AppTest:
    """Press the button that says these words, and run what it asks for."""
    (button,) = [each for each in app.button if each.label == say(words)]
    return button.click().run()


def read(app: AppTest, name: str, content: bytes, *others: tuple[str, bytes]) -> AppTest:
    """Hand in files on the page of reports, and have them read."""
    files = [(name, content), *others]
    app.file_uploader[0].set_value([(called, held, "application/octet-stream") for called, held in files])
    return pressed(app, "intake_page.read")


def district_report(*, misspelt: int = 0) -> bytes:
    """Write a report on the communes of a district of Bắc Kạn, the first so many of them misspelt."""
    districts = register.units("2024", "district")
    code = districts.index[districts["short"] == "Ngân Sơn"][0]
    names = list(register.children("2024", code, "commune")["name"])
    rows = [(n, name[:-1] + "x" if n <= misspelt else name, 200 + n, 100 + n) for n, name in enumerate(names, start=1)]
    head = ("ỦY BAN NHÂN DÂN HUYỆN NGÂN SƠN, TỈNH BẮC KẠN", "Kết quả Tổ công nghệ số cộng đồng, số liệu đến 30/9/2024")
    return to_xlsx({"BC": [[head[0]], [head[1]], ["TT", "Xã, thị trấn", "Tổng số hộ", "Hộ có ĐTTM"], *rows]})


def test_a_report_is_read_asked_about_and_published(office: Store) -> None:
    before = office.current_id()
    app = read(opened(INTAKE, "bac-kan"), "ngan-son.xlsx", district_report(misspelt=1))
    assert faults(app) == [] and say("intake_page.blocked") in [each.value for each in app.info]
    (question,) = [each for each in app.selectbox if str(each.key).startswith("question-")]
    question.select_index(1)
    app = pressed(app, "intake_page.answer")
    app = pressed(pressed(app, "intake_page.draft"), "intake_page.publish")
    assert faults(app) == [] and office.current_id() not in (before, None)
    told = office.current().query("SELECT households FROM reports WHERE level = 'commune' ORDER BY households")
    assert told["households"].tolist() == list(range(201, 201 + len(told))) and len(told) > 5


def sheet(app: AppTest) -> pd.DataFrame:
    """Return the table that shows how a file was read: the one with a column that says of each row what it is."""
    return next(each.value for each in app.dataframe if "read_as" in each.value)


def test_a_word_file_is_shown_as_it_was_read(office: Store) -> None:
    rows = [["TT", "Xã, thị trấn", "Tổng số hộ", "Họ tên tổ trưởng"], [1, "Xã Bằng Vân", 201, "Nguyễn Thị Kín"]]
    content = to_docx(
        "UBND HUYỆN NGÂN SƠN, TỈNH BẮC KẠN", "Số liệu đến 30/9/2024", [*rows, [2, "Xã Cốc Đán", 202, "Kín"]]
    )
    app = read(opened(INTAKE, "bac-kan"), "ngan-son.docx", content)
    assert faults(app) == [] and "Kín" not in "".join(sheet(app).astype(str).sum())


def test_a_table_of_a_pdf_is_confirmed_before_anything_else(office: Store) -> None:
    made = Pdf().page()
    made.text(60, 30, "UBND HUYỆN NGÂN SƠN, TỈNH BẮC KẠN, số liệu đến 30/9/2024")
    made.table(
        60, 50, [40, 150, 100], [["TT", "Xã, thị trấn", "Tổng số hộ"], [1, "Xã Bằng Vân", 201], [2, "Xã Cốc Đán", 202]]
    )
    app = read(opened(INTAKE, "bac-kan"), "ngan-son.pdf", made.content())
    assert faults(app) == [] and say("intake_page.draft") not in {each.label for each in app.button}
    assert list(sheet(app)["read_as"]) == [say("sheet_view.row.heading"), "Xã Bằng Vân", "Xã Cốc Đán"]
    (question,) = [each for each in app.selectbox if str(each.key).startswith("question-")]
    question.select_index(1)
    app = pressed(pressed(app, "intake_page.answer"), "intake_page.draft")
    assert faults(app) == [] and len(drafts.list_drafts(office)) == 1


def test_many_files_become_one_draft_and_are_known_again(office: Store) -> None:
    names = list(register.children("2024", "06", "commune")["name"])[:2]
    head = ["Xã, thị trấn", "Tổng số hộ", "Hộ có ĐTTM"]
    files = [
        (f"{name}.xlsx", to_xlsx({"BC": [["TỈNH BẮC KẠN, số liệu đến 30/9/2024"], head, [name, 200 + at, 100]]}))
        for at, name in enumerate(names)
    ]
    app = read(opened(INTAKE, "bac-kan"), *files[0], *files[1:], ("hong.xlsx", b"PK\x03\x04"))
    listed = next(each.value for each in app.dataframe if "state" in each.value)
    assert faults(app) == [] and len(listed) == 3 and listed["file"].iloc[0] == "hong.xlsx"
    app = pressed(pressed(app, "intake_page.draft"), "intake_page.publish")
    assert faults(app) == [] and [len(draft.source.files) for draft in drafts.list_drafts(office)] == [2]
    again = read(opened(INTAKE, "bac-kan"), *files[1])
    (told,) = [each.value for each in again.warning if "bản phát hành" in each.value]
    assert faults(again) == [] and "bac\\-kan" in told


def many_questions() -> AppTest:
    return read(opened(INTAKE, "bac-kan"), "ngan-son.xlsx", district_report(misspelt=8))


def test_many_questions_are_a_table(office: Store) -> None:
    app = many_questions()
    assert faults(app) == [] and say("asking.how", count="8") in [each.value for each in app.caption]


def test_a_report_on_another_province_makes_no_draft(office: Store) -> None:
    app = read(opened(INTAKE, "lang-son"), "ngan-son.xlsx", district_report())
    app = pressed(app, "intake_page.draft")
    assert len(faults(app)) == 1 and not drafts.list_drafts(office)


def test_a_file_that_is_no_report_is_refused_in_plain_words(office: Store) -> None:
    app = read(opened(INTAKE, "bac-kan"), "bao-cao.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 4000)
    (fault,) = faults(app)
    assert "Traceback" not in fault and len(fault) > 20


def test_a_layer_is_read_placed_and_published(office: Store) -> None:
    layer = boundaries.layer()
    files = boundaries.without(boundaries.written(layer.drop(columns="ma").to_crs("EPSG:9215"), "shp"), ".prj", ".cpg")
    app = opened("pages/planning/boundaries.py", "lang-son")
    app.file_uploader[0].set_value([("xa.zip", boundaries.zipped(files), "application/zip")])
    app = pressed(app, "boundary_page.read")
    assert say("boundary_page.blocked") in [each.value for each in app.info], "its system is asked for"
    app = pressed(app, "boundary_page.take")
    assert faults(app) == [] and say("boundary_page.source") in [each.label for each in app.text_input]
    joined = say("boundary_page.joined", joined=len(layer), features=len(layer), code=0, name=len(layer), missing=0)
    assert joined in [each.value for each in app.success]


def team_page() -> AppTest:
    commune = communes(BAC_KAN)[0]
    return opened(EXPLORE, "bac-kan", u=commune, s="2024", t=f"t-{commune}-0")


def with_form(app: AppTest, what: str) -> AppTest:
    """Choose a form on a team's page."""
    (choice,) = [each for each in app.button_group if str(each.key).startswith("edit-")]
    return choice.set_value(what).run()


def renamed(name: str) -> AppTest:
    """Hand in the form on the team with another name."""
    app = with_form(team_page(), "team")
    (before,) = [each for each in app.text_input if each.value == "Tổ"]
    before.set_value(name)
    return pressed(app, "team_edit.keep")


@pytest.mark.parametrize("what", WHATS)
def test_each_form_on_a_team_opens(office: Store, what: str) -> None:
    app = with_form(team_page(), what)
    assert faults(app) == [] and say("team_edit.keep") in {each.label for each in app.button}


def test_a_form_on_a_team_becomes_a_draft_to_be_reviewed(office: Store) -> None:
    app = renamed("Tổ Nà Ến")
    (draft,) = drafts.list_drafts(office)
    assert faults(app) == [] and draft.status == "open" and "Tổ Nà Ến" in sent(app)
    assert say("intake_page.publish") in {each.label for each in app.button}


def conflicting() -> AppTest:
    """Publish one of two drafts that name a team otherwise, then the other."""
    first, second = renamed("một"), renamed("hai")
    pressed(first, "intake_page.publish")
    return pressed(second, "intake_page.publish")


def test_what_others_published_otherwise_is_asked_about(office: Store) -> None:
    app = conflicting()
    assert faults(app) == [] and say("releases_page.rebased") in [each.value for each in app.warning]
    assert office.current().query("SELECT name FROM teams ORDER BY name DESC")["name"].iloc[0] == "một"
    assert say("draft_questions.first", count=1) in [each.value for each in app.info]


def imported_by_fast_tests() -> set[Path]:
    """Return the files that a test without a browser imports itself."""
    found = set()
    for test in (PROJECT / "tests").glob("test_*.py"):
        for parts in imported_modules(test):
            found |= {(PROJECT / Path(*parts[:n])).with_suffix(".py") for n in (len(parts) - 1, len(parts)) if n}
    return found


def test_no_component_is_known_to_the_browser_tests_alone(walk: Walk, office: Store) -> None:
    with walk.noted():
        many_questions()
        conflicting()
    files = {file for file in (PROJECT / "components").rglob("*.py") if not file.name.startswith("__")}
    assert {str(file.relative_to(PROJECT)) for file in files - walk.ran - imported_by_fast_tests()} == set()


@pytest.mark.slow
@pytest.mark.parametrize("restarted", [True, False])
def test_a_lost_pointer_is_mended_on_the_pages(office: Store, restarted: bool) -> None:
    """Whoever starts or goes on working on such a store sees no invented figure; an administrator mends it there."""
    release = office.current_id()
    if restarted:
        first_run._made.clear()
    else:
        opened("pages/planning/releases.py")
    (office.root / "current").unlink()
    viewer = opened("pages/steering/overview.py", "committee")
    assert len(faults(viewer)) == 1 and not viewer.selectbox
    app = opened("pages/planning/releases.py")
    assert len(faults(app)) == 1
    (back,) = (each for each in app.button if each.label in ("Đặt làm bản hiện hành", "Quay về bản này"))
    back.click().run()
    assert office.current_id() == release
    assert faults(opened("pages/steering/overview.py", "committee")) == []
