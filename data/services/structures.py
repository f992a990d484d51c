"""Adds administrative structures and takes them out of use, with the figures that follow them."""

from dataclasses import dataclass

from data.publication import publish
from data.releases.store import Store, open_store
from data.storage.errors import Refused
from data.units import adding
from data.units.adding import Inspection, NotAdded, Provenance, StructureSpec
from data.units.structures import OWN, StructureId


@dataclass(frozen=True)
class Addition:
    """What a table makes, whether it was added, and the release that was derived anew (None without one)."""

    inspection: Inspection
    added: bool
    release: str | None


def check(content: bytes, spec: StructureSpec) -> Addition:
    """Check a table of a structure; nothing is added. Raises Refused for what is no such table."""
    return Addition(adding.inspect(content, spec), added=False, release=None)


def add(content: bytes, spec: StructureSpec, provenance: Provenance) -> Addition:
    """Add a structure, or correct one, and derive the current release's figures in it; errors add nothing.

    Raises Refused, CannotWrite, Busy.
    """
    try:
        inspection = adding.add(content, spec, provenance)
    except NotAdded as refusal:
        return Addition(refusal.inspection, added=False, release=None)
    return Addition(inspection, added=True, release=_refreshed(open_store(), by=provenance.by))


def withdraw(name: StructureId, *, by: str) -> str | None:
    """Take an added structure, or a correction, out of use; return the release derived anew, None without one.

    Raises Refused where the current release has reports, villages or teams in it, or another structure follows it.
    """
    store = open_store()
    if name not in OWN and store.has_current() and _is_used(store, name):
        raise Refused("units.structure_in_use", structure=name)
    adding.withdraw(name, by=by)
    return _refreshed(store, by=by)


def _is_used(store: Store, name: StructureId) -> bool:
    rows = " UNION ALL ".join(
        f"SELECT 1 FROM {table} WHERE {column} = $structure"
        for table, column in (
            ("reports", "structure"),
            ("villages", "reported_structure"),
            ("teams", "reported_structure"),
        )
    )
    return not store.current().query(f"SELECT 1 FROM ({rows}) LIMIT 1", structure=name).empty


def _refreshed(store: Store, *, by: str) -> str | None:
    return publish.refresh(store, who=by).id if store.has_current() else None
