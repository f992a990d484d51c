"""Which commands an installation for the public alone runs, and what the examples of a deployment say."""

import tomllib
from pathlib import Path

import click
import pytest

from data.__main__ import GROUP as DATA
from data.access import roles
from data.access.actor import NotForYou
from data.cli.program import Command, Group, for_staff, run
from geo.__main__ import GROUP as GEO

PROJECT = Path(__file__).resolve().parent.parent
COMMANDS = [(group, name) for group in (DATA, GEO) for name in group.list_commands(click.Context(group))]
EXPORT = ["export", "--level", "commune", "--structure", "2025-07", "--format", "csv", "--output", "a.csv"]
# what only reads units, or the public release
PUBLIC = {"convert", "divide", "structures", "units", "template", "export", "site", "build"}


def acts(group: Group, name: str) -> list[Command]:
    """Return the command, or those of the group that bears the name."""
    found = group.get_command(click.Context(group), name)
    if isinstance(found, Group):
        return [act for each in found.list_commands(click.Context(found)) for act in acts(found, each)]
    assert isinstance(found, Command)
    return [found]


@pytest.mark.parametrize(("group", "name"), COMMANDS)
def test_commands_on_internal_data_are_for_those_who_hold_it(
    group: Group, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for_staff(name)
    assert {act.public for act in acts(group, name)} == {name in PUBLIC}
    monkeypatch.setenv("CNSCD_AUDIENCE", "public")
    with pytest.raises(NotForYou):
        for_staff(name)


@pytest.mark.parametrize("words", [["drafts"], ["audit", "--json"], ["person", "overdue"], EXPORT])
def test_a_process_for_the_public_alone_refuses_them(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("CNSCD_AUDIENCE", "public")
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert run(DATA, words) == 1
    assert "CNSCD_AUDIENCE=public" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_the_examples_of_a_deployment_can_be_used() -> None:
    found = roles.read(PROJECT / "deploy" / "access.toml")
    assert {grant.role for grant in found.grants} == {"viewer", "planner", "administrator"}
    secrets = tomllib.loads((PROJECT / "deploy" / "secrets.toml").read_text(encoding="utf-8"))["auth"]
    assert secrets["client_secret"] == secrets["cookie_secret"] == "", "an example has no secret"
    assert secrets["redirect_uri"].endswith("/oauth2callback")
    proxy = (PROJECT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert proxy.count("{") == proxy.count("}")
    assert all(zone in proxy for zone in ("limit_req zone=uploads", "limit_req zone=signins", "limit_conn visitors"))


def test_no_secret_is_kept_with_the_code() -> None:
    ignored = (PROJECT / ".gitignore").read_text(encoding="utf-8").split()
    assert ".streamlit/secrets.toml" in ignored
    assert not (PROJECT / ".streamlit" / "secrets.toml").exists()
    assert "cookieSecret" not in (PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
