"""Finds the units that the rows of a conversion table name, among those of a structure that is known."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import pandas as pd
from rapidfuzz import fuzz

from data.units.conversion import code_in, without_code
from data.units.findings import Finding
from data.units.names import ROMAN, bare, fold, official, split_kind
from data.units.structures import Level

Went = Literal["whole", "people", "part", "land", "rest"]
"""What a row's note says went from the old unit into the new one; "rest": what was left of it."""

_UNLIKE: Final = 60.0  # below this likeness a name beside a known code is another name, not another spelling
_WENT: Final[tuple[tuple[re.Pattern[str], Went], ...]] = (
    (re.compile(r"\btoan bo dan so\b"), "people"),
    (re.compile(r"\btoan bo dien tich\b(?!.*\bdan so\b)"), "part"),  # and its people elsewhere
    (re.compile(r"\bphan dien tich$"), "land"),
    (re.compile(r"^phan con lai\b"), "rest"),
    (re.compile(r"\b(?:mot )?phan\b"), "part"),
    (re.compile(r"\b(?:toan bo|giu nguyen|nguyen trang|doi ten|doi loai hinh|thanh lap)\b"), "whole"),
)


def went(note: str) -> Went | None:
    """Read a note; None where it says nothing that is known."""
    words = bare(note)
    return next((what for form, what in _WENT if form.search(words)), None)


def key(name: str) -> str:
    """Fold a name without its kind and close it up; the kind stays before a number (also a Roman one)."""
    kind, rest = split_kind(name)
    rest = ROMAN.get(rest, rest) if kind == "phường" else rest
    return fold(f"{kind} {rest}" if kind and rest.isdigit() else rest).replace(" ", "")


@dataclass(frozen=True)
class KnownUnits:
    """The units of a structure that is known, to be found by code and name."""

    frames: Mapping[Level, pd.DataFrame]

    @cached_property
    def names(self) -> dict[str, str]:
        """Return the name of each commune, and of each district that has none."""
        return _by_code(self.frames["commune"]["name"]) | self.empty_districts

    @cached_property
    def empty_districts(self) -> dict[str, str]:
        """Return the names of the districts without communes."""
        if "district" not in self.frames:
            return {}
        names = self.frames["district"]["name"]
        return _by_code(names[~names.index.isin(self.frames["commune"]["district"])])

    @cached_property
    def _places(self) -> dict[str, tuple[str, ...]]:
        """Return the district and the province of each commune, those that there are."""
        frame = self.frames["commune"]
        ends = zip(frame["district"], frame["province"], strict=True)
        return {
            code: tuple(p for p in places if isinstance(p, str)) for code, places in zip(frame.index, ends, strict=True)
        }

    def places(self, code: str) -> dict[str, str]:
        """Return the province and the district ("" where there is none) of a commune."""
        district, province = (self.frames["commune"][level].loc[code] for level in ("district", "province"))
        return {"province": province, "district": district if isinstance(district, str) else ""}

    @cached_property
    def _within(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for code, places in self._places.items():
            for place in places:
                found[place, key(self.names[code])].append(code)
        return found

    @cached_property
    def _provinces(self) -> dict[str, str]:
        return {key(name): code for code, name in _by_code(self.frames["province"]["name"]).items()}

    def province(self, text: str) -> str:
        """Return the code of a province written "Tỉnh Bắc Ninh (24)" or by its name alone, "" where unknown."""
        code = code_in(text).zfill(2) if code_in(text) else ""
        return code or self._provinces.get(key(without_code(text)), "")

    def commune(
        self, *, row: int, name: str, code: str, district: str = "", province: str = ""
    ) -> tuple[str, Finding | None]:
        """Return the code of the commune that a row names, "" for none, and the finding, if any.

        The name decides where it names a neighbour of the commune with the code; the code decides between
        spellings. A row that names a district alone means the district, if it had no communes.
        """
        if not name and not code:
            district_code = code_in(district)
            return (
                (district_code, None)
                if district_code in self.empty_districts
                else ("", Finding("no_successor", row, "", district))
            )
        here = code.zfill(5) if code.isdigit() else ""
        has_code = here in self._places
        if has_code and (not name or key(name) == key(self.names[here])):
            return here, None
        places = (
            self._places[here][:1] if has_code else tuple(filter(None, (code_in(district), self.province(province))))
        )
        named = next((found for place in places if len(found := self._within.get((place, key(name)), [])) == 1), None)
        if named:
            return named[0], Finding("by_name", row, named[0], name, other=here)
        if has_code:
            given_key, own_key = key(name), key(self.names[here])
            alike = fuzz.ratio(given_key, own_key) >= _UNLIKE or own_key.endswith(given_key)
            return here, Finding("spelling" if alike else "other_name", row, here, name, other=self.names[here])
        if split_kind(name)[0] is None and not code:
            return "", Finding("no_unit", row, "", name)
        return "", Finding("unknown", row, code, name)


def has_kind(name: str) -> bool:
    """Tell whether a name is a full official one ("Xã Bằng Vân")."""
    try:
        return bool(official(name)[1])
    except StopIteration:
        return False


def _by_code(names: pd.Series) -> dict[str, str]:
    return dict(zip(names.index.tolist(), names.tolist(), strict=True))
