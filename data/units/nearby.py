"""The points of all communes, by which a browser finds those that lie near without telling anybody where it is."""

from datetime import date
from typing import Final

from data.units import chain
from data.units.structures import StructureId, structure_cache, today

_DECIMALS: Final = 3  # of a degree: 110 m, which no point of a commune stands for more nearly


def points(structure: StructureId) -> dict[str, object]:
    """Return the communes of a structure that have a point, and the provinces by code, as they are called today.

    Of each commune: code, name, province, lat, lon (degrees, WGS 84). Those without a trusted point are left out.
    Shared: not to be modified.
    """
    return _points(structure, chain.calling_day(structure, today()))


@structure_cache
def _points(structure: StructureId, called: date | None) -> dict[str, object]:
    frames = chain.frames(structure, called)
    located = frames["commune"].dropna(subset=["lat", "lon"])
    columns = (located[name] for name in ("name", "province", "lat", "lon"))
    communes = [
        [code, name, province, round(lat, _DECIMALS), round(lon, _DECIMALS)]
        for code, name, province, lat, lon in zip(located.index, *columns, strict=True)
    ]
    return {"provinces": frames["province"]["name"].to_dict(), "communes": communes}
