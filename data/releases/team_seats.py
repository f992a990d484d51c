"""Parts a register's list of members into people (personal data) and their seats in teams (none).

A list has one row a seat: person, team, name, birth_year, phone, post, organisation, role, trained, other_posts. The
same person may stand in it twice, under one id.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa

from data.catalogue.team_codes import YOUNG_UNTIL, role_of, seat_of

_PERSONAL: Final = ("person", "name", "birth_year", "phone", "post", "organisation", "source")
_SEAT: Final = ("person", "team", "role", "trained", "other_posts", "since", "until", "source")
Rows = pa.Table | pd.DataFrame


def split(listed: pd.DataFrame, *, on: date | None) -> dict[str, pd.DataFrame]:
    """Return the tables people and memberships of a list of seats; missing columns stay missing.

    on: the day on which the list holds; it decides who is young, which is left open without it.
    """
    people = listed[[name for name in _PERSONAL if name in listed]].drop_duplicates("person")
    seats = listed[[name for name in _SEAT if name in listed]].drop_duplicates(["person", "team"])
    rows = listed.loc[seats.index]
    blank = pd.Series(None, index=rows.index, dtype=object)
    posts = zip(rows.get("post", blank), rows.get("organisation", blank), strict=True)
    seats = seats.assign(
        seat=pd.Series([seat_of(_text(post), _text(body)) for post, body in posts], seats.index, object)
    )
    if "role" in seats:
        seats["role"] = [role_of(_text(role)) for role in seats["role"]]
    seats["young"] = young(rows.get("birth_year", blank), on=on)
    return {"people": people.reset_index(drop=True), "memberships": seats.reset_index(drop=True)}


def young(born: pd.Series, *, on: date | None) -> pd.Series:
    """Tell who is at most as old as the Youth Law says; missing where the year of birth is."""
    years = pd.to_numeric(born, errors="coerce").to_numpy(float, na_value=np.nan)
    found = pd.array((on.year if on else np.nan) - years <= YOUNG_UNTIL, dtype="boolean")
    found[np.isnan(years) | (on is None)] = pd.NA
    return pd.Series(found, index=born.index)


def adopted(tables: Mapping[str, Rows], *, on: date | None = None) -> dict[str, Rows]:
    """Return tables with people and their seats apart, also where they come as one list, as they once did."""
    listed = tables.get("people")
    names = () if listed is None else listed.column_names if isinstance(listed, pa.Table) else listed.columns
    if listed is None or "team" not in names:
        return dict(tables)
    frame = listed.to_pandas() if isinstance(listed, pa.Table) else listed
    return {**tables, **split(frame.reset_index(drop=True), on=on)}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
