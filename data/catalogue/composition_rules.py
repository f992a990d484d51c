"""What letters and provinces recommend of a team: settings with dates and sources, and which of them a team meets.

A rule is a recommendation: letter 793 says that a team "may consist of". What is not known of a team leaves the
answer open (None), never "no". The office adds rules of its own to a list beside these (`save`).
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final, Literal, get_args

import pandas as pd

from data.catalogue.team_codes import LEVELS, TeamLevel
from data.storage import json_lists
from data.storage.errors import Refused
from data.storage.json_values import items, one_of, text, text_or_none, texts, whole

Check = Literal[
    "village_head",
    "youth_deputy",
    "youth",
    "women",
    "official",
    "size",
    "group_size",
    "village_covered",
    "chi_doan_covered",
]
CHECKS: Final[tuple[Check, ...]] = get_args(Check)

_LIST: Final = "team-rules"


class BadRule(Refused):
    """A rule lacks its date or source, or asks for something that is not recorded."""


@dataclass(frozen=True)
class Rule:
    """One recommendation.

    check: what has to be so; minimum: how many, for sizes, groups and teams of a chi đoàn; levels: of which teams.
    since, until: the days between which it holds (until: the first day on which it does not). provinces: codes of
    "2024", none for the whole country. replaces: ids of rules of the whole country that do not hold where it does.
    """

    id: str
    check: Check
    levels: tuple[TeamLevel, ...]
    since: date
    source: str
    minimum: int | None = None
    until: date | None = None
    provinces: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True)
class Finding:
    """Whether a team meets a rule: None where too little is known. number: what the rule looks at, if it is known."""

    rule: Rule
    met: bool | None
    number: int | None


_LETTER: Final = (date(2022, 3, 5), "Công văn 793/BTTTT-THH ngày 5/3/2022")
_TAM_KY: Final = (date(2022, 3, 29), "UBND xã Tam Thanh, TP. Tam Kỳ, Quảng Nam, 29/3/2022")
_BINH_DUONG: Final = (date(2023, 1, 1), "Báo Bình Dương, 2023")

RULES: Final[tuple[Rule, ...]] = (
    Rule("head", "village_head", ("village",), *_LETTER),
    Rule("size", "size", ("village",), *_LETTER, minimum=4),  # the head, two more people, the Youth Union's deputy
    Rule("youth", "youth_deputy", ("village",), *_LETTER),
    Rule("youth-49", "youth", ("village",), *_TAM_KY, provinces=("49",), replaces=("youth",)),
    Rule("women-49", "women", ("village",), *_TAM_KY, provinces=("49",)),
    Rule("official-49", "official", ("village",), *_TAM_KY, provinces=("49",)),
    Rule("tntn-size", "size", ("volunteer",), *_BINH_DUONG, minimum=20),
    Rule("tntn-group", "group_size", ("volunteer",), *_BINH_DUONG, minimum=2),
    Rule("tntn-villages", "village_covered", ("volunteer",), *_BINH_DUONG),
    Rule("tntn-chi-doan", "chi_doan_covered", ("volunteer",), *_BINH_DUONG, minimum=1),
)
"""The rules that were published; docs/teams.md says how each was read."""

_SEATS: Final[dict[str, str]] = {
    "village_head": "village_heads",
    "youth": "youth",
    "women": "women",
    "official": "officials",
}
_SIZED: Final = frozenset({"size", "group_size", "chi_doan_covered"})


def every() -> tuple[Rule, ...]:
    """List the published rules, then those of the office. Raises DamagedList."""
    own = tuple(_read(entry) for entry in json_lists.read(_LIST))
    return (*(rule for rule in RULES if rule.id not in {each.id for each in own}), *own)


def in_force(on: date) -> tuple[Rule, ...]:
    """List the rules that hold on a day. Raises DamagedList."""
    return tuple(rule for rule in every() if rule.since <= on and (rule.until is None or on < rule.until))


def save(rule: Rule) -> None:
    """Keep a rule of the office, in place of the one with its id. Raises BadRule, DamagedList, CannotWrite, Busy."""
    sized = rule.check in _SIZED
    if not rule.id or not rule.source.strip() or rule.check not in CHECKS or not rule.levels:
        raise BadRule("teams.bad_rule", rule=rule.id)
    least = rule.minimum is not None and rule.minimum >= 1
    if not set(rule.levels) <= set(LEVELS) or sized != (rule.minimum is not None) or (sized and not least):
        raise BadRule("teams.bad_rule", rule=rule.id)
    every()  # a damaged list is an error, never written over
    days = {"since": rule.since.isoformat(), "until": rule.until.isoformat() if rule.until else None}
    json_lists.put(_LIST, asdict(rule) | days)


def remove(rule_id: str) -> None:
    """Forget a rule of the office; a published one holds again."""
    json_lists.drop(_LIST, rule_id)


def condition(rule: Rule) -> str:
    """Write in SQL over team_facts whether a team meets a rule: NULL where too little is known."""
    least = int(rule.minimum or 1)
    if rule.check == "size":
        return f"coalesce(listed, members) >= {least}"
    if rule.check == "group_size":  # of teams that are divided into groups; on average, for the groups are not listed
        return f"(subgroups > 0 AND coalesce(listed, members) >= {least} * subgroups)"
    if rule.check == "chi_doan_covered":
        return f"branch_teams >= {least}"
    if rule.check == "village_covered":
        return "commune_served >= commune_villages"
    if rule.check == "youth_deputy":
        known = "seats_known = listed AND roles_known = listed"
        return f"CASE WHEN youth_deputies > 0 THEN true WHEN {known} THEN false END"
    return f"CASE WHEN {_SEATS[rule.check]} > 0 THEN true WHEN seats_known = listed THEN false END"


def applies(rule: Rule, *, among: Iterable[Rule]) -> str:
    """Write in SQL over team_facts whether a rule is one for a team: by level, and province where rules differ."""
    levels = ", ".join(f"'{level}'" for level in rule.levels)
    here = [f"level IN ({levels})"]
    if rule.provinces:
        here.append(f"coalesce(province_2024 IN ({_quoted(rule.provinces)}), false)")  # a team may lie nowhere known
    elsewhere = [code for other in among if rule.id in other.replaces for code in other.provinces]
    if elsewhere:
        here.append(f"(province_2024 IS NULL OR province_2024 NOT IN ({_quoted(elsewhere)}))")
    return "(" + " AND ".join(here) + ")"


def all_met(rules: Iterable[Rule]) -> str:
    """Write in SQL over team_facts whether a team meets every rule for it; NULL where no rule is, or one is open."""
    all_rules = list(rules)
    if not all_rules:
        return "NULL::BOOLEAN"
    each = " AND ".join(f"(NOT {applies(rule, among=all_rules)} OR {condition(rule)})" for rule in all_rules)
    some = " OR ".join(applies(rule, among=all_rules) for rule in all_rules)
    return f"CASE WHEN {some} THEN {each} END"


def findings(facts: pd.Series, *, on: date) -> tuple[Finding, ...]:
    """Hold one team (a row of team_facts) against the rules for it on a day; in the order of `in_force`."""
    rules = in_force(on)
    return tuple(
        Finding(rule, _met(rule, facts), _number(rule, facts)) for rule in rules if _applies(rule, facts, among=rules)
    )


def _applies(rule: Rule, facts: pd.Series, *, among: Iterable[Rule]) -> bool:
    province = facts["province_2024"]
    replaced = any(rule.id in other.replaces and province in other.provinces for other in among)
    return facts["level"] in rule.levels and (not rule.provinces or province in rule.provinces) and not replaced


def _met(rule: Rule, facts: pd.Series) -> bool | None:
    number, listed = _number(rule, facts), _count(facts, "listed")
    if rule.check == "village_covered":
        every = _count(facts, "commune_villages")
        return None if number is None or every is None else number >= every
    if rule.minimum is not None:
        return None if number is None else number >= rule.minimum
    if number is not None and number > 0:
        return True
    if listed is None:
        return None
    known = _count(facts, "seats_known") == listed
    if rule.check == "youth_deputy":
        known = known and _count(facts, "roles_known") == listed
    return False if known else None


def _number(rule: Rule, facts: pd.Series) -> int | None:
    if rule.check in ("size", "group_size"):
        listed, groups = _count(facts, "listed"), _count(facts, "subgroups")
        size = _count(facts, "members") if listed is None else listed
        if rule.check == "size" or groups is None:
            return size if rule.check == "size" else None
        return 0 if groups == 0 else None if size is None else size // groups
    columns = {
        "youth_deputy": "youth_deputies",
        "village_covered": "commune_served",
        "chi_doan_covered": "branch_teams",
        **_SEATS,
    }
    return _count(facts, columns[rule.check]) if rule.check in columns else None


def _count(facts: pd.Series, name: str) -> int | None:
    return None if pd.isna(facts[name]) else int(facts[name])


def _quoted(codes: Iterable[str]) -> str:
    return ", ".join("'" + code.replace("'", "''") + "'" for code in codes)


def _read(entry: json_lists.Entry) -> Rule:
    try:
        minimum, until = entry["minimum"], text_or_none(entry["until"])
        return Rule(
            id=text(entry["id"]),
            check=one_of(entry["check"], CHECKS),
            levels=tuple(one_of(level, LEVELS) for level in items(entry["levels"])),
            since=date.fromisoformat(text(entry["since"])),
            source=text(entry["source"]),
            minimum=None if minimum is None else whole(minimum),
            until=date.fromisoformat(until) if until else None,
            provinces=tuple(texts(entry["provinces"])),
            replaces=tuple(texts(entry["replaces"])),
            by=text(entry["by"]),
        )
    except (KeyError, ValueError) as fault:
        raise json_lists.DamagedList("shelf.damaged", file=json_lists.path(_LIST)) from fault
