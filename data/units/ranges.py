"""Sums, differences and ratios of figures that are known to lie between two bounds.

A table of ranges has the columns low, best and high: low is 0 where nothing is known, best missing (NaN) where
nothing says what is likeliest, high missing where there is no upper bound. Bounds are honest, not narrow: the
parts of one figure are treated as if they had nothing to do with each other, so the truth lies inside.
"""

from typing import Final

import numpy as np
import pandas as pd

BOUNDS: Final = ["low", "best", "high"]


def ratio(numerator: pd.DataFrame, base: pd.DataFrame, *, per: int = 1) -> pd.DataFrame:
    """Divide ranges row by row: the least by the most, the best by the best, the most by the least.

    Not clamped: high is infinite where the base may be 0 (or the numerator has no bound), and a share may
    pass 1. All is missing where the base is 0 for certain. Multiplied by `per`.
    """
    top, under = _floats(numerator), _floats(base)
    most, least = top["high"].fillna(np.inf), under["low"].fillna(0)
    widest = under["high"].fillna(np.inf)
    with np.errstate(divide="ignore", invalid="ignore"):
        made = pd.DataFrame(
            {
                "low": np.where(np.isinf(widest), 0, top["low"].fillna(0) / widest),
                "best": np.where(under["best"] > 0, top["best"] / under["best"], np.nan),
                "high": np.where(most == 0, 0, most / least),
            },
            index=numerator.index,
        )
    return made.mask(widest == 0) * per


def difference(whole: pd.DataFrame, part: pd.DataFrame) -> pd.DataFrame:
    """Subtract ranges row by row, `part` being a part of `whole`: never below 0."""
    top, under = _floats(whole), _floats(part)
    made = pd.DataFrame(
        {
            "low": (top["low"].fillna(0) - under["high"].fillna(np.inf)).clip(lower=0),
            "best": top["best"] - under["best"],
            "high": top["high"] - under["low"].fillna(0),
        },
        index=whole.index,
    )
    return made


def total(parts: pd.DataFrame) -> pd.Series:
    """Sum the rows of one table of ranges; what is missing in one is missing in the sum, but for low."""
    bounds = _floats(parts)
    return pd.Series(
        {
            "low": bounds["low"].fillna(0).sum(),
            "best": bounds["best"].sum(skipna=False),
            "high": bounds["high"].sum(skipna=False),
        }
    )


def _floats(table: pd.DataFrame) -> pd.DataFrame:
    return table[BOUNDS].astype("Float64").astype(float)
