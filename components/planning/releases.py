"""Releases: what is published and was before, drafts on their way, and who did what."""

import pandas as pd
import streamlit as st

from components.identity import access
from components.planning import audit_log
from components.review import drafts as review
from components.shell import frame
from components.shell.frame import plain, words
from components.state import loaders, selection
from data.releases import compare
from data.releases.store import DamagedPointer, DamagedRelease, Release
from data.services import use_cases


def page() -> None:
    """Lay out the page."""
    frame.heading(words("releases_page.title"), note=words("releases_page.what"))
    try:
        published(loaders.store().current_id())
        waiting()
    except (DamagedPointer, DamagedRelease) as fault:  # the way back is on this page
        frame.say_fault(fault)
        published(None)
    audit_log.show()


def published(current: str | None) -> None:
    """List the releases, newest first, and offer the way back to an older one; `current` is None where it is lost."""
    store = loaders.store()
    found = use_cases.releases(store, access.actor())
    st.dataframe(pd.DataFrame([_row(release, current) for release in found]), hide_index=True, row_height=35)
    older = [release for release in found if release.id != current]
    if not older or not access.may("administrator"):
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(words("releases_page.older"), older, format_func=_name, width=460)
        st.button(words("releases_page.rollback"), on_click=_roll_back, args=(chosen,))


def _row(release: Release, current: str | None) -> dict[str, object]:
    manifest = release.manifest
    return {
        words("releases_page.column.release"): release.id[:7],
        words("releases_page.column.created"): audit_log.moment(manifest.created),
        words("releases_page.column.message"): manifest.message,
        words("releases_page.column.state"): words("releases_page.current") if release.id == current else "",
        words("releases_page.column.sample"): words("app.sample") if manifest.sample else "",
    }


def _name(release: Release) -> str:
    return f"{release.id[:7]} · {audit_log.moment(release.manifest.created)} · {release.manifest.message}"


def _roll_back(release: Release) -> None:
    use_cases.rollback(loaders.store(), access.actor(), release.id)


def waiting() -> None:
    """List the drafts that are not published yet; each can be compared, published or discarded."""
    st.subheader(words("releases_page.drafts"), anchor=False)
    store = loaders.store()
    found = use_cases.open_drafts(store, access.actor())
    if not found:
        st.caption(words("releases_page.no_drafts"))
        return
    for draft in found:
        with st.expander(plain(f"{draft.source.title} · {audit_log.moment(draft.created)}")):
            comparison = compare.compare(store, draft)
            review.changes(comparison, lang=selection.language())
            with st.container(horizontal=True):
                review.publish_button(draft)
                st.button(
                    words("releases_page.discard"), key=f"discard-{draft.id}", on_click=review.discard, args=(draft,)
                )
