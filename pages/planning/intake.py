"""Reports in: from an office's workbook to a published release."""

from components import access, intake

access.require("planner")
intake.page()
