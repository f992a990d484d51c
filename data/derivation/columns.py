"""The columns that are carried between structures: indicators, and the parts of measures that are no indicator.

A measure's part such as "households - households_smartphone" is carried as a count of its own: the difference of
two converted figures would be less sure than the difference is.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from data.catalogue.formulas import Formula
from data.catalogue.model import Catalogue, once_each
from data.catalogue.records import Measure


@dataclass(frozen=True, eq=False)
class CarriedColumns:
    """What is worked out for a release: nothing of indicators that no source says anything of.

    codes: indicators, in the order of the catalogue; scores: those of them that are never added up; measures: those
    that can have a value, what is counted in records included; expressions: parts of measures that are no indicator, by
    the column of the first measure that has it.
    """

    codes: tuple[str, ...]
    scores: frozenset[str]
    measures: Mapping[str, Measure]
    expressions: Mapping[str, Formula]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return everything that is carried, in this order."""
        return (*self.codes, *self.expressions)

    @cached_property
    def reported(self) -> Mapping[str, Measure]:
        """Return the measures whose parts reports say."""
        return {code: each for code, each in self.measures.items() if each.counted_in == "reports"}

    @cached_property
    def _columns_of(self) -> Mapping[str, str]:
        return {formula.sql: name for name, formula in self.expressions.items()}

    def column_of(self, formula: Formula) -> str:
        """Return the column that carries a formula: an indicator, or the name of it in `expressions`."""
        return self._columns_of.get(formula.sql, formula.sql)

    def needs(self, column: str) -> tuple[str, ...]:
        """List the indicators whose numbers enter a column: itself, or those that its expression reads."""
        return self.expressions[column].needs if column in self.expressions else (column,)

    def each(self, form: str, *, score: str | None = None) -> str:
        """Write `form` once an indicator, {0} standing for its name; for scores `score`, where that is another."""
        forms = {name: form if score is None else score for name in self.scores}
        return ", ".join(forms.get(name, form).format(name) for name in self.codes)


def carried(catalogue: Catalogue, *, present: Collection[str] | None = None) -> CarriedColumns:
    """Return what is carried where sources say something of the indicators `present` (of all, where None)."""
    return _carried(catalogue, frozenset(catalogue.codes if present is None else present))


@lru_cache(maxsize=16)
def _carried(catalogue: Catalogue, present: frozenset[str]) -> CarriedColumns:
    measures = {
        code: measure
        for code, measure in catalogue.measures.items()
        if measure.counted_in == "records" or all(part.possible(present) for _, part in measure.parts)
    }
    reads = [part for each in measures.values() if each.counted_in == "reports" for _, part in each.parts]
    read = {code for part in reads for code in part.codes}
    codes = tuple(code for code in catalogue.codes if code in present or code in read)
    used = {part.sql for part in reads}
    scores = frozenset(catalogue.scores).intersection(codes)
    return CarriedColumns(
        codes, scores, measures, {name: part for name, part in _expressions(catalogue).items() if part.sql in used}
    )


@once_each
def _expressions(catalogue: Catalogue) -> Mapping[str, Formula]:
    """Name the parts of measures that are no indicator, whether or not anything is said of them."""
    found: dict[str, Formula] = {}
    for code, measure in catalogue.reported.items():
        for ending, part in measure.parts:
            if not part.is_code and all(part.sql != other.sql for other in found.values()):
                found[f"{code}__{ending}"] = part
    return found
