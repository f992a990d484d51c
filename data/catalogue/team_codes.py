"""The closed lists of words that the records of teams are written in: levels, posts, contents, difficulties.

Each is a code; what people read stands in data.i18n.teams as "teams.<list>.<code>".
"""

from typing import Final, Literal, get_args

TeamLevel = Literal["village", "commune", "district", "volunteer", "school"]
LEVELS: Final[tuple[TeamLevel, ...]] = get_args(TeamLevel)
"""volunteer: a youth volunteer team (tổ thanh niên tình nguyện, TNTN) of a chi đoàn."""

Status = Literal["active", "paused", "dissolved"]
STATUSES: Final[tuple[Status, ...]] = get_args(Status)

Role = Literal["head", "deputy", "member"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)

Seat = Literal["village_head", "youth", "women", "farmers", "police", "official", "company", "other"]
SEATS: Final[tuple[Seat, ...]] = get_args(Seat)
"""What a member stands for, as far as the rules of composition ask. It is coarser than the post, which is personal."""

Content = Literal["services", "payment", "shopping", "safety", "finding", "vneid"]
CONTENTS: Final[tuple[Content, ...]] = get_args(Content)
"""The six contents of the 2024 campaign: online public services; cashless payment; buying and selling on Vietnamese
platforms; protecting oneself and family online; finding information; installing VNeID."""

Task = Literal["tell", "guide", "answer"]
TASKS: Final[tuple[Task, ...]] = get_args(Task)
"""The groups of tasks of letter 793/BTTTT-THH: telling families, guiding them on platforms and skills, and helping
them deal with the authorities."""

Grade = Literal[1, 2, 3]
GRADES: Final[tuple[Grade, ...]] = get_args(Grade)
"""1: needs help; 2: does it alone; 3: can guide others. A missing grade means not assessed."""
ABLE: Final[Grade] = 2

Difficulty = Literal["skills", "posts", "funds", "people", "other"]
DIFFICULTIES: Final[tuple[Difficulty, ...]] = get_args(Difficulty)
"""The four kinds that reports name: members' own skills; other posts and no time; no money or equipment; people
without phones, network or confidence. All else is "other" and has a text."""

Form = Literal["in_person", "online", "both"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)

Supply = Literal["allowance", "phone", "equipment", "material"]
SUPPLIES: Final[tuple[Supply, ...]] = get_args(Supply)

PAPER_DAYS: Final = 90
"""The days without an activity after which a team is called inactive (docs/method.md)."""

YOUNG_UNTIL: Final = 30
"""The last year of age that the Youth Law (57/2020/QH14, article 1) counts as youth."""

_SEATS_BY_WORD: Final[tuple[tuple[Seat, tuple[str, ...]], ...]] = (
    ("youth", ("chi đoàn", "đoàn thanh niên", "đoàn viên", "đoàn tncs", "đoàn xã", "đoàn phường", "bí thư đoàn")),
    ("women", ("phụ nữ",)),
    ("farmers", ("nông dân",)),
    ("police", ("công an", "an ninh")),
    ("company", ("vnpt", "viettel", "mobifone", "bưu điện")),
    (
        "village_head",
        (
            "trưởng thôn",
            "trưởng bản",
            "trưởng ấp",
            "trưởng khu",
            "trưởng khóm",
            "trưởng buôn",
            "trưởng làng",
            "trưởng xóm",
            "trưởng sóc",
            "trưởng phum",
            "khối trưởng",
            "trưởng khối",
            "tổ trưởng tổ dân phố",
            "tổ trưởng tdp",
            "trưởng tổ dân phố",
            "trưởng plei",
            "trưởng bon",
            "trưởng tiểu khu",
        ),
    ),
    ("official", ("ubnd", "công chức", "cán bộ xã", "cán bộ phường", "ủy ban nhân dân", "uỷ ban nhân dân")),
)


def seat_of(post: str | None, organisation: str | None = None) -> Seat | None:
    """Return what a post stands for; None where neither post nor organisation is given.

    "Phó trưởng thôn" is not the head of the village.
    """
    description = " ".join(part for part in (post, organisation) if part).lower()
    if not description.strip():
        return None
    if any(deputy in description for deputy in ("phó trưởng", "phó thôn", "phó bản", "phó tổ", "phó khu", "phó ấp")):
        description = " ".join(word for word in description.split() if word != "trưởng")
    return next((seat for seat, words in _SEATS_BY_WORD if any(word in description for word in words)), "other")


def role_of(role_word: str | None) -> Role | None:
    """Return the role that a register's word names ("Tổ trưởng", "phó", "thành viên"); None where it says nothing."""
    word = (role_word or "").strip().lower()
    if not word:
        return None
    for role in ROLES:
        if word == role:
            return role
    return "deputy" if "phó" in word else "head" if "trưởng" in word else "member"
