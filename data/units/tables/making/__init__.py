"""How the tables were made, once, in November 2026: nothing here runs when the register is read.

`python -m data.units.tables.making --help` names the sources. Since then the tables are kept by hand.
"""
