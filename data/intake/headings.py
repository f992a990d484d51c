"""What a heading says: each of its words by the catalogue, and the one indicator that they name together.

A heading is read only where every word of it is accounted for: by a pattern or a whole heading of an indicator, by a
word that the indicator's own record allows, or as one that says nothing anywhere. "Số hộ có Internet" holds a word that
the catalogue does not know, "Số tổ đã kiện toàn" one that takes a part of the teams: both are asked about.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final, TypeVar

from data.catalogue.current import catalogue
from data.catalogue.model import Catalogue, once_each
from data.catalogue.records import Accrual, WordRole
from data.intake import heading_times, ratings
from data.intake.heading_times import Fit, Moment, Time
from data.units.names import bare, fold

SHEET_CODES: Final = tuple(f"CT{number:02d}" for number in range(1, 15))
"""The columns of the quarterly village sheet; the catalogue says which indicator one feeds, if any."""
PATH: Final = " / "
"""What stands between a heading and the one below it."""

_LONGEST: Final = 60  # words
_NO_IDEA: Final[frozenset[WordRole]] = frozenset({"verb", "event", "restricting"})
_THINGS: Final[frozenset[WordRole]] = frozenset({"thing", "uncounted"})
_PLACES: Final = frozenset({"village", "commune", "district", "province"})
_NO_HEADS: Final = frozenset({"count", "level"})
_PASSED_BY: Final[frozenset[WordRole]] = frozenset({"verb", "period"})
_PERIODS: Final[Mapping[Accrual, frozenset[str]]] = {
    "state": frozenset({"to_date", "this_period", "cumulative"}),
    "cumulative": frozenset({"to_date", "cumulative"}),
    "period": frozenset({"this_period", "within"}),
}
"""The words of the period under which a count of each accrual is given: "lũy kế" is no count of a quarter."""

_SURNAME: Final = "họ"  # without its mark it would be taken for a household
_NUMBERS: Final = re.compile(r"\d+")
_DIGITAL, _QUARTER = fold("số"), fold("quý")
_SIGNS: Final = re.compile(r"[,/;&+]")
_LIST_MARK: Final = re.compile(
    r"\s*(?:\(?\d{1,2}(?:\.\d{1,2})*\s*[.)\-:]\s+|[IVX]{1,4}[.)]\s+|[a-hđ][.)]\s+|[-+*•–]\s*)"
)
_COLUMN_NUMBER: Final = re.compile(r"[(\[]\s*(?:\d{1,2}|[A-Za-zĐđ]|\*+)\s*[)\]]|(?<=\w)[¹²³⁰⁴-⁹]+")
_FORMULA: Final = re.compile(r"\(?\s*\d{1,2}\s*\)?\s*=\s*[\d\s()+\-*/x×:%]+$")
_BRACKETS: Final = re.compile(r"\(([^()]*)\)")
_MEASURE_WORD: Final = re.compile(r"\s*(?:đvt|đơn\s*vị(?:\s*tính)?)\s*:?\s*", re.IGNORECASE)
_MEASURED: Final = re.compile(r"[,;]?\s*(?:đvt|đơn\s*vị\s*tính)\s*:\s*([^()]+)$", re.IGNORECASE)
_SHEET_CODE: Final = re.compile(r"\s*ct\s*[.\-]?\s*0?(\d{1,2})(?!\w)\s*[-–:.]?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class HeadingRule:
    """How a heading names an indicator: what it counts, the ideas and words that it must hold, and those it may."""

    indicator: str
    head: str
    needs: frozenset[str]
    may: frozenset[str]


@dataclass(frozen=True)
class Explained:
    """What the words of a text are.

    ideas: the ideas that it names, in order and each once, "!phone" where a word of the lack stands before one; words:
    its verbs, events and restrictions; unknown: words and numbers that the catalogue does not hold; heads: what it may
    count; times: the months, quarters, years and days in it; measured: for each unit of measure, what is counted in it;
    joined: two things stand side by side in it, as in "Số hộ/thôn" or "Hộ nghèo, cận nghèo".
    """

    ideas: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()
    heads: frozenset[str] = frozenset()
    times: tuple[Time, ...] = ()
    measured: tuple[frozenset[str], ...] = ()
    joined: bool = False

    @property
    def is_heading(self) -> bool:
        """Say whether the text can head a column: it has an idea, and more known words than unknown ones."""
        return bool(self.ideas) and len(self.unknown) < len(self.ideas)


@dataclass(frozen=True)
class Guess:
    """An indicator that a heading may mean, with a score from 0 to 1.

    It is `loose` where the heading holds words that the indicator does not account for, or counts something wider.
    """

    indicator: str
    score: float
    loose: bool = False


@dataclass(frozen=True)
class Reading:
    """The indicator that a heading names, and how the period that it names fits the report's (as `Time.fit` says).

    `periods` are the words of the period in it ("cumulative", "this_period").
    """

    indicator: str | None = None
    fit: Fit = "this"
    periods: frozenset[str] = frozenset()

    @property
    def taken(self) -> str | None:
        """Return the indicator where the heading alone decides that its figure is that of the report."""
        return self.indicator if self.fit != "other" else None


NOTHING_READ: Final = Reading()

# The words of a text


def explain(text: str) -> Explained:
    """Explain a heading, or a path of headings, by the longest phrases first."""
    return _explained(catalogue(), text)


def without_measure(text: str) -> str:
    """Drop a unit of measure in brackets and the formula of a column ("(hộ)", "(3)=(1)/(2)")."""
    return _measured(catalogue(), text)[0]


@lru_cache(maxsize=65536)
def _explained(known: Catalogue, text: str) -> Explained:
    parts = text.split(PATH)
    code = _SHEET_CODE.match(parts[-1])
    if code and f"CT{int(code[1]):02d}" in SHEET_CODES:
        return Explained((f"CT{int(code[1]):02d}",))
    segments = [_segment(known, part, ascii_only=text.isascii()) for part in parts]
    found = [item for segment in segments for item in segment.found]
    ideas = [item for item in found if known.roles.get(item.removeprefix("!"), "thing") not in _NO_IDEA]
    unknown = [word for segment in segments for word in segment.unknown]
    if "tt" in unknown and ("commune" in ideas or (not found and unknown == ["tt"])):
        ideas += [] if "commune" in ideas else ["index"]
        unknown.remove("tt")
    return Explained(
        ideas=tuple(dict.fromkeys(_activity(ideas))),
        words=frozenset(found) - set(ideas),
        unknown=tuple(unknown),
        heads=_heads(known, [segment.found for segment in segments]),
        times=tuple(time for segment in segments for time in segment.times),
        measured=tuple(unit for segment in segments for unit in segment.measured),
        joined=any(segment.joined for segment in segments),
    )


@dataclass
class _Segment:
    """One heading of a path: the ideas and words in it, in order, and what else `Explained` says."""

    found: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    measured: tuple[frozenset[str], ...] = ()
    joined: bool = False


def _segment(known: Catalogue, text: str, *, ascii_only: bool) -> _Segment:
    rest, measured = _measured(known, text)
    rest = _LIST_MARK.sub("", _COLUMN_NUMBER.sub(" ", rest.replace("%", " percent ")), count=1)
    words, joints = _tokens(rest)
    beyond = words[_LONGEST:][:1]
    words = words[:_LONGEST]
    table, longest = _phrases(known)
    if " ".join(words) in _alone(known):
        return _Segment(measured=measured)
    out = _matched(known, words, joints, table, longest)
    if out.unknown and ascii_only:
        out = _matched(known, words, joints, _bare_phrases(known), longest)
    out.found = _negated(known, out.found)
    out.unknown += beyond
    out.measured = measured
    return out


def _tokens(text: str) -> tuple[list[str], dict[int, str]]:
    """Return the folded words of a text, and the signs between them by the place of the word behind."""
    words: list[str] = []
    joints: dict[int, str] = {}
    start = 0
    for sign in [*_SIGNS.finditer(text), None]:
        words += fold(text[start : sign.start() if sign else None]).split()
        if sign:
            joints[len(words)] = sign[0]
            start = sign.end()
    return words, joints


def _matched(
    known: Catalogue, words: list[str], joints: Mapping[int, str], table: Mapping[str, str], longest: int
) -> _Segment:
    """Name the ideas of a heading's words, its times, and the words that are neither."""
    out = _Segment()
    timed = any(char.isdigit() for word in words for char in word) or _QUARTER in words
    spans = {start: (end, time) for start, end, time in heading_times.find(words)} if timed else {}
    at, sign = 0, ""
    counted, before = "", ("", "")  # the last thing that is counted, and the last phrase with its idea
    out.unknown += [joints[0]] if 0 in joints else []
    slashes = [place for place, joint in joints.items() if joint == "/" and 0 < place < len(words)]
    beyond = _counted(known) | _PLACES  # "thành viên/tổ" is no "thành viên tổ", "trên địa bàn/xã" no "trên địa bàn xã"
    apart = [place for place in slashes if table.get(words[place]) in beyond]
    while at < len(words):
        sign = joints.get(at, sign)
        if at in spans:
            end, time = spans[at]
            out.times.append(time)
            at = end
            continue
        stop = min((start for start in (*spans, *apart) if start > at), default=len(words))
        width, idea = _longest(words[at:stop], table, longest)
        phrase = " ".join(words[at : at + width])
        if idea is None:
            out.unknown.append(words[at])
        elif idea:
            if idea == "count" and counted and not sign and phrase == _DIGITAL:
                out.unknown.append(_DIGITAL)  # "thôn số" is a digital village, and no count of villages
            else:
                out.found.append(idea)
            out.joined |= bool(sign and counted) and _side_by_side(known, before, (phrase, idea), sign)
            if idea != "count":
                sign, before = "", (phrase, idea)
                counted = idea if idea in _counted(known) else counted
        elif phrase in ("và", "hoặc"):
            sign = phrase
        at += width
    return out


