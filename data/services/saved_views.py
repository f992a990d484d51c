"""Views that staff keep under a name: the link's own words, who kept them and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from data.storage import json_lists
from data.storage.errors import Refused

_LIST: Final = "views"
MOST: Final = 200
_LONGEST: Final = 80


class BadView(Refused):
    """A name that is missing or too long, or one view too many."""


@dataclass(frozen=True)
class SavedView:
    """A view under a name; `query` are the parameters of its link. It shows figures of the day it is opened."""

    id: str
    name: str
    query: dict[str, str]
    by: str
    at: str


def views() -> list[SavedView]:
    """List the saved views by name. Raises DamagedList."""
    return sorted((_read(entry) for entry in json_lists.read(_LIST)), key=lambda view: view.name.casefold())


def save(name: str, *, query: dict[str, str], by: str, at: datetime) -> SavedView:
    """Keep a view; one of the same name is replaced. Raises BadView, DamagedList, CannotWrite, Busy."""
    name = " ".join(name.split())
    if not 0 < len(name) <= _LONGEST:
        raise BadView("views.bad_name", most=_LONGEST)
    made = SavedView(json_lists.short_id(name), name, dict(query), by, at.isoformat(timespec="seconds"))
    existing = {view.id for view in views()}
    if len(existing) >= MOST and made.id not in existing:
        raise BadView("views.too_many", most=MOST)
    json_lists.put(_LIST, {"id": made.id, "name": name, "query": made.query, "by": by, "at": made.at})
    return made


def remove(view_id: str) -> None:
    """Forget a saved view. Raises DamagedList, CannotWrite, Busy."""
    json_lists.drop(_LIST, view_id)


def _read(entry: json_lists.Entry) -> SavedView:
    query = entry.get("query")
    if not isinstance(query, dict):
        raise json_lists.DamagedList("shelf.damaged", file=json_lists.path(_LIST))
    return SavedView(
        str(entry["id"]),
        str(entry.get("name", "")),
        {str(k): str(v) for k, v in query.items()},
        str(entry.get("by", "")),
        str(entry.get("at", "")),
    )
