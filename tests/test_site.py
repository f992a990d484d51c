"""The site of plain files: what it holds is the public release alone, and it leaves other folders as they are."""

import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from components.public import figures
from components.public.figures import TOLD
from components.public.site import pages
from components.public.site.build import NotOurs, build
from components.public.site.places import Country
from data.catalogue.scales import SCALES
from data.disclosure import open_data, public_figures
from data.disclosure.export_public import export_public
from data.disclosure.public_release import PublicRelease, open_public
from data.i18n import LANGUAGES
from data.releases import export_files
from data.releases.export import Exported
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


@pytest.mark.slow
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


@pytest.mark.slow
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


def test_ten_views_say_one_number_in_every_file_and_page(
    site: Path,
    small_country: SmallCountry,
    release: PublicRelease,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Page, static site, CSV, XLSX, GeoJSON and Parquet: one number, one n of N, and hidden is hidden in all."""
    monkeypatch.setenv("CNSCD_VAR", str(small_country.var))
    country = Country(release)
    views = [(unit, measure) for unit in (LANG_SON, "08", "19") for measure, _ in TOLD]
    told = {measure: country.told[measure] for measure in ("village_coverage", "skills_reach")}
    hidden = next(code for code in country.homes if told["village_coverage"][code].hidden)
    home = country.homes[hidden]
    beside = [code for code, each in country.homes.items() if each == home]
    shown = next(code for code in beside if told["skills_reach"][code].now is not None)
    views += [(hidden, "village_coverage"), (shown, "skills_reach")]
    for level, province in (("province", None), ("commune", home)):
        files = read_again(
            export_public(release, structure=country.structure, level=level, province=province), tmp_path
        )
        name = open_data.name(level, "csv", structure=country.structure, period=country.period)
        files["site"] = pd.read_csv(site / "data" / name, dtype={"code": str}, low_memory=False)
        for code, measure in views:
            if (len(code) == 5) != (level == "commune"):
                continue
            scene = country.scene("" if len(code) == 5 else code, measure, "vi")
            page = figures.read(scene, measure, code)
            trend = public_figures.trend(release, measure, structure=country.structure, code=code).set_index("period")
            its = country.told[measure][code]
            assert (page.now, page.hidden, page.units) == (its.now, its.hidden, its.units)
            (said,) = (each for each in country.figures(code, "vi") if each["what"] == scene.text(dict(TOLD)[measure]))
            assert (said["figure"], said["spoken"]) == figures.figure(scene, page)
            assert figures.units(scene, page) in str(said["others"])
            for form, table in files.items():
                row = table.set_index("code").loc[code]
                value = row[f"{measure}__value"]
                assert pd.isna(value) if page.now is None else value == pytest.approx(page.now), (form, code, measure)
                assert (f"{measure}__value" in str(row["not_published"]).split()) == page.hidden, form
                if page.now is not None:
                    numerator, base = (float(row[f"{measure}__{part}"]) for part in ("numerator", "base"))
                    assert numerator / base == pytest.approx(page.now) == trend.at[country.period, "value"], form
                if level == "province" and page.now is not None:
                    assert (row[f"{measure}__n"], row[f"{measure}__of"]) == page.units, (form, code, measure)
    assert told["village_coverage"][hidden].now is None


def test_geojson_holds_the_shapes_and_says_what_they_are(site: Path, release: PublicRelease) -> None:
    name = open_data.name("commune", "geojson", structure="2025-07", period=max(release.manifest.periods))
    told = json.loads((site / "data" / name).read_text("utf-8"))
    kinds = [each["geometry"]["type"] for each in told["features"] if each["geometry"]]
    assert len(kinds) > 3_300 and set(kinds) <= {"Polygon", "MultiPolygon"}
    assert "không phải địa giới hành chính" in told["about"]["shapes"]


def read_again(made: Exported, folder: Path) -> dict[str, pd.DataFrame]:
    """Return what each file of an export holds, read as somebody else would."""
    for form in ("csv", "xlsx", "parquet", "geojson"):
        (folder / f"file.{form}").write_bytes(export_files.content(made, format=form))
    features = json.loads((folder / "file.geojson").read_text("utf-8"))["features"]
    return {
        "csv": pd.read_csv(folder / "file.csv", dtype={"code": str}),
        "xlsx": pd.read_excel(folder / "file.xlsx", dtype={"code": str}),
        "parquet": pd.read_parquet(folder / "file.parquet"),
        "geojson": pd.DataFrame([each["properties"] for each in features]),
    }
