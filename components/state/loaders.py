"""Cached loading, keyed by release and catalogue: the one file with st.cache_data and st.cache_resource.

Caches are shared by all visitors, so nothing personal is ever cached, and whatever differs by release
carries the release's id as part of its key.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import wraps
from threading import Thread
from typing import ParamSpec, TypeVar

import pandas as pd
import streamlit as st

from components.identity import access
from data.catalogue.current import catalogue
from data.disclosure import public_figures as published
from data.disclosure import write_public
from data.disclosure.public_release import PublicRelease, open_public
from data.measures import changes as changed
from data.measures import conversions, origins, team_list
from data.measures import figures as measured
from data.measures import notes as figure_notes
from data.measures import provinces as provinces_of
from data.measures import quality as qualities
from data.measures import ranges as bounds
from data.measures import series as followed
from data.measures.figures import Figures
from data.measures.provinces import Basis
from data.measures.quality import Quality
from data.releases.store import Release, Store, open_store
from data.sample import make
from data.services import use_cases
from data.teams import difficulties, finder
from data.teams.finder import Found, Query, Sort
from data.units import lookup, register
from data.units.candidates import place
from data.units.register import Level, StructureId
from geo import assets
from geo.assets import MapAsset
from geo.shapes import CannotDraw

Part = TypeVar("Part")
Given = ParamSpec("Given")

_KEPT = 400
_MANY = 5_000  # of the small ones: each commune in each language and theme that is looked at
_FEW = 60  # of the large ones
_MOST_TEAMS = 500  # the largest commune has fewer


def _by_catalogue(most: int) -> Callable[[Callable[Given, Part]], Callable[Given, Part]]:
    """Cache what follows from the catalogue too: an office may change it while the server runs.

    The edition goes into the key beside the function's own arguments.
    """

    def decorate(function: Callable[Given, Part]) -> Callable[Given, Part]:
        @st.cache_data(show_spinner=False, max_entries=most)
        @wraps(function)
        def of_edition(*args: Given.args, edition: str, **more: Given.kwargs) -> Part:
            return function(*args, **more)

        @wraps(function)
        def of_now(*args: Given.args, **more: Given.kwargs) -> Part:
            return of_edition(*args, **more, edition=catalogue().edition)

        return of_now

    return decorate


def store() -> Store:
    """Return the store of this installation."""
    return open_store()


def prepare(progress: Callable[[float, str], None]) -> None:
    """Make what a first start lacks: the sample, the public release, the map files; report progress from 0 to 1.

    A process for the public that has something to show opens no other release.
    """
    if access.way() != "public" or open_public().current_id() is None:
        here = store()
        if not here.has_current():
            make.make_sample(here, progress=lambda done, key: progress(done * 0.75, key))
        write_public.ensure(here)
    with suppress(CannotDraw):  # each map says so itself; pages without one go on, and so does the way out of it
        assets.ensure_assets(lambda done, key: progress(0.75 + done * 0.25, key))


def warm() -> None:
    """Make what the first search needs while nobody waits for it: the index takes a second."""
    Thread(target=lambda: [lookup.search("a", structure=each) for each in register.STRUCTURES], daemon=True).start()


@st.cache_resource(show_spinner=False, max_entries=4)
def _release(release_id: str) -> Release:
    return store().release(release_id)


def release() -> Release:
    """Return the current release to staff; the pointer is read each time, the release itself is kept.

    Raises NotForYou for the public.
    """
    return _release(use_cases.release(store(), access.actor()).id)


@st.cache_data(show_spinner=False, max_entries=8)
def periods(release_id: str) -> list[str]:
    """List the release's periods, oldest first."""
    return measured.periods(_release(release_id))


@_by_catalogue(_KEPT)
def figures(release_id: str, measure: str, period: str, structure: StructureId, level: str, parent: str) -> Figures:
    """Return a measure for the units below `parent` ("" is the country)."""
    return measured.figures(
        _release(release_id), measure, period=period, structure=structure, level=level, parent=parent or None
    )


@_by_catalogue(_KEPT)
def unit_figures(release_id: str, code: str, period: str, structure: StructureId) -> pd.DataFrame:
    """Return every measure of one unit ("" is the country)."""
    return measured.unit_figures(_release(release_id), code or None, period=period, structure=structure)


@_by_catalogue(_KEPT)
def trend(release_id: str, measure: str, structure: StructureId, code: str) -> pd.DataFrame:
    """Return a measure of one unit ("" is the country) or village over all periods."""
    return measured.trend(_release(release_id), measure, structure=structure, code=code or None)


@_by_catalogue(_FEW)
def series(release_id: str, measure: str, structure: StructureId, level: str, codes: tuple[str, ...]) -> pd.DataFrame:
    """Return a measure of several units over all periods."""
    return followed.series(_release(release_id), measure, structure=structure, level=level, codes=codes)


@_by_catalogue(_FEW)
def changes(
    release_id: str, measure: str, structure: StructureId, level: str, codes: tuple[str, ...], period: str, before: str
) -> pd.DataFrame:
    """Return how a measure changed between two quarters, over what reported it in both (see data.measures.changes)."""
    here = _release(release_id)
    return changed.changes(here, measure, structure=structure, level=level, codes=codes, period=period, before=before)


