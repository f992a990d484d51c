"""The rules: which columns are hidden together, which are withheld, and what is left of which wholes.

A count from 1 to one below the limit is small, of whatever it counts, bases of shares too; and so is what a part leaves
of its whole, where both are of people or households (data.disclosure.quantities; the limit is a setting). Zero is
shown: nobody is no small group. Columns that add up to each other are one suppression group: a group of a unit is
hidden whole or not at all, so that no column of it gives back another. All of this follows from the catalogue; what it
does not list is withheld from the public altogether.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from data.catalogue.current import catalogue
from data.catalogue.formulas import Formula, Terms
from data.catalogue.model import Catalogue
from data.catalogue.records import Measure
from data.derivation.columns import carried
from data.storage import settings

Sum = tuple[str, Terms]
"""A column, and those that add up to it, each with its factor."""


def limit() -> int:
    """Return the least count that is shown, as the setting says, else 5. Raises WrongSettings."""
    return settings.current().smallest_shown


@dataclass(frozen=True, eq=False)
class Rules:
    """What the catalogue says of hiding, for the columns of numbers that a release has.

    columns: every indicator and every part of a measure (`<measure>__num`, `<measure>__base`), in a fixed order.
    """

    known: Catalogue
    columns: tuple[str, ...]

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Return the place of each column among the columns of an array."""
        return {column: at for at, column in enumerate(self.columns)}

    @cached_property
    def group_of(self) -> Mapping[str, str]:
        """Return the suppression group of each column; a column without one is open, with a reason, or withheld."""
        found = {column: _group(self.known, _formula(self.known, column)) for column in self.columns}
        return {column: group for column, group in found.items() if group is not None}

    @cached_property
    def withheld(self) -> frozenset[str]:
        """Return the columns of which nothing is published: those that no record puts into a group or opens."""
        return frozenset(column for column in self.columns if _withheld(self.known, _formula(self.known, column)))

    @cached_property
    def scores(self) -> frozenset[str]:
        """Return the columns of scores: no sum of them is published, and none of them is in a group."""
        return frozenset(
            column for column in self.columns if set(_formula(self.known, column).codes) & self.known.scores.keys()
        )

    @cached_property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """Return the columns of each group; those that others follow come first."""
        made: dict[str, list[str]] = {}
        for column, group in self.group_of.items():
            made.setdefault(group, []).append(column)
        first = [group for group in self.followers if group in made]
        return {group: tuple(made[group]) for group in [*first, *(each for each in made if each not in first)]}

    @cached_property
    def followers(self) -> Mapping[str, tuple[str, ...]]:
        """Return groups that are hidden wherever another is: a difference of the two is a column of theirs."""
        made: dict[str, dict[str, None]] = {}
        for name, group in self.known.groups.items():
            for other in group.followed_by:
                made.setdefault(name, {})[other] = None
        for column in self.columns:
            read = _groups(self.known, _formula(self.known, column))
            bases = {group for group in read if self.known.groups[group].base}
            for base in bases if len(read) > 1 else ():
                made.setdefault(base, {}).update(dict.fromkeys(sorted(read - bases)))
        there = {group for group in self.group_of.values()}
        return {name: tuple(each for each in others if each in there) for name, others in made.items() if name in there}

    @cached_property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """Return parts of people or households and their wholes: what is left of the whole is a count of its own."""
        pairs = [
            (code, part.whole)
            for code, told in self.known.indicators.items()
            for part in told.part_of
            if part.rest == "protected" and self._of_people(code) and self._of_people(part.whole)
        ]
        pairs += [
            (f"{code}__num", f"{code}__base")
            for code, measure in self.known.measures.items()
            if measure.kind == "share" and all(map(self._of_people, measure.needs))
        ]
        return tuple(pair for pair in pairs if self._has(*pair))

    def related(self, columns: Collection[str]) -> tuple[str, ...]:
        """Return these columns and all that stand in a sum, or as part and whole, with any of them, in their order."""
        near = set(columns)
        for column, terms in self.sums:
            named = {column, *(name for name, _ in terms)}
            near |= named if named & set(columns) else set()
        for pair in (*self.no_more, *self.parts):
            near |= set(pair) if set(pair) & set(columns) else set()
        return tuple(column for column in self.columns if column in near)

    @cached_property
    def never_small(self) -> frozenset[str]:
        """Return the columns of which a small number is no small group of people; they are hidden with their group."""
        named = {code for code, told in self.known.indicators.items() if told.never_small}
        return frozenset(named | {f"{code}__num" for code, told in self.known.measures.items() if told.never_small})

    @cached_property
    def lasting(self) -> frozenset[str]:
        """Return the columns of what is there on a day, and much the same from quarter to quarter."""
        flows = {code for code, told in self.known.indicators.items() if told.time == "flow"}
        return frozenset(each for each in self.columns if not flows & set(_formula(self.known, each).codes))

    @cached_property
    def sums(self) -> tuple[Sum, ...]:
        """Return the columns that are sums of others in one unit, as anybody knows who has read the definitions."""
        told = [
            (code, tuple((name, 1) for name in parts))
            for code, indicator in self.known.indicators.items()
            for parts in indicator.sum_of
        ]
        same: dict[str, str] = {}
        for code, measure in self.known.measures.items():
            told += _sums_of(code, measure)
            for ending, part in measure.parts:
                column = f"{code}__{ending}"
                if not part.is_code and same.setdefault(part.sql, column) != column:
                    told.append((column, ((same[part.sql], 1),)))
        return tuple(each for each in told if self._has(each[0], *(name for name, _ in each[1])))

    @cached_property
    def rests(self) -> Mapping[str, tuple[Sum, ...]]:
        """Return by group what its measures' parts are sums of, each other's among them.

        Where that does not hold in a unit, some of its villages gave what the count needs, not what the measure does.
        """
        counts = {
            f"{code}__num" for code, each in self.known.measures.items() if not each.base and each.numerator.is_code
        }
        made = [each for each in self.sums if each[0] not in self.known.indicators and each[0] not in counts]
        by_formula: dict[str, list[str]] = {}
        for code, measure in self.known.measures.items():
            for ending, part in measure.parts:
                if self._has(f"{code}__{ending}") and f"{code}__{ending}" not in counts:
                    by_formula.setdefault(part.sql, []).append(f"{code}__{ending}")
        for columns in by_formula.values():
            made += [(later, ((column, 1),)) for at, later in enumerate(columns) for column in columns[:at]]
        found: dict[str, dict[Sum, None]] = {}
        for column, terms in made:
            if column in self.group_of:
                found.setdefault(self.group_of[column], {})[column, terms] = None
        return {group: tuple(relations) for group, relations in found.items()}

    @cached_property
    def no_more(self) -> tuple[tuple[str, str], ...]:
        """Return parts that are never more than their wholes, people or not."""
        pairs = list(self.parts)
        for code, told in self.known.indicators.items():
            pairs += [(code, part.whole) for part in told.part_of if part.excess == "fault"]
        for code, measure in self.known.measures.items():
            if measure.kind == "share" and measure.base is not None and self._is_part(measure.numerator, measure.base):
                pairs.append((f"{code}__num", f"{code}__base"))
        return tuple(pair for pair in dict.fromkeys(pairs) if self._has(*pair))

    @cached_property
    def read_by(self) -> Mapping[str, tuple[str, ...]]:
        """Return by carried column the columns that are computed from it."""
        names, found = carried(self.known), {column: [column] for column in self.columns}
        for column in self.columns:
            formula = _formula(self.known, column)
            for need in {names.column_of(formula), *formula.needs} - {column}:
                found.setdefault(need, []).append(column)
        return {column: tuple(readers) for column, readers in found.items()}

    def _has(self, *columns: str) -> bool:
        return all(column in self.place for column in columns)

    def _of_people(self, code: str) -> bool:
        return self.known.counted[self.known.indicators[code].counts].people

    def _is_part(self, numerator: Formula, base: Formula) -> bool:
        """Tell whether a numerator is part of its base, however it was told."""
        if not base.is_code:
            return False
        return all(self._leaves(terms, base.sql) for terms in numerator.sums)

    def _leaves(self, terms: Terms, whole: str) -> bool:
        """Tell whether terms are one part of a whole, or what a part leaves of it."""
        rest = terms[1:] if terms[0] == (whole, 1) else terms
        if len(rest) != 1 or rest[0][1] != (1 if rest is terms else -1):
            return False
        return any(part.whole == whole for part in self.known.indicators[rest[0][0]].part_of)


