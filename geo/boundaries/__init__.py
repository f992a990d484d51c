"""Imports boundaries: any layer of an office, checked, joined to the units, kept as a layer with its source.

`check` reads a file and says what was found; `draft` keeps it; what is published is drawn by `geo.shapes`.
"""

from geo.boundaries.check import check
from geo.boundaries.checked import Checked
from geo.boundaries.drafting import draft
from geo.boundaries.parts import gather

__all__ = ["Checked", "check", "draft", "gather"]
