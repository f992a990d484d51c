"""The quantities of a suppression group: its columns, and what its parts leave of their wholes.

Here stands, for all that hides, which of them are small, and which groups of hidden units are too weak to hide them.
"""

from functools import lru_cache

import numpy as np

from data.disclosure.rules import Rules


def of_topic(values: np.ndarray, topic: str, rules: Rules) -> np.ndarray:
    """Return the quantities of a topic that may be small, of units whose numbers are `values`; missing is NaN.

    Both arrays have a row a period, then a unit, then a column; the topic's columns come first.
    """
    own = [rules.place[column] for column in rules.groups[topic] if column not in rules.never_small]
    made = [values[..., own]]
    for part, whole in _rests(topic, rules):
        rest = values[..., whole] - values[..., part]
        made.append(np.where(rest >= 0, rest, np.nan)[..., None])  # more than the whole: no part of it
    return np.concatenate(made, axis=-1)


def small(values: np.ndarray, limit: int) -> np.ndarray:
    """Return for each period and unit whether any of its quantities is small."""
    found: np.ndarray = np.any((values > 0) & (values < limit), axis=-1)
    return found


@lru_cache(maxsize=64)
def _rests(topic: str, rules: Rules) -> tuple[tuple[int, int], ...]:
    """Return the columns of parts in the topic and of their wholes."""
    place = rules.place
    return tuple((place[part], place[whole]) for part, whole in rules.parts if rules.group_of.get(part) == topic)


def weak(values: np.ndarray, limit: int) -> np.ndarray:
    """Return for each period and quantity whether a group of hidden units does not hide it.

    values: periods, the units of the group, quantities. What is known of a group is what its units add up to: each of
    them may hold anything from nothing to all of that. So they hide each other where two or more have a number and the
    sum is `limit` or more. Where the sum is 0 there is nothing to hide, and the zeros are shown.
    """
    weak: np.ndarray = (np.nansum(values, axis=1) > 0) & too_little(values, limit)
    return weak


def too_little(values: np.ndarray, limit: int) -> np.ndarray:
    """Return for each period and quantity whether units are fewer than two with a number, or hold less than `limit`."""
    little: np.ndarray = ((~np.isnan(values)).sum(axis=1) < 2) | (np.nansum(values, axis=1) < limit)
    return little


def weak_groups(values: np.ndarray, of: np.ndarray, count: int, limit: int) -> np.ndarray:
    """Return the same for many groups at once: whether any quantity (second axis) of each group is weak.

    of: the group of each unit (first axis), below `count`.
    """
    known, total = np.zeros((count, values.shape[1])), np.zeros((count, values.shape[1]))
    np.add.at(known, of, ~np.isnan(values))
    np.add.at(total, of, np.nan_to_num(values))
    weak: np.ndarray = np.any((total > 0) & ((known < 2) | (total < limit)), axis=1)
    return weak
