"""What protection costs: processor time, the share of figures that are small, and that are hidden."""

import os
import tempfile
import time
from collections.abc import Mapping

import numpy as np

from data.disclosure import cells as figures
from data.disclosure import quantities
from data.disclosure.audit import safe_cells
from data.disclosure.cells import Cells
from data.releases.store import open_store
from data.sample.make import make_sample
from data.storage import settings

Shares = dict[tuple[str, str], tuple[float, float]]


def shares(cells: Cells, hidden: Mapping[tuple[str, str], np.ndarray], *, limit: int) -> Shares:
    """Return by level and structure the share of figures that are small themselves, and that are hidden."""
    made: Shares = {}
    for level, group in (("commune", cells.communes), ("province", cells.provinces)):
        for name, values in group.items():
            there = ~np.isnan(values)
            alone = np.zeros(values.shape, bool)
            for topic, columns in cells.rules.groups.items():
                small = quantities.small(quantities.of_topic(values, topic, cells.rules), limit)
                alone[..., [cells.rules.place[column] for column in columns]] = small[..., None]
            count = max(int(there.sum()), 1)
            made[level, name] = ((alone & there).sum() / count, hidden[level, name].sum() / count)
    return made


def main() -> None:
    """Protect the illustration of the whole country, and print what it took and what is hidden."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CNSCD_VAR"] = folder
        limit = settings.current().smallest_shown
        cells = figures.read(make_sample(open_store()))
        began = time.process_time()
        shown = safe_cells(cells, limit=limit)
        print(f"protection of the illustration: {time.process_time() - began:.0f} s of one processor")
        for (level, name), (before, after) in shares(cells, shown.hidden, limit=limit).items():
            print(f"{level} {name:<10} hidden: {before:>6.1%} with a small figure, {after:>6.1%} with those beside it")
