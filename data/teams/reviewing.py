"""What a form changes, field by field, for the review before it is published; of people it says only which fields."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from data.releases.drafts import Draft
from data.releases.schema import APART, KEYS
from data.releases.store import Release

_COLUMNS: Final = ["table", "key", "field", "old", "new", "personal"]


def changes(release: Release, draft: Draft) -> pd.DataFrame:
    """Return what a form's draft brings that the release does not say: table, key, field, old, new, personal.

    A row a field; old and new are texts, missing where there is none. Of personal data (personal is True) neither is
    told, nor whether it differs.
    """
    found: list[dict[str, object]] = []
    for name, table in draft.tables().items():
        if name in KEYS and name != "sources":
            for row in table.to_pandas().to_dict("records"):
                found += _personal(name, row) if name in APART else _differing(release, name, row)
    return pd.DataFrame(found, columns=_COLUMNS)


def _differing(release: Release, name: str, row: Mapping[str, Any]) -> list[dict[str, object]]:
    keys = {key: row[key] for key in KEYS[name]}
    where = " AND ".join(f"{key} = ${key}" for key in keys)
    known = release.query(f"SELECT * FROM {name} WHERE {where}", **keys)
    before = known.iloc[0].to_dict() if len(known) else {}
    told = ((field, _text(before.get(field)), _text(value)) for field, value in row.items()
            if field not in keys and field != "source")  # fmt: skip
    return [{"table": name, "key": "/".join(map(str, keys.values())), "field": field, "old": old, "new": new,
             "personal": False} for field, old, new in told if old != new]  # fmt: skip


def _personal(name: str, row: Mapping[str, Any]) -> list[dict[str, object]]:
    key = "/".join(str(row[part]) for part in KEYS[name])
    fields = [field for field in row if field not in (*KEYS[name], "source") and _text(row[field]) is not None]
    return [{"table": name, "key": key, "field": field, "old": None, "new": None, "personal": True} for field in fields]


def _text(value: object) -> str | None:
    """Write a value so that equal ones read the same, whatever table they come from."""
    if value is None or pd.isna(value):
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        return pd.Timestamp(value).date().isoformat()
    return str(value)
