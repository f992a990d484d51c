"""What an office does with villages: gives those of split communes to successors, records mergers, looks for orphans.

Each works on the current release of the store.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.releases.store import Release, open_store
from data.storage.errors import Refused
from data.units import assignments, conversion, orphans, village_mergers, village_tables
from data.units.findings import Finding
from data.units.structures import StructureId, after
from data.units.village_homes import village_homes, wholly_assigned
from data.units.village_homes import weights as weights_of_villages
from data.units.village_tables import VillageReading

_NAMED = "SELECT village, name, commune_2024, commune_2025 FROM villages"


@dataclass(frozen=True)
class Assignment:
    """What was assigned: from one structure to the next; wholly_assigned: the communes of which no village is left."""

    count: int
    source: StructureId
    target: StructureId
    complete: tuple[str, ...]
    wholly_assigned: pd.DataFrame


@dataclass(frozen=True)
class Mergers:
    """What a table of merged villages says, and whether it was recorded."""

    rows: int
    found: VillageReading
    recorded: bool

    @property
    def errors(self) -> list[Finding]:
        """The findings for which nothing is recorded."""
        return [finding for finding in self.found.findings if finding.error]


@dataclass(frozen=True)
class Orphans:
    """Teams whose village there is no longer, with their state, and villages without a team."""

    on: date
    teams: pd.DataFrame
    villages: list[str]


def assign(
    villages: Mapping[str, str | None], *, source: StructureId, complete: bool, by: str, note: str = ""
) -> Assignment:
    """Give villages (by id) to communes of the structure after `source`; None takes an assignment back.

    complete: these are all villages of their communes. Raises Refused where one cannot go where it is sent.
    """
    target = after(source)
    if target is None:
        raise Refused("units.nothing_after", structure=source)
    listed = open_store().current().query(_NAMED)
    commune_of = _communes(listed, source)
    communes = sorted({commune_of[village] for village in villages if village in commune_of}) if complete else []
    assignments.assign(villages, commune_of=commune_of, source=source, by=by, complete=communes, note=note)
    done = wholly_assigned(village_homes(listed), source=source, target=target)
    return Assignment(len(villages), source, target, tuple(communes), done)


def record_mergers(
    content: bytes,
    *,
    structure: StructureId,
    since: date,
    source: str,
    by: str,
    decree: str | None = None,
    check: bool = False,
) -> Mergers:
    """Record what a table says of merged villages, unless it has errors or is to be checked only. Raises Refused."""
    table = conversion.read(content)
    if table.of != "village":
        raise Refused("units.table_of_communes")
    listed = open_store().current().query(_NAMED)
    commune_of = _communes(listed, structure)
    listed_villages = listed.assign(code=listed["village"].map(commune_of)).dropna(subset="code")
    made = village_mergers.made_villages(since).query("structure == @structure")
    listed_villages = pd.concat([listed_villages[["village", "name", "code"]], made[["village", "name", "code"]]])
    found = village_tables.resolve(table, villages=listed_villages, structure=structure)
    recorded = not check and not any(finding.error for finding in found.findings)
    if recorded:
        village_mergers.record(found.changes, since=since, by=by, source=source, made=found.made, decree=decree)
    return Mergers(len(table.lines), found, recorded)


def find_orphans(on: date) -> Orphans:
    """Return the teams without a village and the villages without a team on a day."""
    release = open_store().current()
    ids = pd.Index(release.query(_NAMED)["village"])
    serves = release.query("SELECT team, village FROM teams WHERE level = 'village'")
    return Orphans(
        on,
        orphans.teams_without_village(serves, villages=ids, on=on),
        list(orphans.villages_without_team(serves, villages=ids, on=on)),
    )


def weights_of_parts(
    source: StructureId, target: StructureId, given: pd.DataFrame | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the weights of parts of split communes and the wholly assigned communes, from the release's villages.

    given: weights (code_from, code_to, weight) that come before those.
    """
    release: Release = open_store().current()
    membership = release.query("SELECT structure, village, code, how FROM village_homes")
    households = release.query(
        "SELECT village, arg_max(households, period) AS households FROM village_figures "
        "WHERE households IS NOT NULL GROUP BY village"
    ).set_index("village")["households"]
    weights = weights_of_villages(membership, households=households, source=source, target=target)
    if given is not None:
        weights = pd.concat([given, weights[~weights["code_from"].isin(given["code_from"])]])
    return weights, wholly_assigned(membership, source=source, target=target)


def _communes(listed: pd.DataFrame, structure: StructureId) -> dict[str, str]:
    """Return the commune of each village in a structure, where it is known."""
    membership = village_homes(listed).query("structure == @structure")
    return dict(zip(membership["village"], membership["code"], strict=True))
