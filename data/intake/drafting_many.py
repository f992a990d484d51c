"""Many checked reports → one draft of the store, with what came from which file."""

from collections.abc import Iterable, Sequence

import pandas as pd

from data.access.actor import Actor
from data.i18n import say
from data.intake import drafting
from data.intake.many import Together
from data.intake.result import Checked
from data.releases import drafts
from data.releases.drafts import SourceFile
from data.releases.questions import Question as StoredQuestion
from data.releases.store import Store
from data.storage.errors import Refused

_ROW: Sequence[str] = ("structure", "level", "code", "period")
_KEYS: dict[str, list[str]] = {"villages": ["village"], "teams": ["team"], "people": ["person"]}


def make(store: Store, together: Together, *, who: str = "", reader: Actor | None = None) -> str:
    """Write one draft of what all files say, remember the answers for each form, and return the draft's id.

    Raises Refused where no file says anything, and as drafting.make.
    """
    joined = together.joined
    if joined is None or not (joined.records or joined.questions):
        raise Refused("intake.nothing_to_import")
    tables: dict[str, list[pd.DataFrame]] = {}
    asked: dict[str, StoredQuestion] = {}
    for one in together.kept:
        further, of_people = drafting.with_people(store, one, who=who)
        for name, table in further.items():
            tables.setdefault(name, []).append(table if isinstance(table, pd.DataFrame) else table.to_pandas())
        for question in (*(drafting.stored_question(one, question) for question in one.questions), *of_people):
            before = asked.setdefault(str(question["id"]), question)
            if before is not question and "rows" in question:
                before["rows"] = [*before.get("rows", []), *question["rows"]]
    asked |= {one.id: one.stored() for one in joined.questions if one.kind == "file"}
    draft = drafts.create(
        store,
        rows=_rows(together.kept),
        source=_source(together, joined),
        problems=[{**problem.to_json(), "period": joined.period} for problem in joined.problems],
        questions=list(asked.values()),
        answers=dict(joined.answers),
        base_release=store.current_id(),
        tables={name: _together(name, parts) for name, parts in tables.items()},
        who=who,
    )
    for one in together.kept:
        drafting.remember(store, one, draft=draft, who=who, reader=reader)
    return draft


def _rows(kept: Iterable[Checked]) -> pd.DataFrame:
    """Return one row a unit: what several files say of different figures of one unit is one row."""
    parts = [rows for one in kept if len(rows := drafting.rows(one))]
    if not parts:
        return drafting.rows(next(iter(kept)))
    return pd.concat(parts, ignore_index=True).groupby(list(_ROW), sort=False, as_index=False).first()


def _together(name: str, parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    whole = pd.concat(parts, ignore_index=True)
    return whole.drop_duplicates(_KEYS[name]) if name in _KEYS else whole.drop_duplicates()


def _source(together: Together, joined: Checked) -> drafts.Source:
    """Return where the figures come from: the files by name and hash, and the units of each."""
    if len(together.kept) == 1:
        return drafting.source(together.kept[0])
    kind = say(drafting.kind_of(joined).words)
    return drafts.Source(
        title=say("intake.said.many_title", kind=f"{kind[:1].upper()}{kind[1:]}", count=len(together.kept)),
        office=None,
        as_of=joined.as_of,
        structure=joined.structure,
        file_name=say("intake.said.many_files", count=len(together.kept)),
        file_hash=joined.digest,
        whole_teams=all(drafting.source(one).whole_teams for one in together.kept),
        files=tuple(
            SourceFile(one.file, one.digest, tuple(dict.fromkeys(record.unit.code for record in one.records)))
            for one in together.kept
        ),
    )
