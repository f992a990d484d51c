"""Explore: from the country to one team, on a map that stays."""

from components.explore import page
from components.identity import access

access.require("viewer")
page.page()
