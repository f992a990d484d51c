"""The first start: the sample and the maps are made once, with a progress display; what is outdated is derived anew."""

from dataclasses import dataclass
from threading import Lock, Thread

import streamlit as st

from components.identity import access
from components.shell import frame
from components.state import loaders
from data.publication import upkeep
from data.releases.store import DamagedPointer, DamagedRelease, Release
from data.services import use_cases
from data.storage.errors import ProductError, StoreFault


@st.cache_resource(show_spinner=False)
def _made() -> dict[str, bool]:
    """Remember for the whole server that all is in place."""
    return {"ready": False}


def ready() -> bool:
    """Make what is missing while the visitor watches; return whether the app can go on."""
    if _made()["ready"]:
        return True
    place = st.empty()
    with place.container():
        bar = st.progress(0.0, text=frame.words("app.first_start"))
        try:
            loaders.prepare(lambda done, key: bar.progress(min(done, 1.0), text=frame.words(key)))
        except (DamagedPointer, DamagedRelease) as fault:
            bar.empty()
            frame.say_fault(fault)
            _offer_the_way_back()
            return False
        except ProductError as fault:
            frame.say_fault(fault)
            return False
    place.empty()
    _made()["ready"] = True
    loaders.warm()
    return True


def _offer_the_way_back() -> None:
    """Offer administrators the sound releases of a store whose current one is lost or damaged, to choose from."""
    if not access.may("administrator"):
        return
    store = loaders.store()
    damaged = store.damaged()
    sound = [release for release in use_cases.releases(store, access.actor()) if release.id not in damaged]
    if not sound:
        st.info(frame.words("app.no_sound_release"))
        return
    with st.form("way-back"):
        chosen = st.selectbox(frame.words("app.way_back"), sound, format_func=_named)
        if st.form_submit_button(frame.words("app.way_back.do"), type="primary"):
            use_cases.rollback(store, access.actor(), chosen.id)
            st.rerun()


def _named(release: Release) -> str:
    made = release.manifest
    label = f" · {frame.words('app.sample')}" if made.sample else ""
    return f"{release.id[:7]} · {made.created[:16].replace('T', ' ')} · {made.message}{label}"


@dataclass
class _Renewal:
    """The one renewal of the server: its thread, what it was begun for, and why it failed."""

    lock: Lock
    thread: Thread | None = None
    of: tuple[str, ...] = ()
    fault: ProductError | None = None


@st.cache_resource(show_spinner=False)
def _renewal() -> _Renewal:
    return _Renewal(Lock())


def keep_in_step() -> None:
    """Have figures that an older catalogue, register or program derived be derived anew behind the pages, and say so.

    Until then villages are worked out by today's definitions, communes and provinces by those of then.
    """
    place = st.empty()  # always there: what comes behind it keeps its place
    try:
        changed = upkeep.outdated(loaders.store()) if access.way() != "public" else ()
    except StoreFault:  # the page says so itself, and the one that can mend it must open
        return
    if not changed:
        return
    renewal = _renewal()
    with renewal.lock:
        running = renewal.thread is not None and renewal.thread.is_alive()
        if not running and (renewal.of != changed or renewal.fault is None):
            renewal.of, renewal.fault = changed, None
            renewal.thread = Thread(target=_renew, args=(renewal,), daemon=True)
            renewal.thread.start()
    if renewal.fault is None:
        place.info(frame.words("app.being_derived"), icon=":material/sync:")
    else:
        with place.container():
            frame.say_fault(renewal.fault)


def _renew(renewal: _Renewal) -> None:
    try:
        upkeep.renew(loaders.store(), who="system")
    except ProductError as fault:
        renewal.fault = fault
