"""The public page says what is published in plain words, and says so where a figure is missing or kept back."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from components.identity import access
from components.public import figures
from components.public.scene import PublicScene
from components.state import loaders
from components.state.selection import View
from data.access.actor import PUBLIC, NotForYou
from data.disclosure import write_public
from data.releases.store import open_store
from tests.fixtures.small_release import LATE, new_communes_of

COMMUNE = new_communes_of("06")[0]


@pytest.fixture(scope="module")
def scene(_small_store_made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PublicScene]:
    store = open_store(shutil.copytree(_small_store_made, tmp_path_factory.mktemp("public-page") / "store"))
    write_public.ensure(store)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CNSCD_VAR", str(store.root.parent))
        yield PublicScene(View(unit="19", measure="village_coverage", period=LATE), loaders.public_release(), "vi")


def told(value: float | None, before: float | None = None, *, hidden: bool = False, measure: str = "skills_reach"):
    trend = pd.DataFrame({"period": ["2025-Q2", LATE], "value": [before, value], "reported": 1, "expected": 1})
    return figures.Told(measure, value, before, hidden, trend)


@pytest.mark.parametrize(
    ("value", "measure", "said", "aloud"),
    [
        (0.6, "skills_reach", "6/10", "6 trên 10"),
        (0.624, "skills_reach", "6/10", "6 trên 10"),
        (0.626, "skills_reach", "62,6%", "62,6%"),
        (0.574, "skills_reach", "57,4%", "57,4%"),
        (0.004, "smartphone_gap", "0,4%", "0,4%"),
        (0.0, "smartphone_gap", "0,0%", "0,0%"),
        (1.0, "skills_reach", "100,0%", "100,0%"),
        (1.04, "skills_reach", "104,0%", "104,0%"),
        (0.6, "village_coverage", "60,0%", "60,0%"),
    ],
)
def test_a_share_is_told_in_tenths_only_where_they_are_close(
    scene: PublicScene, value: float, measure: str, said: str, aloud: str
) -> None:
    assert figures.figure(scene, told(value, measure=measure)) == (said, aloud)


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (0.62, 0.465, "tăng từ 46,5% lên 62,0% trong một năm"),
        (0.06, 0.071, "giảm từ 7,1% xuống 6,0% trong một năm"),
        (0.5, 0.50001, "như một năm trước"),
        (0.5, None, ""),
        (None, 0.5, ""),
    ],
)
def test_the_change_over_a_year_is_told_where_both_ends_are_known(
    scene: PublicScene, now: float | None, before: float | None, said: str
) -> None:
    assert figures.change(scene, told(now, before)) == said


def test_what_is_missing_and_what_is_kept_back_are_two_things(scene: PublicScene) -> None:
    assert figures.figure(scene, told(None)) == ("chưa có số liệu",) * 2
    assert figures.figure(scene, told(None, hidden=True)) == ("không công bố",) * 2


def test_small_counts_are_not_told_anywhere_on_the_page(scene: PublicScene) -> None:
    page = figures.markup(scene, COMMUNE)
    assert "không công bố" in page and "số dưới 5" in page
    assert "chưa có số liệu" in page, "nobody has reported smartphones"
    digits = re.sub(r"\b(?:[IV]+/)?20\d\d\b|style=\"[^\"]*\"|src=\"[^\"]*\"|số dưới 5", "", page)
    assert not re.search(r"\b\d+/10\b", digits)
    assert 'lang="vi"' in page and page.count("<li") == len(figures.TOLD)


def test_the_scene_of_the_public_knows_the_public_release_alone(scene: PublicScene) -> None:
    assert scene.release.id == loaders.public_release().id
    assert scene.suppressed and scene.suppressed <= set(scene.figures.table["code"])
    assert scene.figures.table.set_index("code").loc[list(scene.suppressed), "value"].isna().all()
    assert scene.ranges.empty
    assert scene.named_sources() == "số liệu minh họa"


def test_the_public_gets_no_release_of_the_staff(scene: PublicScene, monkeypatch: pytest.MonkeyPatch) -> None:
    assert loaders.release().manifest.message == "Minh họa"
    monkeypatch.setattr(access, "actor", lambda: PUBLIC)
    with pytest.raises(NotForYou):
        loaders.release()
