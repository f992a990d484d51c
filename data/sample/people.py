"""Invents the members of the teams. Nobody here exists; names and posts are dealt from pools.

Telephone numbers begin with 0000: dialling 00 asks for a foreign country, and no country's code begins with
0, so that none of these numbers was or can be given to anybody.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.catalogue import periods
from data.catalogue.team_codes import YOUNG_UNTIL, seat_of
from data.sample import columns
from data.sample.columns import Texts
from data.sample.curves import QUARTERS
from data.sample.land import Land
from data.sample.names import region
from data.sample.teams import TeamList

_LAST_BIRTH_YEAR: Final = 2006
_WITHOUT_YOUTH: Final = 0.14  # of the village teams
_THIS_YEAR: Final = periods.end(QUARTERS[-1]).year
_STARTS: Final = np.array([periods.end(periods.shift(quarter, -1)).toordinal() + 1 for quarter in QUARTERS])

# Family and middle names ("Nguyễn:8" weighs eight), given names; of men, of women.
_KINH_FAMILY: Final = (
    "Nguyễn:16 Trần:6 Lê:5 Phạm:4 Hoàng:2 Phan:2 Vũ:2 Đặng:1 Bùi:1 Đỗ:1 Hồ:1 Ngô:1 Dương:1 Đinh:1 Trịnh:1"
)
_SOUTH_FAMILY: Final = (
    "Nguyễn:16 Trần:6 Lê:6 Phạm:3 Huỳnh:4 Phan:2 Võ:3 Đặng:2 Bùi:1 Đỗ:1 Hồ:2 Ngô:1 Dương:2 Lý:1 Trương:2 Cao:1"
)
_MEN_MIDDLE: Final = "Văn:5 Hữu:2 Đức:2 Minh:2 Quốc:1 Xuân:1 Đình:1 Ngọc:1 Thanh:1 Công:1"
_WOMEN_MIDDLE: Final = "Thị:6 Thu:1 Ngọc:1 Thanh:1 Hồng:1 Kim:1 Mai:1"
_MEN: Final = (
    "Hùng Dũng Cường Tuấn Nam Hải Long Sơn Thắng Minh Quang Khánh Đạt Phúc Hòa Bình Toàn Trung Kiên Tùng Tiến Hiếu "
    "Thành Lâm Vinh Hưng Duy Nghĩa Tài Việt An Thịnh Mạnh Huy Khoa Lợi Quyết Chiến Đông Giang"
)
_WOMEN: Final = (
    "Hoa Lan Hương Hằng Nga Thảo Trang Linh Mai Hà Yến Dung Thủy Nhung Phương Loan Hiền Tuyết Oanh Thu Liên Huệ Cúc "
    "Ngân Vân Xuân Hạnh Tâm Quyên Trinh Anh Châu Diệp Hoài Lương Nguyệt Bích Thơm Duyên Nhàn"
)
_POOLS: Final[dict[str, tuple[str, str, str, str, str]]] = {
    "kinh": (_KINH_FAMILY, _MEN_MIDDLE, _MEN, _WOMEN_MIDDLE, _WOMEN),
    "south": (_SOUTH_FAMILY, _MEN_MIDDLE, _MEN, _WOMEN_MIDDLE, _WOMEN),
    "tay": (
        "Nông:5 Hoàng:5 Lý:3 Triệu:2 Ma:3 Hà:2 Lục:2 Đàm:2 Bế:2 Lương:2 Chu:2 Vi:2 Hứa:2 Lành:1 Mông:1",
        _MEN_MIDDLE,
        _MEN,
        _WOMEN_MIDDLE,
        _WOMEN,
    ),
    "thai": (
        "Lò:6 Quàng:4 Cà:3 Lường:3 Tòng:3 Vì:3 Điêu:1 Hà:2 Lô:2 Vi:2 Kha:1 Lương:2",
        "Văn:8 Minh:1 Xuân:1",
        "Pánh Hặc Thoạn Xuân Dũng Inh Phương Hoan Sơn Tưới Muôn Định Nghĩa Pâng Thắng Khăm Ún Chung Biên Tiến",
        "Thị:1",
        "Pản Xương Hịa Ơn Thoa Dung Ín Hoa Bun Phương Lả Diên Thương Nguyên Ính Chung Xiên Hương",
    ),
    "mong": (
        "Giàng:5 Sùng:4 Vàng:4 Thào:4 Lầu:3 Hờ:2 Mùa:3 Vừ:3 Hạng:2 Cứ:1 Ly:2 Sình:1 Thò:1",
        "A:8 Seo:2 Mí:2",
        "Páo Chua Dình Lử Tủa Chống Sử Vảng Pó Sính Lềnh Nủ Chớ Dơ Khua Tráng Phừ Say Hồng Lồng",
        "Thị:9 Seo:1",
        "Mỷ Dở Pàng Chu Sua Mai Dí Súa Chá Máy Xua Sáy Và Chía Vừ Ghênh Dua Nụ",
    ),
    "muong": ("Bùi:8 Đinh:4 Quách:4 Hà:2 Nguyễn:3 Bạch:1 Xa:1", _MEN_MIDDLE, _MEN, _WOMEN_MIDDLE, _WOMEN),
    "highland": (
        "Y:1",
        "Thuân:1 Blơn:1 Krông:1 Nhuân:1 Bhiơ:1 Suin:1 Tlăm:1 Wing:1 Đhăm:1 Mŭp:1 Khuê:1 Djuang:1",
        "Niê Êban Byă Mlô Kbuôr Ayŭn Ênuôl Hđơk Siu Ksor Rơmah Kpă",
        "Hoa:1 Nga:1 Duyên:1 Ruê:1 Bliă:1 Mlin:1 Hương:1 Thuỷ:1 Yuin:1",
        "Niê Êban Byă Mlô Kbuôr Ayŭn Ênuôl Hđơk Siu Ksor Rơmah Kpă",
    ),
    "khmer": (
        "Thạch:5 Sơn:3 Kim:3 Danh:4 Lâm:2 Châu:2 Kiên:1 Tăng:1 Lý:1",
        "Văn:2 Sa:1 Minh:1 Ngọc:1",
        "Phol Rinh Sết Vuông Hiền Sang Som Thia Dương Ry Sóc Tâm Thưởng Đa Linh",
        "Thị:6 Sa:1",
        "Sa-Rây Linh Phiếp Hương Thu Sen Rotha Mây Hiền Sóc Rươne Nga Diệu Thi",
    ),
}
_MINORITY: Final = {"tay": "tay", "thai": "thai", "mong": "mong", "highland": "highland"}
_KHMER_SHARE: Final = {"84": 0.31, "94": 0.3, "91": 0.12, "95": 0.08, "89": 0.05, "92": 0.03}
_SOUTH_FROM: Final = "44"

# (post, organisation); "{kind}" is what the village or commune is called.
_HEAD_VILLAGE: Final = (
    ("Trưởng {kind}", "Ban quản lý {kind}"),
    ("Trưởng {kind}", "Ban quản lý {kind}"),
    ("Trưởng {kind}", "Ban quản lý {kind}"),
    ("Bí thư Chi bộ", "Chi bộ {kind}"),
    ("Phó trưởng {kind}", "Ban quản lý {kind}"),
)
_DEPUTY_VILLAGE: Final = (
    ("Bí thư Chi đoàn", "Đoàn TNCS Hồ Chí Minh"),
    ("Bí thư Chi đoàn", "Đoàn TNCS Hồ Chí Minh"),
    ("Bí thư Chi đoàn", "Đoàn TNCS Hồ Chí Minh"),
    ("Phó Bí thư Chi đoàn", "Đoàn TNCS Hồ Chí Minh"),
)
_OTHERS_VILLAGE: Final = (
    ("Chi hội trưởng Phụ nữ", "Hội Liên hiệp Phụ nữ"),
    ("Chi hội trưởng Nông dân", "Hội Nông dân"),
    ("Công an viên", "Lực lượng bảo vệ an ninh, trật tự ở cơ sở"),
    ("Nhân viên VNPT", "VNPT"),
    ("Trưởng ban công tác Mặt trận", "Mặt trận Tổ quốc Việt Nam"),
    ("Chi hội trưởng Cựu chiến binh", "Hội Cựu chiến binh"),
    ("Đoàn viên", "Đoàn TNCS Hồ Chí Minh"),
    ("Nhân viên y tế", "Trạm Y tế"),
    ("Giáo viên", "Trường học"),
    ("Nhân viên Viettel", "Viettel"),
    ("Người dân có uy tín", "Cộng đồng {kind}"),
)
_HEAD_COMMUNE: Final = (("Phó Chủ tịch UBND {kind}", "UBND {kind}"), ("Chủ tịch UBND {kind}", "UBND {kind}"))
_DEPUTY_COMMUNE: Final = (("Bí thư Đoàn {kind}", "Đoàn TNCS Hồ Chí Minh"),)
_OTHERS_COMMUNE: Final = (
    ("Công chức Văn hóa – Xã hội", "UBND {kind}"),
    ("Chủ tịch Hội Phụ nữ {kind}", "Hội Liên hiệp Phụ nữ"),
    ("Chủ tịch Hội Nông dân {kind}", "Hội Nông dân"),
    ("Phó trưởng Công an {kind}", "Công an {kind}"),
    ("Công chức Trung tâm Phục vụ hành chính công", "UBND {kind}"),
    ("Nhân viên VNPT", "VNPT"),
    ("Trưởng Trạm Y tế", "Trạm Y tế"),
    ("Hiệu trưởng", "Trường học"),
    ("Nhân viên Viettel", "Viettel"),
    ("Nhân viên Bưu điện", "Bưu điện Việt Nam"),
    ("Chủ tịch Hội Cựu chiến binh {kind}", "Hội Cựu chiến binh"),
    ("Đoàn viên", "Đoàn TNCS Hồ Chí Minh"),
    ("Công chức Kinh tế", "UBND {kind}"),
)
_GROUPS: Final = (_HEAD_VILLAGE, _DEPUTY_VILLAGE, _OTHERS_VILLAGE, _HEAD_COMMUNE, _DEPUTY_COMMUNE, _OTHERS_COMMUNE)


@dataclass(frozen=True)
class People:
    """The members: who they are (`table`, personal data) and, a row a seat in a team, where they sit.

    team: the position of the team in the list; person: the position in `table`; turn: the place in the team;
    since: the day (ordinal) a seat was taken. woman and the posts stay within `table`.
    """

    table: pa.Table
    team: np.ndarray
    person: np.ndarray
    turn: np.ndarray
    since: np.ndarray
    memberships: pa.Table


def invent_people(team_list: TeamList, land: Land, *, seed: int) -> People:
    """Invent as many members as each team counts, the first its head; some sit in a village and a commune team."""
    rng = np.random.default_rng([seed, 10])
    members = team_list.table["members"].to_numpy()
    team = np.repeat(np.arange(len(members)), members)
    turn = np.arange(len(team)) - np.repeat(np.cumsum(members) - members, members)
    role = np.select([turn == 0, (turn == 1) & (members[team] >= 3)], [0, 1], 2)
    old = (rng.random(len(members)) < _WITHOUT_YOUTH)[team] & (team_list.table["level"] == "village").to_numpy()[team]
    post, organisation, woman = _posts(team_list, team, turn=turn, role=np.where(old & (role == 1), 2, role), rng=rng)
    post, organisation = _without_youth(post, organisation, old=old)
    names = _names(land, team_list.commune[team], woman=woman, rng=rng)
    ids = columns.take(columns.texts(team_list.table["team"].to_numpy()), team)
    size = len(team)
    born = np.where(role == 1, rng.integers(1988, 2005, size), rng.integers(1962, _LAST_BIRTH_YEAR, size))
    born = np.where(old, 1961 + born % 33, born)
    person = _one_person(team_list, team, turn=turn, role=role)
    own = np.flatnonzero(person == np.arange(size))
    table = pa.table(
        {
            "person": columns.joined(ids, pc.cast(columns.counts(turn + 1), pa.string()), between="-"),
            "name": names,
            "birth_year": columns.counts(born),
            "phone": _phones(rng.permutation(1_000_000)[:size]),
            "post": post,
            "organisation": organisation,
            "source": columns.from_sample(size),
        }
    )
    other = (role < 2) + rng.choice(4, size, p=[0.45, 0.33, 0.16, 0.06])
    other[person != np.arange(size)] += 1
    since = _since(team_list, team, turn=turn, rng=rng)
    memberships = pa.table(
        {
            "person": columns.take(table["person"].combine_chunks(), person),
            "team": ids,
            "role": columns.take(["head", "deputy", "member"], role),
            "seat": columns.take(_seats(post, organisation), person),
            "young": columns.flags(_THIS_YEAR - born[person] <= YOUNG_UNTIL),
            "trained": columns.flags(turn < team_list.table["trained"].to_numpy()[team]),
            "other_posts": columns.counts(other),
            "since": columns.days(since),
            "source": columns.from_sample(size),
        }
    )
    return People(table.take(pa.array(own, pa.int64())), team, person, turn, since, memberships)


def _without_youth(post: Texts, organisation: Texts, *, old: np.ndarray) -> tuple[Texts, Texts]:
    """Give members of teams without the Youth Union another post where theirs is of it."""
    of_youth_union = columns.flags(old & pc.match_substring(organisation, "Đoàn TNCS").to_numpy(zero_copy_only=False))
    return (
        pc.if_else(of_youth_union, "Hội viên Cựu giáo chức", post),
        pc.if_else(of_youth_union, "Hội Cựu giáo chức", organisation),
    )


def _one_person(team_list: TeamList, team: np.ndarray, *, turn: np.ndarray, role: np.ndarray) -> np.ndarray:
    """Let every fourth plain member of a commune team be the head of one of its village teams.

    Returns for each seat the seat at which its person is described: mostly itself.
    """
    table = team_list.table
    of_commune = (table["level"] == "commune").to_numpy()[team]
    commune = table["commune_2025"].to_numpy(str)[team]
    heads = np.flatnonzero(~of_commune & (turn == 0))
    heads = heads[np.argsort(commune[heads], kind="stable")]
    start = np.searchsorted(commune[heads], commune)
    size = np.searchsorted(commune[heads], commune, side="right") - start
    seats = np.flatnonzero(of_commune & (role == 2) & (turn % 4 == 3) & (turn // 4 < size))
    person = np.arange(len(team))
    person[seats] = heads[start[seats] + turn[seats] // 4]
    return person


def _since(team_list: TeamList, team: np.ndarray, *, turn: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the day each seat was taken: when the team was founded, or in the quarter in which the team grew."""
    sat = team_list.members[team] > turn[:, None]
    first = np.argmax(sat, axis=1)
    founded = (team_list.table["founded"].to_numpy("datetime64[D]").astype(np.int64) + columns.EPOCH)[team]
    grew = _STARTS[first] + rng.integers(0, 80, len(team))
    since: np.ndarray = np.where((first == 0) | ~sat.any(axis=1), founded, np.maximum(grew, founded))
    return since


