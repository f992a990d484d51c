"""Villages that are merged, split, renamed or ended, by decree and day: what each became, and what is not known.

The changes lie in var/villages as lines of an audit log (data.storage.audit_log); each names its day, its decree and
its rows: a village and one that it went to, or none where nothing says where. A village that no row names goes
on; one that is named names every village it went to, itself too where it goes on. What ended without a successor
"cannot be allocated": its counts stay known and belong nowhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal

import pandas as pd

from data.storage import audit_log, paths
from data.storage.errors import Refused
from data.storage.json_values import Json, items, text
from data.storage.locks import exclusive
from data.units.moves import Evidence, add_up, lay_out

State = Literal["goes on", "whole", "split", "cannot be allocated"]

_ENDS: Final = ["village_from", "village_to"]
_MADE: Final = ["village", "name", "structure", "code"]


class BadMerger(Refused):
    """Changes of villages contradict themselves or those before: `faults` lists (village, why)."""

    def __init__(self, faults: Iterable[tuple[str, str]]) -> None:
        self.faults = tuple(faults)
        village, why = self.faults[0]
        super().__init__(f"units.village_{why}", village=village, more=len(self.faults) - 1)


@dataclass(frozen=True)
class VillageChange:
    """A village and one that it went to, wholly or in part; None where nothing says where (the rest of) it went."""

    village_from: str
    village_to: str | None


@dataclass(frozen=True)
class MadeVillage:
    """A village that a change brought into being, in a commune of a structure."""

    village: str
    name: str
    structure: str
    code: str


@dataclass(frozen=True)
class Became:
    """What became of a village by some day: the villages that it is in now, and how sure that is."""

    village: str
    state: State
    now: tuple[str, ...]


@dataclass(frozen=True)
class Carried:
    """Counts of villages as they are on a day: `rows` as those of crosswalk.convert, and what belongs nowhere.

    left: code (of the village that ended), column, value: nothing says to which village they belong.
    """

    rows: pd.DataFrame
    left: pd.DataFrame


def folder() -> Path:
    """Return the folder of the changes (not created here)."""
    return paths.var() / "villages"


def record(
    changes: Iterable[VillageChange],
    *,
    since: date,
    by: str,
    source: str,
    made: Iterable[MadeVillage] = (),
    decree: str | None = None,
) -> None:
    """Record changes of villages that hold since a day. Raises BadMerger with every fault, CannotWrite, Busy.

    A village that is gone cannot change again, and days do not run back.
    """
    rows = sorted({(c.village_from, c.village_to) for c in changes}, key=lambda row: (row[0], row[1] or ""))
    with exclusive(folder() / "lock"):
        _check([row[0] for row in rows], since)
        audit_log.append(
            folder(),
            who=by,
            action="merge villages",
            since=since.isoformat(),
            villages=[list(row) for row in rows],
            made=[[m.village, m.name, m.structure, m.code] for m in made],
            source=source,
            decree=decree,
        )


def history() -> list[dict[str, Json]]:
    """Return every act ever recorded, oldest first; raises DamagedLog."""
    return audit_log.read(folder())


def made_villages(on: date) -> pd.DataFrame:
    """Return the villages that changes until a day brought into being: village, name, structure, code."""
    rows = [items(row) for entry in _until(on) for row in items(entry.get("made", []))]
    return pd.DataFrame(rows, columns=_MADE, dtype="str").drop_duplicates("village", keep="last")


def edges(on: date) -> pd.DataFrame:
    """Return what the villages named until a day had become by then: village_from, village_to, part.

    part: "whole" (its one successor), "part", or "ended", with village_to missing, where nothing says where it
    went.
    """
    found = pd.DataFrame(columns=_ENDS, dtype="object")
    for entry in _until(on):
        step = [items(row) for row in items(entry["villages"])]
        found = _composed(found, pd.DataFrame(step, columns=_ENDS, dtype="object"))
    nowhere = found["village_to"].isna()
    fan = found["village_from"].groupby(found["village_from"]).transform("size")
    part = fan.eq(1).map({True: "whole", False: "part"}).mask(nowhere, "ended")
    return found.assign(part=part.astype("object")).sort_values(_ENDS, ignore_index=True)


def _until(on: date | None) -> list[dict[str, Json]]:
    return [entry for entry in history() if on is None or date.fromisoformat(text(entry["since"])) <= on]


def _composed(before: pd.DataFrame, step: pd.DataFrame) -> pd.DataFrame:
    """Follow the villages one change further; what the change is the first to name begins with itself."""
    changed = before["village_to"].isin(step["village_from"])
    on = before[changed].merge(step, left_on="village_to", right_on="village_from", suffixes=("", "_on"))
    on = on[["village_from", "village_to_on"]].set_axis(_ENDS, axis=1)
    first = step[~step["village_from"].isin(before["village_from"])]
    return pd.concat([before[~changed], on, first], ignore_index=True).drop_duplicates(_ENDS, ignore_index=True)


def became(village: str, *, on: date) -> Became:
    """Return what became of a village by a day."""
    found = edges(on)
    found = found[found["village_from"] == village]
    if found.empty:
        return Became(village, "goes on", (village,))
    now = tuple(found["village_to"].dropna())
    if len(now) < len(found):
        return Became(village, "cannot be allocated", now)
    return Became(village, "split" if len(now) > 1 else "goes on" if now == (village,) else "whole", now)


def predecessors(village: str, *, on: date) -> tuple[str, ...]:
    """Return the villages that one was made of by a day, itself alone where it was never changed."""
    found = edges(on)
    into = found.loc[found["village_to"] == village, "village_from"]
    own = _going_on(pd.Index([village]), found, on=on)
    return tuple(sorted({*into, *own})) or (village,)


def present(villages: Iterable[str], *, on: date) -> pd.Index:
    """Return the villages that are there on a day: those given and those made, but for what was merged or ended."""
    ids = pd.Index(pd.unique(pd.Series([*villages, *made_villages(on)["village"]], dtype="object")))
    return ids[~ids.isin(_gone(edges(on)))]


def _going_on(villages: pd.Index, changed: pd.DataFrame, *, on: date) -> pd.Index:
    """Return those of the villages that go on though no row says so: not named themselves, and not made."""
    return villages[~villages.isin(changed["village_from"]) & ~villages.isin(made_villages(on)["village"])]


def _gone(found: pd.DataFrame) -> set[str]:
    return set(found["village_from"]) - set(found["village_to"].dropna())


def convert(table: pd.DataFrame, *, on: date) -> Carried:
    """Carry counts of villages (`code` and columns) to the villages of a day; conserved to the unit.

    rows: code, column, low, best, high, how. A village that was divided is not resolvable, its range from none to
    all; what ended without a successor is in `left`, whole, so that no sum loses it.
    """
    counts = table.set_index("code").astype("Int64")
    changed = edges(on)
    nowhere = changed.loc[changed["village_to"].isna(), "village_from"].unique()
    lost = counts[counts.index.isin(nowhere)].rename_axis(index="code", columns="column")
    left = lost.reset_index().melt("code", var_name="column", value_name="value").dropna(subset="value")
    left = left.sort_values("code", kind="stable", ignore_index=True)
    remaining = counts[~counts.index.isin(nowhere)]
    ways = changed[~changed["village_from"].isin(nowhere)].set_axis(["code_from", "code_to", "part"], axis=1)
    stay = _going_on(remaining.index.union(pd.Index(ways["code_to"].unique())), changed, on=on)
    ways = pd.concat([ways, pd.DataFrame({"code_from": stay, "code_to": stay, "part": "whole"})], ignore_index=True)
    touched = ways.loc[ways["code_from"].isin(remaining.index), "code_to"]
    moves = lay_out(remaining, ways[ways["code_to"].isin(touched)], Evidence())
    return Carried(add_up(moves, counts.columns), left)


def _check(villages: list[str], since: date) -> None:
    """Refuse changes that run back in time, or that name a village that was gone by then."""
    last = max((date.fromisoformat(text(entry["since"])) for entry in history()), default=since)
    faults = [(since.isoformat(), "runs_back")] if since < last else []
    gone = _gone(edges(since))
    faults += [(village, "gone") for village in dict.fromkeys(villages) if village in gone]
    if faults:
        raise BadMerger(faults)
