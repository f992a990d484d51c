"""Boundaries: from an office's layer to the shapes of the maps."""

from components import access, boundaries

access.require("planner")
boundaries.page()
