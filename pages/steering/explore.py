"""Explore: from the country to one team, on a map that stays."""

from components import access, explore

access.require("viewer")
explore.page()
