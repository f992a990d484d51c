"""The list of those who were erased, by ids that say nothing of them: no draft brings them back."""

import json
from collections.abc import Collection
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from data.releases.store import Store
from data.storage import clock
from data.storage.atomic import replace_file
from data.storage.json_values import parse_object, text

_LIST: Final = "erased.json"


def erased(store: Store) -> frozenset[str]:
    """Return the ids of everybody who was erased."""
    return frozenset(_days(store))


def remember(store: Store, person: str) -> None:
    """Note that a person is being erased; the store's lock is held. Raises CannotWrite."""
    days = {person: clock.now(), **_days(store)}
    replace_file(store.root / _LIST, json.dumps(days, sort_keys=True).encode(), step="erased")


def kept_out(people: pa.Table, *, of: Collection[str]) -> pa.Table:
    """Return the table of people without those who were erased."""
    return people.filter(pc.invert(pc.is_in(people["person"], value_set=pa.array(sorted(of), pa.string()))))


def _days(store: Store) -> dict[str, str]:
    """Return when each was erased, by id."""
    path = store.root / _LIST
    if not path.exists():
        return {}
    return {person: text(day) for person, day in parse_object(path.read_bytes()).items()}
