"""Erases a person from the whole store (law 91/2025/QH15): every release, every draft, and what is published later.

What is left is the seat in a team, the courses and the grades under an id that says nothing of anybody, so that counts
stay as they were. Each file of people is replaced in one move (data.releases.rewriting); the next act ends what was
begun. Where texts typed by hand name the person is listed, and taken out by data.teams.mentions.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.access.actor import Actor
from data.releases import drafts, manifest
from data.releases.erasures import erased, remember
from data.releases.manifest import DamagedRelease
from data.releases.rewriting import replace_table
from data.releases.store import Release, Store
from data.storage import audit_log
from data.storage.errors import Refused
from data.storage.locks import exclusive
from data.teams import mentions
from data.teams.mentions import Place
from data.teams.people import UnknownPerson


class NamedInDraft(Refused):
    """An open draft's problems or questions name the person: it must be published or discarded first."""


@dataclass(frozen=True)
class Erased:
    """What was erased: the person's id, and the releases and drafts that no longer have them.

    mentions: where texts that were typed by hand still name the person, to be looked at (data.teams.mentions).
    """

    person: str
    releases: tuple[str, ...]
    drafts: tuple[str, ...]
    mentions: tuple[Place, ...] = ()


def erase(store: Store, person: str, *, who: Actor, reason: str = "") -> Erased:
    """Take a person's data out of every release and draft of the store, and keep it out.

    For administrators. The audit log notes the act and the id. Raises NotForYou, UnknownPerson, NamedInDraft,
    DamagedRelease, CannotWrite, Busy; what was begun is ended when the command is given again.
    """
    who.require("administrator")
    with exclusive(store.root / "lock"):
        files = {path: rows for path in _files(store) if (rows := _rows_of(path, person)).num_rows}
        erased_before = person in erased(store)
        if not files and not erased_before and not _sits(store, person):
            raise UnknownPerson("teams.no_person", person=person)
        called = sorted({value for rows in files.values() for value in _texts(rows)})
        _refuse_named(store, called)
        remember(store, person)
        for path in files:
            _without(path, person)
        still = tuple(mentions.find(store, named)) if (named := mentions.findable(called)) else ()
        found = Erased(person, _of(files, "releases"), _of(files, "drafts"), still)
        audit_log.append(
            store.root,
            who=who.name,
            action="erase person",
            persons=[person],
            releases=len(found.releases),
            drafts=len(found.drafts),
            reason=reason or None,
        )
    return found


def overdue(release: Release, *, on: date, months: int) -> list[str]:
    """List the people whose last seat ended more than so many months ago, by id, and whose data is still there."""
    found = release.query(
        f"SELECT person FROM memberships GROUP BY person HAVING bool_and(until IS NOT NULL) "
        f"AND max(until) < DATE '{on.isoformat()}' - INTERVAL {int(months)} MONTH ORDER BY person"
    )["person"].tolist()
    there = set(pq.read_table(manifest.file_of(release.path, "people"), columns=["person"])["person"].to_pylist())
    return [person for person in found if person in there]


def _files(store: Store) -> Iterable[Path]:
    """Give every file of people in the store, those of releases that cannot be used too."""
    for folder in sorted(store.releases.glob("*")) if store.releases.is_dir() else ():
        path = manifest.file_of(folder, "people")
        if path.exists():
            yield path
    yield from sorted((store.root / "drafts").glob("*/people.parquet"))


def _rows_of(path: Path, person: str) -> pa.Table:
    try:
        rows = pq.read_table(path)
    except (OSError, pa.ArrowInvalid) as fault:
        raise DamagedRelease("releases.damaged_file", release=path.parent.name, file=path.name) from fault
    return rows.filter(pc.equal(rows["person"], pa.scalar(person)))


def _texts(rows: pa.Table) -> list[str]:
    """Return the person's name and phone, as they stand in a file."""
    names = [name for name in ("name", "phone") if name in rows.column_names]
    return [value for name in names for value in rows[name].to_pylist() if value]


def _sits(store: Store, person: str) -> bool:
    seats = store.current().query("SELECT count(*) AS n FROM memberships WHERE person = $id", id=person)
    return bool(seats["n"].iloc[0])


def _refuse_named(store: Store, texts: Collection[str]) -> None:
    """Raise where a draft's own words name the person; a published draft that does is taken away whole."""
    for draft in drafts.list_drafts(store):
        content = "".join((draft.path / name).read_text("utf-8") for name in ("draft.json", "state.json"))
        if any(json.dumps(text, ensure_ascii=False)[1:-1] in content for text in texts):
            if draft.status == "open":
                raise NamedInDraft("teams.named_in_draft", draft=draft.id)
            drafts.discard(store, draft.id, who="")


def _without(path: Path, person: str) -> None:
    """Replace a file of people by itself without the person."""
    replace_table(path, lambda rows: rows.filter(pc.invert(pc.equal(rows["person"], pa.scalar(person)))))
    path.chmod(0o600)


def _of(files: Iterable[Path], kind: str) -> tuple[str, ...]:
    """Return the ids of the releases or drafts that files belong to."""
    found = {parts[at + 1] for path in files for parts in [path.parts] for at, part in enumerate(parts) if part == kind}
    return tuple(sorted(found))
