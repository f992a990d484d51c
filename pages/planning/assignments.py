"""Split communes: say which successor each village went to, so that estimates become exact."""

from components.identity import access
from components.planning import assignments

access.require("planner")
assignments.page()
