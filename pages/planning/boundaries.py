"""Boundaries: from an office's layer to the shapes of the maps."""

from components.identity import access
from components.planning import boundaries

access.require("planner")
boundaries.page()
