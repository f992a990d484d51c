"""Start here: who is asking decides which pages there are. `streamlit run app.py` serves it with its map files."""

import streamlit as st
from starlette.middleware import Middleware
from streamlit.navigation.page import StreamlitPage

from components.identity import access
from components.server import delivery, geolocation, preflight
from components.server.app import ignore_pages_folder, routes
from components.server.guard import Guard
from components.server.sign_in_redirect import SignInRedirect
from components.shell import account, first_run, frame
from components.state import selection

PAGES = {
    "progress": ("pages/public/progress.py", "nav.public", "public"),
    "overview": ("pages/steering/overview.py", "nav.overview", "viewer"),
    "explore": ("pages/steering/explore.py", "nav.explore", "viewer"),
    "teams": ("pages/steering/teams.py", "nav.teams", "viewer"),
    "difficulties": ("pages/steering/difficulties.py", "nav.difficulties", "viewer"),
    "intake": ("pages/planning/intake.py", "nav.intake", "planner"),
    "boundaries": ("pages/planning/boundaries.py", "nav.boundaries", "planner"),
    "assignments": ("pages/planning/assignments.py", "nav.assignments", "planner"),
    "catalogue": ("pages/planning/catalogue.py", "nav.catalogue", "administrator"),
    "releases": ("pages/planning/releases.py", "nav.releases", "planner"),
}

STAFF = [name for name, (_, _, role) in PAGES.items() if role != "public"]


def main() -> None:
    """Set up the page once, make what a first start lacks, and run the page asked for."""
    selection.adopt()
    st.set_page_config(page_title=frame.words("app.name"), page_icon=frame.ICON, layout="wide")
    st.logo(frame.logo(), size="large")
    who = access.actor()
    allowed = {
        name: st.Page(file, title=frame.words(title), url_path=name)
        for name, (file, title, role) in PAGES.items()
        if who.may(role)
    }
    home = allowed.get("overview") or allowed["progress"]
    # the root shows the home page too, so that every page keeps the address of its name; so does a page that is
    # not for the one who asks
    elsewhere = [_hidden(name, home) for name in PAGES if name not in allowed]
    chosen = st.navigation([_hidden("home", home, default=True), *allowed.values(), *elsewhere], position="top")
    selection.arrive(chosen.url_path)
    frame.dress()
    account.corner()
    if who.may("viewer"):
        frame.warn_of_catalogue(administrator=who.may("administrator"))
    if first_run.ready():
        first_run.keep_in_step()
        frame.guarded(chosen.run)


def _hidden(name: str, home: StreamlitPage, *, default: bool = False) -> StreamlitPage:
    """Return a page that leads home."""
    return st.Page(lambda: st.switch_page(home), title=home.title, url_path=name, default=default, visibility="hidden")


if __name__ == "__main__":
    main()
else:
    preflight.or_exit()
    ignore_pages_folder()
    app = st.App(
        "app.py",
        routes=[*routes(["", *PAGES]), *geolocation.routes()],
        middleware=[Middleware(Guard), Middleware(SignInRedirect, pages=STAFF), *delivery.middleware()],
        on_script_error=frame.say_failure,
    )
