"""Start here: who is asking decides which pages there are. `streamlit run app.py` serves it with its map files."""

import streamlit as st
from starlette.middleware import Middleware

from components import access, account, frame, start, starting
from components.guard import Guard
from components.server import ignore_pages_folder, routes

PAGES = {
    "progress": ("pages/public/progress.py", "nav.public", "public"),
    "overview": ("pages/steering/overview.py", "nav.overview", "viewer"),
    "explore": ("pages/steering/explore.py", "nav.explore", "viewer"),
    "intake": ("pages/planning/intake.py", "nav.intake", "planner"),
    "boundaries": ("pages/planning/boundaries.py", "nav.boundaries", "planner"),
    "assignments": ("pages/planning/assignments.py", "nav.assignments", "planner"),
    "releases": ("pages/planning/releases.py", "nav.releases", "planner"),
}


def main() -> None:
    """Set up the page once, make what a first start lacks, and run the page asked for."""
    st.set_page_config(page_title=frame.words("app.name"), page_icon=frame.ICON, layout="wide")
    st.logo(frame.logo(), size="large")
    who = access.actor()
    allowed = [name for name, (_, _, role) in PAGES.items() if who.may(role)]
    pages = [st.Page(PAGES[name][0], title=frame.words(PAGES[name][1]), url_path=name) for name in allowed]
    home = pages[allowed.index("overview" if "overview" in allowed else "progress")]
    # the root shows the home page too, so that every page keeps the address of its name
    pages.insert(0, st.Page(lambda: st.switch_page(home), title=home.title, url_path="home", default=True,
                            visibility="hidden"))
    chosen = st.navigation(pages, position="top")
    frame.dress()
    account.corner()
    if start.ready():
        frame.guarded(chosen.run)


if __name__ == "__main__":
    main()
else:
    starting.or_exit()
    ignore_pages_folder()
    app = st.App("app.py", routes=routes(), middleware=[Middleware(Guard)])