def rules(*, present: Collection[str] | None = None) -> Rules:
    """Return the rules of the catalogue in force, for the columns that have numbers where `present` indicators do."""
    return _rules(catalogue(), None if present is None else frozenset(present))


@lru_cache(maxsize=16)
def _rules(known: Catalogue, present: frozenset[str] | None) -> Rules:
    there = carried(known, present=present)
    measured = (f"{code}__{ending}" for code, each in there.measures.items() for ending, _ in each.parts)
    return Rules(known, (*there.codes, *measured))


def _formula(known: Catalogue, column: str) -> Formula:
    """Return what a column holds: an indicator, or the part of a measure."""
    if column in known.indicators:
        return Formula(column, column, (column,), (column,))
    code, _, ending = column.rpartition("__")
    return dict(known.measures[code].parts)["num" if ending == "num" else "base"]


def _groups(known: Catalogue, formula: Formula) -> set[str]:
    return {group for code in formula.codes if (group := known.indicators[code].group) is not None}


def _group(known: Catalogue, formula: Formula) -> str | None:
    """Return the group that a formula belongs to; what reads a base and another belongs to the other."""
    found = _groups(known, formula)
    others = {group for group in found if not known.groups[group].base}
    return min(others or found, default=None)


def _withheld(known: Catalogue, formula: Formula) -> bool:
    told = [known.indicators[code] for code in formula.codes]
    return any(each.group is None and each.open is None for each in told)


def _sums_of(code: str, measure: Measure) -> list[Sum]:
    """Return what the parts of a measure are sums of: indicators, and its base less what the numerator takes away."""
    made: list[Sum] = [(f"{code}__{ending}", terms) for ending, part in measure.parts for terms in part.sums]
    for below in measure.base.sums if measure.base is not None else ():
        for above in measure.numerator.sums:
            if len(above) > len(below) and set(below) <= set(above):
                rest = tuple(term for term in above if term not in below)
                made.append((f"{code}__num", ((f"{code}__base", 1), *rest)))
    return made
