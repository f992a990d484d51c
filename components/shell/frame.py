"""The frame around every page: styles, language, the label of illustrative data, and faults in plain words."""

import html
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import streamlit as st

from components.state import selection
from data.catalogue import current
from data.catalogue.loading import Fault, FaultyCatalogue
from data.i18n import LANGUAGES, say
from data.storage.errors import ProductError

_ASSETS = Path(__file__).parent.parent / "assets"
_STYLE = (_ASSETS / "app.css").read_text(encoding="utf-8")
ICON = str(_ASSETS / "icon.svg")


def dress() -> None:
    """Put the product's few own styles on the page; everything else is Streamlit's theme.

    The words that Streamlit's uploader has no setting for go along as strings of the style sheet.
    """
    texts = {
        "upload": words("app.upload"),
        "upload-most": words("app.upload.most", size=st.get_option("server.maxUploadSize")),
    }
    strings = " ".join(f"--say-{name}: {json.dumps(text, ensure_ascii=False)};" for name, text in texts.items())
    st.html(f"<style>:root {{ {strings} }}\n{_STYLE}</style>")


def logo() -> str:
    """Return the wordmark in the visitor's language and theme."""
    return str(_ASSETS / f"wordmark-{selection.language()}-{'dark' if selection.dark() else 'light'}.png")


def guarded(run: Callable[[], None]) -> None:
    """Run a page; a fault of the product's own is shown in plain words instead of a trace."""
    try:
        run()
    except ProductError as fault:
        say_fault(fault)


def words(key: str, **values: object) -> str:
    """Say `key` in the visitor's language."""
    return say(key, selection.language(), **values)


def heading(text: str, *, note: str = "", sample: str = "") -> None:
    """Show the page's title with the language switch and, where data are illustrative, their label.

    `sample` is "" for real data, else the words key of the label ("app.sample" or "app.sample.mixed").
    """
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        st.title(text, anchor=False)
        if note:
            st.caption(note)
    with right, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        if sample:
            st.badge(words(sample), color="orange", help=words("app.sample.help"))
        language_switch()


def language_switch() -> None:
    """Offer Vietnamese and English."""
    st.segmented_control(
        words("app.language"),
        LANGUAGES,
        format_func=str.upper,
        label_visibility="collapsed",
        required=True,
        **selection.bound("language", selection.language(), selection.choose_language),
    )


def warn_of_catalogue(*, administrator: bool) -> None:
    """Say to the staff on every page that files of definitions have faults; to administrators also which."""
    found = current.faults()
    if not found:
        return
    if not administrator:
        st.warning(plain(f"{words('catalogue_page.faulty')} {words('catalogue_page.faulty.tell')}"))
        return
    st.error(f"{plain(words('catalogue_page.faulty'))}\n{_listed(found)}")


def _listed(faults: Iterable[Fault]) -> str:
    lang = selection.language()
    return "".join(f"\n- {plain(fault.text(lang))}" for fault in faults)


def say_fault(fault: ProductError) -> None:
    """Show an error in the user's words; nothing else of it is shown."""
    if isinstance(fault, FaultyCatalogue):  # quotes files that somebody else wrote
        st.error(f"{plain(words('catalogue.faulty', count=len(fault.faults), faults=''))}\n{_listed(fault.faults)}")
    else:
        st.error(fault.text(selection.language()))


def say_failure(failure: Exception) -> bool:
    """Say that something unforeseen went wrong and nothing else of it, which the server's log has."""
    if isinstance(failure, ProductError):
        say_fault(failure)
    else:
        st.error(words("app.failed"))
    return True


def quoted(text: object) -> str:
    """Escape a text that somebody else wrote for use inside HTML."""
    return html.escape(str(text), quote=True)


def plain(text: object) -> str:
    """Escape a text that somebody else wrote for use inside Markdown, so that it shows as it is."""
    marks = "\\`*_{}[]()<>#+-.!|~$:"
    return "".join("\\" + letter if letter in marks else letter for letter in str(text)).replace("\n", " ")
