"""Teams as people read them: each cell of the list, what speaks for and against a team, and the link to its page."""

import re
from datetime import date
from typing import Final

import pandas as pd

from components.state import selection
from data.i18n import numbers, say
from data.teams.finder import GAPS, Found, Gap
from data.units import register
from data.units.register import StructureId
from data.units.structures import in_force

NAMED: Final[tuple[Gap, ...]] = tuple(gap for gap in GAPS if gap not in ("paper", "unknown"))
"""The gaps that a list names one by one; the other two are made of these, or say that too little is known."""

EVIDENCE: Final = ("active", "trained", "group")
"""The columns that say why a team counts as being on paper alone."""


def written(found: Found, *, lang: str, first: int) -> pd.DataFrame:
    """Write a page of teams, a row each; `first` is the number of its first row. Missing values are said as such.

    Columns rank, name, place, gaps, level, status, members, trained, active, group, guided; what all have in common
    stays out: the place of a commune's teams, the gaps of teams on paper, whose evidence stands first instead.
    """
    rows = found.table
    shown = pd.DataFrame(
        {
            selection.NUMBER: [numbers.number(first + at, lang) for at in range(len(rows))],
            "name": [short(name) for name in rows["name"]],
            "place": [place(found.query.structure, row, lang=lang) for row in rows.itertuples()],
            "gaps": [gaps(row, lang=lang) for row in rows.itertuples()],
            "level": [say(f"teams.level.{level}", lang) for level in rows["level"]],
            "status": [say(f"teams.status.{_text(status) or 'unknown'}", lang) for status in rows["status"]],
            "members": [count(value, lang) for value in rows["members"]],
            "trained": [trained(row, lang=lang) for row in rows.itertuples()],
            "active": [active(row, lang=lang) for row in rows.itertuples()],
            "group": [group(row.group_households, lang=lang) for row in rows.itertuples()],
            "guided": [count(value, lang) for value in rows["guided_year"]],
        }
    )
    if len(found.query.unit or "") == 5:
        shown = shown.drop(columns="place")
    if "paper" not in found.query.gaps:
        return shown
    first_columns = [selection.NUMBER, "name", *EVIDENCE]
    return shown[[*first_columns, *(name for name in shown if name not in (*first_columns, "gaps"))]]


def short(name: str) -> str:
    """Return a team's name with what all are called in its usual letters: "Tổ CNSCĐ thôn Nà Mò"."""
    return re.sub(r"^tổ công nghệ số cộng đồng\b", "Tổ CNSCĐ", name, flags=re.I)


def is_so(value: object) -> bool:
    """Tell whether something is known to be so."""
    return value is not None and bool(pd.notna(value)) and bool(value)


def _text(value: object) -> str:
    """Return a text, "" where it is missing."""
    return value if isinstance(value, str) else ""


def count(value: object, lang: str) -> str:
    """Write a count, or that there is none."""
    return say("explore.untold", lang) if value is None or pd.isna(value) else numbers.number(int(value), lang)


def place(structure: StructureId, row: object, *, lang: str) -> str:
    """Name the commune of a team, else its province, in the structure; "" where neither is known."""
    commune, province = _text(row.commune), _text(row.province)
    if commune:
        here = register.unit(structure, commune, on=register.today())
        return f"{here.name}, {register.unit(structure, here.province).short}"
    if not province:
        return say("teams_page.place.none", lang)
    return register.unit(structure, province, on=register.today()).name


def trained(row: object, *, lang: str) -> str:
    """Write how many members are known to be trained, of how many of whom it is known ("0/5")."""
    if pd.isna(row.trained):
        return say("explore.untold", lang)
    known_of = row.trained_known if pd.notna(row.trained_known) else row.members
    return f"{int(row.trained)}/{int(known_of)}" if pd.notna(known_of) else count(row.trained, lang)


def active(row: object, *, lang: str) -> str:
    """Write when a team last did something; that nothing is on record; or that nothing is known of it."""
    if isinstance(row.last_active, date) and not pd.isna(row.last_active):
        return numbers.day(row.last_active, lang)
    return say("teams_page.active.unknown" if is_so(row.gap_unknown) else "teams_page.active.never", lang)


def group(households: object, *, lang: str) -> str:
    """Write how many households are in the team's group; that no group is on record."""
    if pd.isna(households):
        return say("teams_page.group.none", lang)
    return say("teams_page.group.households", lang, n=numbers.number(int(households), lang))


def gaps(row: object, *, lang: str) -> str:
    """Name what is missing in a team; what is not known of it is not among this."""
    if is_so(row.gap_unknown):
        return say("teams.gap.unknown", lang)
    named = [say(f"teams.gap.{gap}", lang) for gap in NAMED if is_so(getattr(row, f"gap_{gap}"))]
    return "; ".join(named)


def signs(row: object, *, lang: str, as_of: date | None) -> list[str]:
    """Say the three things by which one sees a team that is on paper alone, whatever they say of this one.

    row: last_active, gap_unknown (whether nothing is known of its activity), trained, trained_known, members,
    group_households.
    """
    taught = say("teams_page.sign.trained", lang, told=trained(row, lang=lang))
    if pd.isna(row.group_households):
        reached = say("teams_page.sign.group.none", lang)
    else:
        reached = say("teams_page.sign.group", lang, told=group(row.group_households, lang=lang))
    return [_acted(row, lang=lang, as_of=as_of), taught, reached]


def _acted(row: object, *, lang: str, as_of: date | None) -> str:
    if not isinstance(row.last_active, date) or pd.isna(row.last_active):
        return say("teams_page.sign.active.unknown" if is_so(row.gap_unknown) else "teams_page.sign.active.none", lang)
    day = numbers.day(row.last_active, lang)
    if as_of is None:
        return say("teams_page.sign.active.day", lang, day=day)
    return say("teams_page.sign.active", lang, day=day, days=numbers.number((as_of - row.last_active).days, lang))


def address(structure: StructureId, row: object, *, lang: str) -> dict[str, str]:
    """Return the parameters of the link to a team's page: the unit and village where it works, and itself."""
    village = _text(row.village) if _text(row.commune) else ""
    parameters = {
        "s": "" if structure == in_force() else structure,
        "u": _text(row.commune) or _text(row.province),
        "v": village,
        "t": row.team,
        "lang": "" if lang == "vi" else lang,
    }
    return {name: value for name, value in parameters.items() if value}
