"""The progress page as plain files, which any web server can hand out: `python -m data site DIR`.

The same figures, words, classes and map as the page that Streamlit serves, from the public release alone.
"""
