"""The catalogue of indicators: what there is, what an office proposes, puts in force and withdraws."""

from components.identity import access
from components.planning import catalogue

access.require("administrator")
catalogue.page()
