"""People of registers and lists of attendance are known again by more than a name, or asked about."""

import json
import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.intake import drafting
from data.intake.report import check
from data.publication import publish
from data.releases import drafts
from data.releases.store import Store, open_store
from tests.fixtures.formats import to_xlsx

HEAD = [["UBND xã Bằng Vân"], ["STT", "Thôn", "Họ và tên", "Năm sinh", "Nhiệm vụ", "Số điện thoại"]]
FIRST = [
    [1, "Khu Chợ", "Lý A", 1980, "Tổ trưởng", "0912345678"],
    [2, "Khu Chợ", "Lý B", 1990, "Thành viên", None],
    [3, "Khu Chợ", "Hà C", 1970, "Thành viên", "0987654321"],
]
LATER = [
    [1, "Khu Chợ", "Lý A", 1981, "Tổ trưởng", "0912 345 678"],
    [2, "Khu Chợ", "Lý B", 1990, "Tổ phó", None],
    [3, "Khu Chợ", "Hà C", 1999, "Thành viên", "0911111111"],
]
COURSE = [
    ["UBND xã Bằng Vân"],
    ["DANH SÁCH HỌC VIÊN THAM DỰ LỚP TẬP HUẤN DỊCH VỤ CÔNG TRỰC TUYẾN, VNeID"],
    ["STT", "Thôn", "Họ và tên", "Năm sinh", "Số điện thoại"],
    [1, "Khu Chợ", "Lý A", None, "0912345678"],
    [2, "Khu Chợ", "Lý B", None, None],
    [3, "Khu Chợ", "Người Lạ", 1990, "0900000001"],
]
SEATS = "SELECT person, role, until FROM memberships ORDER BY person"


def make(store: Store, rows: list[list[object]]) -> str:
    checked = check(to_xlsx({"S": rows}), name="a.xlsx", structure="2024", province="06", as_of=date(2026, 6, 30))
    return drafting.make(store, checked, who="lan")


@pytest.fixture(scope="module")
def _registered(_small_store_made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("registered")
    store = open_store(shutil.copytree(_small_store_made, folder / "store"))
    publish.publish(store, make(store, HEAD + FIRST), who="lan")
    return folder


@pytest.fixture
def store(_registered: Path, tmp_path: Path) -> Store:
    """Return a store of its own in which the register FIRST is published."""
    return open_store(shutil.copytree(_registered, tmp_path / "var") / "store")


@pytest.mark.slow
def test_the_same_people_are_known_again_and_a_namesake_is_asked_about(store: Store) -> None:
    before = set(store.current().query(SEATS)["person"].tail(3))
    again = make(store, HEAD + LATER)
    (question,) = drafts.get(store, again).open_questions
    assert question["kind"] == "person" and len(question["candidates"]) == 1
    told = (drafts.get(store, again).path / "draft.json").read_text("utf-8")
    assert not any(name in told for name in ("Lý A", "Lý B", "Hà C", "0911111111")), "questions hold nobody's name"
    drafts.answer(store, again, {question["id"]: None}, who="lan")
    after = publish.publish(store, again, who="lan").query(SEATS)
    real = after[~after["person"].str.startswith("p-")].set_index("person")
    assert len(real) == 4 and set(real.index) > before, "the namesake is a new person"
    assert real["until"].notna().sum() == 1 and real.loc[question["candidates"][0], "until"] is not pd.NaT
    with pytest.raises(drafts.BadAnswer):
        drafts.answer(store, make(store, HEAD + LATER), {question["id"]: "p-0"}, who="lan")


@pytest.mark.slow
def test_the_namesake_may_be_the_same(store: Store) -> None:
    again = make(store, HEAD + LATER)
    (question,) = drafts.get(store, again).open_questions
    drafts.answer(store, again, {question["id"]: question["candidates"][0]}, who="lan")
    release = publish.publish(store, again, who="lan")
    real = release.query(SEATS)
    real = real[~real["person"].str.startswith("p-")]
    assert len(real) == 3 and real["until"].isna().all() and sorted(real["role"]) == ["deputy", "head", "member"]


@pytest.mark.slow
def test_a_list_of_attendance_counts_members_alone(store: Store) -> None:
    name = make(store, COURSE)
    draft = drafts.get(store, name)
    (question,) = draft.open_questions
    assert question["known"] and draft.rows().num_rows == 0
    drafts.answer(store, name, {question["id"]: None}, who="lan")
    release = publish.publish(store, name, who="lan")
    course = release.query("SELECT * FROM trainings").iloc[0]
    assert (course["contents"], course["attendees"], course["code"]) == ("services,vneid", 3, "01942")
    assert len(release.query("SELECT * FROM attendances")) == 1, "neither the stranger nor the namesake"
    assert release.query("SELECT sum(trained) AS n FROM team_facts")["n"][0] >= 1
    assert not json.dumps(release.query("SELECT * FROM trainings").astype(str).to_dict("records")).count("Lý")
