"""What a draft changes, in numbers and on the map, and the act of publishing it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.identity import access
from components.map import choropleth, palette
from components.review import draft_questions
from components.shell.frame import plain, quoted, words
from components.state import loaders, selection
from data.catalogue.current import catalogue
from data.i18n import numbers
from data.publication import publish
from data.releases import compare
from data.releases.compare import Change, Comparison
from data.releases.drafts import Draft
from data.releases.store import Release
from data.services import use_cases
from data.storage.errors import NotFound, ProductError
from data.units import register
from geo import classes

_MAP_HEIGHT = 420
_ASKED = "publishing-"  # kept from the wish to publish to the run that did it
_REBASED = "rebased-"  # kept from putting a draft on the current release to the run that says so
_NEUTRAL = "households"  # the colours of a plain count


def review(draft: Draft, *, lang: str) -> None:
    """Show everything that a person should see before publishing."""
    comparison = compare.compare(loaders.store(), draft)
    changes(comparison, lang=lang)
    drawing(draft, lang=lang)
    for province in comparison.sample_leaves:
        st.info(words("intake_page.sample_leaves", province=plain(register.unit("2024", province).name)))
    for title in comparison.newer:
        st.warning(words("releases_page.newer", title=plain(title)))


def changes(comparison: Comparison, *, lang: str) -> None:
    """Say what a draft changes, in numbers."""
    st.caption(
        words(
            "releases_page.changes",
            new=comparison.units_new,
            changed=comparison.units_changed,
            same=comparison.units_same,
        )
    )
    figures(comparison.indicators, lang=lang, old="releases_page.column.old", new="releases_page.column.new")


def figures(changes: Sequence[Change], *, lang: str, old: str, new: str) -> None:
    """Show what becomes of each indicator; old, new: keys of the words that stand over its two sums."""
    rows = [
        {
            words("releases_page.column.indicator"): words(f"indicator.{change.indicator}"),
            words(old): "" if change.old is None else numbers.number(change.old, lang),
            words(new): "" if change.new is None else numbers.number(change.new, lang),
            words("releases_page.column.added"): numbers.number(change.added, lang),
            words("releases_page.column.changed"): numbers.number(change.changed, lang),
        }
        for change in changes
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, row_height=35)


def drawing(draft: Draft, *, lang: str) -> None:
    """Draw how many figures of each commune are new or changed; communes outside the draft are hatched."""
    touched = _touched(draft)
    if touched.empty:
        return
    structure = draft.source.structure
    provinces = {register.unit(structure, code).province for code in touched.index}
    asset = loaders.country_asset(structure, "commune", provinces.pop() if len(provinces) == 1 else "")
    values = touched.reindex(list(asset.codes))
    found = classes.classify(values, kind="count")
    picture = choropleth.plain(
        file=asset.file,
        bounds=asset.bounds,
        edges=found.edges,
        decimals=0,
        suffix="",
        lang=lang,
        values=[None if pd.isna(value) else int(value) for value in values],
        palette=palette.palette(catalogue().measures[_NEUTRAL], max(1, len(found.counts))),
        words={"t": words("intake_page.changes"), "m": words("releases_page.cells"), "n": words(asset.label)},
    )
    with st.container(key="map"):
        choropleth.draw(picture, key="draft", height=_MAP_HEIGHT, on_action=lambda action, code: None)
    class_sizes = ", ".join(
        words("releases_page.cells.class", figures=label, n=numbers.number(count, lang))
        for label, count in zip(found.labels(lang), found.counts, strict=True)
    )
    sentences = [words("releases_page.cells.each", classes=class_sizes)]
    if found.missing:
        sentences.append(words("releases_page.outside", n=numbers.number(found.missing, lang)))
    st.html(f'<p class="quiet">{quoted(" ".join(sentences))}</p>')


def _touched(draft: Draft) -> pd.Series:
    """Return the number of new or changed figures of each commune of the draft, by code."""
    store = loaders.store()
    cells = compare.cells(store.current() if store.has_current() else None, draft)
    cells = cells[cells["level"] == "commune"]
    return (cells["how"] != "same").groupby(cells["code"]).sum()


def publish_button(draft: Draft, *, button_in: DeltaGenerator | None = None) -> Release | None:
    """Offer to publish a draft once its questions are answered; return the release that it became.

    button_in: where the button stands, and how far publishing has come, if not here.

    One made on an older release is put on the current one first, and what others published otherwise is asked about.
    """
    if selection.pop_value(f"{_REBASED}{draft.id}"):
        st.warning(words("releases_page.rebased"))
    draft_questions.ask(draft)
    if draft.open_questions:
        st.info(words("draft_questions.first", count=len(draft.open_questions)))
        return None
    # what is asked for meanwhile interrupts this run, and the next one goes on with publishing
    wish = f"{_ASKED}{draft.id}"
    (button_in or st).button(
        words("intake_page.publish"),
        key=f"publish-{draft.id}",
        type="primary",
        on_click=selection.keep,
        args=(wish, True),
    )
    if not selection.session_value(wish, bool):
        return None
    bar = (button_in or st).progress(0.0, text=words("releases_page.publishing"))
    try:
        release = use_cases.publish_draft(
            loaders.store(),
            access.actor(),
            draft.id,
            progress=lambda done, key: bar.progress(min(done, 1.0), text=words(key)),
        )
    except publish.MustRebase:
        selection.pop_value(wish)
        use_cases.rebase(loaders.store(), access.actor(), draft.id)
        selection.keep(f"{_REBASED}{draft.id}", True)
    except ProductError:
        selection.pop_value(wish)
        raise
    else:
        selection.pop_value(wish)
        st.success(words("intake_page.published", release=release.id[:7]))
        return release
    finally:
        bar.empty()
    st.rerun()


def discard(draft: Draft) -> None:
    """Throw a draft away."""
    use_cases.discard(loaders.store(), access.actor(), draft.id)


def find(draft_id: str) -> Draft | None:
    """Return the draft, None where it is gone or not for the one who asks."""
    try:
        return use_cases.draft(loaders.store(), access.actor(), draft_id)
    except NotFound:
        return None
