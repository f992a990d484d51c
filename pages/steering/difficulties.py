"""Difficulties: what teams say holds them back, where, and since when."""

from components.identity import access
from components.teams import difficulties

access.require("viewer")
difficulties.page()
