"""Decides who reported in which quarter, and sets down what they reported as tables of a release."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from data.catalogue.current import catalogue
from data.sample.curves import QUARTERS, Counts
from data.sample.fixed import KON_TUM, NINH_BINH, Fixed, Snapshot
from data.sample.land import Land, smooth_field
from data.sample.villages import Villages
from data.units import register

SOURCE: Final = "sample"
OLD_QUARTERS: Final = sum(quarter < "2025-Q3" for quarter in QUARTERS)  # reported by communes of "2024"


@dataclass(frozen=True)
class Communes:
    """The communes of "2025-07" that have villages; arrays are as long as `codes`.

    of: the position of each village's commune among them.
    """

    codes: np.ndarray
    of: np.ndarray


def communes_2025(villages: Villages) -> Communes:
    """List the communes of "2025-07" of the villages."""
    codes, of = np.unique(villages.table.commune_2025.to_numpy(str), return_inverse=True)
    return Communes(codes, of)


def who_reported(villages: Villages, new: Communes, *, seed: int) -> np.ndarray:
    """Draw which villages' communes reported in each quarter: about one in twenty did not."""
    rng = np.random.default_rng([seed, 6])
    land = villages.land
    silent_old = _silent(land.place, quarters=OLD_QUARTERS, rng=rng)
    silent_old[np.flatnonzero(land.communes.province == KON_TUM), QUARTERS.index("2024-Q3")] = False
    for quarter in ("2025-Q1", "2025-Q2"):
        silent_old[np.flatnonzero(land.communes.province == NINH_BINH), QUARTERS.index(quarter)] = False
    # the districts without communes report since they are special zones
    silent_old[np.flatnonzero(land.communes.code.str.len() == 3)] = True
    count = np.bincount(new.of)[:, None]
    place = np.column_stack([np.bincount(new.of, villages.of(axis)) for axis in land.place.T]) / count
    silent_new = _silent(place, quarters=len(QUARTERS) - OLD_QUARTERS, rng=rng)
    return ~np.hstack([silent_old[villages.commune], silent_new[new.of]])


def _silent(place: np.ndarray, *, quarters: int, rng: np.random.Generator) -> np.ndarray:
    """Draw which communes did not report: a few nearly always, the rest now and then, some regions more."""
    often = rng.random(len(place)) < 0.012
    chance = np.where(often, 0.75, 0.036 * np.exp(0.6 * smooth_field(place, rng=rng)))
    return rng.random((len(place), quarters)) < chance[:, None]


def village_figures(villages: Villages, counts: Counts, *, reported: np.ndarray, fixed: Fixed, seed: int) -> pa.Table:
    """Return the table village_figures: the published snapshots, then every quarter in full."""
    rng = np.random.default_rng([seed, 7])
    ids = villages.table.village.to_numpy(object)
    definitions = catalogue()
    # what a village now and then leaves empty; counts of teams never are: their sums are fixed
    left = [code for code in definitions.readable if definitions.indicators[code].sometimes_empty]
    empty = {name: _left_empty(reported.shape, rng=rng) for name in left}
    parts = [_snapshot_rows(ids, found.villages, found.period, found.values) for found in fixed.snapshots]
    for at, quarter in enumerate(QUARTERS):
        here = np.flatnonzero(reported[:, at])
        values = {name: column[here, at] for name, column in counts.items()}
        masks = {name: empty[name][here, at] for name in left}
        if quarter == "2024-Q3":
            # Kon Tum published its teams and members without saying of which level
            alone = ~(villages.land.communes.province == KON_TUM).to_numpy()[villages.commune[here]]
            values |= {"teams": values["teams_village"], "members": values["members_village"]}
            masks |= {"teams": alone, "members": alone}
        parts.append(_rows({"village": ids[here]}, quarter, values, masks))
    return pa.concat_tables(parts)


def _left_empty(shape: tuple[int, ...], *, rng: np.random.Generator) -> np.ndarray:
    """Draw a few villages that leave one figure empty for one to three quarters in a row."""
    starts = rng.random(shape) < 0.0025
    empty = starts.copy()
    for later in (1, 2):
        empty[:, later:] |= starts[:, :-later] & (rng.random((shape[0], 1)) < 0.5)
    return empty


