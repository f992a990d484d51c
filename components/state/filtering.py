"""Which units pass the filters of a view: map, legend, table, charts and totals all ask here."""

import numpy as np
import pandas as pd

from components.state.selection import KINDS, View
from data.catalogue import periods
from data.measures.figures import Figures
from data.units import regions, register
from geo.classes import DECIMALS, as_read


def active(view: View) -> bool:
    """Return whether the view leaves any units out on purpose."""
    return bool(_regional(view) or _kinds(view)) or view.low is not None or view.high is not None


def passing(figures: Figures, view: View) -> pd.Series:
    """Return for each row of the figures whether its unit passes every filter of the view, indexed by code.

    A region acts on the country's units, a kind on communes, limits on the values as they are read: with a
    limit set, units without a value do not pass.
    """
    table = figures.table
    passed = np.ones(len(table), dtype=bool)
    if inside := _regional(view):
        provinces = register.units(figures.structure, figures.level)["province"] if view.drawn != "province" else None
        own = table["code"] if provinces is None else table["code"].map(provinces)
        passed &= own.isin(inside).to_numpy()
    if kinds := _kinds(view):
        then = register.units(figures.structure, "commune", on=periods.end(figures.period))
        own = table["code"].map(then["kind"])
        passed &= own.isin(kinds).to_numpy()
    if view.low is not None or view.high is not None:
        passed &= _within(table["value"], view, figures.measure.kind)
    return pd.Series(passed, index=table["code"])


def _regional(view: View) -> frozenset[str]:
    """Return the provinces of the region filtered by; none where the view does not show the country."""
    return regions.regions(view.structure).get(view.region, frozenset()) if view.depth == "country" else frozenset()


def _kinds(view: View) -> list[str]:
    return [KINDS[kind] for kind in view.kinds] if view.drawn == "commune" else []


def _within(values: pd.Series, view: View, kind: str) -> np.ndarray:
    scale = 10 ** DECIMALS[kind]
    low = -np.inf if view.low is None else view.low * scale
    high = np.inf if view.high is None else view.high * scale
    read = [as_read(value, kind) for value in values]
    return np.array([value is not None and low <= value <= high for value in read], dtype=bool)