def _side_by_side(known: Catalogue, before: tuple[str, str], found: tuple[str, str], sign: str) -> bool:
    """Say whether a sign joins two different things, a second count follows it, or it makes a ratio ("hộ/xã")."""
    phrase, idea = found
    if idea == before[1]:
        return sign == "/" and phrase == before[0]  # "thôn/bản" are two words for one thing
    return idea == "count" or idea in _counted(known) or (sign == "/" and idea in _PLACES)


def _longest(words: Sequence[str], table: Mapping[str, str], longest: int) -> tuple[int, str | None]:
    """Return how many words the longest phrase takes at the start of a text, and its meaning; None for no phrase."""
    for width in range(min(longest, len(words)), 0, -1):
        meaning = table.get(" ".join(words[:width]))
        if meaning is not None:
            return width, meaning
    return 1, None


_Meaning = TypeVar("_Meaning", bound=str)


def match(words: list[str], table: Mapping[str, _Meaning], longest: int) -> tuple[list[str], list[str]]:
    """Name what words mean by the longest phrases first ("" says nothing), and the words that no phrase holds."""
    meanings, unknown, at = list[str](), list[str](), 0
    while at < len(words):
        width, meaning = _longest(words[at:], table, longest)
        if meaning is None:
            unknown.append(words[at])
        elif meaning:
            meanings.append(meaning)
        at += width
    return meanings, unknown


