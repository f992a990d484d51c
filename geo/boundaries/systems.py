"""Coordinate systems of Vietnamese layers: read from the file, recognised by its parameters, or to be asked.

VN-2000 in zones of three degrees (scale 0.9999) is what offices use, each province with its own meridian.
Files often forget the datum or the name: taking such a layer for WGS 84 moves it by 224 m, silently.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import numpy as np
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from data.storage.errors import Refused
from data.units.register import StructureId, successor_provinces
from geo.projection import WGS84

How = Literal["file", "recognised", "asked"]

# Zones of VN-2000 by central meridian, and the provinces (codes of "2024") that each serves: as EPSG names them.
ZONES: Final[dict[float, int]] = {
    102.0: 5896,
    103.0: 9205,
    104.0: 9206,
    104.5: 9207,
    104.75: 9208,
    105.0: 5897,
    105.5: 9209,
    105.75: 9210,
    106.0: 9211,
    106.25: 9212,
    106.5: 9213,
    107.0: 9214,
    107.25: 9215,
    107.5: 9216,
    107.75: 5899,
    108.0: 5898,
    108.25: 9217,
    108.5: 9218,
}
PROVINCES: Final[dict[int, tuple[str, ...]]] = {
    5897: ("01", "26", "35", "37", "38", "87", "92", "93", "95"),
    5898: ("51",),
    5899: ("22", "48", "49", "68", "75", "77"),
    9205: ("11", "12"),
    9206: ("14",),
    9207: ("91", "96"),
    9208: ("10", "15", "25", "40", "89"),
    9209: ("02", "27", "30", "33", "34", "36", "42", "72", "84", "86", "94"),
    9210: ("04", "31", "74", "79", "80", "82", "83"),
    9211: ("08", "17", "44"),
    9212: ("45", "70"),
    9213: ("06", "19"),
    9214: ("24", "46"),
    9215: ("20",),
    9216: ("62",),
    9217: ("52", "56", "58"),
    9218: ("54", "60", "64", "66", "67"),
}

_UTM: Final[dict[float, int]] = {105.0: 3405, 111.0: 3406}
_OTHERS: Final = (3405, 3406, 32648, 32649)
_GEOGRAPHIC: Final = (4326, 4756)
_VN2000: Final = 4756
_NAMES: Final = ("VN-2000", "VN2000", "VN_2000", "VIETNAM_2000", "VIETNAM 2000")


@dataclass(frozen=True)
class System:
    """A coordinate system: `crs` as an authority code ("EPSG:9215") or PROJ text; `swapped` where the file gives
    north before east."""

    crs: str
    swapped: bool = False

    @property
    def name(self) -> str:
        """Return its name: "VN-2000 / TM-3 107-15"."""
        if self.crs.startswith("+"):
            return f"VN-2000 / TM-3 {_crs(self.crs).to_dict()['lon_0']:g}°"
        return _crs(self.crs).name

    @property
    def geographic(self) -> bool:
        """Tell whether its coordinates are degrees."""
        return _crs(self.crs).is_geographic

    def to_degrees(self, xy: np.ndarray) -> np.ndarray:
        """Turn coordinates (n, 2) as the file gives them into longitude and latitude (WGS 84), datum shift applied."""
        ordered = xy[:, ::-1] if self.swapped else xy
        return np.column_stack(_transformer(self.crs).transform(ordered[:, 0], ordered[:, 1]))


@lru_cache(maxsize=128)
def _crs(text: str) -> CRS:
    return CRS.from_user_input(text)


@lru_cache(maxsize=128)
def _transformer(crs: str) -> Transformer:
    return Transformer.from_crs(_crs(crs), WGS84, always_xy=True)


@dataclass(frozen=True)
class Found:
    """What the file itself says: `declared` in its own words (a name or a code), the system that it means, and how.

    `system` is None where it says nothing of use. `unsure`: the format does not tell VN-2000 from WGS 84.
    """

    declared: str | None
    system: System | None
    how: How | None
    unsure: bool = False


def read(text: str | None, *, format: str) -> Found:
    """Understand what a file says of its coordinates. The text is parsed as WKT, PROJJSON or a code only."""
    crs = _parsed(text)
    if crs is None or crs.is_engineering or crs.is_geocentric:
        return Found(crs.name if crs else None, None, None)
    base = (crs.source_crs if crs.is_bound else None) or crs
    base = base.sub_crs_list[0] if base.is_compound else base
    declared = f"EPSG:{base.to_epsg(100)}" if base.to_epsg(100) else base.name
    system, certain = _meant(base, bound=crs.is_bound)
    unsure = format == "tab" and system is not None and system.crs in ("EPSG:4326", "EPSG:32648", "EPSG:32649")
    return Found(declared, system, "file" if certain else "recognised", unsure)


def _parsed(text: str | None) -> CRS | None:
    """Parse a definition; None for nothing and for what is none. Files and addresses are never opened."""
    definition = (text or "").strip()
    if not definition or len(definition) > 50_000:
        return None
    try:
        if definition.upper().startswith("EPSG:"):
            return CRS.from_epsg(int(definition[5:]))
        return CRS.from_json(definition) if definition.startswith("{") else CRS.from_wkt(definition)
    except (CRSError, ValueError):
        return None


def _meant(crs: CRS, *, bound: bool) -> tuple[System | None, bool]:
    """Return the system that a definition means, and whether it says so itself (else it was recognised)."""
    code = crs.to_epsg(70)
    named = _is_vn2000(crs)
    if crs.is_geographic:
        if named:
            return System(f"EPSG:{_VN2000}"), True
        return (System(f"EPSG:{code}") if code else None if bound else System(crs.to_wkt())), True
    meridian, scale, plain = _transverse(crs)
    if plain and abs(scale - 0.9999) < 2e-6 and 101 <= meridian <= 118:
        return System(_zone(meridian)), named
    if plain and abs(scale - 0.9996) < 2e-6 and meridian in _UTM and (named or bound or not _is_wgs84(crs)):
        return System(f"EPSG:{_UTM[meridian]}"), named
    return System(f"EPSG:{code}" if code else crs.to_wkt()), True


def _is_vn2000(crs: CRS) -> bool:
    datum = crs.geodetic_crs.datum if crs.geodetic_crs else None
    names = f"{crs.name} {crs.geodetic_crs.name if crs.geodetic_crs else ''} {datum.name if datum else ''}".upper()
    return any(name in names for name in _NAMES)


def _is_wgs84(crs: CRS) -> bool:
    datum = crs.geodetic_crs.datum if crs.geodetic_crs else None
    return datum is not None and ("WGS 84" in datum.name or "WGS_1984" in datum.name or "1984" in datum.name)


def _transverse(crs: CRS) -> tuple[float, float, bool]:
    """Return central meridian (degrees), scale, and whether this is a Transverse Mercator with 500 km in metres."""
    operation = crs.coordinate_operation
    if operation is None or not operation.method_name.startswith("Transverse Mercator"):
        return 0.0, 0.0, False
    values = {each.name: float(each.value) for each in operation.params if not isinstance(each.value, str)}
    meridian = round(values.get("Longitude of natural origin", 0.0), 4)
    offset = (values.get("Latitude of natural origin"), values.get("False easting"), values.get("False northing"))
    metres = all(axis.unit_conversion_factor == 1 for axis in crs.axis_info)
    return meridian, values.get("Scale factor at natural origin", 0.0), offset == (0.0, 500_000.0, 0.0) and metres


def _zone(meridian: float) -> str:
    """Return the zone of VN-2000 about a meridian, also one that has no code of its own."""
    code = ZONES.get(meridian)
    if code:
        return f"EPSG:{code}"
    return (
        f"+proj=tmerc +lat_0=0 +lon_0={meridian} +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 "
        "+towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278 +units=m"
    )


def given(text: str) -> System:
    """Understand a system that a person names: "EPSG:9215" or "9215". Raises Refused for anything else."""
    digits = text.strip().upper().removeprefix("EPSG:").strip()
    try:
        crs = CRS.from_epsg(int(digits))
    except (CRSError, ValueError) as fault:
        raise Refused("boundaries.unknown_crs", text=text[:40]) from fault
    if not (crs.is_geographic or crs.is_projected):
        raise Refused("boundaries.unknown_crs", text=text[:40])
    return System(f"EPSG:{int(digits)}")


def of_province(code: str | None, *, structure: StructureId) -> tuple[int, ...]:
    """Return the zones of a province: its own, or, where it was merged, those of all that it was made of."""
    if code is None:
        return ()
    edges = successor_provinces(code, source=structure, target="2024") if structure != "2024" else ()
    before = [edge.code_to for edge in edges if edge.part != "land"] or [code]
    return tuple(dict.fromkeys(zone for old in before for zone, served in PROVINCES.items() if old in served))


def candidates(zones: Iterable[int], *, degrees: bool) -> list[System]:
    """List the systems that a layer may be in: of metres, the province's zones first; or of degrees."""
    if degrees:
        return [System(f"EPSG:{code}") for code in _GEOGRAPHIC]
    ordered = dict.fromkeys([*zones, *(zone for zone in ZONES.values() if zone in PROVINCES), *_OTHERS, ZONES[102.0]])
    return [System(f"EPSG:{code}") for code in ordered]
