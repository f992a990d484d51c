"""Names that look like programs are shown as text and run nowhere: not on the server, not in the browser."""

import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import openpyxl
import pyarrow as pa
import pytest
from playwright.sync_api import Browser, expect

from data.derivation.schema import fit, schemas
from tests.browser.conftest import PROJECT, Server, Visit, serving, visit
from tests.fixtures.sample import SmallCountry, publish, with_maps

COMMUNE = "06073"
TEXTS = (
    "{{ cycler.__init__.__globals__.os.getcwd() }}",
    "{% x",
    "{# y",
    "${window.ran=1}",
    "<img src=x onerror=window.ran=1>",
    "<script>window.ran=1</script>",
    "'); window.ran=1; ('",
    "**[link](javascript:window.ran=1)** $x^2$ :red[y]",
)
# what else people write as they like about teams
FREE = {"trainings": ("title", "venue", "organiser"), "difficulties": ("text",), "supplies": ("giver",)}
CANARY = "() => window.ran === undefined"


def renamed(table: pa.Table, name: str, chosen: list[bool]) -> pa.Table:
    """Put the hostile texts in turn into a column where `chosen` says so."""
    places = iter(range(len(chosen)))
    texts = pa.array(
        [
            TEXTS[next(places) % len(TEXTS)] if take else value.as_py()
            for value, take in zip(table[name], chosen, strict=True)
        ],
        pa.string(),
    )
    return table.set_column(table.column_names.index(name), name, texts)


def planted(small: SmallCountry) -> dict[str, pa.Table]:
    """Return the small country with hostile names for the villages, teams and people of one commune, and a source."""
    tables = dict(small.tables)
    villages, teams, people = (tables[name] for name in ("villages", "teams", "people"))
    own = [code.as_py() == COMMUNE for code in villages["commune_2025"]]
    tables["villages"] = renamed(villages, "name", own)
    own = [code.as_py() == COMMUNE for code in teams["commune_2025"]]
    ids = {team.as_py() for team, take in zip(teams["team"], own, strict=True) if take}
    tables["teams"] = renamed(teams, "name", own)
    seats = tables["memberships"]
    members = {
        person.as_py() for person, team in zip(seats["person"], seats["team"], strict=True) if team.as_py() in ids
    }
    own = [person.as_py() in members for person in people["person"]]
    for name in ("name", "post", "organisation", "phone"):
        people = renamed(people, name, own)
    tables["people"] = people
    for table, names in FREE.items():
        tables[table] = fit(tables[table], schema=schemas()[table])
        for name in names:
            tables[table] = renamed(tables[table], name, [True] * len(tables[table]))
    sources = tables["sources"]
    report = pa.array(["report"] * len(sources))
    title = pa.array([" ".join(TEXTS)] * len(sources))
    sources = sources.set_column(sources.column_names.index("kind"), "kind", report)
    for name in ("title", "office"):
        sources = sources.set_column(sources.column_names.index(name), name, title)
    tables["sources"] = sources
    return tables


@pytest.fixture(scope="module")
def hostile_server(small_country: SmallCountry, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    var = with_maps(tmp_path_factory.mktemp("hostile"), of=small_country.var)
    publish(var, planted(small_country), message=" ".join(TEXTS), who=TEXTS[0])
    with serving(var) as running:
        yield running


@pytest.fixture
def guest(browser: Browser, hostile_server: Server) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1440, "height": 1400}, locale="vi-VN")
    yield visit(context, hostile_server.address)
    context.close()


def unharmed(guest: Visit) -> None:
    """No text has run in any frame, and none has told anything of the server."""
    for frame in guest.page.frames:
        assert frame.evaluate(CANARY), frame.url
        assert str(PROJECT) not in frame.content(), frame.url
    assert not [fault for fault in guest.faults if "404" not in fault]


def ids_of(small: SmallCountry, table: str, key: str) -> list[str]:
    """Return the keys of the commune's rows."""
    rows = small.tables[table]
    return [name.as_py() for name, code in zip(rows[key], rows["commune_2025"], strict=True) if code.as_py() == COMMUNE]


def test_villages_and_teams_with_hostile_names(guest: Visit) -> None:
    guest.open(f"/explore?u={COMMUNE}")
    guest.wait_painted()
    names = guest.frame_of_map().evaluate("choropleth.view.shown.features.map(f => f.name)")
    assert set(names) >= set(TEXTS)
    frame = guest.frame_of_map()
    guest.map.locator("#map_div").focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        guest.page.keyboard.press(key)
        shown = guest.map.locator(".choropleth-card .name").inner_text()
        assert shown in TEXTS
    assert frame.locator(".choropleth-card img, .choropleth-card script").count() == 0
    unharmed(guest)


