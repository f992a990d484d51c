"""Raw rows × register → rows keyed by (structure, code), and questions for every row that nothing decides.

Only a code, the exact and the folded name decide, and only where one unit answers within what is known of
province and district. An answer of the user decides too; answers carry over to the next file of the form.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from data.intake import gazetteer
from data.intake.body import BodyRow, Frame
from data.intake.problems import Problem
from data.units import former, lookup
from data.units.candidates import Candidate, offered
from data.units.names import fold
from data.units.register import STRUCTURES, Level, Unit, unit, units

Why = Literal["same_name", "near", "nothing", "code_differs"]
LEAVE_OUT: Final = "leave_out"
TOLD_BY: Final = 300
"""How many rows of data tell whether the codes of a table are to be trusted."""
_CODE_TRUST: Final = 0.5
_MANY_MISSES: Final = 3_000


@dataclass(frozen=True)
class UnitQuestion:
    """A row whose unit is not decided. `id` is the same for the same text next month; candidates best first."""

    id: str
    sheet: str
    row: int
    text: str
    level: Level
    why: Why
    candidates: tuple[Candidate, ...]


@dataclass(slots=True)
class Placed:
    """A row and the unit it is about, never changed; `left_out` where the user said to leave it out."""

    row: BodyRow
    unit: Unit | None
    how: str
    question: UnitQuestion | None = None

    @property
    def left_out(self) -> bool:
        """Say whether the user left the row out of the figures."""
        return self.how == LEAVE_OUT


def place_rows(
    rows: list[BodyRow],
    *,
    sheet: str,
    level: Level,
    frame: Frame,
    by: Literal["label", "commune"],
    answers: Mapping[str, object],
    on: date | None = None,
    codes_hold: bool | None = None,
    first: Sequence[BodyRow] | None = None,
) -> list[Placed]:
    """Find the unit of each data row: by its label (one row a unit) or by the commune it lies in (villages).

    on: the day of the report, for communes that were merged after it. codes_hold: whether codes go before the names
    beside them; where nobody has decided, they are trusted where most of them agree with the names. first: the first
    rows of data of the table, which tell that, where `rows` are not all of it.
    """
    finder = _Finder(sheet, level, frame, by, answers, on)
    data = [row for row in rows if row.role == "data"]
    if codes_hold is None:
        finder.trust_codes(data if first is None else first)
    else:
        finder.codes_trusted = finder.codes_hold = codes_hold
    finder.count_texts(data)
    if by == "commune":
        return finder.place_alike(data)
    return _without_taken([finder.place(row) for row in data], by)


def alike(placed: Placed, row: BodyRow) -> Placed:
    """Place a row that says the same of its place as one that is placed."""
    question = replace(placed.question, row=row.row) if placed.question else None
    return Placed(row, placed.unit, placed.how, question)


class _Finder:
    def __init__(
        self, sheet: str, level: Level, frame: Frame, by: str, answers: Mapping[str, object], on: date | None
    ) -> None:
        self.on = on
        self.sheet, self.level, self.frame, self.by, self.answers = sheet, level, frame, by, answers
        self.codes_trusted, self.codes_hold, self.misses = False, False, 0
        self.seen: dict[tuple[str, str | None, str | None], lookup.Found] = {}
        self.times: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()

    def text(self, row: BodyRow) -> str:
        return row.label if self.by == "label" else row.commune

    def province(self, row: BodyRow) -> str | None:
        if self.frame.province or not row.province:
            return self.frame.province
        return gazetteer.code_of(row.province, structure=self.frame.structure, level="province")

    def trust_codes(self, rows: Sequence[BodyRow]) -> None:
        """Trust a column of codes only where most of its codes agree with the names beside them."""
        coded = [row for row in rows[:TOLD_BY] if row.code]
        agreeing = sum(self._agrees(row) for row in coded)
        self.codes_trusted = bool(coded) and agreeing >= _CODE_TRUST * len(coded)

    def _agrees(self, row: BodyRow) -> bool:
        found = lookup.find(row.code, structure=self.frame.structure, level=self.level, province=self.province(row))
        text = self.text(row)
        return found.unit is not None and (not text or _named(text, found.unit))

    def count_texts(self, rows: list[BodyRow]) -> None:
        if self.by == "label":  # villages of one commune share one question
            self.times.update(self._base_id(row) for row in rows)

    def _base_id(self, row: BodyRow) -> str:
        return f"unit:{self.province(row) or '-'}:{row.district or '-'}:{fold(self.text(row) or row.code)}"

    def _id(self, row: BodyRow) -> str:
        """Return the question's id; texts that stand twice in a table of one row a unit are told apart."""
        base = self._base_id(row)
        if self.by == "commune" or self.times[base] == 1:
            return base
        self.asked[base] += 1
        return f"{base}#{self.asked[base]}"

    def place_alike(self, rows: list[BodyRow]) -> list[Placed]:
        """Place rows of villages: those that say the same of their commune are placed once."""
        known: dict[tuple[str, str, str | None, str], Placed] = {}
        out = []
        for row in rows:
            key = (row.commune, row.code, row.district, row.province)
            placed = known.get(key) if row.commune else None
            if placed is None:
                placed = known[key] = self.place(row)
            else:
                placed = alike(placed, row)
            out.append(placed)
        return out

    def place(self, row: BodyRow) -> Placed:
        question_id = self._id(row) if self.answers or self.by == "label" else ""
        answer = self.answers.get(question_id)
        if answer == LEAVE_OUT:
            return Placed(row, None, LEAVE_OUT)
        if isinstance(answer, str):
            found = lookup.find(answer, structure=self.frame.structure, level=self.level)
            if found.how == "code":
                return Placed(row, found.unit, "answer")
        found, why = self._find(row)
        if found.unit is not None and why is None and self._may_be_its_province(row):
            asked = (offered(found.unit, "units.why.name", 89.0),)
            found, why = lookup.Found(None, None, asked), "same_name"
        if found.unit is not None and why is None:
            return Placed(row, found.unit, found.how or "folded")
        text = self.text(row) or row.code or row.label
        question_id = question_id or self._id(row)
        question = UnitQuestion(question_id, self.sheet, row.row, text, self.level, why or "nothing", found.candidates)
        return Placed(row, None, "asked", question)

    def _may_be_its_province(self, row: BodyRow) -> bool:
        """Say whether a row of a table of districts may be about the province that bears the name of its city."""
        text = self.text(row)
        if self.level != "district" or row.code or row.numbered or gazetteer.kind_of(text) is not None:
            return False
        return gazetteer.could_be(text, structure=self.frame.structure, level="province", province=self.province(row))

    def _find(self, row: BodyRow) -> tuple[lookup.Found, Why | None]:
        text, province = self.text(row), self.province(row)
        if self.codes_trusted and row.code:
            by_code = self._lookup(row.code, province, None)
            if by_code.unit is not None:
                if self.codes_hold or not text or _named(text, by_code.unit):
                    return by_code, None
                by_name = self._lookup(text, province, row.district)
                return replace(by_name, unit=None, candidates=_both(by_code, by_name)), "code_differs"
        if not text:
            return lookup.Found(None, None), "nothing"
        found = self._lookup(text, province, row.district)
        if found.unit is None:
            same = found.candidates and found.candidates[0].why == "units.why.same_name"
            return found, "same_name" if same else "near" if found.candidates else "nothing"
        return found, None

    def _lookup(self, text: str, province: str | None, district: str | None) -> lookup.Found:
        known = (text, province, district)
        if known not in self.seen:
            of = self.frame.structure
            if self.level not in STRUCTURES[of].levels:
                return lookup.Found(None, None)  # districts on a day on which there are none
            if self.misses > _MANY_MISSES and not gazetteer.could_be(
                text, structure=of, level=self.level, province=province, district=district
            ):
                return lookup.Found(None, None)  # no office asks for candidates to thousands of strange names
            found = lookup.find(text, structure=of, level=self.level, province=province, district=district)
            self.seen[known] = self._before_mergers(text, found, known)
            self.misses += self.seen[known].unit is None
        return self.seen[known]

    def _before_mergers(
        self, text: str, found: lookup.Found, known: tuple[str, str | None, str | None]
    ) -> lookup.Found:
        """Take a name as that of a commune of the report's own day, where it was merged into another one later.

        One that was split, or that shares its name with a living one elsewhere, is left to the user.
        """
        _, province, district = known
        if self.level != "commune" or self.frame.structure != "2024" or self.on is None or not province:
            return found
        if text.isdigit():
            return found
        formers = former.find(text, province=province, district=district, on=self.on)
        heirs = {each.sole_successor for each in formers}
        if not formers or (found.unit is not None and heirs == {found.unit.code}):
            return found
        several = any(one.why == "units.why.same_name" for one in found.candidates)  # living ones bear it as well
        if found.unit is None and len(heirs) == 1 and None not in heirs and not several:
            return lookup.Found(unit("2024", heirs.pop() or ""), "folded", found.candidates)
        if found.unit is None:
            return found
        others = [unit("2024", became.code) for each in formers for became in each.became]
        offers = [offered(one, "units.why.former", 94.0, old=text) for one in dict.fromkeys(others)]
        living = offered(found.unit, "units.why.name", 89.0)
        return lookup.Found(None, None, tuple([*offers, living]))


