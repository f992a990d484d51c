"""Teams: find them by where they are and what is missing in them."""

from components.identity import access
from components.teams import page

access.require("viewer")
page.page()
