"""Says who reported the figures of a place, in whatever structure that was."""

import pandas as pd

from data.releases.store import Release
from data.units import register
from data.units.register import StructureId
from data.units.structures import STRUCTURES, structure_cache


def sources(release: Release, *, period: str, structure: StructureId, parent: str | None = None) -> pd.DataFrame:
    """Return the sources of the figures of a quarter within `parent`: source, kind, title, office, as_of.

    A report on communes of another structure counts where people of these live in the place. None is the country:
    every source of the quarter.
    """
    query = _of_country() if parent is None else _of_place()
    return release.query(
        f"SELECT source, kind, title, office, as_of FROM sources WHERE source IN ({query}) ORDER BY kind, source",
        period=period,
        **({} if parent is None else _place(structure, parent)),
    )


def _of_country() -> str:
    return (
        "SELECT source FROM reports WHERE period = $period "
        "UNION SELECT source FROM village_figures WHERE period = $period"
    )


def _of_place() -> str:
    """Write the select of the sources that speak of a place, of its communes or of their villages."""
    return (
        "SELECT source FROM reports WHERE period = $period AND structure || code IN (SELECT unnest($units)) "
        "UNION SELECT f.source FROM village_figures AS f JOIN village_homes AS h USING (village) "
        "WHERE period = $period AND h.structure = $structure AND h.code IN (SELECT unnest($communes))"
    )


def _place(structure: StructureId, parent: str) -> dict[str, object]:
    communes, units = _units(structure, parent)
    return {"structure": structure, "communes": list(communes), "units": list(units)}


@structure_cache
def _units(structure: StructureId, parent: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the communes in a place, and every unit of any structure (its id and code) whose report covers it."""
    communes = (parent,) if len(parent) == 5 else tuple(register.children(structure, parent, "commune").index)
    units = [structure + parent]
    for other in STRUCTURES:
        edges = register.edges(structure, other)
        here = edges["code_from"].isin(communes) & (edges["part"] != "land")
        units += (other + edges.loc[here, "code_to"]).tolist()
    return communes, tuple(dict.fromkeys(units))
