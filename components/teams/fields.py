"""The fields of the forms on a team; each form returns what was changed in it, None before it is sent."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.shell.frame import words
from components.state import selection
from components.state.selection import View
from data.catalogue import periods
from data.catalogue.team_codes import CONTENTS, DIFFICULTIES, FORMS, LEVELS, ROLES, STATUSES, SUPPLIES, TASKS
from data.teams.editing import FIELDS
from data.teams.profile import Profile
from data.units.register import StructureId

_EARLIEST: Final = date(2015, 1, 1)
_WIDTH: Final = 250
_PLATFORMS: Final = ("zalo", "facebook", "viber", "telegram")
Values = Mapping[str, Any]


def _label(name: str) -> str:
    return words(f"teams.field.{name}")


def _texts(names: Sequence[str], before: Values) -> dict[str, Any]:
    return {
        name: st.text_input(_label(name), value=before.get(name) or "", max_chars=300, width=_WIDTH) or None
        for name in names
    }


def _days(names: Sequence[str], before: Values) -> dict[str, Any]:
    return {
        name: st.date_input(
            _label(name), value=before.get(name), min_value=_EARLIEST, format="DD/MM/YYYY", width=_WIDTH
        )
        for name in names
    }


def _counts(names: Sequence[str], before: Values) -> dict[str, Any]:
    return {
        name: st.number_input(_label(name), value=before.get(name), min_value=0, step=1, width=_WIDTH) for name in names
    }


def _choice(name: str, options: Sequence[str], before: Values, *, words_of: str) -> dict[str, Any]:
    chosen = before.get(name)
    return {
        name: st.selectbox(
            _label(name),
            options,
            index=options.index(chosen) if chosen in options else None,
            placeholder=words("team_edit.choose"),
            width=_WIDTH,
            format_func=lambda code: words(f"{words_of}.{code}"),
        )
    }


def _several(
    name: str,
    options: Sequence[str],
    label: Callable[[str], str],
    *,
    chosen: Sequence[str] = (),
    help: str | None = None,
) -> list[str]:
    return st.multiselect(
        _label(name),
        options,
        default=chosen,
        format_func=label,
        placeholder=words("team_edit.choose"),
        help=help,
        width=2 * _WIDTH,
    )


def _fields() -> DeltaGenerator:
    """Return the place of a form's fields: side by side as far as there is room."""
    return st.container(horizontal=True, vertical_alignment="bottom")


def _sent() -> bool:
    return st.form_submit_button(words("team_edit.keep"), type="primary")


def changed(values: Values, before: Values) -> dict[str, Any]:
    """Return what differs from before; a field that was emptied is None."""
    return {name: value for name, value in values.items() if value != before.get(name)}


def plain_values(row: pd.Series, names: Sequence[str]) -> dict[str, Any]:
    """Return fields of a row as Python values: None where missing, whole numbers whole, days without hours."""
    found: dict[str, Any] = {}
    for name in names:
        value = row.get(name)
        if value is None or (not isinstance(value, str) and pd.isna(value)):
            found[name] = None
        elif isinstance(value, pd.Timestamp):
            found[name] = value.date()
        elif isinstance(value, str | bool | date):
            found[name] = value
        else:
            found[name] = int(value)
    return found


def team(record: pd.Series) -> dict[str, Any] | None:
    """Correct the team's own record."""
    before = plain_values(record, FIELDS["team"])
    with st.form(f"team-{record['team']}"), _fields():
        values = _texts(("name",), before)
        values |= _choice("level", LEVELS, before, words_of="teams.level")
        values |= _choice("status", STATUSES, before, words_of="teams.status")
        values |= _texts(("decision",), before) | _days(("decided", "founded", "reorganised", "dissolved"), before)
        values |= _choice("group_platform", _PLATFORMS, before, words_of="team_edit.platform")
        values |= _texts(("group_link",), before) | _counts(("zalo_households", "members"), before)
        if before["level"] in ("volunteer", "school"):
            values |= _texts(("union_branch",), before) | _counts(("subgroups",), before)
        if not _sent():
            return None
    made = changed(values, before)
    return made | {"team": record["team"]} if made else {}


