"""A list of who attended a course: it reads like a register, but says nothing of teams."""

import hashlib
import re
from collections.abc import Iterable
from typing import Final

import pandas as pd

from data.intake.record_linkage import Again
from data.intake.result import Checked
from data.units.register import unit

_TITLE: Final = re.compile(r"tham dự|điểm danh|học viên|dự lớp|dự tập huấn", re.IGNORECASE)
_CONTENTS: Final = (
    ("services", "dịch vụ công"),
    ("payment", "thanh toán"),
    ("shopping", "thương mại điện tử|mua bán|bán hàng"),
    ("safety", "an toàn|bảo vệ|lừa đảo"),
    ("finding", "tìm kiếm"),
    ("vneid", "vneid|định danh"),
)


def is_titled(titles: Iterable[str]) -> bool:
    """Tell a list of attendance from a register of teams, by its titles."""
    return any(_TITLE.search(title) for title in titles)


def persons(checked: Checked) -> pd.DataFrame:
    """Return who is on the list: person (an id of this file), team (not known), name, birth_year, phone."""
    rows = [
        {
            "person": f"l{_hash(checked.digest, record.unit.code, record.village or '', str(at))}",
            "team": None,
            "name": one.name,
            "birth_year": one.birth_year,
            "phone": one.phone,
        }
        for record in checked.records
        for at, one in enumerate(record.people)
    ]
    return pd.DataFrame(rows, columns=["person", "team", "name", "birth_year", "phone"])


def tables(checked: Checked, listed: pd.DataFrame, found: Again, *, organiser: str | None) -> dict[str, pd.DataFrame]:
    """Return the course and who of the members attended it; whoever is no member is only counted."""
    codes = sorted({record.unit.code for record in checked.records})
    place = codes[0] if len(codes) == 1 else checked.province.code if checked.province else codes[0]
    titles = " ".join(checked.titles)
    course: dict[str, object] = {
        "training": f"k{_hash(checked.digest)}",
        "day": checked.as_of,
        "structure": checked.structure,
        "level": unit(checked.structure, place).level,
        "code": place,
        "organiser": organiser,
        "title": next((title[:200] for title in checked.titles if _TITLE.search(title)), None),
        "contents": ",".join(code for code, words in _CONTENTS if re.search(words, titles, re.IGNORECASE)) or None,
        "attendees": len(listed),
    }
    went = listed.loc[~listed["person"].isin(found.strangers), "person"].replace(found.same).drop_duplicates()
    attended = pd.DataFrame({"training": course["training"], "person": went})
    return {"trainings": pd.DataFrame([course]), "attendances": attended}


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:14]
