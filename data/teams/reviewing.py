"""What a form changes, field by field, for the review before it is published; of people it says only which fields."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

import pandas as pd
import pyarrow as pa

from data.derivation.schema import APART, KEYS
from data.releases import merging
from data.releases.drafts import Draft
from data.releases.questions import Question
from data.releases.store import Release, Store

_COLUMNS: Final = ["table", "key", "field", "old", "new", "personal", "part"]
_LISTED: Final = {
    "difficulties": ("difficulties", "kind"),
    "team_villages": ("villages", "village"),
    "attendances": ("persons", "person"),
}
"""Tables whose rows are a list that belongs to a thing: the list's field, and the column that says what is on it."""


def changes(release: Release, draft: Draft) -> pd.DataFrame:
    """Return what a form's draft brings that the release does not say: table, key, field, old, new, personal, part.

    A row a field; old and new are texts, villages by name, missing where there is none. Of personal data (personal is
    True) neither is shown, nor whether it differs. part: what of a list the row is about (a difficulty, a village, the
    id of a person), missing elsewhere; what comes onto the list or is taken off it is new or old of the list's field.
    """
    found: list[dict[str, object]] = []
    for name, table in merging.brought(Store(release.root), draft).tables.items():
        if name in KEYS and name != "sources":
            for row in _rows(table):
                found += _personal(name, row) if name in APART else _differing(release, name, row)
    return pd.DataFrame(found, columns=_COLUMNS, dtype=object)


def conflict(release: Release, draft: Draft, question: Question) -> pd.DataFrame:
    """Return in what a draft and the release differ in the fields that a question is about, as `changes` does.

    A question that names no field is about the whole row. old is what is published, new what the draft says; none
    where the question is about a figure or the draft's row is gone.
    """
    name, key, fields = question.get("table", ""), list(question.get("key", ())), question.get("fields") or ()
    table = draft.tables().get(name)
    rows = [] if table is None else _rows(table)
    own_rows = [row for row in rows if [str(row[part]) for part in KEYS[name]] == key]
    differences = [_personal(name, row) if name in APART else _differing(release, name, row) for row in own_rows]
    disputed = [each for found in differences for each in found if not fields or each["field"] in fields]
    return pd.DataFrame(disputed, columns=_COLUMNS, dtype=object)


def _rows(table: pa.Table) -> list[dict[str, object]]:
    frame = table.to_pandas()
    return [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False, name=None)]


def _differing(release: Release, name: str, row: Mapping[str, object]) -> list[dict[str, object]]:
    keys = {key: row[key] for key in KEYS[name]}
    where = " AND ".join(f"{key} = ${key}" for key in keys)
    published = release.query(f"SELECT * FROM {name} WHERE {where}", **keys)
    before = {name: published[name].iloc[0] for name in published} if len(published) else {}
    changed = [
        (field, _text(before.get(field)), _text(value))
        for field, value in row.items()
        if field not in keys and field != "source"
    ]
    listed, column = _LISTED.get(name, ("", ""))
    part = _named(release, listed, _text(row.get(column)))
    about: dict[str, object] = {
        "table": name,
        "key": "/".join(map(str, keys.values())),
        "personal": False,
        "part": part,
    }
    changed = [each for each in changed if each[1] != each[2] and each[0] != "withdrawn"]
    if listed and row.get("withdrawn"):
        changed = [(listed, part, None)]
    elif listed and not before:
        changed = [(listed, None, part), *changed]
    return [
        about | {"field": field, "old": _named(release, field, old), "new": _named(release, field, new)}
        for field, old, new in changed
    ]


def _named(release: Release, field: str, value: str | None) -> str | None:
    """Return the name of a village where a field holds its id, else the value as it is."""
    if field not in ("village", "villages") or value is None:
        return value
    found = release.query("SELECT name FROM villages WHERE village = $id", id=value)
    return value if found.empty else str(found["name"][0])


def _personal(name: str, row: Mapping[str, object]) -> list[dict[str, object]]:
    key = "/".join(str(row[part]) for part in KEYS[name])
    fields = [field for field in row if field not in (*KEYS[name], "source") and _text(row[field]) is not None]
    about: dict[str, object] = {"table": name, "key": key, "old": None, "new": None, "personal": True, "part": None}
    return [about | {"field": field} for field in fields]


def _text(value: object) -> str | None:
    """Write a value so that equal ones read the same, whatever table they come from."""
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):  # a pandas.Timestamp is one
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
