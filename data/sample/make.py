"""Makes the sample: the whole country as an illustration, the same on every run.

Nothing in it was reported, but that the totals in data.catalogue.milestones hold at their dates.
"""

from collections.abc import Collection
from typing import Final

import pandas as pd
import pyarrow as pa

from data.catalogue import periods
from data.catalogue.milestones import MILESTONES, Milestone
from data.disclosure.write_public import make_public
from data.i18n import DEFAULT_LANGUAGE, say
from data.publication.pointer import set_current
from data.releases.store import Release, Store
from data.releases.write import Progress, silent, write_release
from data.sample.activity import draw_activity
from data.sample.curves import QUARTERS, draw_curves
from data.sample.fixed import fix
from data.sample.land import survey
from data.sample.people import invent_people
from data.sample.reporting import (
    SOURCE,
    communes_2025,
    draw_commune_teams,
    reports,
    village_figures,
    who_reported,
)
from data.sample.teams import list_teams
from data.sample.training import draw_trainings
from data.sample.villages import Villages, draw_villages

SEED: Final = 2022_03_05  # the day of official letter 793/BTTTT-THH
_MAKING: Final = 0.3  # the part of the time that drawing takes,
_WRITING: Final = 0.45  # and writing; the rest goes into the public release


def make_sample(store: Store, *, progress: Progress | None = None) -> Release:
    """Draw the sample of the whole country, write it as a release with its public one, and make it current.

    Raises DamagedPointer in a store that was in use: no illustration takes the place of what was published.
    """
    tell = progress or silent
    store.pointer()
    tables = make_tables(progress=lambda done, key: tell(done * _MAKING, key))
    release = write_release(
        store,
        tables,
        parent=None,
        message=say("sample.message"),
        progress=lambda done, key: tell(_MAKING + done * _WRITING, key),
    )
    tell(_MAKING + _WRITING, "public.step")
    public = make_public(store, release)
    tell(1.0, "public.step")
    return set_current(store, release.id, who=SOURCE, action="sample", public=public.id)


def make_tables(
    *, provinces: Collection[str] | None = None, seed: int = SEED, progress: Progress | None = None
) -> dict[str, pa.Table]:
    """Draw the tables of the sample: villages, village_figures, reports, teams and their records, people,
    sources, notes.

    provinces: codes of "2024" to draw instead of the whole country. The draws of a part differ from the
    whole's, but every published total of the provinces drawn holds in both.
    """
    tell = progress or silent
    tell(0.0, "sample.step_villages")
    land = survey(None if provinces is None else frozenset(provinces), seed=seed)
    villages = draw_villages(land, seed=seed)
    fixed = fix(villages, seed=seed)
    tell(0.2, "sample.step_figures")
    counts, teams = draw_curves(villages, fixed=fixed, seed=seed)
    new = communes_2025(villages)
    reported = who_reported(villages, new, seed=seed)
    of_communes = draw_commune_teams(land, new, seed=seed)
    tables = {
        "villages": _villages(villages),
        "village_figures": village_figures(villages, counts, reported=reported, fixed=fixed, seed=seed),
        "reports": reports(villages, counts, new, of_communes, reported=reported, fixed=fixed),
    }
    tell(0.6, "sample.step_teams")
    team_list = list_teams(villages, counts, teams, new, of_communes, reported=reported, fixed=fixed, seed=seed)
    tables["teams"] = pa.Table.from_pandas(team_list.table, preserve_index=False)
    people = invent_people(team_list, land, seed=seed)
    tables |= {"people": people.table, "memberships": people.memberships}
    tables |= draw_trainings(team_list, people, land, seed=seed)
    tables |= draw_activity(team_list, seed=seed)
    tables["sources"] = _sources()
    tables["notes"] = _notes(frozenset(land.communes.province))
    tell(1.0, "sample.step_teams")
    return tables


def _villages(villages: Villages) -> pa.Table:
    """Return the table of villages; those of a district without communes have no commune of "2024"."""
    table = villages.table.assign(source=SOURCE)
    table["commune_2024"] = table.commune_2024.where(table.commune_2024.str.len() == 5)
    return pa.Table.from_pandas(table, preserve_index=False)


def _sources() -> pa.Table:
    return pa.table(
        {
            "source": [SOURCE],
            "kind": ["sample"],
            "title": [say("sample.title")],
            "office": [say("sample.office")],
            "as_of": pa.array([periods.end(QUARTERS[-1])], pa.date32()),
        }
    )


def _notes(provinces: frozenset[str]) -> pa.Table:
    """Return a note to each published total that the sample keeps: its source, qualifier and scope."""
    published = [found for found in MILESTONES if found.province in provinces and found.indicator is not None]
    return pa.Table.from_pandas(
        pd.DataFrame(
            [row for found in published for row in _notes_to(found)],
            columns=["structure", "code", "period", "indicator", "kind", "text", "source"],
        ).astype("str"),
        preserve_index=False,
    )


def _notes_to(found: Milestone) -> list[tuple[str, ...]]:
    place = (found.structure, str(found.province), found.period, str(found.indicator))
    texts = [("remark", say("sample.note.fixed", DEFAULT_LANGUAGE, source=found.source))]
    if found.qualifier:
        texts.append(("qualifier", found.qualifier))
    if found.scope:
        texts.append(("scope", say(found.scope)))
    return [(*place, kind, text, SOURCE) for kind, text in texts]
