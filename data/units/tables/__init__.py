"""The register's own tables: units, their names in time, what became of each, and the decrees behind it.

README.md beside this file says what each column means, where the facts come from and how to add a decree.
"""
