"""What people may do with releases, drafts, boundaries and people's data, each as far as their area goes.

The pages come through here; what they do not come through here for, they cannot do. The command line works for
whoever holds the machine's files, and has no actor. A draft of an area that is not the actor's is as unknown as
one that does not exist.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from data.access.actor import Actor, UnitKey
from data.access.areas import of_draft, of_tables, of_teams
from data.boundaries import layers
from data.boundaries.layers import Layer
from data.boundaries.store import BoundaryStore, LayerSet, Trial
from data.intake import drafting, drafting_many
from data.intake.many import Together
from data.intake.result import Checked
from data.publication import by_area, publish
from data.publication.publish import Rebased
from data.releases import drafts
from data.releases.drafts import Draft, UnknownDraft
from data.releases.questions import CONFLICT, PERSON, Answers
from data.releases.store import Release, Store
from data.storage import audit_log
from data.storage.json_values import Json
from data.teams import editing, erasing, people
from data.teams.erasing import Erased
from data.units import assignments, stored, village_mergers
from data.units.structures import StructureId

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Log:
    """What was done; broken: the logs that were altered or damaged, each with its first such line."""

    entries: list[dict[str, Json]]
    broken: list[tuple[str, int]]


def release(store: Store, actor: Actor) -> Release:
    """Return the current release to staff. Raises NotForYou, and as Store.current."""
    actor.require("viewer")
    return store.current()


def releases(store: Store, actor: Actor) -> list[Release]:
    """List the releases to planners, newest first."""
    actor.require("planner")
    return store.list()


def open_drafts(store: Store, actor: Actor) -> list[Draft]:
    """List the drafts that wait and lie wholly in the actor's area, newest first."""
    actor.require("planner")
    return [draft for draft in drafts.list_drafts(store) if draft.status == "open" and _is_own(store, actor, draft)]


def draft(store: Store, actor: Actor, draft_id: str) -> Draft:
    """Return a draft of the actor's area. Raises NotForYou, UnknownDraft, DamagedDraft."""
    actor.require("planner")
    found = drafts.get(store, draft_id)
    if not _is_own(store, actor, found):
        raise UnknownDraft("releases.unknown_draft", draft=draft_id)
    return found


def make_draft(store: Store, actor: Actor, checked: Checked) -> str:
    """Keep a checked report as a draft and return its id. Raises OutOfArea and as drafting.make."""
    units = {(record.unit.structure, record.unit.code) for record in checked.records}
    units |= {(checked.structure, checked.province.code)} if checked.province and not units else set()
    actor.require_units(units)
    return drafting.make(store, checked, who=actor.name, reader=actor)


def make_draft_of_many(store: Store, actor: Actor, together: Together) -> str:
    """Keep what many files say as one draft and return its id. Raises OutOfArea and as drafting_many.make."""
    actor.require("planner")
    actor.require_units((one.structure, record.unit.code) for one in together.kept for record in one.records)
    return drafting_many.make(store, together, who=actor.name, reader=actor)


def answer(store: Store, actor: Actor, draft_id: str, answers: Answers) -> Draft:
    """Answer questions of a draft; units that answers name are the actor's too. Raises OutOfArea, BadAnswer."""
    found = draft(store, actor, draft_id)
    actor.require_units((found.source.structure, code) for code in _named_units(found, answers))
    return drafts.answer(store, draft_id, answers, who=actor.name)


def rebase(store: Store, actor: Actor, draft_id: str) -> Rebased:
    """Bring a draft of the actor's area up to the current release."""
    draft(store, actor, draft_id)
    return publish.rebase(store, draft_id, who=actor.name)


def discard(store: Store, actor: Actor, draft_id: str) -> None:
    """Remove a draft of the actor's area."""
    draft(store, actor, draft_id)
    drafts.discard(store, draft_id, who=actor.name)


def publish_draft(store: Store, actor: Actor, draft_id: str, *, progress: Progress | None = None) -> Release:
    """Publish a draft of the actor's area. Raises UnknownDraft and as publish.publish."""
    draft(store, actor, draft_id)
    return publish.publish(store, draft_id, who=actor.name, progress=progress)


def rollback(store: Store, actor: Actor, release_id: str) -> Release:
    """Make an earlier release current: for administrators, since it changes every area."""
    actor.require("administrator")
    return publish.rollback(store, release_id, who=actor.name)


def propose(store: Store, actor: Actor, what: editing.What, values: editing.Values, *, on: date) -> str:
    """Keep a form on a team of the actor's area as a draft and return its id. Raises OutOfArea, BadForm.

    All that the draft would concern is the actor's, so that whoever made a draft finds it among the open ones.
    """
    current = store.current()
    proposal = editing.prepare(current, what, values, who=actor, on=on)
    actor.require_units(proposal.units | of_tables(proposal.tables, current))
    return editing.keep(store, proposal, who=actor)