def new_team(structure: StructureId, commune: str, villages: pd.DataFrame) -> dict[str, Any] | None:
    """Describe a team that the records do not have yet."""
    names = villages.set_index("village")["name"].to_dict()
    with st.form(f"team-new-{structure}-{commune}"), _fields():
        values = _texts(("name",), {}) | _choice("level", LEVELS, {"level": "village"}, words_of="teams.level")
        values["village"] = st.selectbox(
            _label("village"),
            list(names),
            index=None,
            format_func=names.get,
            placeholder=words("team_edit.choose"),
            width=_WIDTH,
        )
        values |= _choice("status", STATUSES, {"status": "active"}, words_of="teams.status")
        values |= _texts(("decision",), {}) | _days(("decided", "founded"), {})
        values |= _counts(("members",), {}) | _texts(("union_branch",), {}) | _counts(("subgroups",), {})
        if not _sent():
            return None
    return changed(values, {}) | {"structure": structure, "commune": commune}


def member(found: Profile, people: pd.DataFrame) -> dict[str, Any] | None:
    """Add a member, or correct one of those whom the team has; leaving is a day."""
    names = people.set_index("person")["name"].to_dict()
    person = st.selectbox(
        words("team_edit.who"),
        ["", *names],
        key=f"edit-who-{found.team.team}",
        width=2 * _WIDTH,
        format_func=lambda who: _named(names[who]) if who else words("team_edit.who.new"),
    )
    row = people.set_index("person").loc[person] if person else pd.Series(dtype=object)
    before = plain_values(row, FIELDS["member"])
    with st.form(f"member-{found.team.team}-{person}"), _fields():
        values = _texts(("name",), before) | _choice("role", ROLES, before, words_of="team.role")
        values |= _texts(("post", "organisation", "phone"), before)
        values["birth_year"] = st.number_input(
            _label("birth_year"), value=before["birth_year"], min_value=1900, max_value=2020, step=1, width=_WIDTH
        )
        values |= _counts(("other_posts",), before) | _days(("since", "until"), before)
        if not _sent():
            return None
    made = changed(values, before)
    if not made:
        return {}
    return made | {"team": found.team.team} | ({"person": person} if person else {})


def _named(name: object) -> str:
    return name if isinstance(name, str) else words("explore.no_data")


def activity(found: Profile) -> dict[str, Any] | None:
    """Report what the team did in some days, or correct such a report."""
    activities = found.activities.set_index("activity")
    lang = selection.language()
    report = st.selectbox(
        words("team_edit.report"),
        ["", *activities.index[::-1]],
        key=f"edit-report-{found.team.team}",
        width=2 * _WIDTH,
        format_func=lambda each: (
            periods.label(activities.loc[each, "period"], lang) if each else words("team_edit.report.new")
        ),
    )
    before = plain_values(activities.loc[report], FIELDS["activity"]) if report else dict.fromkeys(FIELDS["activity"])
    named = _named_difficulties(activities.loc[report]) if report else {}
    with st.form(f"activity-{found.team.team}-{report}"), _fields():
        values = _days(("since", "until", "last_day"), before)
        values |= _counts(
            ("sessions", "households_visited", "guided", *(f"guided_{each}" for each in CONTENTS)), before
        )
        kinds = _several(
            "difficulties",
            DIFFICULTIES,
            lambda kind: words(f"teams.difficulty.{kind}"),
            chosen=[*named],
            help=words("team_edit.difficulties.help"),
        )
        text = st.text_input(words("team_edit.other"), value=named.get("other") or "", max_chars=300, width=_WIDTH)
        if not _sent():
            return None
    made = changed(values, before)
    names = {kind: text or None if kind == "other" else None for kind in kinds}
    if names != named:
        made["difficulties"] = list(names.items())
    if not made:
        return {}
    days = {name: values[name] for name in ("since", "until")}  # they are checked together
    return made | days | ({"activity": report} if report else {}) | {"team": found.team.team}