def _named(text: str, found: Unit) -> bool:
    return text in (found.name, found.short) or gazetteer.is_name_of(text, name=found.name, short=found.short)


def _both(by_code: lookup.Found, by_name: lookup.Found) -> tuple[Candidate, ...]:
    """Offer the unit of the code first, then what the name beside it may be."""
    out = [offered(by_code.unit, "units.why.code", 90.0, code=by_code.unit.code)] if by_code.unit else []
    if by_name.unit:
        out.append(offered(by_name.unit, "units.why.name", 89.0))
    return tuple(out) + tuple(c for c in by_name.candidates if c.unit not in [o.unit for o in out])


def _without_taken(placed: list[Placed], by: str) -> list[Placed]:
    """Order units of one name: those that no other row has first, and of these the ones in the district of the
    rows beside it."""
    if by != "label":
        return placed
    taken = {item.unit.code for item in placed if item.unit}
    out = []
    for at, item in enumerate(placed):
        if item.question and item.question.why == "same_name":
            beside = {near.unit.district for near in placed[max(0, at - 2) : at + 3] if near.unit}
            ordered = sorted(
                item.question.candidates, key=lambda c: (c.unit.code in taken, c.unit.district not in beside)
            )
            item = replace(item, question=replace(item.question, candidates=tuple(ordered)))
        out.append(item)
    return out


