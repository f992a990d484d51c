"""Every page and every address of the running app × every role, and a planted person whom the public never meets."""

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from data.access.actor import ROLES, Actor
from data.disclosure.public_release import open_public
from data.i18n import say
from data.releases.store import open_store
from data.services import use_cases
from tests.browser import office
from tests.browser.caller import Caller, calling, signed_in
from tests.browser.conftest import PATIENCE_SECONDS, PROJECT, start
from tests.browser.office import Office
from tests.fixtures.sample import COMMUNE, PLANTED, with_maps
from tests.fixtures.walk import where

# The least role that an address of the app answers behind a sign-in; "" is nobody. One that is not here fails the test.
ADDRESSES = {
    "/": "public",
    "/{page}": "public",
    "/maps": "public",
    "/look/{version}/map.js": "public",
    "/look/{version}/communes.json": "public",
    "/_stcore/health": "public",
    "/_stcore/host-config": "public",
    "/media/{file_id:path}": "public",
    "/component/{path:path}": "public",
    "/_stcore/bidi-components/{path:path}": "public",
    "/_stcore/stream": "public",
    "/auth/login": "public",
    "/auth/logout": "public",
    "/oauth2callback": "public",
    "": "public",
    "/_stcore/upload_file/{session_id}/{file_id}": "planner",
    "/_stcore/metrics": "",
    "/_stcore/agent/interact": "",
    "/_stcore/agent/openapi.json": "",
    "/_stcore/agent/mcp": "",
}
LISTED = """
import json, re, app
paths = [getattr(route, "path", "") for route in app.app._build_starlette_app().routes]
pages = {f"/{name}" for name in app.PAGES}
paths = ["/{page}" if path in pages else re.sub("^/look/[0-9a-f]+/", "/look/{version}/", path) for path in paths]
print(json.dumps(paths))
"""
QUERIES = (
    "",
    f"u={COMMUNE}",
    "u=20",
    f"u={COMMUNE}&t=TEAM",
    "u=20&b=table",
    "l=village&u=20",
    "lang=en",
    "m=households&p=2024-Q4&s=2024&u=06",
    "u=99999&t=%7B%7B7*7%7D%7D&m=none&s=1999",
)


