"""What sources say beside a figure: its qualifier ("hơn"), its scope ("riêng huyện Văn Yên"), a remark.

A note is of one unit in the structure in which it was made, in one quarter; a province of today bears those of the
provinces that it was made of, with their names.
"""

from collections.abc import Collection
from dataclasses import dataclass

from data.i18n import DEFAULT_LANGUAGE, say
from data.measures.figures import Level, measure_of
from data.releases.store import Release
from data.units.chain import province_edges
from data.units.register import StructureId, unit, units

KINDS = ("qualifier", "scope", "remark")


@dataclass(frozen=True)
class Note:
    """One note: the unit that it is about (its code and structure), the indicator, its kind and its text."""

    code: str
    structure: StructureId
    indicator: str
    kind: str
    text: str

    def as_text(self, *, of: str, lang: str = DEFAULT_LANGUAGE) -> str:
        """Say the note with the indicator that it is of; with the unit's name where it is another than `of`."""
        place = "" if self.code == of else say("notes.of", lang, name=unit(self.structure, self.code).name)
        text = say(f"notes.{self.kind}", lang, text=self.text)
        return f"{place}{say(f'indicator.{self.indicator}', lang)}: {text}"


def notes(
    release: Release, *, structure: StructureId, period: str, level: Level, indicators: Collection[str] | None = None
) -> dict[str, list[Note]]:
    """Return the notes of the units of a level in a quarter, by code; of these indicators, or of all.

    Provinces made of provinces of another structure bear the notes of these.
    """
    found = release.query(
        "SELECT structure, code, indicator, kind, text FROM notes "
        "WHERE period = $period AND kind IN (SELECT unnest($kinds)) ORDER BY ALL",
        period=period,
        kinds=list(KINDS),
    )
    if indicators is not None:
        found = found[found["indicator"].isin(list(indicators))]
    made: dict[str, list[Note]] = {}
    for other, code, indicator, kind, text in found.itertuples(index=False, name=None):
        for here in _bearers(other, code, structure=structure, level=level):
            made.setdefault(here, []).append(Note(code, other, indicator, kind, text))
    return made


def of_measure(
    release: Release, measure: str, *, structure: StructureId, period: str, level: Level
) -> dict[str, list[Note]]:
    """Return the notes on what a measure is computed from, by code."""
    indicators = measure_of(measure).needs
    return notes(release, structure=structure, period=period, level=level, indicators=indicators)


def _bearers(other: StructureId, code: str, *, structure: StructureId, level: Level) -> list[str]:
    """Return the units of a level that a note is shown at: the unit itself, or the provinces its own went into."""
    if level == "village":
        return []
    if other == structure:
        return [code] if code in units(structure, level).index else []
    if level != "province" or len(code) != 2:
        return []
    edges = province_edges(other, structure)
    return sorted(edges.loc[(edges["code_from"] == code) & (edges["part"] != "land"), "code_to"].unique())


def texts(found: dict[str, list[Note]], lang: str = DEFAULT_LANGUAGE) -> dict[str, str]:
    """Return the notes of each code as one text."""
    return {code: "; ".join(note.as_text(of=code, lang=lang) for note in each) for code, each in found.items()}
