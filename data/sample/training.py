"""Draws the courses that trained the members, who sat in them, and what members were found able to do."""

from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa

from data.catalogue import periods
from data.catalogue.team_codes import CONTENTS
from data.sample import columns
from data.sample.curves import QUARTERS
from data.sample.land import Land
from data.sample.people import People
from data.sample.reporting import OLD_QUARTERS
from data.sample.teams import TeamList

_EPOCH: Final = date(1970, 1, 1).toordinal()
_STARTS: Final = np.array([periods.end(periods.shift(quarter, -1)).toordinal() + 1 for quarter in QUARTERS])
_EARLY: Final = np.array([date(2022, 6, 1).toordinal(), date(2023, 5, 3).toordinal(), date(2024, 4, 2).toordinal()])
_TOPICS: Final = (
    "services,vneid",
    "services,payment,vneid",
    "payment,shopping",
    "safety,finding",
    "services,payment,shopping,safety,finding,vneid",
    "shopping,finding",
    "services,safety",
)
_TASKS: Final = ("tell,guide", "guide", "guide,answer", "tell,guide,answer")
_ORGANISERS: Final = ("Sở Khoa học và Công nghệ", "UBND cấp xã", "VNPT", "Viettel", "Đoàn TNCS Hồ Chí Minh")
_FORMS: Final = ("in_person", "in_person", "in_person", "online", "both")
_ASSESSED: Final = 0.45  # of the communes


def draw_trainings(team_list: TeamList, people: People, land: Land, *, seed: int) -> dict[str, pa.Table]:
    """Return trainings, attendances and assessments: whoever a team counts as trained attended one course or two.

    Courses until 2025-Q2 were held in communes of "2024", later ones in those of "2025-07".
    """
    rng = np.random.default_rng([seed, 12])
    seat, when = _newly_trained(team_list, people, rng=rng)
    place, places = _places(team_list, land, team=people.team[seat], when=when)
    key = place * (len(QUARTERS) + len(_EARLY)) + when + len(_EARLY)
    events, event = np.unique(key, return_inverse=True)
    person = people.person[seat]
    again = rng.random(len(person)) < 0.2
    following = np.minimum(event + 1, len(events) - 1)
    width = len(QUARTERS) + len(_EARLY)
    again &= events[following] // width == events[event] // width
    pairs = np.unique(
        np.concatenate(
            [
                np.column_stack([event, person]),
                np.column_stack([following[again], person[again]]),
            ]
        ),
        axis=0,
    )
    trainings = _trainings(events // width, events % width - len(_EARLY), places, pairs=pairs, rng=rng)
    every = people.memberships["person"].combine_chunks()
    attendances = pa.table(
        {
            "training": columns.take(trainings["training"].combine_chunks(), pairs[:, 0]),
            "person": columns.take(every, pairs[:, 1]),
            "source": columns.from_sample(len(pairs)),
        }
    )
    return {
        "trainings": trainings,
        "attendances": attendances,
        "assessments": _assessments(team_list, people, np.unique(person), rng=rng),
    }


def _newly_trained(team_list: TeamList, people: People, *, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return the seats whose people were trained, and in which quarter (below 0: in a year before)."""
    trained = team_list.trained[people.team] > people.turn[:, None]
    latest = team_list.table["trained"].to_numpy()[people.team] > people.turn
    seat = np.flatnonzero(latest)
    when = np.where(trained.any(axis=1), np.argmax(trained, axis=1), len(QUARTERS) - 1)[seat]
    early = people.since[seat] < _EARLY[0]
    before = np.where(early, rng.integers(-len(_EARLY), 0, len(seat)), when)
    return seat, np.where((when == 0) & early, before, when)


def _places(
    team_list: TeamList, land: Land, *, team: np.ndarray, when: np.ndarray
) -> tuple[np.ndarray, list[tuple[str, str]]]:
    """Return the position of each course's unit among (structure, code), and these."""
    old = land.communes.code.to_numpy(str)[team_list.commune[team]]
    new = team_list.table["commune_2025"].to_numpy(str)[team]
    first = (when < OLD_QUARTERS) & (np.char.str_len(old) == 5)
    keys = np.char.add(np.where(first, "2024 ", "2025-07 "), np.where(first, old, new))
    distinct, place = np.unique(keys, return_inverse=True)
    split_keys = (str(key).partition(" ") for key in distinct)
    return place, [(structure, code) for structure, _, code in split_keys]


def _trainings(
    place: np.ndarray,
    when: np.ndarray,
    places: list[tuple[str, str]],
    *,
    pairs: np.ndarray,
    rng: np.random.Generator,
) -> pa.Table:
    size = len(place)
    begins = np.where(when < 0, _EARLY[np.minimum(when, -1)], _STARTS[np.maximum(when, 0)])
    structures = np.array([structure for structure, _ in places], object)[place]
    codes = np.array([code for _, code in places], object)[place]

    def dealt(pool: tuple[str, ...]) -> columns.Column:
        return columns.take(pool, rng.integers(0, len(pool), size))

    return pa.table(
        {
            "training": columns.numbered("k", size),
            "day": columns.days(begins + rng.integers(6, 60, size)),
            "structure": columns.texts(structures),
            "level": columns.texts(["commune"] * size),
            "code": columns.texts(codes),
            "form": dealt(_FORMS),
            "organiser": dealt(_ORGANISERS),
            "contents": dealt(_TOPICS),
            "tasks": dealt(_TASKS),
            "attendees": columns.counts(np.bincount(pairs[:, 0], minlength=size)),
            "source": columns.from_sample(size),
        }
    )


def _assessments(team_list: TeamList, people: People, trained: np.ndarray, *, rng: np.random.Generator) -> pa.Table:
    """Draw the grades of trained people in some communes, one in ten of them graded a year before as well."""
    commune = team_list.table["commune_2025"].to_numpy(str)[people.team[trained]]
    codes, at = np.unique(commune, return_inverse=True)
    graded = trained[(rng.random(len(codes)) < _ASSESSED)[at] & (rng.random(len(trained)) < 0.85)]
    hard = np.array([0.0, 0.25, -0.45, -0.2, 0.1, 0.45])
    skill = rng.standard_normal(len(graded))[:, None] * 0.8 + 0.9 + hard + rng.standard_normal((len(graded), 6)) * 0.5
    grades = 1 + (skill > 0.2).astype(np.int64) + (skill > 1.4)
    blank = rng.random(grades.shape) < 0.04
    earlier = np.flatnonzero((rng.random(len(graded)) < 0.1) & (people.since[graded] < _STARTS[-5]))
    days = _STARTS[-1] - rng.integers(20, 150, len(graded))
    rows = np.concatenate([np.arange(len(graded)), earlier])
    dates = np.concatenate([days, days[earlier] - 365])
    values = np.concatenate([grades, np.maximum(grades[earlier] - 1, 1)])
    empty = np.concatenate([blank, blank[earlier]])
    grades_of: dict[str, columns.Column] = {
        content: columns.counts(values[:, n], without=empty[:, n]) for n, content in enumerate(CONTENTS)
    }
    return pa.table(
        {
            "person": columns.take(people.memberships["person"].combine_chunks(), graded[rows]),
            "day": columns.days(dates),
            **grades_of,
            "source": columns.from_sample(len(rows)),
        }
    )
