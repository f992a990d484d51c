"""The rules: which numbers are too small to be shown, and which columns are hidden together.

A count from 1 to one below the limit is small, of whatever it counts, bases of shares too; and so is what a part leaves
of its whole, where both are of people or households. Zero is shown: nobody is no small group. Columns that add up to
each other are one topic: a topic of a unit is hidden whole or not at all, so that no column of it gives back another.
"""

import re
from collections.abc import Mapping
from typing import Final

from data.catalogue.indicators import INDICATORS
from data.catalogue.measures import MEASURES
from data.storage import settings

OPEN: Final = frozenset({"teams_commune", "teams_district"})
"""Whether a commune or a district has its one team: no group of people, and shown as it is."""

NEVER_SMALL: Final = frozenset({"villages_uncovered__num", "teams_active", "activity__num"})
"""Villages without a team yet, and teams that were at work lately: no groups of people. Hidden with their topics."""

_TOPIC_OF: Final[Mapping[str, str]] = {
    "villages": "villages",
    "villages_covered": "villages",
    "teams": "teams",
    "teams_village": "teams",
    "teams_active": "teams",
    "members": "members",
    "members_village": "members",
    "members_commune": "members",
    "members_trained": "members",
    "households": "households",
    "households_smartphone": "phones",
    "households_poor": "poor",
    "households_near_poor": "poor",
    "households_poor_smartphone": "poor",
    "households_near_poor_smartphone": "poor",
    "households_trained": "trained",
    "zalo_households": "zalo",
    "digital_shops": "shops",
    "epayment_accounts": "epayment",
    "ecommerce_accounts": "ecommerce",
    "ecommerce_transactions": "ecommerce",
    "ecommerce_products": "products",
    "people_guided": "guided",
    "vneid_accounts": "vneid",
}

PARTS: Final[tuple[tuple[str, str], ...]] = (
    ("households_trained", "households"),
    ("zalo_households", "households"),
    ("households_smartphone", "households"),
    ("households_poor", "households"),
    ("households_near_poor", "households"),
    ("households_poor_smartphone", "households_poor"),
    ("households_near_poor_smartphone", "households_near_poor"),
    ("members_trained", "members_village"),
    ("members_trained", "members"),
    ("skills_reach__num", "skills_reach__base"),
    ("zalo_reach__num", "zalo_reach__base"),
    ("smartphone_gap__num", "smartphone_gap__base"),
    ("members_trained__num", "members_trained__base"),
    ("smartphone_gap_poor__num", "smartphone_gap_poor__base"),
    ("smartphone_gap_poor_near__num", "smartphone_gap_poor_near__base"),
)
"""Parts of people or households and their wholes: what is left of the whole is a count of its own."""

WITH: Final[Mapping[str, tuple[str, ...]]] = {"households": ("phones",)}
"""Topics that are hidden wherever another is: with and without a smartphone add up to the households."""

MEASURED: Final[tuple[str, ...]] = tuple(
    f"{code}__{part}" for code, measure in MEASURES.items() for part in ("num", "base") if part == "num" or measure.base
)
"""The columns of the measures' parts."""

COLUMNS: Final[tuple[str, ...]] = (*INDICATORS, *MEASURED)
"""Every column of numbers of a unit."""

BASES: Final[tuple[str, ...]] = tuple(name for name in MEASURED if name.endswith("__base"))


def limit() -> int:
    """Return the least count that is shown, as the setting says, else 5. Raises WrongSettings."""
    return settings.current().smallest_shown


def topic_of(column: str) -> str | None:
    """Return the topic of a column; None for one that is never hidden.

    The part of a measure belongs where the indicators that it reads do; a share of households to the other part.
    """
    if column in INDICATORS:
        return _TOPIC_OF.get(column)
    code, _, part = column.rpartition("__")
    measure = MEASURES[code]
    read = re.findall(r"[a-z_]+", measure.numerator if part == "num" else measure.base or "")
    found = {_TOPIC_OF[word] for word in read if word in _TOPIC_OF}
    return min(found - {"households"} or found, default=None)


def _topics() -> dict[str, tuple[str, ...]]:
    made: dict[str, list[str]] = {}
    for column in COLUMNS:
        topic = topic_of(column)
        if topic is not None:
            made.setdefault(topic, []).append(column)
    first = [*WITH, *(topic for topic in made if topic not in WITH)]
    return {topic: tuple(made[topic]) for topic in first}


TOPICS: Final[Mapping[str, tuple[str, ...]]] = _topics()
"""The columns of each topic; those that others follow come first."""
