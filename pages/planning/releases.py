"""Releases: what is published, what was before, who did it, and the way back."""

from components import access, releases

access.require("planner")
releases.page()
