"""Keeps a store in step with the program: what an older catalogue, register or program derived is derived anew."""

from data.derivation.fingerprint import changed_since
from data.disclosure.write_public import ensure
from data.publication import publish
from data.releases.store import Store


def outdated(store: Store) -> tuple[str, ...]:
    """Return what has changed since the current release was derived: "catalogue", "derivation", "register".

    None where it is in step, or nothing was published yet. Raises DamagedPointer, DamagedRelease.
    """
    return changed_since(store.current().manifest.derived_by) if store.has_current() else ()


def renew(store: Store, *, who: str) -> None:
    """Derive the current release anew where it is outdated, and make its public release where that is.

    Raises as publish.refresh; nothing has changed then.
    """
    if outdated(store):
        publish.refresh(store, who=who)
    else:
        ensure(store)