@pytest.mark.parametrize("place", range(len(TEXTS)))
def test_a_village_with_a_hostile_name_is_shown_as_text(guest: Visit, small_country: SmallCountry, place: int) -> None:
    ids = sorted(ids_of(small_country, "villages", "village"))
    guest.open(f"/explore?u={COMMUNE}&v={ids[place]}")
    guest.wait_painted()
    heading = guest.page.locator(".unit").inner_text()
    assert heading in TEXTS
    assert heading in guest.page.locator(".st-key-crumbs").inner_text()
    assert guest.page.locator("[data-testid=stMain] img[src=x]").count() == 0
    unharmed(guest)


def test_a_team_and_its_people_with_hostile_names(guest: Visit, small_country: SmallCountry) -> None:
    for team in ids_of(small_country, "teams", "team")[: len(TEXTS)]:
        guest.open(f"/explore?u={COMMUNE}&t={team}")
        assert guest.page.locator("[data-testid=stMain] h3").first.inner_text() in TEXTS
        unharmed(guest)


@pytest.mark.parametrize("page", ["teams", "difficulties"])
def test_what_teams_tell_with_hostile_texts(guest: Visit, page: str) -> None:
    guest.open(f"/{page}?u={COMMUNE}")
    unharmed(guest)
    assert guest.page.locator("[data-testid=stMain] img[src=x], [data-testid=stMain] a[href^=javascript]").count() == 0


def test_sources_and_messages_with_hostile_names(guest: Visit) -> None:
    guest.open("/explore?u=20")
    assert "onerror=window.ran=1" in guest.page.locator("[data-testid=stMain]").inner_text()
    unharmed(guest)
    guest.open("/releases")
    unharmed(guest)


def test_the_public_page_with_hostile_offices_links_and_searches(guest: Visit) -> None:
    link = urlencode({"u": TEXTS[0], "m": TEXTS[4], "s": TEXTS[3], "p": TEXTS[5], "t": TEXTS[6], "lang": TEXTS[1]})
    guest.open(f"/progress?{link}")
    said = guest.page.locator("[data-testid=stAlert]").all_inner_texts()
    assert any(TEXTS[3] in text for text in said) and any(TEXTS[0][:40] in text for text in said), said
    unharmed(guest)
    guest.open("/progress")
    assert "onerror=window.ran=1" in guest.page.locator("[data-testid=stMain]").inner_text()
    for text in (TEXTS[0], TEXTS[4], TEXTS[7]):
        guest.page.get_by_placeholder("Tìm xã của bạn").fill(text)
        expect(guest.page.locator(".st-key-public-found")).to_contain_text(text)
        unharmed(guest)
    assert guest.page.locator("[data-testid=stMain] img[src=x], [data-testid=stMain] a[href^=javascript]").count() == 0


def workbook() -> bytes:
    """Make a report whose names are hostile: none is a commune, so each becomes a question."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "{{7+7}}"
    sheet.append([f"BÁO CÁO {TEXTS[5]}, số liệu đến ngày 30/9/2026"])
    sheet.append(["STT", "Tên xã", "Số hộ", "Số hộ có ĐTTM", TEXTS[4]])
    for number, text in enumerate(TEXTS, start=1):
        sheet.append([number, text, 100, 60, 5])
    sheet.append([len(TEXTS) + 1, "Xã Hoa Thám", 100, 60, 5])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_workbook_of_hostile_names(guest: Visit, tmp_path: Path) -> None:
    file = tmp_path / "<img src=x onerror=window.ran=1>{{7+7}}.xlsx"
    file.write_bytes(workbook())
    guest.open("/intake")
    guest.page.set_input_files("input[type=file]", str(file))
    guest.page.get_by_label("Số liệu đến ngày").first.wait_for()
    guest.page.get_by_label("Tỉnh", exact=True).fill("Tỉnh Lạng Sơn")
    guest.page.get_by_role("option", name="Tỉnh Lạng Sơn", exact=True).click()
    guest.page.get_by_role("button", name="Đọc báo cáo").click()
    guest.page.get_by_text("câu hỏi").first.wait_for()
    guest.settle()
    assert guest.page.locator("[data-testid=stMain] img[src=x]").count() == 0
    assert "14.xlsx" not in guest.page.content()
    unharmed(guest)


def test_hostile_names_stand_on_the_map_as_text(guest: Visit) -> None:
    guest.open(f"/explore?u={COMMUNE}")
    guest.wait_painted()
    names = guest.frame_of_map().evaluate("choropleth.labels().map(label => label.lines.join(' '))")
    begun = [name.removesuffix("…").rstrip() for name in names]
    assert sum(any(text.startswith(name) for text in TEXTS) for name in begun) >= 3, names
    unharmed(guest)
