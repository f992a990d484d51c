"""After a sign-in one is led to the page that one came for, and to nothing else."""

from urllib.parse import quote

import pytest
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route, Router
from starlette.testclient import TestClient

from components.identity import access
from components.server import sign_in_redirect
from data.access.actor import PUBLIC, Actor

PAGES = ("explore", "releases")


@pytest.mark.parametrize(
    ("kept", "there"),
    [
        ("/explore", "/explore"),
        ("/explore?u=20&m=households", "/explore?u=20&m=households"),
        ("/explore?u=20&embed=true&code=x", "/explore?u=20"),
        ("/explore?q=a%0d%0aSet-Cookie:b", "/explore?q=a%0D%0ASet-Cookie%3Ab"),
        ("", ""),
        ("/", ""),
        ("/progress", ""),
        ("/explore/", ""),
        ("/explore/../auth/logout", ""),
        ("https://evil.example/explore", ""),
        ("//evil.example/explore", ""),
        ("/\\evil.example", ""),
        ("explore", "/explore"),
        ("javascript:alert(1)", ""),
        ("//[", ""),
        ("/explore?u=" + "2" * 2000, ""),
    ],
)
def test_only_pages_of_ours_and_their_parameters_are_led_to(kept: str, there: str) -> None:
    assert sign_in_redirect.address_within(quote(kept, safe=""), PAGES) == there


@pytest.fixture
def client() -> TestClient:
    """Return a client of a server whose sign-in ends at once, as Streamlit's does: at the home page."""
    routes = [
        Route("/oauth2callback", lambda _: RedirectResponse("/", status_code=302)),
        Route("/{path:path}", lambda _: Response("a page")),
    ]
    return TestClient(
        sign_in_redirect.SignInRedirect(Router(routes), pages=PAGES), "http://so.example.vn", follow_redirects=False
    )


def as_who(monkeypatch: pytest.MonkeyPatch, way: str, who: Actor) -> None:
    monkeypatch.setattr(access, "way", lambda: way)
    monkeypatch.setattr(access, "of_cookies", lambda _: who)


def test_the_page_one_came_for_is_kept_once_and_for_a_short_time(client: TestClient, monkeypatch) -> None:
    as_who(monkeypatch, "sign-in", PUBLIC)
    told = client.get("/explore?u=20&t=a%20b").headers["set-cookie"]
    assert all(each in told for each in ("HttpOnly", "SameSite=Lax", "Max-Age=900", "Path=/"))
    client.get("/")
    ended = client.get("/oauth2callback?code=a&state=b")
    assert ended.headers["location"] == "/explore?u=20&t=a+b" and "Max-Age=0" in ended.headers["set-cookie"]
    assert client.get("/oauth2callback?code=a").headers["location"] == "/"


@pytest.mark.parametrize(
    ("way", "who", "path"),
    [
        ("sign-in", Actor("viewer", "a"), "/explore?u=20"),
        ("sign-in", PUBLIC, "/progress?u=20"),
        ("sign-in", PUBLIC, "/"),
        ("public", PUBLIC, "/explore?u=20"),
        ("local", Actor("administrator", "a"), "/explore?u=20"),
    ],
)
def test_nothing_is_kept_where_nobody_has_to_sign_in(client, monkeypatch, way: str, who: Actor, path: str) -> None:
    as_who(monkeypatch, way, who)
    assert "set-cookie" not in client.get(path).headers
