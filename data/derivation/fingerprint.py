"""What stands for all that a release and its public release follow from, besides what sources say."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from data.catalogue.current import catalogue
from data.storage import fingerprints
from data.units.structures import STRUCTURES
from data.units.tables import reading as tables

FIGURES: Final = ("catalogue", "derivation", "register")
"""What the derived tables follow from; the public release follows from the rules of hiding besides."""

_HERE: Final = Path(__file__).parent


def derived_by() -> Mapping[str, str]:
    """Return the fingerprints of the catalogue, derivation, register (with added structures) and rules of hiding."""
    return {
        "catalogue": catalogue().fingerprint,
        "derivation": fingerprints.of_code(_HERE),
        "register": fingerprints.of_texts(tables.fingerprint(), *STRUCTURES),
        "rules": fingerprints.of_texts(catalogue().fingerprint, fingerprints.of_code(_HERE.parent / "disclosure")),
    }


def changed_since(marks: Mapping[str, str]) -> tuple[str, ...]:
    """Return which of the fingerprints of derived tables differ from those that a manifest holds."""
    now = derived_by()
    return tuple(name for name in FIGURES if marks.get(name) != now[name])