def _named_difficulties(report: pd.Series) -> dict[str, str | None]:
    """Return the difficulties that a report names, by kind, with what it says of the one that is none of these."""
    kinds = report["difficulties"].split(",") if isinstance(report["difficulties"], str) else []
    return {kind: report["other"] if kind == "other" and isinstance(report["other"], str) else None for kind in kinds}


def supply(found: Profile) -> dict[str, Any] | None:
    """Note what the team received, or correct such a note."""
    supplies = found.supplies.set_index("supply")
    chosen = st.selectbox(
        words("team_edit.supply.which"),
        ["", *supplies.index],
        key=f"edit-supply-{found.team.team}",
        width=2 * _WIDTH,
        format_func=lambda each: _received(supplies.loc[each]) if each else words("team_edit.supply.new"),
    )
    before = plain_values(supplies.loc[chosen], FIELDS["supply"]) if chosen else dict.fromkeys(FIELDS["supply"])
    with st.form(f"supply-{found.team.team}-{chosen}"), _fields():
        values = _choice("kind", SUPPLIES, before, words_of="teams.supply") | _days(("day",), before)
        values |= _counts(("amount", "quantity"), before) | _texts(("giver",), before)
        if not _sent():
            return None
    made = changed(values, before)
    return made | {"team": found.team.team} | ({"supply": chosen} if chosen else {}) if made else {}


def _received(row: pd.Series) -> str:
    day = f"{pd.Timestamp(row['day']):%d/%m/%Y} · " if pd.notna(row["day"]) else ""
    return day + words(f"teams.supply.{row['kind']}")


def villages(found: Profile, of_commune: pd.DataFrame | None, *, day: date) -> dict[str, Any] | None:
    """Say which villages the team serves, from which day on those that are new or left."""
    now = found.serving
    parts = [found.villages] if of_commune is None else [of_commune, found.villages]
    names = pd.concat(parts).drop_duplicates("village").set_index("village")["name"].to_dict()
    main = found.team.village
    with st.form(f"villages-{found.team.team}"), _fields():
        served = _several(
            "villages",
            list(names),
            lambda each: _named(names[each]),
            chosen=now["village"].tolist(),
            help=words("team_edit.villages.help"),
        )
        when = st.date_input(
            words("team_edit.villages.day"), value=day, min_value=_EARLIEST, format="DD/MM/YYYY", width=_WIDTH
        )
        values = (
            {
                "village": st.selectbox(
                    words("team_edit.villages.main"),
                    list(names),
                    index=list(names).index(main),
                    width=_WIDTH,
                    format_func=names.get,
                )
            }
            if main in names
            else {}
        )
        if not _sent():
            return None
    if set(served) == set(now["village"]) and values.get("village", main) == main:
        return {}
    return values | {"team": found.team.team, "villages": served, "day": when}


def attendance(view: View, found: Profile, people: pd.DataFrame) -> dict[str, Any] | None:
    """Say which members sat in a course: one that is known, or a new one."""
    names = people.set_index("person")["name"].to_dict()
    courses = found.trainings.set_index("training")
    training = st.selectbox(
        _label("training"),
        ["", *courses.index],
        key=f"edit-course-{found.team.team}",
        width=2 * _WIDTH,
        format_func=lambda each: (
            f"{pd.Timestamp(courses.loc[each, 'day']):%d/%m/%Y}" if each else words("team_edit.course.new")
        ),
    )
    with st.form(f"attendance-{found.team.team}-{training}"), _fields():
        values: dict[str, Any] = {"persons": _several("persons", list(names), lambda who: _named(names[who]))}
        if not training:
            values |= _days(("day",), {}) | _texts(("title", "venue", "organiser"), {})
            values |= _choice("form", FORMS, {}, words_of="teams.form")
            values["contents"] = _several("contents", CONTENTS, lambda code: words(f"teams.content.{code}"))
            values["tasks"] = _several("tasks", TASKS, lambda code: words(f"teams.task.{code}"))
        if not _sent():
            return None
    made = {name: value for name, value in values.items() if value not in (None, [])} | {"persons": values["persons"]}
    return made | ({"training": training} if training else {"structure": view.structure, "code": view.unit})
