"""Decides which figures the public does not see, and attacks what is left (docs/method.md, "What is not published").

rules: which numbers are small, and which belong together; areas: the tree that every sum follows; pieces: what sums are
made of; cells: the figures as arrays; secondary_suppression: what is hidden, with over_time: beside other quarters and
releases; suppress: the figures without it; bases: measures that differ from a count by a village; intruder_test: bounds
on each of them; audit: all of it.
"""
