"""Decides which figures the public does not see, and attacks what is left (docs/method.md, "What is not published").

rules: which numbers are small, and which belong together; areas: the tree that every sum follows; cells: the figures as
arrays; choosing: what is hidden; hiding: the figures without it; attack: bounds on each of them; safe: all of it.
"""
