"""Reports in: from an office's workbook to a published release."""

from components.identity import access
from components.planning import intake

access.require("planner")
intake.page()
