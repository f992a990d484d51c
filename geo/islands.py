"""The two archipelagos far out, Hoàng Sa and Trường Sa: on every map, in place or as an inset."""

from typing import Final, NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data.i18n import say
from geo.projection import to_metres


class Island(NamedTuple):
    """An island or reef with its position in degrees (WGS 84) and its unit of "2024"."""

    name: str
    lon: float
    lat: float
    code_2024: str


# Hoàng Sa was a district without communes ("498"); Trường Sa had a town and two communes, and each island
# is drawn with the nearest of the three. Positions to a twentieth of a degree.
ISLANDS: Final[tuple[Island, ...]] = (
    Island("Đảo Hoàng Sa", 111.60, 16.55, "498"),
    Island("Đảo Phú Lâm", 112.35, 16.85, "498"),
    Island("Đảo Linh Côn", 112.75, 16.65, "498"),
    Island("Đảo Đá Bắc", 111.50, 17.10, "498"),
    Island("Đá Bông Bay", 112.50, 16.05, "498"),
    Island("Đảo Tri Tôn", 111.20, 15.80, "498"),
    Island("Đảo Trường Sa", 111.90, 8.65, "22736"),
    Island("Đảo Phan Vinh", 113.70, 8.95, "22736"),
    Island("Bãi Thuyền Chài", 113.30, 8.20, "22736"),
    Island("Đảo An Bang", 112.90, 7.85, "22736"),
    Island("Đảo Song Tử Tây", 114.35, 11.45, "22737"),
    Island("Đảo Thị Tứ", 114.30, 11.05, "22737"),
    Island("Đảo Sinh Tồn", 114.35, 9.90, "22739"),
    Island("Đảo Sơn Ca", 114.50, 10.40, "22739"),
    Island("Đảo Vĩnh Viễn", 115.80, 10.75, "22739"),
)
ZONES: Final[dict[str, str]] = {"20333": "islands.hoang_sa", "22736": "islands.truong_sa"}
_UNITS_2024: Final[dict[str, set[str]]] = {"20333": {"498"}, "22736": {"22736", "22737", "22739"}}
_BOX: Final = (28.0, 18.0)  # of an inset, and its dots' radius: units of its own drawing
_DOT: Final = 2
_RADIUS: Final = 8000  # metres: a dot of four pixels on the country's map


def drawn(code_2024: str) -> BaseGeometry:
    """Return the dots of a unit of "2024" in the archipelagos, metres."""
    own = [island for island in ISLANDS if island.code_2024 == code_2024]
    xy = to_metres(np.array([i.lon for i in own]), np.array([i.lat for i in own]))
    return shapely.MultiPolygon(list(shapely.buffer(np.asarray(shapely.points(xy)), _RADIUS, quad_segs=8)))


def _inset(zone: str) -> dict[str, str]:
    """Draw an archipelago for the corner of a map: an SVG view box, a path of dots, and its label."""
    x, y = np.array([(i.lon, -i.lat) for i in ISLANDS if i.code_2024 in _UNITS_2024[zone]]).T
    span = max(np.ptp(x) / _BOX[0], np.ptp(y) / _BOX[1])
    x, y = (x - x.min()) / span, (y - y.min()) / span
    x, y = x + _DOT + (_BOX[0] - x.max()) / 2, y + _DOT + (_BOX[1] - y.max()) / 2
    arc = f"a{_DOT} {_DOT} 0 1 0"
    dots = "".join(
        f"M{cx - _DOT:.1f} {cy:.1f}{arc} {2 * _DOT} 0{arc} {-2 * _DOT} 0z" for cx, cy in zip(x, y, strict=True)
    )
    box = f"0 0 {_BOX[0] + 2 * _DOT:g} {_BOX[1] + 2 * _DOT:g}"
    return {"box": box, "path": dots, "vi": say(ZONES[zone], "vi"), "en": say(ZONES[zone], "en")}


INSETS: Final[list[dict[str, str]]] = [_inset(zone) for zone in ZONES]
"""What the corner of every map shows: box and path (SVG), vi and en (labels), one for each archipelago."""
