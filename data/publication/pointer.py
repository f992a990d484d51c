"""Sets which release is current: the one moment at which a publication or a rollback happens.

The pointer is replaced in one move and carries the audit entry of the act, so that whoever writes next
completes what a power cut left open: the line in the log, the public release, the mark on the draft.
"""

import json

from data.disclosure import write_public
from data.disclosure.public_release import DamagedPublic, beside
from data.releases import drafts
from data.releases.store import DamagedPointer, Release, Store
from data.storage import audit_log
from data.storage.atomic import clear_asides, replace_file
from data.storage.json_values import Json
from data.storage.locks import exclusive


def set_current(
    store: Store,
    release_id: str,
    *,
    who: str,
    action: audit_log.Action = "publish",
    public: str | None = None,
    **what: Json,
) -> Release:
    """Make a release current, write the act to the audit log, and return the release.

    `public` is its public release, which becomes current with it; `what` goes into the log. A damaged pointer is
    replaced. Raises UnknownRelease, DamagedRelease (a broken
    release never becomes current), CannotWrite, Busy.
    """
    with exclusive(store.root / "lock"):
        complete(store)
        release = store.release(release_id)
        entry = audit_log.act(
            who, action=action, release=release_id, release_before=_before(store), public=public, **what
        )
        pointer = json.dumps({"release": release_id, "entry": entry}, ensure_ascii=False)
        replace_file(store.root / "current", pointer.encode(), step="current")
        complete(store)
    return release


def complete(store: Store) -> None:
    """Finish what the last act left open, and clear away what dead writers left; the lock is held."""
    public = beside(store.root)
    for folder in (
        store.root,
        store.releases,
        store.root / "drafts",
        *(store.root / "drafts").glob("*"),
        public.root,
        public.releases,
    ):
        clear_asides(folder)
    try:
        pointer = store.pointer()
    except DamagedPointer:
        return
    if pointer is None or pointer.entry is None:
        return
    audit_log.commit(store.root, pointer.entry)
    if pointer.entry.get("public") and _public_before(store) != (pointer.entry["public"], pointer.release):
        write_public.point_to(public, str(pointer.entry["public"]), of=pointer.release)
    if pointer.entry["action"] == "publish" and "draft" in pointer.entry:
        drafts.mark_published(store, str(pointer.entry["draft"]))


def _public_before(store: Store) -> tuple[str, str] | None:
    try:
        return beside(store.root).pointer()
    except DamagedPublic:
        return None


def _before(store: Store) -> str | None:
    try:
        return store.current_id()
    except DamagedPointer:
        return None
