"""The words in which lists of teams say a team's level, its state and the platform of its group: none is guessed."""

from collections.abc import Mapping
from functools import cache
from typing import Final, Literal, get_args

from data.catalogue.team_codes import LEVELS, STATUSES, Status, TeamLevel
from data.intake.headings import match
from data.units.names import bare, fold

Platform = Literal["zalo", "facebook", "viber", "telegram"]
PLATFORMS: Final[tuple[Platform, ...]] = get_args(Platform)

_NOTHING: Final = (
    "tổ",
    "đội",
    "nhóm",
    "cấp",
    "loại",
    "hình",
    "loại hình",
    "thuộc",
    "của",
    "và",
    "các",
    "tại",
    "ở",
    "tổ đội",
    "công nghệ số cộng đồng",
    "CNSCĐ",
    "CNSCD",
    "công nghệ số",
    "CNS cộng đồng",
    "chuyển đổi số cộng đồng",
    "đội hình",
)
"""What stands beside the word that tells a level, and changes nothing."""

_LEVELS: Final[Mapping[TeamLevel, tuple[str, ...]]] = {
    "village": (
        "thôn",
        "bản",
        "làng",
        "ấp",
        "khóm",
        "khu phố",
        "xóm",
        "buôn",
        "tổ dân phố",
        "TDP",
        "khu dân cư",
        "tiểu khu",
        "khối",
        "khối phố",
        "sóc",
        "phum",
        "bon",
        "plei",
        "tổ nhân dân",
        "village",
    ),
    "commune": ("xã", "phường", "thị trấn", "đặc khu", "commune"),
    "district": ("huyện", "quận", "thị xã", "thành phố", "district"),
    "volunteer": (
        "thanh niên tình nguyện",
        "TNTN",
        "tình nguyện",
        "thanh niên tình nguyện TNTN",
        "volunteer",
        "tình nguyện viên",
    ),
    "school": ("trường học", "trường", "nhà trường", "khối trường học", "cơ sở giáo dục", "school"),
}
_STATUSES: Final[Mapping[Status, tuple[str, ...]]] = {
    "active": (
        "hoạt động",
        "đang hoạt động",
        "còn hoạt động",
        "có hoạt động",
        "hoạt động thường xuyên",
        "duy trì hoạt động",
        "hoạt động bình thường",
        "đang duy trì",
        "active",
    ),
    "paused": (
        "tạm dừng",
        "tạm ngừng",
        "tạm ngưng",
        "tạm dừng hoạt động",
        "tạm ngừng hoạt động",
        "tạm ngưng hoạt động",
        "đang tạm dừng",
        "paused",
    ),
    "dissolved": (
        "giải thể",
        "đã giải thể",
        "giải tán",
        "đã giải tán",
        "chấm dứt hoạt động",
        "đã chấm dứt hoạt động",
        "dissolved",
    ),
}
_PLATFORMS: Final[Mapping[Platform, tuple[str, ...]]] = {
    "zalo": ("zalo", "nhóm zalo", "zalo group"),
    "facebook": ("facebook", "fb", "nhóm facebook"),
    "viber": ("viber", "nhóm viber"),
    "telegram": ("telegram", "nhóm telegram"),
}
_IN_NAMES: Final[tuple[tuple[str, TeamLevel], ...]] = (
    ("thanh niên tình nguyện", "volunteer"),
    ("tntn", "volunteer"),
    *(
        (f"trường {kind}", "school")  # "tổ trưởng" is another word, and there are villages called Trường Sơn
        for kind in (
            "học",
            "thcs",
            "thpt",
            "th",
            "tiểu học",
            "mầm non",
            "mẫu giáo",
            "trung học",
            "phổ thông",
            "cao đẳng",
            "đại học",
            "ptdt",
            "dân tộc nội trú",
            "dân tộc bán trú",
        )
    ),
)


def level_of(told: str) -> TeamLevel | None:
    """Return the one level that a cell names; None where it names none, two, or holds a word that nobody taught."""
    words = fold(told).split()
    for without_marks in (False, True) if told.isascii() else (False,):
        table, longest = _level_table(without_marks=without_marks)
        found, unknown = match(words, table, longest)
        if len(set(found)) == 1 and not unknown:
            return next(level for level in LEVELS if level == found[0])
    return None


def level_in_name(name: str) -> TeamLevel | None:
    """Return the level that the name of a team says in so many words: a volunteer team or one of a school."""
    folded = f" {fold(name)} "
    return next((level for words, level in _IN_NAMES if f" {fold(words)} " in folded), None)


def status_of(told: str) -> Status | None:
    """Return what a cell says of a team's state, None where it says nothing known ("không hoạt động" is neither)."""
    return next((status for status in STATUSES if _says(told, _STATUSES[status])), None)


def platform_of(told: str) -> Platform | None:
    """Return the platform that a cell names."""
    return next((platform for platform in PLATFORMS if _says(told, _PLATFORMS[platform])), None)


def is_team_name(text: str) -> bool:
    """Say whether a text begins as the names of teams do."""
    return fold(text).split(" ")[0] in {fold(word) for word in ("tổ", "đội", "nhóm", "clb", "câu")}


def _says(told: str, phrases: tuple[str, ...]) -> bool:
    folded = fold(told)
    return folded in {fold(phrase) for phrase in phrases} or (
        told.isascii() and folded in {bare(fold(phrase)) for phrase in phrases}
    )


@cache
def _level_table(*, without_marks: bool) -> tuple[dict[str, str], int]:
    """Return level by phrase ("" for words that change nothing), and the number of words of the longest."""
    written = bare if without_marks else str
    table = {written(fold(phrase)): "" for phrase in _NOTHING}
    table |= {written(fold(phrase)): level for level, phrases in _LEVELS.items() for phrase in phrases}
    return table, max(len(phrase.split()) for phrase in table)
