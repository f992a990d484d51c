"""Names the moments of a write at which a machine may die; each write announces them in order."""


def reached(step: str) -> None:
    """Do nothing: the fault tests put a power cut in this place and look at what is left on the disk."""
