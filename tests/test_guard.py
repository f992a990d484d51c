"""What every answer of the server carries, and which requests it does not take, by role and by way of starting."""

import base64
import hashlib
import re
from collections.abc import Callable

import pytest
import streamlit as st
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.testclient import TestClient
from streamlit.proto.BackMsg_pb2 import (
    BackendOperationRequest,
    BackMsg,
    DataframeChunkRequestPayload,
    DeferredFileRequestPayload,
    DismissSkillsNudgeRequestPayload,
    InstallSkillsRequestPayload,
)
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import FileURLsRequest

from components.identity import access
from components.server import app as server
from components.server import geolocation, guard, preflight
from data.access.actor import PUBLIC, Actor
from data.i18n import LANGUAGES
from data.storage.errors import Refused

SHAPES = "/maps/2025-07-communes-20-0123456789abcdef.json"
VILLAGES = "/maps/2025-07-villages-06073-0123456789abcdef.json"
UPLOAD = "/_stcore/upload_file/session/file"
ROLES = {role: Actor(role, "a") for role in ("viewer", "planner", "administrator")} | {"public": PUBLIC}


@pytest.fixture
def client() -> Callable[..., TestClient]:
    """Return a maker of clients of a guarded server that answers every request."""
    everything = Route(
        "/{path:path}",
        lambda _: Response("answered", headers={"set-cookie": "a=b"}),
        methods=["GET", "PUT", "DELETE", "POST"],
    )

    def made(*, at: str = "127.0.0.1", host: str = "localhost") -> TestClient:
        return TestClient(guard.Guard(Router([everything])), f"http://{host}:8501", client=(at, 50_000))

    return made


def as_way(monkeypatch: pytest.MonkeyPatch, way: str, role: str = "public") -> None:
    monkeypatch.setattr(access, "way", lambda: way)
    monkeypatch.setattr(access, "of_cookies", lambda _: ROLES[role])


# for each address and method: the least role that gets an answer behind a sign-in; "" is nobody
RULES = {
    ("GET", "/"): "public",
    ("GET", "/explore"): "public",
    ("GET", "/static/js/index.js"): "public",
    ("GET", "/_stcore/health"): "public",
    ("GET", "/media/abc.png"): "public",
    ("GET", "/auth/login"): "public",
    ("GET", "/oauth2callback"): "public",
    ("GET", "/component/streamlit_folium.st_folium/index.html"): "public",
    ("GET", SHAPES): "public",
    ("GET", "/maps/2024-provinces-0123456789abcdef.json"): "public",
    ("GET", VILLAGES): "viewer",
    ("GET", "/maps/index.json"): "viewer",
    ("GET", f"/maps/{SHAPES[6:]}/../{VILLAGES[6:]}"): "viewer",
    ("GET", "/maps/preview-0123456789abcdef.json"): "viewer",
    ("PUT", UPLOAD): "planner",
    ("DELETE", UPLOAD): "planner",
    ("GET", UPLOAD): "planner",
    ("POST", "/"): "",
    ("PUT", SHAPES): "",
    ("GET", "/_stcore/metrics"): "",
    ("GET", "/_stcore/agent/openapi.json"): "",
    ("POST", "/_stcore/agent/interact"): "",
    ("POST", "/_stcore/agent/mcp"): "",
}


@pytest.mark.parametrize("role", ROLES)
def test_each_address_answers_the_roles_that_it_is_for(client, monkeypatch: pytest.MonkeyPatch, role: str) -> None:
    as_way(monkeypatch, "sign-in", role)
    visitor = client(at="203.0.113.7", host="so.example.vn")
    for (method, path), needed in RULES.items():
        asked = HTTPConnection({"type": "http", "path": path, "headers": [], "client": ("203.0.113.7", 1)})
        answered = guard.refusal(asked, method=method) is None
        assert answered is bool(needed and ROLES[role].may(needed)), (method, path)
        if ".." not in path:  # a client takes dots out of an address before it asks
            assert (visitor.request(method, path).text == "answered") is answered, (method, path)


def test_a_process_for_the_public_alone_has_no_sign_in_and_takes_no_files(client, monkeypatch) -> None:
    as_way(monkeypatch, "public")
    visitor = client(at="203.0.113.7", host="so.example.vn")
    assert visitor.get("/").text == visitor.get(SHAPES).text == "answered"
    assert visitor.put(UPLOAD).status_code == 403
    for path in ("/auth/login", "/auth/logout", "/oauth2callback", VILLAGES, "/_stcore/metrics"):
        assert visitor.get(path).status_code == 404, path


def asking(**payload: object) -> BackMsg:
    """Return a request to the server that is no run."""
    return BackMsg(backend_operation_request=BackendOperationRequest(request_id="a", **payload))


