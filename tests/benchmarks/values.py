"""Values for the benchmarks: the same for every variant."""

import random

COLOURS = ("#feeddb", "#fbc68d", "#f3963f", "#d9691d", "#9a3b06")
INDICATORS = ["A", "B", "C"]


def of(indicator: str, count: int) -> list[int]:
    """Return `count` values of 0 to 1,000 for an indicator, always the same ones."""
    draw = random.Random(indicator)
    return [draw.randint(0, 1000) for _ in range(count)]
