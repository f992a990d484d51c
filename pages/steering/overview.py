"""Overview: the country's figures, where the gaps are, and what has been published."""

from components import access, overview

access.require("viewer")
overview.page()
