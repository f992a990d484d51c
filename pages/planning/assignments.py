"""Split communes: say which successor each village went to, so that estimates become exact."""

from components import access, assignments

access.require("planner")
assignments.page()
