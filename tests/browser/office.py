"""An office with a sign-in: the app on a small country, a real OpenID provider, a file of roles, a planted person."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Server, Visit, serving
from tests.fixtures import sample

COMMUNE = "06073"  # of Lạng Sơn
# nobody has these: where they are found, they came from the planted person
PLANTED = {
    "name": "Đàm Thị Kín Nhẹm",
    "phone": "0987012345",
    "post": "Chi hội trưởng kín nhẹm",
    "organisation": "Hội Kín Nhẹm",
}
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


def planted() -> tuple[dict[str, pa.Table], str]:
    """Return the small country with one person of its own, and the team that the person belongs to."""
    tables = dict(sample.tables())
    teams, people = tables["teams"].to_pandas(), tables["people"].to_pandas().set_index("person", drop=False)
    team = str(teams.loc[teams["commune_2025"] == COMMUNE, "team"].iloc[0])
    seats = tables["memberships"].to_pandas()
    person = seats.loc[seats["team"] == team, "person"].iloc[0]
    for field, value in PLANTED.items():
        people.loc[person, field] = value
    tables["people"] = pa.Table.from_pandas(people, schema=tables["people"].schema, preserve_index=False)
    return tables, team


@contextmanager
def office(var: Path) -> Iterator[Office]:
    """Run the app on a data folder with a sign-in whose people are PEOPLE, each in the group of that name."""
    tables, team = planted()
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
        with serving(var, tables, **settings) as server:
            yield Office(server, var, team)


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
