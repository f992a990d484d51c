"""The country from 2023 until "2024" began to be what it was on 30 June 2025: names and units that ended on the way.

Read from the Statistics Office's lists of 2022 and of April 2023, and from its comparison of communes between
1 September 2024 and 1 July 2025. Where these say nothing of a commune that ended, a namesake of its district or the
library's list of former names does.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from rapidfuzz import fuzz

from data.units.names import bare, fold, official

_SPELLING: Final = 75.0  # two names this alike, of one kind and code, are one name in two spellings
_APRIL: Final = date(2023, 4, 10)
# Province → the resolution on it; of most only the group is known.
_APRIL_DECREES: Final[Mapping[str, str]] = {
    **dict.fromkeys(["19", "26", "49", "66", "83"], "721-730/NQ-UBTVQH15"),
    **{"89": "721/NQ-UBTVQH15", "06": "722/NQ-UBTVQH15", "27": "723/NQ-UBTVQH15"},
}
_EARLIER_DISTRICTS: Final = frozenset({"172"})  # Phổ Yên, a city since 2022 already
_WHOLE_UNTIL: Final = date(2024, 9, 1)  # the comparison begins: what it leaves out afterwards was split

Decree = tuple[date, str]
# Codes whose day is not that of their province's resolution.
OWN_DAYS: Final[Mapping[str, Decree]] = {
    **dict.fromkeys(
        ["07774", "07777", "07783", "07789", "07792", "07795", "07798", "07801", "07807", "222"],
        (date(2024, 2, 1), "938/NQ-UBTVQH15"),
    ),
    **dict.fromkeys(["15790", "15829"], (date(2024, 2, 1), "939/NQ-UBTVQH15")),
    **dict.fromkeys(["25840", "25843", "721"], (date(2024, 5, 1), "1012/NQ-UBTVQH15")),
    **dict.fromkeys(
        ["28294", "28300", "28303", "28309", "28312", "28315", "28318", "816"], (date(2024, 5, 1), "1013/NQ-UBTVQH15")
    ),
    **dict.fromkeys(["26707", "26710", "754"], (date(2025, 3, 1), "")),
}
# What newspapers reported of the resolution and the comparison does not say: Đại Đồng went to two.
OWN_SUCCESSORS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "06040": (("06040", "part"), ("06025", "part")),
    "12094": (("12091", "part"), ("12052", "part")),
}


@dataclass(frozen=True)
class State:
    """What a unit is called on a day and what it lies in."""

    kind: str
    name: str
    parent: str

    @classmethod
    def read(cls, full: str, parent: str) -> "State":
        """Read a full official name, "Phường 09" as "Phường 9"."""
        kind, short = official(" ".join(full.split()))
        name = (
            short.removeprefix(f"{kind.capitalize()} ") if short[-1].isdigit() else short.replace("NT ", "Nông Trường ")
        )
        return cls(kind, str(int(name)) if name.isdigit() else name, parent)

    def respelled(self, now: "State") -> "State":
        """Return this state with the name as it is spelled now, where it is the same name."""
        alike = self.kind == now.kind and fuzz.ratio(bare(self.name), bare(now.name)) >= _SPELLING
        same = fold(self.name) == fold(now.name)
        return replace(self, name=now.name) if same or (alike and not self.name.isdigit()) else self


Country = Mapping[str, State]


@dataclass(frozen=True)
class Former:
    """One unit until 30 June 2025: its names in time, and until when it was (None: to the end)."""

    code: str
    since: date | None
    until: date | None
    begun_by: str
    names: tuple[tuple[date | None, State, str], ...]


@dataclass(frozen=True)
class Went:
    """What went where on a day: part is "whole", or "part" where the rest went elsewhere or nobody says."""

    day: date
    code_from: str
    code_to: str
    part: str
    instrument: str


@dataclass(frozen=True)
class Lists:
    """The country of 2022, of April 2023 and of 30 June 2025, by code (communes or districts)."""

    early: Country
    april: Country
    last: Country
    province_of: Mapping[str, str]
    decrees: Mapping[str, Decree]

    def day(self, code: str) -> Decree:
        """Return the day and the instrument by which a unit changed after April 2023."""
        return OWN_DAYS.get(code) or self.decrees[self.province_of[code]]

    def changed_in_april(self, code: str) -> bool:
        """Tell whether a unit got another name or kind, or ended, on 10 April 2023."""
        if code not in self.early or self.province_of[code] not in _APRIL_DECREES:
            return False
        before = self.early[code]
        now = self.april.get(code)
        moved = now is None or before.respelled(now) != replace(now, parent=before.parent)
        return moved and before.parent not in _EARLIER_DISTRICTS and code not in _EARLIER_DISTRICTS


def units(lists: Lists, went: list[Went]) -> Iterator[Former]:
    """Yield every unit that was between 1 January 2023 and 30 June 2025."""
    merged = {w.code_to for w in went if w.code_from != w.code_to and w.part == "whole"}
    merged |= {w.code_to for w in went if w.code_from == w.code_to}
    for code in sorted({*lists.april, *lists.last, *filter(lists.changed_in_april, lists.early)}):
        states = _states(lists, code)
        if code not in lists.last:
            end = _APRIL if code not in lists.april else lists.day(code)[0]
            yield Former(code, None, end - timedelta(days=1), "", tuple(states))
            continue
        day, last, instrument = states[-1]
        renamed = len(states) > 1 and fold(states[-2][1].name) != fold(last.name)
        if len(states) == 1 or day is None or not renamed or code not in merged:
            began = lists.day(code) if code not in lists.april else (None, "")
            yield Former(code, began[0], None, began[1], ((began[0], *states[0][1:]), *states[1:]))
            continue
        yield Former(code, None, day - timedelta(days=1), "", tuple(states[:-1]))
        yield Former(code, day, None, instrument, ((day, last, instrument),))


def _states(lists: Lists, code: str) -> list[tuple[date | None, State, str]]:
    """Return the states of a code in time, each with its first day and instrument; the first was there before 2023."""
    found: list[tuple[date | None, State, str]] = []
    last = lists.last.get(code)
    if lists.changed_in_april(code):
        found.append((None, lists.early[code], ""))
    if code in lists.april:
        state = lists.april[code]
        by = _APRIL_DECREES[lists.province_of[code]] if found else ""
        found.append((_APRIL if found else None, state, by))
    if last is not None:
        found = [(day, state.respelled(last), instrument) for day, state, instrument in found]
        if not found or found[-1][1] != last:
            found.append((*lists.day(code)[:1], last, lists.day(code)[1]))
    return found


def successions(
    lists: Lists, comparison: Mapping[str, list[str]], aliases: Mapping[str, tuple[str, ...]]
) -> Iterator[Went]:
    """Yield what became of each commune that ended or bore another name before 30 June 2025.

    comparison: code → codes of "2024"; aliases: code of "2024" → former names, closed up and bare.
    """
    hosts = _hosts(lists, aliases)
    for code in sorted({*lists.april, *filter(lists.changed_in_april, lists.early)}):
        if code not in lists.april:
            by = _APRIL_DECREES[lists.province_of[code]]
            yield Went(_APRIL, code, _same_name(lists, code, lists.early[code])[0], "whole", by)
        elif code in OWN_SUCCESSORS:
            day, instrument = lists.day(code)
            yield from (Went(day, code, to, part, instrument) for to, part in OWN_SUCCESSORS[code])
        elif code not in lists.last:
            yield from _ended(lists, code, comparison, hosts)
        elif _renamed(lists, code):
            day, instrument = lists.day(code)
            yield from (Went(day, code, to, "whole", instrument) for to in comparison.get(code, [code]))


def _renamed(lists: Lists, code: str) -> bool:
    """Tell whether a code goes on under another name: after a merger, or renamed."""
    state, last = lists.april[code], lists.last[code]
    return fold(state.respelled(last).name) != fold(last.name)


def _ended(
    lists: Lists, code: str, comparison: Mapping[str, list[str]], hosts: Mapping[tuple[str, str], list[str]]
) -> Iterator[Went]:
    state = lists.april[code]
    day, instrument = lists.day(code)
    found = comparison.get(code) or _same_name(lists, code, state)
    part = "whole" if len(found) == 1 else "part"
    if not found:
        found = _hosts_of(lists, code, state, hosts)
        part = "whole" if day <= _WHOLE_UNTIL and len(found) == 1 else "part"
    yield from (Went(day, code, to, part, instrument) for to in found)


def _same_name(lists: Lists, code: str, state: State) -> list[str]:
    """Return the commune of this name in the district, as it was at the end, whose code was another commune's."""
    here = {code for code, last in lists.last.items() if last.parent == state.parent}
    name = bare(state.name)
    return [other for other in sorted(here - {code}) if bare(lists.last[other].name) == name][:1]


def _hosts(lists: Lists, aliases: Mapping[str, tuple[str, ...]]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code, names in aliases.items():
        for name in names:
            found[lists.province_of[code], name.replace("y", "i")].append(code)
    return found


def _hosts_of(lists: Lists, code: str, state: State, hosts: Mapping[tuple[str, str], list[str]]) -> list[str]:
    for text in (f"{state.kind} {state.name}", state.name, state.name.removesuffix(" A")):
        key = lists.province_of[code], bare(text).replace(" ", "").replace("y", "i")
        found = hosts.get(key, [])
        near = [host for host in found if state.parent in (lists.last[host].parent, lists.april[host].parent)]
        if near or found:
            return (near or found)[:1]
    return []