@_by_catalogue(_KEPT)
def notes(
    release_id: str, measure: str, structure: StructureId, period: str, level: str
) -> dict[str, list[figure_notes.Note]]:
    """Return what sources say beside the figures of a measure, by code (see data.measures.notes)."""
    here = _release(release_id)
    return figure_notes.of_measure(here, measure, structure=structure, period=period, level=level)


@_by_catalogue(_KEPT)
def together(release_id: str, measure: str, structure: StructureId, level: str, codes: tuple[str, ...]) -> pd.DataFrame:
    """Return the trend of several units added up."""
    rows = followed.series(_release(release_id), measure, structure=structure, level=level, codes=codes)
    return followed.together(rows, measure=measured.measure_of(measure), codes=codes)


@_by_catalogue(_KEPT)
def converted(release_id: str, code: str, period: str, structure: StructureId) -> pd.DataFrame:
    """Return how a commune's figures were carried over from another structure, where they are not exact."""
    return conversions.converted(_release(release_id), code=code, period=period, structure=structure)


@_by_catalogue(_KEPT)
def quality(
    release_id: str, which: Quality, measure: str, period: str, structure: StructureId, level: str, parent: str
) -> pd.Series:
    """Return what the measure's figures of the units below `parent` rest on, by code (see data.measures.quality)."""
    found = figures(release_id, measure, period, structure, level, parent)
    if which == "whole":
        return qualities.response_rate(found)
    quality_of = {"age": qualities.age, "warnings": qualities.warnings, "grade": qualities.grade}[which]
    return quality_of(_release(release_id), found)


@_by_catalogue(_KEPT)
def ranges(release_id: str, measure: str, period: str, structure: StructureId, level: str) -> pd.DataFrame:
    """Return the ranges of the figures of a level that are not exact (see data.measures.ranges)."""
    return bounds.ranges(_release(release_id), measure, period=period, structure=structure, level=level)


@_by_catalogue(_KEPT)
def ranges_over_time(release_id: str, measure: str, structure: StructureId, code: str) -> pd.DataFrame:
    """Return the ranges of a province's or commune's figure in the quarters where it is not exact."""
    return bounds.over_time(_release(release_id), measure, structure=structure, code=code)


@st.cache_data(show_spinner=False, max_entries=_KEPT)
def basis(release_id: str, code: str, period: str, structure: StructureId) -> Basis | None:
    """Return what a province's total was summed from."""
    return provinces_of.basis(_release(release_id), code, period=period, structure=structure)


@st.cache_data(show_spinner=False, max_entries=_KEPT)
def reported_elsewhere(release_id: str, period: str, structure: StructureId) -> dict[StructureId, int]:
    """Count the provinces whose totals come from communes of another structure, by that structure."""
    return provinces_of.told_elsewhere(_release(release_id), period=period, structure=structure)


@_by_catalogue(_KEPT)
def reporting_communes(release_id: str, period: str, structure: StructureId, parent: str) -> dict[str, int]:
    """Return for each measure how many communes within `parent` have it."""
    return measured.reporting_communes(_release(release_id), period=period, structure=structure, parent=parent or None)


@st.cache_data(show_spinner=False, max_entries=_KEPT)
def sources(release_id: str, period: str, structure: StructureId, parent: str) -> pd.DataFrame:
    """Return the sources of a period's figures within `parent`: source, kind, title, office, as_of."""
    return origins.sources(_release(release_id), period=period, structure=structure, parent=parent or None)


@st.cache_data(show_spinner=False, max_entries=_KEPT)
def teams(release_id: str, structure: StructureId, commune: str, village: str) -> pd.DataFrame:
    """List the teams of a commune, or of one village."""
    return team_list.teams(
        _release(release_id), commune=commune or None, village=village or None, structure=structure, limit=_MOST_TEAMS
    )


@st.cache_data(show_spinner=False, max_entries=_KEPT)
def unplaced_teams(release_id: str, structure: StructureId, commune: str) -> int:
    """Return how many teams may be of a commune, where theirs was split (see data.measures.team_list)."""
    return team_list.count_unplaced(_release(release_id), structure=structure, commune=commune)


@st.cache_data(show_spinner=False, max_entries=_KEPT)
def found_teams(release_id: str, query: Query, sort: Sort, falling: bool, limit: int, offset: int) -> Found:
    """Return a page of the teams looked for (see data.teams.finder); no person is in it."""
    return finder.find(_release(release_id), query, sort=sort, descending=falling, limit=limit, offset=offset)


@st.cache_data(show_spinner=False, max_entries=_KEPT)
def difficulties_since(release_id: str, structure: StructureId, unit: str) -> pd.DataFrame:
    """Return since when and by how many teams each difficulty is named in a unit ("" is the country)."""
    return difficulties.since(_release(release_id), structure=structure, unit=unit or None)


