"""The teams behind the figures: who serves where, who was trained, what was done, and which teams are real."""
