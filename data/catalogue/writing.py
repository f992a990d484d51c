"""Writes the file of definitions for the simplest case: one indicator, and its share of a base."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from data.catalogue.model import Catalogue
from data.catalogue.scales import Good, of_good
from data.i18n import DEFAULT_LANGUAGE, LANGUAGES, say

_SOURCE: Final = "source"


@dataclass(frozen=True)
class Simple:
    """An indicator and its share of a base, as a form asks for it.

    counts: a key of the catalogue's counted things; headings: as reports write it; base: the code of the indicator
    that it is divided by, "" for none: then its number is shown. published: whether the public sees it, small numbers
    hidden, or not at all. good: whether more or less of it is better, None where neither is.
    """

    code: str
    vi: str
    en: str
    counts: str
    headings: tuple[str, ...]
    base: str
    accrual: Literal["state", "cumulative", "period"]
    reported_by: Literal["village", "commune", "district", "province"]
    published: bool
    good: Good | None
    source_vi: str
    source_en: str
    issued: date


EXAMPLE: Final = Simple(
    code="households_vneid2",
    vi="Hộ có tài khoản VNeID mức 2",
    en="Households with a VNeID account of level 2",
    counts="household",
    headings=("Số hộ có tài khoản VNeID mức 2", "Hộ có VNeID mức 2"),
    base="households",
    accrual="state",
    reported_by="village",
    published=True,
    good="more",
    source_vi="Công văn giao chỉ tiêu của tỉnh",
    source_en="Letter of the province that sets the target",
    issued=date(2026, 11, 1),
)


def text(form: Simple, catalogue: Catalogue, *, lang: str = DEFAULT_LANGUAGE) -> str:
    """Return the file: the indicator, its measure, its suppression group and its source, with remarks in a language."""
    sections = (
        _remarks(lang),
        _indicator(form, catalogue, lang),
        _measure(form, catalogue, lang),
        _group_and_source(form),
    )
    return "\n".join("\n".join(section) + "\n" for section in sections)


def _remarks(lang: str) -> Iterator[str]:
    for line in say("catalogue.file.about", lang).split("\n"):
        yield f"# {line}"


def _indicator(form: Simple, catalogue: Catalogue, lang: str) -> Iterator[str]:
    yield "[[indicator]]"
    yield f"code = {_quoted(form.code)}  # {say('catalogue.file.code', lang)}"
    yield f"name = {_both(form.vi, form.en)}"
    yield f"counts = {_quoted(form.counts)}  # {say('catalogue.file.counts', lang)}"
    yield f"headings = [  # {say('catalogue.file.headings', lang)}"
    yield from (f"    {_quoted(heading)}," for heading in form.headings)
    yield "]"
    base = catalogue.indicators.get(form.base)
    if base is not None and base.counts == form.counts:
        yield f"part_of = [{{ whole = {_quoted(form.base)} }}]  # {say('catalogue.file.part_of', lang)}"
    yield f"time = {_quoted('flow' if form.accrual == 'period' else 'stock')}"
    yield f"accrual = {_quoted(form.accrual)}  # {say('catalogue.file.accrual', lang)}"
    yield f"reported_by = {_quoted(form.reported_by)}"
    if form.published:
        yield f"group = {_quoted(form.code)}  # {say('catalogue.file.group', lang)}"
    else:
        yield f"withheld = {_quoted('an office has chosen not to publish it')}"
    yield f"source = {_quoted(f'{form.code}_{_SOURCE}')}"


def _measure(form: Simple, catalogue: Catalogue, lang: str) -> Iterator[str]:
    base = catalogue.indicators.get(form.base)
    share = bool(form.base)
    names = {"vi": form.vi, "en": form.en}
    bases = {"vi": base.name.vi, "en": base.name.en} if base is not None else dict.fromkeys(names, form.base)
    sentences = {
        part: [say(f"catalogue.file.{part}.{'share' if share else 'count'}", each, name=names[each], base=bases[each])
               for each in LANGUAGES]
        for part in ("plain", "how")
    }  # fmt: skip
    yield "[[measure]]"
    yield f"code = {_quoted(form.code + '_share' if share else form.code)}"
    yield f"name = {_both(form.vi, form.en)}  # {say('catalogue.file.name', lang)}"
    for part, (vi, en) in sentences.items():
        yield f"{part} = {_both(vi, en)}"
    yield f"kind = {_quoted('share' if share else 'count')}"
    yield f"numerator = {_quoted(form.code)}"
    if share:
        yield f"base = {_quoted(form.base)}"
    yield f"unit = {_quoted('percent' if share else _unit(form.counts, catalogue))}"
    if form.good:
        yield f"good = {_quoted(form.good)}"
        yield f"scale = {_quoted(of_good(form.good))}"
    if form.accrual == "period":
        yield 'time = "flow"'
    if share:
        yield 'over_one = "flag"'
    yield f"source = {_quoted(f'{form.code}_{_SOURCE}')}"


def _group_and_source(form: Simple) -> Iterator[str]:
    if form.published:
        yield f"[group.{form.code}]"
        yield ""
    yield f"[source.{form.code}_{_SOURCE}]"
    yield f"title = {_both(form.source_vi, form.source_en)}"
    yield f"issued = {form.issued.isoformat()}"


def _unit(counts: str, catalogue: Catalogue) -> str:
    """Return the unit in which a number of these things is written: that of the same name."""
    name = catalogue.counted[counts].name if counts in catalogue.counted else None
    return next(
        (code for code, unit in catalogue.units.items() if name is not None and unit.name.vi == name.vi), counts
    )


def _both(vi: str, en: str) -> str:
    return f"{{ vi = {_quoted(vi)}, en = {_quoted(en)} }}"


def _quoted(value: str) -> str:
    """Write a text as TOML does: as JSON, with nothing in it that is no letter."""
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in value).split())
    return json.dumps(plain, ensure_ascii=False)
