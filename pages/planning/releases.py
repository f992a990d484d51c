"""Releases: what is published, what was before, who did it, and the way back."""

from components.identity import access
from components.planning import releases

access.require("planner")
releases.page()
