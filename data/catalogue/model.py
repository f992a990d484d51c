"""The catalogue: every indicator and measure that the product knows, in force at one moment."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeVar

from data.catalogue.records import Counted, Group, Indicator, Measure, Source, State, Unit, WordRole


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Hold all records, each by its code, in the order in which they are offered.

    ideas: the ways of writing each idea of headings, roles: what each does there; neutral: words that say nothing in
    any heading; alone: words that say nothing where they are a whole heading ("Thực hiện").
    past_measures: those that an office has withdrawn, which are not shown any more. file_of: the office's file that
    each of its records stands in, by kind and code ("measure vneid2_reach"). fingerprint: stands for all by which
    figures are derived and hidden; edition: for every letter of every file.
    """

    indicators: Mapping[str, Indicator]
    measures: Mapping[str, Measure]
    states: Mapping[str, State]
    groups: Mapping[str, Group]
    counted: Mapping[str, Counted]
    units: Mapping[str, Unit]
    sources: Mapping[str, Source]
    ideas: Mapping[str, tuple[str, ...]]
    roles: Mapping[str, WordRole]
    neutral: tuple[str, ...]
    alone: tuple[str, ...]
    past_measures: Mapping[str, Measure]
    file_of: Mapping[str, str]
    fingerprint: str
    edition: str

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the counts that reports carry: the columns of the store, those withdrawn too."""
        return tuple(code for code, indicator in self.indicators.items() if indicator.counted_in == "reports")

    @cached_property
    def readable(self) -> tuple[str, ...]:
        """Return the codes that reports may still bring: those not withdrawn."""
        return tuple(code for code in self.codes if self.indicators[code].withdrawn is None)

    @cached_property
    def readings(self) -> tuple[str, ...]:
        """Return all that a column of a report may be read as: the indicators, and states, which feed several."""
        return (*self.readable, *self.states)

    @cached_property
    def scores(self) -> Mapping[str, int]:
        """Return the end of the scale of each indicator that is a score; all others are counts, and are added up."""
        ends = {code: self.counted[indicator.counts].most for code, indicator in self.indicators.items()}
        return {code: most for code, most in ends.items() if most is not None}

    @cached_property
    def record_codes(self) -> tuple[str, ...]:
        """Return the codes of what is counted in the records of teams, members and trainings."""
        return tuple(code for code, indicator in self.indicators.items() if indicator.counted_in == "records")

    @cached_property
    def reported(self) -> Mapping[str, Measure]:
        """Return the measures whose parts reports say."""
        return {code: each for code, each in self.measures.items() if each.counted_in == "reports"}

    @cached_property
    def recorded(self) -> Mapping[str, Measure]:
        """Return the measures that are counted in the records of teams and members."""
        return {code: each for code, each in self.measures.items() if each.counted_in == "records"}

    @cached_property
    def sheet_codes(self) -> Mapping[str, str]:
        """Return indicators by their code in the quarterly village sheet ("CT01")."""
        return {indicator.sheet_code: code for code, indicator in self.indicators.items() if indicator.sheet_code}

    def overlap(self, one: str, other: str) -> bool:
        """Tell whether two measures count the same, or one a part of what the other counts: crossed, they say little.

        What they are shares of does not matter: two shares of households may well differ.
        """
        counted, other_counted = self._counted_by(one), self._counted_by(other)
        return bool(self._wholes_of(counted) & other_counted or self._wholes_of(other_counted) & counted)

    def _counted_by(self, code: str) -> set[str]:
        """Return what a measure counts: the indicators of its numerator, without the whole that it is taken from."""
        measure = self.measures[code]
        read = set(measure.numerator.needs)
        return {each for each in read if not any(each in self._wholes_of({part}) for part in read - {each})}

    def _wholes_of(self, codes: Collection[str]) -> set[str]:
        """Return these indicators and all wholes that they are part of."""
        found, ahead = set[str](), list(codes)
        while ahead:
            code = ahead.pop()
            if code not in found:
                found.add(code)
                indicator = self.indicators.get(code)
                ahead += [part.whole for part in indicator.part_of] if indicator else []
        return found

    def counts_people(self, code: str) -> bool:
        """Tell whether an indicator counts people or households; False for a word that is no indicator."""
        indicator = self.indicators.get(code)
        return indicator is not None and self.counted[indicator.counts].people

    @cached_property
    def words(self) -> Mapping[str, tuple[str, str]]:
        """Return the words of all records by key, Vietnamese first."""
        words = {f"measures.unit.{code}": (record.name.vi, record.name.en) for code, record in self.units.items()}
        for code, record in self.indicators.items():
            words[f"indicator.{code}"] = (record.name.vi, record.name.en)
            heading = record.heading or record.name
            words[f"intake.heading.{code}"] = (heading.vi, heading.en)
        words |= {f"indicator.{code}": (state.name.vi, state.name.en) for code, state in self.states.items()}
        for code, measure in self.measures.items():
            for part, text in (
                ("name", measure.texts),
                ("plain", measure.plain_texts),
                ("formula", measure.how_texts),
            ):
                words[f"measures.{code}.{part}"] = (text.vi, text.en)
        return words


_Answer = TypeVar("_Answer")


def once_each(make: Callable[[Catalogue], _Answer]) -> Callable[[Catalogue], _Answer]:
    """Remember an answer for each of the last catalogues: what follows from one is worked out once."""
    return lru_cache(maxsize=4)(make)
