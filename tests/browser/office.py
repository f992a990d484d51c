"""An office with a sign-in: the app on a small country, a real OpenID provider, a file of roles, a planted person."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Server, Visit, serving
from tests.fixtures.sample import SmallCountry

SECRET = "a-secret-of-the-tests-that-is-long-enough"
PEOPLE = {
    "viewer": "ban-chi-dao",
    "planner": "lang-son",
    "other": "bac-kan",
    "administrator": "quan-tri",
    "nobody": "khong-ai",
}
ROLES = """
session_minutes = 60
[[grant]]
group = "ban-chi-dao"
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
group = "quan-tri"
role = "administrator"
"""
SETTINGS = """
[auth]
redirect_uri = "http://localhost:{{port}}/oauth2callback"
cookie_secret = "{secret}"
client_id = "cnscd"
client_secret = "not-checked"
server_metadata_url = "http://localhost:{provider}/.well-known/openid-configuration"
"""


@dataclass(frozen=True)
class Office:
    """A running app that people sign in to; `team` is the planted person's."""

    server: Server
    folder: Path
    team: str

    @property
    def roles(self) -> Path:
        """Return the file of roles."""
        return self.folder / "access.toml"


@contextmanager
def office(country: SmallCountry) -> Iterator[Office]:
    """Run the app on a country of its own with a sign-in whose people are PEOPLE, each in the group of that name."""
    var = country.var
    users = [User(sub=name, claims={"email": f"{name}@so.vn", "groups": [group]}) for name, group in PEOPLE.items()]
    with run_server_in_thread(user_claims=users) as provider:
        (var / "access.toml").write_text(ROLES, encoding="utf-8")
        (var / "secrets.toml").write_text(SETTINGS.format(secret=SECRET, provider=provider.server_port))
        settings = {
            "CNSCD_ACCESS": str(var / "access.toml"),
            "STREAMLIT_SECRETS_FILES": str(var / "secrets.toml"),
            "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
            "NO_PROXY": "localhost",
        }
        with serving(var, **settings) as server:
            yield Office(server, var, country.team)


def sign_in(guest: Visit, who: str) -> None:
    """Sign in as one of PEOPLE, by the provider's own page."""
    guest.page.get_by_role("button", name="Cán bộ đăng nhập").click()
    guest.page.get_by_role("button", name=who, exact=True).click()
    guest.page.wait_for_url(f"{guest.address}/**")
    guest.settle()


def sign_out(guest: Visit) -> None:
    """Sign out, here and at the provider where it answers in time."""
    guest.page.locator(".st-key-account button").first.click()
    guest.page.get_by_role("button", name="Đăng xuất").last.click()
    expect(way_out(guest)).to_be_visible()
    if not guest.page.url.startswith(guest.address):
        guest.page.get_by_role("button", name="End session").click()
        guest.page.wait_for_url(f"{guest.address}/**")
    expect(guest.page.get_by_role("button", name="Cán bộ đăng nhập")).to_be_visible()


def way_out(guest: Visit) -> Locator:
    """Return what shows that a sign-in is over: the provider's page, or home where the provider is slow to answer."""
    return guest.page.get_by_role("button", name="End session").or_(
        guest.page.get_by_role("button", name="Cán bộ đăng nhập")
    )
