"""Every province lies in exactly one region of its structure."""

import pytest

from data.i18n import dictionary
from data.units import regions, register


@pytest.mark.parametrize(
    ("structure", "sizes"),
    [
        ("2024", {"tdmn": 14, "dbsh": 11, "dhmt": 14, "tn": 5, "dnb": 6, "dbscl": 13}),
        ("2025-07", {"tdmn": 9, "dbsh": 6, "btb": 5, "ntb": 6, "dnb": 3, "dbscl": 5}),
    ],
)
def test_regions_divide_the_provinces(structure: str, sizes: dict[str, int]) -> None:
    found = regions.regions(structure)
    assert {code: len(provinces) for code, provinces in found.items()} == sizes
    every = sorted(code for provinces in found.values() for code in provinces)
    assert every == sorted(register.units(structure, "province").index)
    assert all(regions.name(code) in dictionary() for code in found)


@pytest.mark.parametrize(
    ("structure", "province", "region"),
    [
        ("2024", "62", "tn"),
        ("2024", "26", "dbsh"),
        ("2024", "60", "dhmt"),
        ("2025-07", "25", "tdmn"),
        ("2025-07", "51", "ntb"),
        ("2025-07", "68", "ntb"),
        ("2025-07", "80", "dnb"),
        ("2025-07", "44", "btb"),
    ],
)
def test_where_a_province_lies(structure: str, province: str, region: str) -> None:
    assert [code for code, provinces in regions.regions(structure).items() if province in provinces] == [region]
