"""Writes the site: every file made aside, then put in place at once, so that a server never shows half of it."""

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, get_args

from components.public.figures import TOLD
from components.public.site import pages
from components.public.site.places import Country, drawing
from components.server import app, geolocation
from data.catalogue.scales import SCALES, Theme
from data.disclosure import open_data
from data.disclosure.public_release import PublicRelease
from data.i18n import LANGUAGES
from data.storage import paths
from data.storage.atomic import disk_faults
from data.storage.errors import Refused
from data.units import nearby, register
from geo import assets
from geo.outlines import outlines

_OURS: Final = "site.json"
_SITE: Final = app.ASSETS / "site"
_WHERE: Final = geolocation.ASSET / "where.js"


class NotOurs(Refused):
    """The folder holds something that is no site of ours."""


def build(folder: Path, release: PublicRelease) -> dict[str, object]:
    """Write the site of a public release into `folder`, in place of an earlier one, and say what was written.

    Raises NotOurs, CannotWrite; what was there before is then as it was.
    """
    folder = folder.absolute()
    with disk_faults(folder):
        _check(folder)
        aside = folder.parent / f".aside-{uuid.uuid4().hex}"
        try:
            count = size = 0
            for name, content in _files(Country(release)):
                path = aside / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                count, size = count + 1, size + len(content)
            _put(aside, folder)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    return {"folder": str(folder), "release": release.id, "files": count, "bytes": size}


def _check(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / _OURS).exists())):
        raise NotOurs("site.not_ours", folder=folder)


def _put(aside: Path, folder: Path) -> None:
    """Move what was made to its place; an earlier site goes only then."""
    before = folder.parent / f".aside-{uuid.uuid4().hex}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists():
        os.rename(folder, before)
    os.rename(aside, folder)
    shutil.rmtree(before, ignore_errors=True)


def _files(country: Country) -> Iterator[tuple[str, bytes]]:
    """Make every file of the site: its name within the folder, and what it holds."""
    assets.ensure_assets()
    look, base = f"look/{look_version()}/", f"figures/{country.release.id}/"
    for lang in LANGUAGES:
        yield pages.address(lang), pages.front(country, lang, base=base, look=look).encode()
        yield from _places(country, lang, base=base, look=look)
    yield f"{base}search.json", _json(names(country))
    yield f"{base}homes.json", _json(country.homes)
    yield f"{base}points.json", _json(nearby.points(country.structure))
    for name, content in open_data.files(country.release, outlines=outlines):
        yield f"data/{name}", content
    yield from _look(look)
    for unit in ("", *country.provinces):
        name = country.scene(unit, TOLD[-1][0], LANGUAGES[0]).asset.file
        yield f"maps/{name}", (paths.map_files() / name).read_bytes()
    yield _OURS, _json({"release": country.release.id, "period": country.period, "structure": country.structure})


def _places(country: Country, lang: str, *, base: str, look: str) -> Iterator[tuple[str, bytes]]:
    """Make the files of the country and of each province, with its communes, and its table."""
    for unit in ("", *country.provinces):
        maps = {measure: drawing(country.scene(unit, measure, lang)) for measure, _ in TOLD}
        told = {code: country.figures(code, lang) for code, home in country.homes.items() if home == unit}
        place = _place(country, unit, lang, country.figures(unit, lang)) | {"maps": maps}
        place["communes"] = {code: _place(country, code, lang, figures) for code, figures in told.items()}
        if unit:
            page = pages.table(country, unit, lang, look=look, told=told)
            yield f"tables/{pages.table_address(unit, lang)}", page.encode()
        yield f"{base}{unit or 'country'}.{lang}.json", _json(place)


def _place(country: Country, code: str, lang: str, figures: Sequence[Mapping[str, object]]) -> dict[str, object]:
    name = country.communes[code] if len(code) == 5 else country.scene(code, TOLD[-1][0], lang).name
    return {"code": code, "name": name, "where": country.where(code, lang), "figures": figures}


def names(country: Country) -> list[tuple[str, str, str, list[str]]]:
    """List what can be found: code, name, province, and names that it or its parts had before."""
    provinces = [(code, name, "", _other_names(country, code, name)) for code, name in country.provinces.items()]
    communes = [
        (code, name, country.provinces[country.homes[code]], _other_names(country, code, name))
        for code, name in country.communes.items()
    ]
    return provinces + communes


def _other_names(country: Country, code: str, name: str) -> list[str]:
    """Return the names that a unit had in its structure, and those of the units that it was made of, each once."""
    earlier = [each.name for each in register.names(country.structure, code)]
    if len(code) == 5:
        earlier += country.former.get(code, ())
    elif before := register.before(country.structure):
        made_of = register.predecessor_provinces(code, structure=country.structure, source=before)
        earlier += [register.unit(before, each.code_from).name for each in made_of]
    return [each for each in dict.fromkeys(earlier) if each != name]


def look_version() -> str:
    """Return a short hash over scripts and styles, which is part of their address."""
    parts = [
        app.map_script().content,
        pages.frame().encode(),
        _WHERE.read_bytes(),
        *(file.read_bytes() for file in sorted(_SITE.iterdir())),
        _marks(),
    ]
    return hashlib.sha256(b"".join(parts)).hexdigest()[:12]


def _look(look: str) -> Iterator[tuple[str, bytes]]:
    yield f"{look}map.js", app.map_script().content
    yield f"{look}frame.html", pages.frame().encode()
    for name in ("site.js", "frame.js"):
        yield f"{look}{name}", (_SITE / name).read_bytes()
    yield f"{look}site.css", (_SITE / "site.css").read_bytes() + _marks()
    yield f"{look}{_WHERE.name}", _WHERE.read_bytes()
    yield "look/icon.svg", (app.ASSETS / "icon.svg").read_bytes()


def _marks() -> bytes:
    """Return the style that gives each figure the colour of its measure's scale, in both themes."""
    rules = {
        theme: "".join(
            f"#figures li[data-scale={name}] {{ --mark: {scale.colours[theme].mark}; }}\n"
            for name, scale in SCALES.items()
        )
        for theme in get_args(Theme)
    }
    return f"{rules['light']}@media (prefers-color-scheme: dark) {{\n{rules['dark']}}}\n".encode()


def _json(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
