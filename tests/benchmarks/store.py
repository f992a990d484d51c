"""A release of 90,000 villages over twelve quarters: what it takes on disk, and how fast it answers what pages ask.

Beside it pandas on the same files, as it is usually done: read the columns, join, group, divide.
"""

import os
import resource
import tempfile
import time
from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa

from data.catalogue import periods
from data.measures import figures, series
from data.releases.store import Release, open_store
from data.releases.write import write_release
from data.units import register
from tests.benchmarks.teams import median

VILLAGES: Final = 90_000
QUARTERS: Final = periods.span("2023-Q4", "2026-Q3")
STRUCTURE: Final = "2025-07"
MEASURE: Final = "smartphone_gap"
COUNTS: Final = (
    "households", "households_poor", "households_smartphone", "households_trained", "members_village",
    "members_trained", "zalo_households", "vneid_accounts", "people_guided",
)  # fmt: skip


def tables() -> dict[str, pa.Table]:
    """Draw the villages of the country and ten counts of each in every quarter; the same each time."""
    rng = np.random.default_rng(7)
    communes = register.units(STRUCTURE, "commune").index.to_numpy(object)
    villages = np.array([f"v{n:05d}" for n in range(VILLAGES)], object)
    home = communes[np.arange(VILLAGES) * len(communes) // VILLAGES]
    rows = VILLAGES * len(QUARTERS)
    households = rng.integers(40, 300, rows)
    counts = {name: rng.integers(0, households + 1) for name in COUNTS} | {"households": households}
    made = {
        "sources": {"source": ["s"], "kind": ["report"], "title": ["bench"]},
        "villages": {"village": villages, "name": villages, "commune_2025": home, "source": "s"},
        "village_figures": {
            "village": np.tile(villages, len(QUARTERS)),
            "period": np.repeat(np.array(QUARTERS, object), VILLAGES),
            "villages": 1,
            "source": "s",
            **counts,
        },
    }
    return {name: pa.Table.from_pandas(pd.DataFrame(columns), preserve_index=False) for name, columns in made.items()}


def with_pandas(release: Release, *, period: str | None, province: str | None) -> pd.Series:
    """Return the share of households without a smartphone by commune, or by quarter where no quarter is asked for."""
    told = pd.read_parquet(
        release.path / "village_figures.parquet",
        columns=["village", "period", "households", "households_smartphone"],
        filters=None if period is None else [("period", "==", period)],
    )
    told = told.merge(pd.read_parquet(release.path / "villages.parquet", columns=["village", "commune_2025"]))
    if province is not None:
        homes = register.units(STRUCTURE, "commune")["province"]
        told = told[told["commune_2025"].map(homes) == province]
    told = told.dropna(subset=["households", "households_smartphone"])
    added = told.groupby("commune_2025" if period else "period")[["households", "households_smartphone"]].sum()
    return 1 - added["households_smartphone"] / added["households"]


def main() -> None:
    """Print what the release takes, how long each answer, and how many times faster than pandas it is."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CNSCD_VAR"] = folder
        drawn, began = tables(), time.perf_counter()
        release = write_release(open_store(), drawn, parent=None, message="bench")
        took, size = time.perf_counter() - began, sum(file.stat().st_size for file in release.path.iterdir())
        rows = drawn["village_figures"].num_rows
        print(f"{VILLAGES:,} villages, {len(QUARTERS)} quarters, {len(COUNTS) + 1} counts: {rows:,} rows")
        print(
            f"written and derived in {took:.0f} s, {size / 2**20:.0f} MB on disk, {_peak():,.0f} MB of memory at most"
        )
        del drawn
        last, province = QUARTERS[-1], "01"
        communes = list(register.children(STRUCTURE, province, "commune").index)
        told = {"period": last, "structure": STRUCTURE}
        acts: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
            "every commune of the country": (
                lambda: figures.figures(release, MEASURE, **told, level="commune"),
                lambda: with_pandas(release, period=last, province=None),
            ),
            "the communes of a province": (
                lambda: figures.figures(release, MEASURE, **told, level="commune", parent=province),
                lambda: with_pandas(release, period=last, province=province),
            ),
            "the country over all quarters": (
                lambda: figures.trend(release, MEASURE, structure=STRUCTURE, code=None),
                lambda: with_pandas(release, period=None, province=None),
            ),
            "the communes of a province over all quarters": (
                lambda: series.series(release, MEASURE, structure=STRUCTURE, level="commune", codes=communes),
                lambda: with_pandas(release, period=None, province=province),
            ),
        }
        same = [act() for act in acts["every commune of the country"]]
        mine = same[0].table.set_index("code")["value"].dropna()
        assert np.allclose(mine, same[1][mine.index]) and len(mine) == len(same[1]), "both say the same"
        for name, (own, usual) in acts.items():
            mine, theirs = median(own), median(usual)
            print(f"{name:<46}{mine:>7.0f} ms   pandas {theirs:>7.0f} ms   {theirs / mine:>6.1f} times faster")


def _peak() -> float:
    """Return the most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
