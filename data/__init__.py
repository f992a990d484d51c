"""Numbers: units, reports, measures and releases. Nothing here imports streamlit."""