def pages() -> dict[str, str]:
    """Return the least role of each page, as app.py says it."""
    for node in ast.parse((PROJECT / "app.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and node.targets[0].id == "PAGES":
            return {name: role for name, (_, _, role) in ast.literal_eval(node.value).items()}
    raise AssertionError("app.py has no PAGES")


@pytest.fixture(scope="module")
def callers(bureau: Office) -> Iterator[dict[str, Caller]]:
    """Return one visitor of each role, connected; staff have looked at everything before the public comes."""
    address = bureau.server.address
    with ExitStack() as stack:
        made = {}
        for role in ("viewer", "planner", "administrator"):
            cookies = signed_in(address, role, group=office.PEOPLE[role], secret=office.SECRET)
            made[role] = stack.enter_context(calling(address, **cookies))
        for page in pages():
            made["administrator"].run(page, f"u={COMMUNE}&t={bureau.team}")
            made["planner"].run(page, f"u={COMMUNE}&t={bureau.team}")
        made["public"] = stack.enter_context(calling(address))
        yield made


@pytest.mark.parametrize("role", ROLES)
def test_each_page_runs_for_the_roles_that_it_is_for(callers: dict[str, Caller], role: str) -> None:
    visitor, rank = callers[role], ROLES.index
    allowed = {name for name, needed in pages().items() if rank(role) >= rank(needed)}
    home = "overview" if "overview" in allowed else "progress"
    for name in [*pages(), "home", ""]:
        assert visitor.run(name).at == (name if name in allowed else home), name
        assert visitor.offered == allowed, name
    # what the address of a page tells does not depend on who asks: the page itself comes by the socket
    assert {visitor.get(f"/{name}")[1] for name in pages()} == {callers["public"].get("/")[1]}


def test_every_address_of_the_app_has_a_rule_and_keeps_it(callers: dict[str, Caller]) -> None:
    told = subprocess.run(
        [sys.executable, "-c", LISTED], cwd=PROJECT, capture_output=True, text=True, timeout=PATIENCE_SECONDS
    )
    assert told.returncode == 0, told.stderr
    assert set(json.loads(told.stdout.splitlines()[-1])) == set(ADDRESSES)
    for path, needed in ADDRESSES.items():
        plain = (
            path.format_map({"page": "explore", "version": "0", "session_id": "a", "file_id": "b"})
            if ":" not in path
            else path.split("{")[0] + "none"
        )
        method = "PUT" if "upload" in path else "GET"
        if path in ("/auth/login", "/auth/logout", "/oauth2callback", "/_stcore/stream"):
            continue  # a sign-in begins and ends here, and a socket opens: test_sign_in.py
        for role, visitor in callers.items():
            refused = visitor.get(plain, method=method)
            may = bool(needed) and ROLES.index(role) >= ROLES.index(needed)
            # what is let through answers for itself: a session or a file that is not there
            assert (refused not in ((403, b""), (404, b""), (405, b""))) is may, (path, role, refused[0])


def test_the_shapes_of_villages_are_for_staff(callers: dict[str, Caller], bureau: Office) -> None:
    villages = [file.name for file in (bureau.folder / "maps").glob("*-villages-*.json")]
    assert villages, "staff have looked at villages"
    for role, visitor in callers.items():
        assert visitor.get(f"/maps/{villages[0]}")[0] == (404 if role == "public" else 200)


# The files that pages offer: the query, the least role, and what their buttons say.
FILES = {
    "explore": ("u=20&b=table", "viewer", {say("reading.download", kind=kind) for kind in ("CSV", "Excel")}),
    "intake": ("", "planner", {say("intake_page.forms.download")}),
}


@pytest.mark.parametrize("page", FILES)
def test_files_are_for_the_roles_that_their_page_is_for(callers: dict[str, Caller], page: str) -> None:
    query, needed, labels = FILES[page]
    for role, visitor in callers.items():
        given = visitor.run(page, query).files()
        if ROLES.index(role) < ROLES.index(needed):
            assert not labels & given, role
        else:
            assert labels <= given, role


def offered(visitor: Caller, page: str) -> set[str]:
    """Return everything that the lists of a page let one choose."""
    visitor.run(page)
    return {option for message in visitor.last for option in message.delta.new_element.selectbox.options}


def test_forms_offer_a_planner_the_units_of_the_area(callers: dict[str, Caller]) -> None:
    for page in ("intake", "assignments"):
        own, every = (offered(callers[role], page) for role in ("planner", "administrator"))
        assert "Tỉnh Lạng Sơn" in own and "Tỉnh Cao Bằng" not in own, page
        assert "Tỉnh Cao Bằng" in every, page


def test_the_public_never_meets_the_planted_person(callers: dict[str, Caller], bureau: Office) -> None:
    planner, public = callers["planner"], callers["public"]
    assert found([planner.sent]) == set(PLANTED.values()) - {PLANTED["phone"]}, "the planner was shown the person"
    for page in pages():
        for query in QUERIES:
            public.run(page, query.replace("TEAM", bureau.team))
    everything = [public.sent, *([public.get(path)[1]] for path in sorted(public.links() | planner.links()))]
    assert not found(everything)
    assert bureau.team not in str(public.sent)
    store = open_public(bureau.folder / "public")
    frames = [store.current().query(f"SELECT * FROM {table}") for table in ("figures", "sources")]
    everything = [[frame.to_csv().encode()] for frame in frames]
    everything += [[file.read_bytes()] for file in bureau.folder.rglob("*.log")]
    assert not found(everything)


def test_after_staff_have_worked_the_planted_person_stands_in_the_files_of_people_alone(
    callers: dict[str, Caller], bureau: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(bureau.folder))
    store, planner = open_store(), Actor("planner", "planner@so.vn", frozenset({("2025-07", "20")}))
    for role, page, query in (
        ("planner", "teams", f"u={COMMUNE}"),
        ("planner", "teams", f"u={COMMUNE}&b=side"),
        ("administrator", "releases", ""),
        ("administrator", "difficulties", "u=20"),
    ):
        callers[role].run(page, query)
    people = use_cases.members(store.current(), planner, bureau.team).set_index("name")
    person = str(people.loc[PLANTED["name"], "person"])
    assert PLANTED["phone"] in str(use_cases.export_person(store, planner, person)), "the export holds what is known"
    form = {"person": person, "team": bureau.team, "name": PLANTED["name"], "phone": PLANTED["phone"], "role": "deputy"}
    draft = use_cases.propose(store, planner, "member", form, on=date(2026, 9, 30))
    try:
        callers["planner"].run("releases")
        for page in pages():
            callers["viewer"].run(page, f"u={COMMUNE}&t={bureau.team}")
        places = {path.relative_to(bureau.folder) for value in PLANTED.values() for path in where(bureau.folder, value)}
        assert {path.parts[0] for path in places} == {"store"}, "nor in the log, the maps or the public release"
        assert {path.name for path in places} == {"people.parquet"} and any(draft in path.parts for path in places)
        assert all((bureau.folder / path).stat().st_mode & 0o077 == 0 for path in places)
        assert not found([callers["viewer"].sent, [told.encode() for told in (str(use_cases.log(store, planner)),)]])
    finally:
        use_cases.discard(store, planner, draft)


def test_a_process_for_the_public_needs_and_opens_the_public_release_alone(bureau: Office, tmp_path: Path) -> None:
    var = with_maps(tmp_path / "var", of=bureau.folder)
    shutil.copytree(bureau.folder / "public", var / "public")
    server = start(var, tmp_path / "log", CNSCD_AUDIENCE="public")
    try:
        with calling(server.address) as visitor:
            for page in pages():
                assert visitor.run(page, "u=20").at == "progress"
            assert visitor.offered == {"progress"}
            assert any("Tỉnh Lạng Sơn".encode() in message for message in visitor.sent)
            assert visitor.get("/_stcore/upload_file/a/b", method="PUT")[0] == 403
            assert {visitor.get(path)[0] for path in ("/auth/login", "/auth/logout", "/oauth2callback")} == {404}
    finally:
        server.process.terminate()
        server.process.wait(10)
    assert not (var / "store").exists()


def found(everything: list[list[bytes]]) -> set[str]:
    """Return the planted values that stand in any of these contents."""
    return {
        value
        for value in PLANTED.values()
        for contents in everything
        if any(value.encode() in content for content in contents)
    }
