"""Publishes drafts and rolls back: every change of what is current happens here, whole or not at all."""

from dataclasses import asdict, dataclass
from typing import Final

from data.disclosure.write_public import ensure, make_public
from data.publication.pointer import complete, set_current
from data.releases import drafts, merging
from data.releases.compare import compare, conflicts
from data.releases.drafts import Draft
from data.releases.erasures import erased, kept_out
from data.releases.merging import merge, read_tables
from data.releases.questions import CONFLICT, Question
from data.releases.store import Release, Store
from data.releases.write import Progress, silent, write_release
from data.storage import audit_log
from data.storage.errors import Refused
from data.storage.locks import exclusive

__all__ = ["MustRebase", "NotReady", "Rebased", "compare", "publish", "rebase", "refresh", "rollback"]


_WRITTEN: Final = 0.75  # of the time that publishing takes; the rest goes into the public release


class NotReady(Refused):
    """The draft has errors or open questions, or is published already."""


class MustRebase(Refused):
    """Another release became current since the draft was made."""


@dataclass(frozen=True)
class Rebased:
    """A draft on the current release, and the conflicts: questions to be answered "mine" or "theirs"."""

    draft: Draft
    conflicts: tuple[Question, ...]


def publish(
    store: Store, draft_id: str, *, who: str, message: str | None = None, progress: Progress | None = None
) -> Release:
    """Make a release of the current one and the draft, make it current, and return it.

    Its public release is made and attacked first, and becomes current with it. Raises NotReady, MustRebase, Unsafe,
    UnknownDraft, BadTable, CannotWrite, Busy; what was current then still is.
    """
    with exclusive(store.root / "lock"):
        complete(store)
        draft = drafts.get(store, draft_id)
        _check_ready(store, draft)
        before = store.release(draft.base) if draft.base else None
        changed = compare(store, draft)
        found = _brought(store, draft)
        tables = merge(read_tables(before), draft, brought=found.tables, seated=found.seated)
        tables["people"] = kept_out(tables["people"], of=erased(store))
        tell = progress or silent
        release = write_release(
            store,
            tables,
            parent=draft.base,
            message=message or draft.source.title,
            progress=lambda done, key: tell(_WRITTEN * done, key),
        )
        tell(_WRITTEN, "releases.step_public")
        return set_current(
            store,
            release.id,
            who=who,
            action="publish",
            public=make_public(store, release).id,
            draft=draft.id,
            file_hash=draft.source.file_hash,
            answers=dict(draft.answers) or None,
            changed={k: value for k, value in asdict(changed).items() if k not in ("draft", "release")},
        )


def rebase(store: Store, draft_id: str, *, who: str) -> Rebased:
    """Put an open draft on the current release and ask about every cell and field that others changed too meanwhile.

    What changed is seen from the release the report was read on; an answer to a conflict that is still the
    same stays. Raises NotReady where the draft is published, UnknownRelease where that release is gone.
    """
    with exclusive(store.root / "lock"):
        complete(store)
        draft = drafts.get(store, draft_id)
        if draft.status != "open":
            raise NotReady("releases.draft_published", draft=draft.id)
        if draft.base != store.current_id() or draft.base != draft.first_base:
            first = store.release(draft.first_base) if draft.first_base else None
            found = conflicts(first, store.current(), drafts.unasked(draft))
            moved = drafts.move_base(draft, base=store.current_id(), conflicts=found)
            if moved != draft:
                audit_log.append(
                    store.root, who=who, action="rebase", draft=draft_id, release=moved.base, conflicts=len(found)
                )
            draft = moved
    return Rebased(draft, tuple(q for q in draft.questions if q.get("kind") == CONFLICT))


def rollback(store: Store, release_id: str, *, who: str) -> Release:
    """Make an earlier release current again; nothing is deleted, and the act is a new line in the log.

    Works with a damaged pointer too. Raises Unsafe, UnknownRelease, DamagedRelease, CannotWrite, Busy.
    """
    with exclusive(store.root / "lock"):
        public = make_public(store, store.release(release_id))
        return set_current(store, release_id, who=who, action="rollback", public=public.id)


def refresh(store: Store, *, who: str) -> Release:
    """Derive the communes of the current release anew, where structures or measures have changed since.

    The figures stay as they are. Where nothing comes out differently, the release stays current. Raises
    NoRelease, DamagedRelease, CannotWrite, Busy.
    """
    with exclusive(store.root / "lock"):
        complete(store)
        before = store.current()
        release = write_release(store, read_tables(before), parent=before.id, message=before.manifest.message)
        if release == before:
            ensure(store)
            return before
        return set_current(store, release.id, who=who, action="refresh", public=make_public(store, release).id)


def _check_ready(store: Store, draft: Draft) -> None:
    if draft.status != "open":
        raise NotReady("releases.draft_published", draft=draft.id)
    if draft.errors or draft.open_questions:
        raise NotReady(
            "releases.not_ready", draft=draft.id, errors=len(draft.errors), questions=len(draft.open_questions)
        )
    if draft.base != store.current_id():
        raise MustRebase("releases.must_rebase", draft=draft.id)


def _brought(store: Store, draft: Draft) -> merging.Merged:
    """Return what a draft brings; raises MustRebase where others changed the same and no question was put about it."""
    found = merging.brought(store, draft)
    if any(question["id"] not in draft.answers for question in found.conflicts):
        raise MustRebase("releases.must_rebase", draft=draft.id)
    return found
