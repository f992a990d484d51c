"""What a file of boundaries may be at most, and how a reading process refuses what is more."""

from typing import Final

MAX_MEMORY: Final = 4 * 2**30
MAX_SECONDS: Final = 180
MAX_FEATURES: Final = 200_000
MAX_VERTICES: Final = 12_000_000
MAX_COLUMNS: Final = 300
MAX_TEXT: Final = 2_000
MAX_PARQUET: Final = 2 * 2**30


class Refusal(Exception):
    """The dataset is refused: a words key and what fills it."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values_told = key, values


def check_size(features: int, columns: int) -> None:
    """Refuse a layer of more features or columns than any honest one has."""
    if features > MAX_FEATURES or columns > MAX_COLUMNS:
        raise Refusal("boundaries.too_many_features", count=features, limit=MAX_FEATURES)
    if features == 0:
        raise Refusal("boundaries.no_features")
