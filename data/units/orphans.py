"""Teams without a village of today, and villages of today without a team, after villages were merged.

A team keeps the villages that it served: what it serves today follows from what became of them. A team may serve
several villages, and a village may have several teams.
"""

from datetime import date
from typing import Final

import pandas as pd

from data.units.village_mergers import edges, present

SERVED: Final = ["team", "village_then", "village", "state"]


def served(serves: pd.DataFrame, *, villages: pd.Index, on: date) -> pd.DataFrame:
    """Return team, village_then, village, state: what each team serves on a day, of what it served.

    serves: team, village (many to many; a missing village is a team of a commune, and is left out). villages: the
    ids of all known villages. state: "goes on", "whole" (merged into it), "part" (a part went there), or, with
    village missing, "cannot be allocated" (nothing says where it went) or "unknown" (no known village).
    """
    then = serves.dropna(subset="village")[["team", "village"]].drop_duplicates()
    changed = edges(on)
    here = then.merge(changed, left_on="village", right_on="village_from", how="left")
    stays = here["village_from"].isna()
    now = here["village_to"].mask(stays, here["village"])
    state = here["part"].mask(stays | (here["village_to"] == here["village"]), "goes on")
    state = state.mask(state == "ended", "cannot be allocated")
    there = present(villages, on=on)
    lost = now.notna() & ~now.isin(there)
    found = pd.DataFrame(
        {
            "team": here["team"],
            "village_then": here["village"],
            "village": now.mask(lost),
            "state": state.mask(lost, "unknown"),
        }
    )
    return found[SERVED].sort_values(SERVED[:3], ignore_index=True)


def teams_without_village(serves: pd.DataFrame, *, villages: pd.Index, on: date) -> pd.DataFrame:
    """Return team, village_then, state of the teams that serve no village of a day at all."""
    found = served(serves, villages=villages, on=on)
    none = found["village"].isna().groupby(found["team"]).transform("all")
    return found.loc[none, ["team", "village_then", "state"]].reset_index(drop=True)


def villages_without_team(serves: pd.DataFrame, *, villages: pd.Index, on: date) -> pd.Index:
    """Return the ids of the villages of a day that no team serves, not even in part; sorted."""
    found = served(serves, villages=villages, on=on)
    return present(villages, on=on).difference(pd.Index(found["village"].dropna().unique()))
