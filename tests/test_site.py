"""The site of plain files: what it holds is the public release alone, and it leaves other folders as they are."""

import json
import re
import shutil
from pathlib import Path

import pytest

from components.public.site import pages
from components.public.site.build import NotOurs, build
from components.public.site.places import Country
from data.catalogue.scales import SCALES
from data.disclosure.public_release import PublicRelease, open_public
from data.i18n import LANGUAGES
from tests.fixtures.sample import PLANTED, SmallCountry
from tests.fixtures.walk import where

LANG_SON = "20"


@pytest.fixture(scope="module")
def release(small_country: SmallCountry) -> PublicRelease:
    return open_public(small_country.var / "public").current()


@pytest.fixture(scope="module")
def site(small_country: SmallCountry, release: PublicRelease, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "out"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CNSCD_VAR", str(small_country.var))
        told = build(folder, release)
    assert told["files"] == sum(path.is_file() for path in folder.rglob("*"))
    return folder


def test_what_the_files_hold_is_the_public_release_alone(site: Path, release: PublicRelease) -> None:
    country = Country(release)
    for lang in LANGUAGES:
        told = json.loads((site / f"figures/{release.id}/{LANG_SON}.{lang}.json").read_text("utf-8"))
        assert told["communes"].keys() == {code for code, home in country.homes.items() if home == LANG_SON}
        for code, place in told["communes"].items():
            assert place["figures"] == country.figures(code, lang)
    names = {path.name for path in (site / "data").iterdir()}
    assert {"data-dictionary.csv", "LICENCE.txt", "cnscd-commune-2025-07-2026-Q3.csv"} <= names
    assert not any(where(site, value) for value in PLANTED.values())


def test_each_figure_has_the_mark_of_its_scale(site: Path) -> None:
    (style,) = (path.read_text("utf-8") for path in site.rglob("site.css"))
    light, dark = style.rsplit("@media (prefers-color-scheme: dark)", 1)
    for name, scale in SCALES.items():
        for theme, part in {"light": light, "dark": dark}.items():
            assert f"li[data-scale={name}] {{ --mark: {scale.colours[theme].mark}; }}" in part


def test_what_is_hidden_is_said_to_be_in_files_and_tables(site: Path, release: PublicRelease) -> None:
    country = Country(release)
    hidden = release.query(
        "SELECT code FROM figures WHERE level = 'commune' AND structure = '2025-07' AND period = $period "
        "AND hidden LIKE '%village_coverage__num%' ORDER BY code",
        period=country.period,
    )["code"]
    assert len(hidden)
    code = hidden.iloc[0]
    told = json.loads((site / f"figures/{release.id}/{country.homes[code]}.vi.json").read_text("utf-8"))
    assert "không công bố" in json.dumps(told["communes"][code], ensure_ascii=False)
    table = (site / "tables" / pages.table_address(country.homes[code], "vi")).read_text("utf-8")
    assert "không công bố" in table


def test_no_page_has_a_script_of_its_own_in_it(site: Path) -> None:
    found = list(site.rglob("*.html"))
    assert len(found) > 2 * 34
    for path in found:
        text = path.read_text("utf-8")
        assert "Content-Security-Policy" in text and not re.search(r"<script>(?!\s*</script>)|\son\w+=", text), path


def test_an_earlier_site_is_replaced_as_a_whole(
    site: Path, small_country: SmallCountry, release: PublicRelease, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(small_country.var))
    copy = shutil.copytree(site, tmp_path / "out")
    (copy / "left-over.html").write_text("x")
    build(copy, release)
    assert {path.relative_to(copy) for path in copy.rglob("*")} == {path.relative_to(site) for path in site.rglob("*")}


def test_a_folder_of_something_else_is_left_alone(release: PublicRelease, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(NotOurs):
        build(tmp_path, release)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