def _seats(post: Texts, organisation: Texts) -> Texts:
    """Return what each post stands for."""
    pairs = columns.joined(post, organisation, between="\x1f").dictionary_encode()
    seats = [seat_of(*str(pair).split("\x1f")) for pair in pairs.dictionary.to_pylist()]
    return columns.texts(seats).take(pairs.indices)


def _phones(numbers: np.ndarray) -> Texts:
    """Write six-digit numbers as telephone numbers that nobody can have."""
    digits = pc.utf8_lpad(pc.cast(columns.counts(numbers), pa.string()), width=6, padding="0")
    first, last = pc.utf8_slice_codeunits(digits, 0, 3), pc.utf8_slice_codeunits(digits, 3, 6)
    return columns.joined(columns.texts(["0000"] * len(numbers)), first, last, between=" ")


def _posts(
    team_list: TeamList, team: np.ndarray, *, turn: np.ndarray, role: np.ndarray, rng: np.random.Generator
) -> tuple[Texts, Texts, np.ndarray]:
    """Deal out posts and organisations, no two alike among a team's members; tell who is a woman."""
    of_commune = (team_list.table["level"] == "commune").to_numpy()[team]
    group = role + 3 * of_commune
    sizes = np.array([len(posts) for posts in _GROUPS])
    start = rng.integers(0, 1 << 20, len(team_list.table))
    choice = (start[team] + turn) % sizes[group]
    flat = [pair for posts in _GROUPS for pair in posts]
    at = (np.cumsum(sizes) - sizes)[group] + choice
    kinds, kind = np.unique(team_list.kind.astype(str), return_inverse=True)
    where = kind[team] * len(flat) + at
    woman = rng.random(len(team)) < 0.38
    named = np.array([pair[0] for pair in flat])[at]
    woman = np.where(np.char.find(named, "Phụ nữ") >= 0, True, woman & (np.char.find(named, "Cựu chiến binh") < 0))
    posts = [_post(pair[0], of) for of in kinds for pair in flat]
    organisations = [pair[1].format(kind=of) for of in kinds for pair in flat]
    return columns.take(posts, where), columns.take(organisations, where), woman


