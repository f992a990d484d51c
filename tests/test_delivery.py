"""Delivery: packed files are the files, what a page announces is there, and nothing else can be asked for."""

import asyncio
import gzip

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route, Router
from starlette.testclient import TestClient

from components.server import app as server
from components.server import delivery, geolocation
from data.storage import paths
from geo import assets
from geo.assets import MapAsset

PACKED = {"accept-encoding": "gzip"}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    paths.map_files().mkdir(parents=True)
    monkeypatch.setattr(assets, "existing", _made)


def _made(structure: str, level: str, parent: str | None) -> MapAsset | None:
    """Pretend that the files of today's units have been made."""
    file = f"{structure}-{level}-{parent or ''}.json"
    return MapAsset(file, (), (0, 0, 1, 1), True, "") if structure == "2025-07" else None


def asked(
    path: str, *, query: str = "", headers: dict[str, str] = PACKED, method: str = "GET"
) -> tuple[int, dict[str, str], bytes]:
    """Ask an app behind the delivery for a path; return status, headers and body."""
    routes = [
        Route(f"{server.base()}/explore", lambda _: HTMLResponse("<p>page")),
        Route("/{rest:path}", lambda _: PlainTextResponse("app")),
    ]
    app = Starlette(routes=routes, middleware=delivery.middleware())
    sent = []

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(k.encode(), v.encode()) for k, v in headers.items()],
        "http_version": "1.1",
        "scheme": "http",
        "server": ("localhost", 80),
        "client": ("localhost", 1),
        "root_path": "",
    }
    asyncio.run(app(scope, receive, send))
    told = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
    return sent[0]["status"], told, b"".join(part.get("body", b"") for part in sent[1:])


def map_file(name: str = "x-0123456789abcdef.json", content: str = '{"a": "Xã Sơn Hà"}') -> str:
    (paths.map_files() / name).write_text(content, encoding="utf-8")
    return name


def test_a_packed_map_file_is_the_file_and_kept_for_ever() -> None:
    name = map_file()
    _, headers, body = asked(f"/maps/{name}")
    assert gzip.decompress(body) == (paths.map_files() / name).read_bytes()
    assert headers["content-encoding"] == "gzip" and headers["content-length"] == str(len(body))
    assert "immutable" in headers["cache-control"] and headers["vary"] == "Accept-Encoding"
    assert headers["content-type"].startswith("application/json")


@pytest.mark.parametrize(
    ("path", "headers", "method"),
    [
        ("/maps/x-0123456789abcdef.json", {}, "GET"),
        ("/maps/x-0123456789abcdef.json", {"accept-encoding": "br"}, "GET"),
        ("/maps/x-0123456789abcdef.json", PACKED | {"range": "bytes=0-3"}, "GET"),
        ("/maps/x-0123456789abcdef.json", PACKED, "HEAD"),
        ("/maps/missing.json", PACKED, "GET"),
        ("/maps/../secret.json", PACKED, "GET"),
        ("/maps/..%2fsecret.json", PACKED, "GET"),
        ("/maps/.hidden.json", PACKED, "GET"),
        ("/maps//etc/x.json", PACKED, "GET"),
        ("/maps/x.parquet", PACKED, "GET"),
        ("/static/js/../../index.js", PACKED, "GET"),
    ],
)
def test_everything_else_is_left_to_the_app(path: str, headers: dict[str, str], method: str) -> None:
    map_file()
    (paths.map_files().parent / "secret.json").write_text("{}")
    _, told, body = asked(path, headers=headers, method=method)
    assert "content-encoding" not in told and body in (b"app", b"")


def test_a_page_announces_only_files_that_are_there() -> None:
    map_file("2025-07-commune-20.json")
    _, headers, body = asked("/explore", query="u=20")
    links = [link.split(">")[0].removeprefix("<") for link in headers["link"].split(", ")]
    assert body == b"<p>page" and "/maps/2025-07-commune-20.json" in links
    for link in links:
        if not link.startswith("/look/"):
            status, told, content = asked(link)
            assert (status, told["content-encoding"]) == (200, "gzip") and gzip.decompress(content)
    assert "link" not in asked("/maps/2025-07-commune-20.json")[1]


def test_what_a_page_with_a_map_needs_late_is_known() -> None:
    names = delivery.late_scripts()
    assert {name.split(".")[0] for name in names} >= {"ComponentInstance", "Selectbox"}
    assert len(set(names)) == len(names) < 60


@pytest.mark.parametrize(
    ("path", "query", "level", "parent"),
    [
        ("/", "", "province", None),
        ("/overview", "", "province", None),
        ("/explore", "l=commune", "commune", None),
        ("/explore", "u=20&m=activity", "commune", "20"),
        ("/explore", "u=20&s=2024", None, None),
        ("/explore", "u=20&l=village", None, None),
        ("/explore", "u=06073", None, None),
        ("/intake", "", None, None),
        ("/explore", "u=xx", None, None),
        ("/explore", "u=%27;--&l=%00", None, None),
        ("/explore", "s=1999", "province", None),
    ],
)
def test_the_shapes_that_a_page_shows_first(path: str, query: str, level: str | None, parent: str | None) -> None:
    wanted = f"2025-07-{level}-{parent or ''}.json" if level else None
    assert delivery.shapes_of(path, query) == wanted


def test_below_a_path_of_a_portal_everything_has_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streamlit.get_option", lambda name: {"server.baseUrlPath": "to/so"}[name])
    name = map_file("2025-07-commune-20.json")
    client = TestClient(Router([*server.routes(["", "explore"]), *geolocation.routes()]))
    look = f"/look/{server.map_script().version}/map.js"
    for address in ("/", "/explore", f"/maps/{name}", look):
        assert client.get(f"/to/so{address}").status_code == 200, address
        assert client.get(address).status_code == 404
    _, headers, _ = asked("/to/so/explore", query="u=20")
    links = [link.split(">")[0].removeprefix("<") for link in headers["link"].split(", ")]
    assert {f"/to/so/maps/{name}", f"/to/so{look}"} <= set(links) and all(link.startswith("/to/so/") for link in links)
    assert asked(f"/to/so/maps/{name}")[1]["content-encoding"] == "gzip"
