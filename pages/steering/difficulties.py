"""Difficulties: what teams say holds them back, where, and since when."""

from components import access, difficulties

access.require("viewer")
difficulties.page()