def _negated(known: Catalogue, found: list[str]) -> list[str]:
    """Bind a word of the lack to the idea behind it: "chưa có điện thoại thông minh" is "!phone"."""
    out: list[str] = []
    lacking = ""
    for item in found:
        role = known.roles[item]
        if role == "negating":
            out += [lacking] if lacking else []  # of two words of the lack nobody can tell what they say
            lacking = item
        elif lacking and role not in _PASSED_BY:
            bound = f"!{item}"
            out += [bound, lacking] if bound in out else [bound]  # nor what a lack of what is lacking says
            lacking = ""
        else:
            out.append(item)
    return [*out, lacking] if lacking else out


def _activity(ideas: list[str]) -> list[str]:
    """Tell "số tổ hoạt động" (active teams) from a group of headings about activity ("Hoạt động / Số tổ")."""
    if "activity" not in ideas or "team" not in ideas or ideas.index("team") > ideas.index("activity"):
        return ideas
    return ["active" if idea == "activity" else idea for idea in ideas]


def _heads(known: Catalogue, segments: list[list[str]]) -> frozenset[str]:
    """Return what a heading may count: what stands behind "số", else what each heading of the path begins with."""
    things = [
        [item for item in segment if item == "count" or (known.roles.get(item) in _THINGS and item not in _NO_HEADS)]
        for segment in segments
    ]
    for segment in reversed(things):
        for count, thing in pairwise(segment):
            if count == "count" and thing != "count":
                return frozenset({thing})
    return frozenset(next((item for item in segment if item != "count"), "") for segment in things) - {""}