def _post(form: str, kind: str) -> str:
    """Name a post: the head of a tổ dân phố or khối is its Tổ trưởng or Khối trưởng."""
    if kind in ("tổ dân phố", "khối") and form.endswith("rưởng {kind}"):
        return form.replace("Phó trưởng {kind}", f"Phó {kind}").replace(
            "Trưởng {kind}", "Tổ trưởng tổ dân phố" if kind == "tổ dân phố" else "Khối trưởng"
        )
    return form.format(kind=kind)


def _names(land: Land, commune: np.ndarray, *, woman: np.ndarray, rng: np.random.Generator) -> Texts:
    """Name people after the region they live in."""
    peoples = list(_POOLS)
    group = _peoples(land, commune, peoples=peoples, rng=rng)
    before: list[str] = []
    given: list[str] = []
    spans = np.zeros((2 * len(peoples), 4), np.int64)  # where each pool begins and how long it is
    for at, (family, men_middle, men, women_middle, women) in enumerate(_POOLS.values()):
        for sex, (middles, own) in enumerate(((men_middle, men), (women_middle, women))):
            pool = _prefixes("H'" if family == "Y:1" and sex else family, middles)
            spans[2 * at + sex] = len(before), len(pool), len(given), len(own.split())
            before += pool
            given += own.split()
    start, size, start_given, size_given = spans[2 * group + woman].T
    first = start + np.floor(rng.random(len(commune)) * size).astype(np.int64)
    last = start_given + np.floor(rng.random(len(commune)) * size_given).astype(np.int64)
    return columns.joined(columns.take(before, first), columns.take(given, last), between=" ")


def _prefixes(families: str, middles: str) -> list[str]:
    """Return family and middle name together, as often as they weigh ("H'" is joined to the next)."""
    if families == "H'":
        return [f"H'{name}" for name in _weighted(middles)]
    return [f"{family} {middle}" for family in _weighted(families) for middle in _weighted(middles)]


def _weighted(words: str) -> list[str]:
    return [name for word in words.split() for name, many in [word.split(":")] for _ in range(int(many))]


def _peoples(land: Land, commune: np.ndarray, *, peoples: list[str], rng: np.random.Generator) -> np.ndarray:
    """Draw whose names each person bears: minorities' where they live, mostly in the mountains."""
    province = land.communes.province
    majority = np.where(province >= _SOUTH_FROM, peoples.index("south"), peoples.index("kinh"))
    other = province.map(region).map(_MINORITY).where(province != "17", "muong").fillna("khmer")
    share = np.clip(1.3 * land.rugged - 0.12, 0, 0.92)
    share = np.where(other == "khmer", province.map(_KHMER_SHARE).fillna(0.0), share)
    index = other.map(peoples.index).to_numpy()
    drawn: np.ndarray = np.where(rng.random(len(commune)) < share[commune], index[commune], majority[commune])
    return drawn
