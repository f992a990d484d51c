"""The words of a heading explained by the catalogue."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from data.catalogue.current import catalogue
from data.catalogue.model import Catalogue, once_each
from data.intake.synonyms import SHEET_CODES, heading_rules, indicator_of_sheet
from data.units.names import bare, fold

_MEASURES: Final = (
    r"(?:hộ|tổ|người|thôn|bản|tài khoản|tk|lượt|lượt người|cửa hàng|gian hàng|sản phẩm|giao dịch|đơn|thành viên|tv|"
    r"cái|chiếc|vụ|hộ gia đình|đơn hàng|thôn bản|tdp|nhóm)"
)
_IN_BRACKETS: Final = re.compile(rf"\(\s*(?:(?:đvt|đơn vị(?: tính)?)\s*:?\s*)?{_MEASURES}\s*\)", re.IGNORECASE)
_WITH_MARKS: Final = re.compile(rf"[,;]?\s*\(?(?:đvt|đơn vị tính)\s*:\s*{_MEASURES}\)?", re.IGNORECASE)
_FORMULA: Final = re.compile(r"\(?\s*\d{1,2}\s*\)?\s*=\s*[\d\s()+\-*/x×:%]+$")
_NUMBERS: Final = re.compile(r"\d+")
_UNTOLD: Final = re.compile(r"\d+|[ivxlc]+|[a-hđ]")
_NO_COUNT: Final = frozenset({"not", "percent", "target"})
_CT: Final = re.compile(r"ct ?0?(\d{1,2})")
_SURNAME: Final = "họ"  # without its mark it would be taken for a household
_COUNTING: Final = frozenset({"số", "tổng", "lượng"})
_COVERS: Final = re.compile(r"\b(?:có|thành lập)\b")


@dataclass(frozen=True)
class Explained:
    """The ideas that a text names, in order and each once, and the words that the dictionary does not hold."""

    ideas: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def is_heading(self) -> bool:
        """Say whether the text can head a column: it has an idea, and more known words than unknown ones."""
        return bool(self.ideas) and len(self.unknown) < len(self.ideas)


@dataclass(frozen=True)
class Guess:
    """An indicator that a heading may mean, with a score from 0 to 1."""

    indicator: str
    score: float


@once_each
def _phrases(known: Catalogue) -> tuple[dict[str, str], int]:
    """Return idea by folded phrase ("" for fillers), and the number of words of the longest."""
    table = {fold(_spelled(filler)): "" for filler in known.fillers}
    for idea, phrases in known.ideas.items():
        table.update({fold(_spelled(phrase)): idea for phrase in phrases})
    return table, max(len(phrase.split()) for phrase in table)


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


def _spelled(text: str) -> str:
    return text.replace("%", " phần trăm ")


def without_measure(text: str) -> str:
    """Drop a unit of measure in brackets and the formula of a column ("(hộ)", "(3)=(1)/(2)")."""
    rest = _FORMULA.sub("", _WITH_MARKS.sub("", _IN_BRACKETS.sub("", text))).strip()
    return rest or text


def explain(text: str) -> Explained:
    """Explain a heading by the longest phrases first; numbers and list letters are let be."""
    return _explained(catalogue(), text)


@lru_cache(maxsize=65536)
def _explained(known: Catalogue, text: str) -> Explained:
    words = fold(_spelled(without_measure(text))).split()[:60]
    code = _CT.fullmatch(" ".join(words))
    if code and f"CT{int(code[1]):02d}" in SHEET_CODES:
        return Explained((f"CT{int(code[1]):02d}",), ())
    if words == ["tt"]:
        return Explained(("index",), ())
    table, longest = _phrases(known)
    ideas, unknown = match(words, table, longest)
    if unknown and text.isascii():
        ideas, unknown = match(words, _bare_phrases(known), longest)
    if "tt" in unknown and "commune" in ideas:
        unknown = [word for word in unknown if word != "tt"]
    ideas = _activity(ideas)
    group, _, last = text.rpartition(" / ")
    if _covers_villages(ideas, text) or (group and "covered" in explain(last).ideas):
        ideas = ["covered"] + [idea for idea in ideas if idea not in ("village", "team")]
    return Explained(tuple(dict.fromkeys(ideas)), tuple(unknown))


def match(words: list[str], table: dict[str, str], longest: int) -> tuple[list[str], list[str]]:
    """Name the ideas of words by the longest phrases first, and the words that no phrase holds."""
    ideas, unknown, at = [], [], 0
    while at < len(words):
        for width in range(min(longest, len(words) - at), 0, -1):
            idea = table.get(" ".join(words[at : at + width]))
            if idea is not None:
                ideas += [idea] if idea else []
                at += width
                break
        else:
            if not _UNTOLD.fullmatch(words[at]):
                unknown.append(words[at])
            at += 1
    return ideas, unknown


def _activity(ideas: list[str]) -> list[str]:
    """Tell "số tổ hoạt động" (active teams) from "hoạt động của các tổ / số tổ" (a title over teams)."""
    if "activity" not in ideas:
        return ideas
    said = "team" in ideas and ideas.index("team") < ideas.index("activity")
    return [("active" if idea == "activity" else idea) for idea in ideas if said or idea != "activity"]


def _covers_villages(ideas: list[str], text: str) -> bool:
    """Tell "thôn đã có tổ" (villages with a team) from "tổ cấp thôn" (teams of villages)."""
    if "village" not in ideas or "team" not in ideas or "level" in ideas or "active" in ideas:
        return False
    if ideas.index("village") > ideas.index("team"):
        return False
    return bool(_COVERS.search(fold(text)))


def stable(heading: str) -> str:
    """Return a heading without what changes from month to month: "Đến 30/6/2023" and "Đến 30/9/2023" are one."""
    return " ".join(_NUMBERS.sub("#", fold(heading)).split())


def indicator_of(ideas: frozenset[str]) -> str | None:
    """Return the one indicator that ideas name by the rules, or None."""
    if ideas - {"count"} == {"covered"}:
        return "villages_covered"
    rules = heading_rules(catalogue())
    named = {rule.indicator for rule in rules if rule.needs <= ideas and ideas - {"count"} <= rule.needs | rule.may}
    sheet_codes = [idea for idea in ideas if idea in SHEET_CODES]
    if len(sheet_codes) == 1:
        return indicator_of_sheet(catalogue(), sheet_codes[0])
    return named.pop() if len(named) == 1 else None


def read(heading: str, *, extra: frozenset[str] = frozenset()) -> str | None:
    """Return the indicator that a path of headings names, None where a word is unknown or no one rule fits.

    `extra` are ideas that the place of the column adds ("team" in a table of teams).
    """
    if heading.strip().lower() in catalogue().readable:  # a table of the product's own
        return heading.strip().lower()
    if (named := _whole_headings(catalogue()).get(_plain(heading))) is not None:
        return named
    told = explain(heading)
    if told.unknown or _NO_COUNT & set(told.ideas):
        return None
    indicator = indicator_of(frozenset(told.ideas) | extra)
    leaf = set(explain(heading.rpartition(" / ")[2]).ideas)
    if indicator == "teams_village" and "count" in leaf and leaf <= {"count", "village"}:
        return None  # "Tổ CNSCĐ / Số thôn" may count villages or teams
    return indicator


def _plain(heading: str) -> str:
    """Return a heading as it is compared word by word: folded, without the words for counting that it begins with."""
    words = fold(_spelled(without_measure(heading))).split()
    while words and words[0] in _COUNTING:
        words = words[1:]
    return " ".join(words)


@once_each
def _whole_headings(known: Catalogue) -> dict[str, str]:
    """Return indicators by the headings that the catalogue writes out; those that two claim are left out."""
    found: dict[str, set[str]] = {}
    for code in known.readable:
        told = known.indicators[code]
        own = (told.heading or told.name).vi
        for heading in {_plain(text) for text in (*told.headings, own)}:
            found.setdefault(heading, set()).add(code)
    return {heading: codes.pop() for heading, codes in found.items() if len(codes) == 1}


def guesses(ideas: frozenset[str], unknown: int, *, limit: int = 3) -> tuple[Guess, ...]:
    """Return the indicators nearest to a heading that no rule decides, best first."""
    told = ideas - {"count", "not"}
    best: dict[str, float] = {}
    for rule in heading_rules(catalogue()):
        common = len(told & rule.needs)
        if common:
            score = common / (len(rule.needs | (told - rule.may)) + 0.5 * unknown)
            best[rule.indicator] = max(best.get(rule.indicator, 0.0), round(score, 2))
    ranked = sorted(best.items(), key=lambda item: -item[1])
    return tuple(Guess(indicator, score) for indicator, score in ranked[:limit])