def _measured(known: Catalogue, text: str) -> tuple[str, tuple[frozenset[str], ...]]:
    """Take the units of measure and the formula of a column out of a heading."""
    units = _units(known)
    found: list[frozenset[str]] = []

    def take(match: re.Match[str]) -> str:
        counted = units.get(fold(_MEASURE_WORD.sub("", match[1], count=1)))
        if counted is None:
            return match[0]
        found.append(counted)
        return ""

    rest = _FORMULA.sub("", _MEASURED.sub(take, _BRACKETS.sub(take, text))).strip()
    return (rest or text, tuple(found))


@once_each
def _units(known: Catalogue) -> dict[str, frozenset[str]]:
    """Return what is counted by the unit of measure as headings write it."""
    out: dict[str, frozenset[str]] = {}
    for counted, told in known.counted.items():
        for text in told.written:
            out[fold(text)] = out.get(fold(text), frozenset()) | {counted}
    return out


@once_each
def _phrases(known: Catalogue) -> tuple[dict[str, str], int]:
    """Return idea by folded phrase ("" for words that say nothing), and the number of words of the longest."""
    table = {fold(phrase): "" for phrase in known.neutral}
    for idea, phrases in known.ideas.items():
        table.update({fold(phrase): idea for phrase in phrases})
    return table, max(len(phrase.split()) for phrase in table)


@once_each
def _alone(known: Catalogue) -> frozenset[str]:
    return frozenset(fold(phrase) for phrase in known.alone)


@once_each
def _bare_phrases(known: Catalogue) -> dict[str, str]:
    """Return the phrases without diacritics, for headings typed without them; what would mean two ideas is left out."""
    out: dict[str, str] = {}
    doubtful = set()
    for phrase, idea in _phrases(known)[0].items():
        plain = bare(phrase)
        if phrase != _SURNAME and out.setdefault(plain, idea) != idea:
            doubtful.add(plain)
    return {phrase: idea for phrase, idea in out.items() if phrase not in doubtful}


# The indicator of a heading


@once_each
def heading_rules(known: Catalogue) -> tuple[HeadingRule, ...]:
    """Return the rules of all indicators that reports may bring."""
    rules = []
    for code in known.readable:
        told = known.indicators[code]
        for pattern in told.patterns:
            needs = pattern.needs.split()
            may = {*pattern.may.split(), *told.words.split()} - set(needs)
            rules.append(HeadingRule(code, needs[0], frozenset(needs), frozenset(may)))
    return tuple(rules)