def person(store: Store, actor: Actor, person_id: str) -> pd.Series:
    """Return one member of the actor's area (personal data); logged first. Raises OutOfArea, UnknownPerson."""
    actor.require_units(_of_person(store, person_id))
    return people.person(store.current(), person_id, reader=actor)


def export_person(store: Store, actor: Actor, person: str) -> dict[str, Json]:
    """Return all that is held of a member of the actor's area; logged. Raises OutOfArea, UnknownPerson."""
    actor.require_units(_of_person(store, person))
    return people.export(store, person, reader=actor)


def erase_person(store: Store, actor: Actor, person: str, *, reason: str = "") -> Erased:
    """Erase a member from the whole store: for administrators. Raises NotForYou, UnknownPerson."""
    return erasing.erase(store, person, who=actor, reason=reason)


def _of_person(store: Store, person: str) -> frozenset[UnitKey]:
    release = store.current()
    teams = release.query("SELECT DISTINCT team FROM memberships WHERE person = $id", id=person)["team"]
    return of_teams(release, teams)


def members(release: Release, actor: Actor, team_id: str) -> pd.DataFrame:
    """List the people of a team of the actor's area (personal data); who read is logged first.

    Raises NotForYou, OutOfArea: then nothing is read, and there is nothing to log.
    """
    actor.require("planner")
    actor.require_units(of_teams(release, [team_id]))
    return people.members(release, team_id, reader=actor)


def log(store: Store, actor: Actor) -> Log:
    """Return what was done, newest first: everything to administrators, to planners what they did themselves.

    Of a log that was altered or damaged, what stands before that. Each is read, and held against its hashes, once.
    """
    actor.require("planner")
    found = {name: audit_log.trusted(root) for name, root in _logs(store).items()}
    entries = [
        entry
        for entries_of_log, _ in found.values()
        for entry in entries_of_log
        if actor.may("administrator") or entry.get("who") == actor.name
    ]
    entries.sort(key=lambda entry: str(entry["when"]), reverse=True)
    lines = [(name, verdict.broken_line) for name, (_, verdict) in found.items()]
    return Log(entries, [(name, line) for name, line in lines if line is not None])


def _logs(store: Store) -> dict[str, Path]:
    """Name the folders that hold a log: of figures, people and boundaries, of split communes, villages, structures."""
    return {
        folder.name: folder for folder in (store.root, assignments.folder(), village_mergers.folder(), stored.root())
    }


def assign(
    store: Store,
    actor: Actor,
    villages: Mapping[str, str | None],
    *,
    commune: str,
    all_of: Sequence[str],
    source: StructureId,
    complete: bool,
) -> Release:
    """Assign villages of a split commune of the actor's to its successors, and derive the figures anew.

    all_of: every village of the commune. complete: none is left. Raises OutOfArea and as assignments.assign.
    """
    actor.require_units([(source, commune)])
    assignments.assign(
        villages,
        commune_of=dict.fromkeys(all_of, commune),
        source=source,
        by=actor.name,
        complete=[commune] if complete else [],
    )
    return publish.refresh(store, who=actor.name)


def require_layer(actor: Actor, structure: StructureId, province: str | None) -> None:
    """Raise unless the actor may change the boundaries of a province; of the country, administrators alone may."""
    if province is None:
        actor.require("administrator")
    else:
        actor.require_units([(structure, province)])


def publish_layer(here: BoundaryStore, actor: Actor, layer: Layer, *, tried: Trial | None = None) -> LayerSet:
    """Draw a layer from now on; every unit that it gives a shape to is the actor's, whatever province it states.

    Raises NotForYou, OutOfArea and as boundaries.publish.
    """
    require_layer(actor, layer.structure, layer.province)
    actor.require_units((layer.structure, code) for code in layers.communes_or_units(here.root, layer))
    return by_area.publish_layer(here, layer.id, who=actor.name, tried=tried)


def withdraw_layer(here: BoundaryStore, actor: Actor, layer_id: str) -> LayerSet:
    """Draw a layer no longer: for administrators."""
    actor.require("administrator")
    return by_area.withdraw_layer(here, layer_id, who=actor.name)


def rollback_layers(here: BoundaryStore, actor: Actor, set_id: str) -> LayerSet:
    """Draw an earlier release of boundaries again: for administrators."""
    actor.require("administrator")
    return by_area.rollback_layers(here, set_id, who=actor.name)


def _is_own(store: Store, actor: Actor, found: Draft) -> bool:
    """Tell whether every unit of a draft is the actor's; one that names none is for administrators."""
    if actor.role == "administrator":
        return True
    units = of_draft(store, found)
    return bool(units) and all(actor.covers(*unit) for unit in units)


def _named_units(found: Draft, answers: Answers) -> list[str]:
    """Return the codes that answers give to rows without a unit."""
    no_units = (CONFLICT, PERSON)
    unit_questions = {question["id"] for question in found.questions if question.get("kind") not in no_units}
    return [code for name, code in answers.items() if name in unit_questions and isinstance(code, str)]