def twice(placed: list[Placed]) -> dict[str, list[Placed]]:
    """Return the units that more than one row is about, with those rows."""
    rows: dict[str, list[Placed]] = defaultdict(list)
    for item in placed:
        if item.unit:
            rows[item.unit.code].append(item)
    return {code: items for code, items in rows.items() if len(items) > 1}


def caused_by_answers(problems: list[Problem], placed: Mapping[tuple[str, int], Placed]) -> list[Problem]:
    """Say of units that stand twice that an answer made them so, at the row of that answer, where one did.

    placed: the rows by sheet and row.
    """
    return [_caused_by_answer(each, placed) if each.kind == "duplicate" else each for each in problems]


def _caused_by_answer(problem: Problem, placed: Mapping[tuple[str, int], Placed]) -> Problem:
    first, sheet_of_first = problem.values["first"], problem.values["sheet"]
    if not isinstance(first, int) or not isinstance(sheet_of_first, str):
        return problem
    here, there = (problem.sheet or "", problem.row or 0), (sheet_of_first, first)
    for (sheet, row), (other_sheet, other_row) in ((here, there), (there, here)):
        item = placed.get((sheet, row))
        if item is not None and item.how == "answer" and item.unit is not None:
            values = {"text": item.row.label, "name": item.unit.name, "first": other_row, "sheet": other_sheet}
            return replace(problem, kind="answered_twice", values=values, sheet=sheet, row=row, value=item.row.label)
    return problem


def absent(placed: Sequence[Placed], *, frame: Frame, level: Level, district: str | None) -> list[Unit]:
    """List the units of the province (or of one district) that no row is about."""
    here = units(frame.structure, level)
    inside = here[here["province"] == frame.province] if level == "commune" else here
    if district and level == "commune":
        inside = inside[inside["district"] == district]
    known = {item.unit.code for item in placed if item.unit}
    return [unit(frame.structure, code) for code in inside.index if code not in known]