def _snapshot_rows(ids: np.ndarray, here: np.ndarray, period: str, values: Counts) -> pa.Table:
    return _rows({"village": ids[here]}, period, values, {})


def _rows(keys: dict[str, np.ndarray], period: str, values: Counts, masks: dict[str, np.ndarray]) -> pa.Table:
    """Return rows of one period; an indicator without values is missing throughout."""
    size = len(next(iter(keys.values())))
    columns: dict[str, pa.Array[pa.Scalar[pa.DataType]]] = {
        key: pa.array(column, pa.string()) for key, column in keys.items()
    }
    columns["period"] = pa.array([period] * size, pa.string())
    columns["source"] = pa.array([SOURCE] * size, pa.string())
    for name in catalogue().codes:
        columns[name] = (
            pa.array(values[name], pa.int64(), mask=masks.get(name)) if name in values else pa.nulls(size, pa.int64())
        )
    return pa.table(columns)


@dataclass(frozen=True)
class CommuneTeams:
    """The commune teams: how many members each commune's team has in each quarter, 0 where it has none.

    old: communes of "2024" in the quarters until 2025-Q2; new: those of "2025-07" since.
    """

    old: np.ndarray
    new: np.ndarray


def draw_commune_teams(land: Land, new: Communes, *, seed: int) -> CommuneTeams:
    """Draw the commune teams; Ninh Bình has one in every commune, as was published."""
    rng = np.random.default_rng([seed, 8])
    old = rng.integers(7, 13, (len(land.communes), 1)).repeat(OLD_QUARTERS, axis=1)
    has = rng.random(len(old)) < 0.955
    has |= (land.communes.province == NINH_BINH).to_numpy()
    later = rng.integers(9, 16, (len(new.codes), 1)).repeat(len(QUARTERS) - OLD_QUARTERS, axis=1)
    since = np.where(rng.random(len(later)) < 0.93, 0, rng.integers(1, 7, len(later)))
    return CommuneTeams(old * has[:, None], later * (np.arange(later.shape[1]) >= since[:, None]))


def reports(
    villages: Villages, counts: Counts, new: Communes, teams: CommuneTeams, *, reported: np.ndarray, fixed: Fixed
) -> pa.Table:
    """Return the table reports: each commune's own figures, in the structure of the quarter.

    A distinct number of members of all levels is left out: villages and communes do not know it.
    """
    codes = villages.land.communes.code.to_numpy(object)
    parts = [part for found in fixed.snapshots for part in _snapshot_reports(codes, found)]
    not_kon_tum = (villages.land.communes.province != KON_TUM).to_numpy()
    for at, quarter in enumerate(QUARTERS):
        first = at < OLD_QUARTERS
        of, here, members = (villages.commune, codes, teams.old) if first else (new.of, new.codes, teams.new)
        column = members[:, at if first else at - OLD_QUARTERS]
        has_report = np.bincount(of, reported[:, at], len(here)) > 0
        if quarter == "2024-Q3":
            has_report &= not_kon_tum
        has = (column > 0).astype(np.int64)
        village_teams = np.bincount(of, counts["teams_village"][:, at], len(here)).astype(np.int64)
        values = {"teams": village_teams + has, "teams_commune": has, "members_commune": column}
        keys = _unit("2024" if first else "2025-07", "commune", here[has_report])
        parts.append(_rows(keys, quarter, {name: value[has_report] for name, value in values.items()}, {}))
    return pa.concat_tables(parts)


def _snapshot_reports(codes: np.ndarray, found: Snapshot) -> list[pa.Table]:
    parts = []
    if len(found.communes):
        parts.append(_rows(_unit("2024", "commune", codes[found.communes]), found.period, found.commune_values, {}))
    for code, values in found.district_values.items():
        counts = {name: np.array([value]) for name, value in values.items()}
        parts.append(_rows(_unit("2024", "district", np.array([code], object)), found.period, counts, {}))
    return parts


def _unit(structure: register.StructureId, level: register.Level, codes: np.ndarray) -> dict[str, np.ndarray]:
    return {"structure": np.full(len(codes), structure), "level": np.full(len(codes), level), "code": codes}
