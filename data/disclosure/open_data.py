"""The open data of a public release as files: figures as CSV and GeoJSON, what each column means, and the terms."""

from collections.abc import Callable, Iterator
from typing import Final

import pandas as pd

from data.catalogue import licences, periods
from data.catalogue.current import catalogue
from data.disclosure.export_public import PARTS, export_public
from data.disclosure.public_release import PublicRelease
from data.i18n import LANGUAGES, say
from data.releases import export_files
from data.releases.export import ExportLevel
from data.releases.export_files import Format, Outlines
from data.units.structures import StructureId, in_force

FILES: Final[tuple[tuple[ExportLevel, Format], ...]] = (("province", "csv"), ("commune", "csv"), ("commune", "geojson"))
DICTIONARY, TERMS = "data-dictionary.csv", "LICENCE.txt"
_DESCRIBED = (
    "release",
    "structure",
    "level",
    "period",
    "code",
    "name",
    "province_code",
    "province",
    "district_code",
    "district",
    "sample",
    "estimated",
    "sources",
    "communes_reported",
    "communes_known",
    "lon",
    "lat",
    "not_published",
)


def name(level: ExportLevel, form: Format, *, structure: StructureId, period: str) -> str:
    """Return the name of a file: "cnscd-commune-2025-07-2026-Q3.csv"."""
    return f"cnscd-{level}-{structure}-{period}.{form}"


def files(
    release: PublicRelease, *, outlines: Callable[[StructureId, ExportLevel], Outlines] | None = None
) -> Iterator[tuple[str, bytes]]:
    """Make the files of the last quarter: name and content of each; outlines: gives what GeoJSON draws units with."""
    structure, period = in_force(), max(release.manifest.periods)
    for level, form in FILES:
        made = export_public(release, structure=structure, level=level, as_of=periods.end(period))
        drawn = outlines(structure, level) if outlines and form == "geojson" else None
        yield (
            name(level, form, structure=structure, period=period),
            export_files.content(made, format=form, outlines=drawn),
        )
    yield DICTIONARY, export_files.csv_file(dictionary())
    yield TERMS, terms(release).encode()


def dictionary() -> pd.DataFrame:
    """Return column, meaning_vi, meaning_en: what each column of the files holds."""
    keys = {column: f"open_data.{column}" for column in _DESCRIBED}
    keys |= {indicator: f"indicator.{indicator}" for indicator in catalogue().readable}
    rows = [
        {"column": column, **{f"meaning_{lang}": say(key, lang) for lang in LANGUAGES}} for column, key in keys.items()
    ]
    for code in catalogue().measures:
        rows += [
            {
                "column": f"{code}__{part}",
                **{
                    f"meaning_{lang}": say(f"open_data.part.{part}", lang, name=say(f"measures.{code}.name", lang))
                    for lang in LANGUAGES
                },
            }
            for part in PARTS
        ]
    return pd.DataFrame(rows)


def terms(release: PublicRelease) -> str:
    """Say in both languages under which terms the data may be used, and what is hidden."""
    its = release.manifest
    told = [
        (licences.text(its.licence, sample=its.sample, lang=lang), say("public.suppressed.why", lang, limit=its.limit))
        for lang in LANGUAGES
    ]
    return "\n\n".join("\n".join(each) for each in told) + "\n"