@once_each
def _counted(known: Catalogue) -> frozenset[str]:
    """Return the ideas that are counted in any rule, and the two kinds of households that are added up."""
    return frozenset(rule.head for rule in heading_rules(known)) | {"poor", "near_poor"}


def indicator_of_sheet(known: Catalogue, code: str) -> str | None:
    """Return the indicator that a column of the quarterly village sheet feeds; None: kept with the sheet alone."""
    return known.sheet_codes.get(code)


def read(heading: str, *, moment: Moment | None = None, extra: frozenset[str] = frozenset()) -> str | None:
    """Return the indicator that a path of headings names, None where a word is not accounted for or no one rule fits.

    moment: the report's day and quarter; without it a heading that names a time is not read. extra: ideas that the
    place of the column adds ("team" in a table of teams).
    """
    return reading(heading, moment=moment, extra=extra).taken


def reading(heading: str, *, moment: Moment | None = None, extra: frozenset[str] = frozenset()) -> Reading:
    """Return the indicator that a path of headings names, and whether it is of the report's own period."""
    known = catalogue()
    if heading.strip().lower() in known.readable:  # a table of the product's own
        return Reading(heading.strip().lower())
    code = _SHEET_CODE.match(heading.rpartition(PATH)[2])
    if code and (name := f"CT{int(code[1]):02d}") in SHEET_CODES:
        return Reading(_of_sheet(known, name, heading.rpartition(PATH)[2][code.end() :]))
    told = explain(heading)
    indicator = _by_whole_heading(known, told, extra) or _by_rules(known, told, extra)
    if indicator is None or any(ratings.counted(known, indicator) not in counted for counted in told.measured):
        return Reading()
    return _in_time(known, indicator, told, moment)


def _of_sheet(known: Catalogue, code: str, words: str) -> str | None:
    """Return the indicator of a sheet's code, unless the words beside the code name another."""
    indicator = indicator_of_sheet(known, code)
    if indicator is None or not words.strip():
        return indicator
    named = reading(words).indicator
    wholes = {part.whole for part in known.indicators[indicator].part_of}
    return indicator if named == indicator or named in wholes else None


def _by_whole_heading(known: Catalogue, told: Explained, extra: frozenset[str]) -> str | None:
    """Return the one indicator of which the catalogue writes out such a heading, with the same verbs in it.

    A verb that the indicator's record allows in any heading may differ, and so may "đã" and "được".
    """
    written = _whole_headings(known).get(_gist(known, told, extra), ())
    named = {code for code, words in written if (words ^ told.words) <= _allowed(known)[code]}
    return named.pop() if len(named) == 1 else None


def _by_rules(known: Catalogue, told: Explained, extra: frozenset[str]) -> str | None:
    """Return the one indicator whose rules account for every word."""
    if told.unknown or told.joined:
        return None
    held = {idea for idea in {*told.ideas, *extra} if known.roles.get(idea) != "period"} - {"count"} | told.words
    heads = told.heads | extra
    named = {
        rule.indicator
        for rule in heading_rules(known)
        if rule.head in heads and rule.needs <= held and held <= rule.needs | rule.may
    }
    return named.pop() if len(named) == 1 else None


def _in_time(known: Catalogue, indicator: str, told: Explained, moment: Moment | None) -> Reading:
    """Say whether the words of the period in a heading, and the times that it names, are those of the report."""
    accrual = ratings.accrual(known, indicator)
    periods = frozenset(idea for idea in told.ideas if known.roles.get(idea) == "period")
    event = accrual == "cumulative" or any(known.roles.get(word) == "event" for word in told.words)
    fits = {time.fit(moment, flow=accrual == "period", event=event) for time in told.times}
    if len(told.times) > 1 or not periods <= _PERIODS[accrual]:
        fits.add("other")
    fit: Fit = "other" if "other" in fits else "around" if "around" in fits else "this"
    return Reading(indicator, fit, periods)


_Gist = tuple[frozenset[str], tuple[str, ...], frozenset[str], bool]


