"""Teams: find them by where they are and what is missing in them."""

from components import access, teams

access.require("viewer")
teams.page()
