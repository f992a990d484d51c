"""Overview: the country's figures, where the gaps are, and what has been published."""

from components.explore import overview
from components.identity import access

access.require("viewer")
overview.page()
