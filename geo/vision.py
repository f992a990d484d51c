"""Measures colours as people see them: lightness, difference, contrast, and colour blindness.

Colours are "#rrggbb" (sRGB) outside and arrays of three inside.
"""

from typing import Final, Literal

import numpy as np

Blindness = Literal["protan", "deutan", "tritan"]

# Full colour blindness on linear RGB: Machado, Oliveira and Fernandes 2009, severity 1.0.
_BLINDNESS: Final[dict[Blindness, np.ndarray]] = {
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
_XYZ: Final = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE: Final = np.array([0.95047, 1.0, 1.08883])  # D65
# OKLab (Ottosson 2020): linear RGB to cone responses, and their cube roots to lightness and two hues.
_CONES: Final = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_OPPONENT: Final = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(colour: str) -> np.ndarray:
    """Return the linear RGB of "#rrggbb", each 0 to 1."""
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def written(rgb: np.ndarray) -> str:
    """Write linear RGB as "#rrggbb"; what no screen can show is brought to the nearest that it can."""
    rgb = np.clip(rgb, 0, 1)
    shown = np.where(rgb <= 0.0031308, rgb * 12.92, 1.055 * rgb ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(float(part) * 255):02x}" for part in shown)


def to_oklab(colour: str) -> np.ndarray:
    """Return OKLab: lightness 0 to 1, green to red, blue to yellow."""
    lab: np.ndarray = _OPPONENT @ np.cbrt(_CONES @ linear(colour))
    return lab


def from_oklab(lab: np.ndarray) -> str:
    """Return the colour of an OKLab value."""
    return written(np.linalg.inv(_CONES) @ (np.linalg.inv(_OPPONENT) @ lab) ** 3)


def to_lab(colour: str) -> np.ndarray:
    """Return CIE L*a*b* (D65)."""
    ratio = _XYZ @ linear(colour) / _WHITE
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def seen_by(colour: str, blindness: Blindness) -> str:
    """Return the colour as a person who is fully colour-blind in this way sees it."""
    return written(_BLINDNESS[blindness] @ linear(colour))


def contrast(one: str, other: str) -> float:
    """Return the contrast of WCAG 2: 1 to 21; text needs 4.5."""
    bright, dark = sorted((float(_XYZ[1] @ linear(colour)) for colour in (one, other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def difference(one: str, other: str) -> float:
    """Return how different two colours look (CIEDE2000): about 2 is just seen, 10 is clear at a glance."""
    return lab_difference(to_lab(one), to_lab(other))


def lab_difference(one: np.ndarray, other: np.ndarray) -> float:
    """Return the CIEDE2000 difference of two L*a*b* colours (Sharma, Wu and Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    g = 0.5 * (1 - np.sqrt(_seventh((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2)))
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    hue = h1 + h2 if c1 * c2 == 0 else (h1 + h2 + (360 if abs(h1 - h2) > 180 else 0)) / 2
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = 1 - 0.17 * _cos(hue - 30) + 0.24 * _cos(2 * hue) + 0.32 * _cos(3 * hue + 6) - 0.20 * _cos(4 * hue - 63)
    dl = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2))
    dc = (c2 - c1) / (1 + 0.045 * chroma)
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2) / (1 + 0.015 * chroma * t)
    bend = -np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2)))) * 2 * np.sqrt(_seventh(chroma))
    return float(np.sqrt(dl**2 + dc**2 + dh**2 + bend * dc * dh))


def _seventh(chroma: float) -> float:
    return chroma**7 / (chroma**7 + 25.0**7)


def _cos(degrees: float) -> float:
    return float(np.cos(np.radians(degrees)))