@pytest.mark.parametrize(
    ("asked", "roles"),
    [
        (BackMsg(rerun_script=ClientState(query_string="a")), set(ROLES)),
        (BackMsg(rerun_script=ClientState(query_string="a" * (guard.LARGEST + 1))), set()),
        (BackMsg(stop_script=True), set(ROLES)),
        (BackMsg(app_heartbeat=True), set(ROLES)),
        (BackMsg(file_urls_request=FileURLsRequest()), {"planner", "administrator"}),
        (asking(deferred_file=DeferredFileRequestPayload(file_id="a")), set(ROLES)),
        (asking(dataframe_chunk=DataframeChunkRequestPayload(source_id="a")), set(ROLES)),
        (asking(install_skills=InstallSkillsRequestPayload()), set()),
        (asking(dismiss_skills_nudge=DismissSkillsNudgeRequestPayload()), set()),
        (asking(), set()),
        (BackMsg(clear_cache=True), set()),
        (BackMsg(load_git_info=True), set()),
        (BackMsg(set_run_on_save=True), set()),
        (BackMsg(debug_shutdown_runtime=True), set()),
        (BackMsg(debug_disconnect_websocket=True), set()),
    ],
)
@pytest.mark.parametrize("role", ROLES)
def test_each_message_is_taken_from_the_roles_that_need_it(
    monkeypatch: pytest.MonkeyPatch, asked: BackMsg, roles: set[str], role: str
) -> None:
    as_way(monkeypatch, "sign-in", role)
    heard: list[bytes] = []

    async def app(_scope, receive, send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        for _ in range(1 + (role in roles)):
            heard.append((await receive())["bytes"])

    with TestClient(guard.Guard(app), "http://so.example.vn").websocket_connect("/_stcore/stream") as socket:
        socket.send_bytes(asked.SerializeToString())
        socket.send_bytes(b"the end")
    assert heard == [asked.SerializeToString()] * (role in roles) + [b"the end"]


def test_every_kind_of_message_is_in_the_table() -> None:
    known = {
        "rerun_script",
        "stop_script",
        "app_heartbeat",
        "file_urls_request",
        "clear_cache",
        "load_git_info",
        "set_run_on_save",
        "debug_shutdown_runtime",
        "debug_disconnect_websocket",
        "backend_operation_request",
    }
    assert {field.name for field in BackMsg.DESCRIPTOR.fields if field.containing_oneof} == known
    kinds = {field.name for field in BackendOperationRequest.DESCRIPTOR.fields if field.containing_oneof}
    assert kinds == {"deferred_file", "dataframe_chunk", "install_skills", "dismiss_skills_nudge"}


@pytest.mark.parametrize(
    ("at", "host", "headers", "answered"),
    [
        ("127.0.0.1", "localhost", {}, True),
        ("127.0.0.1", "127.0.0.1", {}, True),
        ("::1", "[::1]", {}, True),
        ("192.168.1.7", "localhost", {}, False),  # another machine
        ("127.0.0.1", "evil.example", {}, False),  # a page of another site, whose name points here
        ("127.0.0.1", "localhost.evil.example", {}, False),
        ("127.0.0.1", "localhost", {"X-Forwarded-For": "203.0.113.7"}, False),  # a proxy on this machine
        ("127.0.0.1", "localhost", {"Forwarded": "for=203.0.113.7"}, False),
        ("127.0.0.1", "localhost", {"Via": "1.1 proxy"}, False),
        ("127.0.0.1", "localhost", {"Origin": "http://localhost:8501"}, True),
        ("127.0.0.1", "localhost", {"Origin": "http://localhost:9999"}, False),  # a page of another program here
        ("127.0.0.1", "localhost", {"Origin": "null"}, False),
        ("127.0.0.1", "localhost", {"Origin": "http://["}, False),
    ],
)
def test_without_a_sign_in_this_machine_alone_is_answered(
    client, monkeypatch: pytest.MonkeyPatch, at: str, host: str, headers: dict[str, str], answered: bool
) -> None:
    as_way(monkeypatch, "local", "administrator")
    monkeypatch.setattr(
        guard,
        "_is_loopback",
        lambda address, real=guard._is_loopback: (
            real(address.strip("[]")) or address in ("localhost", "evil.example", "localhost.evil.example")
        ),
    )
    assert client(at=at, host=host).get("/", headers=headers).status_code == (200 if answered else 403)


@pytest.mark.parametrize(
    ("address", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("", False),
        ("evil.example", False),
    ],
)
def test_what_counts_as_this_machine(address: str, loopback: bool) -> None:
    assert guard._is_loopback(address) is loopback


def test_every_answer_is_protected_and_only_the_frame_of_the_map_evaluates_text(client, monkeypatch) -> None:
    as_way(monkeypatch, "public")
    for path in ("/", "/auth/login", SHAPES, "/component/streamlit_folium.st_folium/index.html"):
        told = client().get(path).headers
        assert told["x-content-type-options"] == "nosniff"
        assert told["referrer-policy"] == "same-origin"
        assert "camera=()" in told["permissions-policy"] and "geolocation=()" in told["permissions-policy"]
        rules = dict(rule.split(" ", 1) for rule in told["content-security-policy"].split("; "))
        assert rules["default-src"] == rules["frame-ancestors"] == rules["form-action"] == "'self'"
        assert rules["object-src"] == "'none'"
        assert ("'unsafe-eval'" in rules["script-src"]) is path.startswith("/component/")
        assert ("'unsafe-inline'" in rules["script-src"]) is path.startswith("/component/")
        assert "http" not in told["content-security-policy"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_scripts_that_stand_in_the_page_are_the_ones_that_may_run(lang: str) -> None:
    page = server.front(lang).decode()
    inline = re.findall(r"<script>(.*?)</script>", page, re.S)
    allowed = {base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in inline}
    assert set(re.findall(r"'sha256-(.+?)'", guard.policy("/explore"))) == allowed
    from_files = re.findall(r'<script type="module" crossorigin src="./static/js/(\w+)\.', page)
    assert from_files == ["index", "Html"] and page.count("<script") == len(inline) + len(from_files)
    known_ahead = page.index("window.__streamlit =")
    assert known_ahead < page.index('<script type="module"') and "BACKEND_BASE_URL: new URL(" in page[known_ahead:]


@pytest.mark.parametrize(
    ("path", "page", "may"),
    [
        ("/", True, True),
        ("/progress", True, True),
        ("/overview", True, True),
        (f"{geolocation.FRAME}index.html", True, True),
        (f"{geolocation.FRAME}where.js", False, False),
        ("/component/streamlit_folium.st_folium/index.html", True, False),
        (SHAPES, False, False),
    ],
)
def test_pages_and_the_frame_of_my_location_alone_may_ask_for_the_position(path: str, page: bool, may: bool) -> None:
    assert ("geolocation=(self)" if may else "geolocation=()") in guard.permitted(path, page=page)


@pytest.mark.parametrize(
    ("returns_to", "only_https"),
    [
        ("https://so.example.vn/oauth2callback", True),
        ("http://localhost:8501/oauth2callback", False),
    ],
)
def test_cookies_go_by_https_alone_where_the_app_does(client, monkeypatch, returns_to: str, only_https: bool) -> None:
    as_way(monkeypatch, "sign-in")
    monkeypatch.setattr(guard, "get_secrets_auth_section", lambda: {"redirect_uri": returns_to})
    assert client().get("/").headers["set-cookie"] == ("a=b; Secure" if only_https else "a=b")


@pytest.mark.parametrize(
    ("address", "audience", "secret", "key"),
    [
        ("localhost", "", None, None),
        ("0.0.0.0", "", None, "access.start.not_local"),
        (None, "", None, "access.start.not_local"),
        ("192.168.1.7", "", None, "access.start.not_local"),
        ("0.0.0.0", "public", None, None),
        ("0.0.0.0", "", "s" * 32, None),
        ("0.0.0.0", "", "short", "access.start.weak_secret"),
        ("localhost", "Public", None, "settings.audience.wrong"),
    ],
)
def test_it_does_not_start_where_anybody_would_be_administrator(
    monkeypatch: pytest.MonkeyPatch, address: str | None, audience: str, secret: str | None, key: str | None
) -> None:
    section = {} if secret is None else {"cookie_secret": secret}
    for module in (access, preflight):
        monkeypatch.setattr(module, "get_secrets_auth_section", lambda: section)
    monkeypatch.setattr(st, "get_option", {"server.address": address}.get)
    monkeypatch.setenv("CNSCD_AUDIENCE", audience)
    monkeypatch.delenv("CNSCD_ACCESS", raising=False)
    if key is None:
        preflight.check()
        assert access.of_cookies({}).role == ("administrator" if not (audience or secret) else "public")
    else:
        with pytest.raises(Refused) as fault:
            preflight.check()
        assert fault.value.key == key


def test_settings_of_streamlit_that_protect() -> None:
    settings = {
        "server.enableXsrfProtection": True,
        "server.enableCORS": True,
        "server.enableAgentApi": False,
        "server.enableStaticServing": False,
        "browser.gatherUsageStats": False,
        "server.address": "localhost",
        "server.maxMessageSize": 20,
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,
    }
    assert {name: st.get_option(name) for name in settings} == settings