@st.cache_data(show_spinner=False, max_entries=_KEPT)
def difficulties_texts(release_id: str, structure: StructureId, unit: str) -> pd.DataFrame:
    """Return what the teams of a unit ("" is the country) wrote of other difficulties, the most frequent first."""
    return difficulties.texts(_release(release_id), structure=structure, unit=unit or None)


@st.cache_data(show_spinner=False, max_entries=_KEPT)
def named_villages(release_id: str, structure: StructureId, ids: tuple[str, ...]) -> pd.DataFrame:
    """Name some villages and their communes."""
    return team_list.named(_release(release_id), ids, structure=structure)


@st.cache_data(show_spinner=False, max_entries=_KEPT)
def villages(release_id: str, structure: StructureId, within: str) -> pd.DataFrame:
    """List the villages of a commune or province: village, name, commune."""
    return team_list.villages(_release(release_id), within=within, structure=structure)


def drawn_from() -> str:
    """Return what says whether shapes have changed: the structures and boundaries of now."""
    return assets.version()


def country_asset(structure: StructureId, level: str, parent: str) -> MapAsset:
    """Return the map file of the units below `parent`, drawn from the structures and boundaries of now."""
    return _asset(assets.version(), structure, level, parent)


@st.cache_data(show_spinner=False, max_entries=_KEPT)
def _asset(drawn_from: str, structure: StructureId, level: str, parent: str) -> MapAsset:
    return assets.asset(structure, level, parent or None)


def village_asset(release_id: str, structure: StructureId, within: str) -> MapAsset:
    """Return the map file of the villages of a commune or province, drawn on first use (a province takes seconds)."""
    return _villages_asset(assets.version(), release_id, structure, within)


@st.cache_data(show_spinner=False, max_entries=_KEPT)
def _villages_asset(drawn_from: str, release_id: str, structure: StructureId, within: str) -> MapAsset:
    return assets.village_asset(structure, within, villages(release_id, structure, within))


def provinces(structure: StructureId) -> dict[str, str]:
    """Return the names of all provinces by code, as they are called today."""
    return register.units(structure, "province", on=register.today())["name"].to_dict()


def own_provinces() -> list[str]:
    """Return the names of the provinces, of any structure, in which the one who asks may change anything."""
    return sorted(
        {name for structure in register.STRUCTURES for name in access.own(provinces(structure), structure).values()}
    )


@st.cache_resource(show_spinner=False, max_entries=4)
def _public_release(release_id: str) -> PublicRelease:
    return open_public().release(release_id)


def public_release() -> PublicRelease:
    """Return the current public release, from its own folder alone; the pointer is read each time."""
    return _public_release(open_public().current().id)


@_by_catalogue(_KEPT)
def public_figures(
    release_id: str, measure: str, period: str, structure: StructureId, level: str, parent: str
) -> Figures:
    """Return a measure for the provinces or communes below `parent` ("" is the country), as it is published."""
    return published.figures(
        _public_release(release_id), measure, period=period, structure=structure, level=level, parent=parent or None
    )


@_by_catalogue(_KEPT)
def public_trend(release_id: str, measure: str, structure: StructureId, code: str) -> pd.DataFrame:
    """Return a measure of one commune or province ("" is the country) over all periods, as it is published."""
    return published.trend(_public_release(release_id), measure, structure=structure, code=code or None)


@_by_catalogue(_KEPT)
def public_trends(release_id: str, measure: str, structure: StructureId, province: str) -> pd.DataFrame:
    """Return a measure of every commune of a province over all periods, as it is published."""
    return published.trends(_public_release(release_id), measure, structure=structure, province=province)


@_by_catalogue(_MANY)
def public_part(release_id: str, part: str, key: tuple[str, ...], _make: Callable[[], Part]) -> Part:
    """Return a finished part of the public page, made once for all visitors; `key` says all that it depends on."""
    return _make()


@st.cache_data(show_spinner=False, max_entries=_KEPT)
def public_sources(release_id: str, period: str, structure: StructureId, province: str) -> pd.DataFrame:
    """Return who published figures of a period rest on, in a province ("" is the country)."""
    return published.sources(_public_release(release_id), period=period, structure=structure, province=province or None)


def names_of(structure: StructureId, level: Level, province: str) -> dict[str, str]:
    """Return every unit of a level within a province ("" for the country) by code, each named with where it lies."""
    return _names_of(structure, level, province, register.today())


@st.cache_data(show_spinner=False, max_entries=_KEPT)
def _names_of(structure: StructureId, level: Level, province: str, day: date) -> dict[str, str]:
    found = register.units(structure, level)
    if province and level != "province":
        found = found[found["province"] == province]
    units = (register.unit(structure, code, on=day) for code in found.index)
    return {unit.code: f"{unit.name}, {place(unit)}" for unit in units}


def unit_names(structure: StructureId) -> dict[str, str]:
    """Return the name of every unit of a structure by code, as it is called today."""
    return _unit_names(structure, register.today())


@st.cache_data(show_spinner=False, max_entries=8)
def _unit_names(structure: StructureId, day: date) -> dict[str, str]:
    levels = register.STRUCTURES[structure].levels
    return pd.concat([register.units(structure, level, on=day)["name"] for level in levels]).to_dict()