def _gist(known: Catalogue, told: Explained, extra: frozenset[str] = frozenset()) -> _Gist:
    """Return what two writings of one heading have in common: all but counting, verbs and the words of the period."""
    ideas = frozenset(idea for idea in {*told.ideas, *extra} if known.roles.get(idea) != "period") - {"count"}
    return ideas, told.unknown, told.heads, told.joined


@once_each
def _whole_headings(known: Catalogue) -> dict[_Gist, tuple[tuple[str, frozenset[str]], ...]]:
    """Return indicators, each with its heading's words, by the gist of headings that the catalogue writes out."""
    found: dict[_Gist, tuple[tuple[str, frozenset[str]], ...]] = {}
    for code in known.readable:
        told = known.indicators[code]
        for heading in (*told.headings, (told.heading or told.name).vi):
            said = _explained(known, heading)
            gist = _gist(known, said)
            found[gist] = (*found.get(gist, ()), (code, said.words))
    for code, state in known.states.items():
        for heading in state.headings:
            said = _explained(known, heading)
            gist = _gist(known, said)
            found[gist] = (*found.get(gist, ()), (code, said.words))
    return found


@once_each
def _allowed(known: Catalogue) -> dict[str, frozenset[str]]:
    """Return the words that may differ between two headings of an indicator."""
    words = {code: known.indicators[code].words.split() for code in known.readable}
    return {code: frozenset({"aspect", *words.get(code, ())}) for code in known.readings}


def guesses(told: Explained, *, limit: int = 3) -> tuple[Guess, ...]:
    """Return the indicators nearest to a heading that nothing decides, best first; never one of the opposite."""
    known = catalogue()
    things = {idea for idea in told.ideas if known.roles.get(idea.removeprefix("!")) in _THINGS} - {"count"}
    more = {idea for idea in told.ideas if idea not in things and known.roles.get(idea) not in ("thing", "period")}
    lacking = {idea for idea in {*told.ideas, *told.words} if idea[0] == "!" or known.roles.get(idea) == "negating"}
    counted = "count" in told.ideas or bool(told.heads & _counted(known))
    best: dict[str, Guess] = {}
    for rule in _guessable(known):
        common = len(things & rule.needs)
        if not common or lacking != {idea for idea in rule.needs if idea.startswith("!")}:
            continue
        over = len(told.words - rule.needs - rule.may) + len(more)
        score = common / (len(rule.needs | (things - rule.may)) + 0.5 * (len(told.unknown) + over))
        says_more = bool(told.unknown or over or told.joined or told.times or things - rule.needs - rule.may)
        says_less = bool(rule.needs - things) or rule.head not in told.heads  # what it counts is named, and wider
        guess = Guess(rule.indicator, round(score, 2), says_more or (counted and says_less))
        if rule.indicator not in best or _rank(guess) < _rank(best[rule.indicator]):
            best[rule.indicator] = guess
    return tuple(sorted(best.values(), key=_rank)[:limit])


def _rank(guess: Guess) -> tuple[bool, float]:
    return guess.loose, -guess.score


@once_each
def _guessable(known: Catalogue) -> tuple[HeadingRule, ...]:
    """Return the rules, and each whole heading that the catalogue writes out as a rule of its own."""
    written = []
    for code in known.readable:
        for heading in known.indicators[code].headings:
            told = _explained(known, heading)
            needs = frozenset(told.ideas) - {"count"}
            if needs and not told.unknown:
                written.append(HeadingRule(code, next(iter(told.heads), ""), needs, told.words))
    return (*heading_rules(known), *written)


def stable(heading: str) -> str:
    """Return a heading without what changes from month to month: "Đến 30/6/2023" and "Đến 30/9/2023" are one."""
    plain = PATH.join(without_measure(part) for part in heading.split(PATH))
    return " ".join(_NUMBERS.sub("#", fold(plain)).split())
