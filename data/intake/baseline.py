"""What the current release knows already: the villages that earlier reports named, and the last figures."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import pandas as pd
from rapidfuzz import fuzz, process

from data.catalogue.current import catalogue
from data.intake.gazetteer import village_without_kind
from data.releases.store import Release, open_store
from data.storage.errors import NotFound, StoreFault
from data.units.names import bare, fold
from data.units.register import StructureId

_ALIKE: Final = 88.0
Previous = Mapping[tuple[str, str], Mapping[str, int]]


@dataclass(frozen=True)
class Known:
    """What a release knows; without one (None) nothing is known. The illustration counts for nothing."""

    release: Release | None = None
    _figures: dict[tuple[str, str], Previous] = field(default_factory=dict, compare=False)

    def previous(self, structure: StructureId, period: str) -> Previous:
        """Return the last reported figure of each unit and indicator before `period`, by (level, code)."""
        if self.release is None:
            return {}
        if (structure, period) not in self._figures:
            self._figures[structure, period] = _read_previous(self.release, structure, period)
        return self._figures[structure, period]

    @cached_property
    def _villages(self) -> dict[tuple[str, str], dict[str, str]]:
        """Return village id by name as it was written, by (structure, commune)."""
        out: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        if self.release is None:
            return out
        rows = self.release.query(
            "SELECT village, name, structure, code FROM villages JOIN village_homes USING (village)"
            " WHERE source NOT IN (SELECT source FROM sources WHERE kind = 'sample')"
        )
        for village, name, structure, code in rows.itertuples(index=False):
            out[structure, code][name] = village
        return out

    def village(self, structure: StructureId, commune: str, name: str) -> str | None:
        """Return the id of the known village of this (folded) name in the commune, None where there is none."""
        here = self._villages.get((structure, commune), {})
        return next((id for known, id in here.items() if fold(known) == fold(name)), None)

    def near_villages(self, structure: StructureId, commune: str, name: str) -> list[tuple[str, str]]:
        """Return (name, id) of known villages of the commune that are spelled much alike, best first.

        Kinds are left out of account ("Khu Chợ", "Thôn Khu Chợ"); names that differ in a number ("Thôn 1",
        "Thôn 2") are not alike.
        """
        here = self._villages.get((structure, commune), {})
        plain = {known: bare(village_without_kind(known)) for known in here}
        wanted = bare(village_without_kind(name))
        found = process.extract(wanted, plain, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return [(known, here[known]) for _, _, known in found if _digits(known) == _digits(name)]


def _read_previous(release: Release, structure: StructureId, period: str) -> Previous:
    rows = release.query(
        "SELECT level, code, "
        + ", ".join(f"arg_max({name}, period) AS {name}" for name in catalogue().codes)
        + " FROM reports WHERE structure = $structure AND period < $period"
        " AND source NOT IN (SELECT source FROM sources WHERE kind = 'sample') GROUP BY level, code",
        structure=structure,
        period=period,
    )
    return {
        (row["level"], row["code"]): {name: int(row[name]) for name in catalogue().codes if pd.notna(row[name])}
        for row in rows.to_dict("records")
    }


def _digits(text: str) -> list[str]:
    return [letter for letter in text if letter.isdigit()]


def of_current() -> Known:
    """Return what the current release knows; nothing where there is none, or none that can be read."""
    try:
        return Known(open_store().current())
    except (NotFound, StoreFault):
        return Known()
