"""The pages of the site as HTML: complete without a script, with no script and no style of their own in them."""

import html
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from components.public.figures import TOLD
from components.public.site.places import Country
from components.server import geolocation
from components.state import view_model as scenes
from data.catalogue import licences
from data.catalogue.current import catalogue
from data.disclosure import open_data
from data.i18n import LANGUAGES, say

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'"
)
# the map's own script writes the map's style
FRAME_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'"
)
_PAGE = (Path(__file__).parents[2] / "assets" / "site" / "page.html").read_text(encoding="utf-8")
_TABLE = (Path(__file__).parents[2] / "assets" / "site" / "table.html").read_text(encoding="utf-8")
_FRAME = (Path(__file__).parents[2] / "assets" / "site" / "frame.html").read_text(encoding="utf-8")


def quoted(text: object) -> str:
    """Escape a text for use inside HTML."""
    return html.escape(str(text), quote=True)


def address(lang: str) -> str:
    """Return the name of the front page in a language."""
    return "index.html" if lang == LANGUAGES[0] else f"{lang}.html"


def table_address(code: str, lang: str) -> str:
    """Return the name of a province's table."""
    return f"{code}.html" if lang == LANGUAGES[0] else f"{code}.{lang}.html"


def front(country: Country, lang: str, *, base: str, look: str) -> str:
    """Return the front page with the country's figures."""
    other = next(each for each in LANGUAGES if each != lang)
    scene = country.scene("", TOLD[-1][0], lang)
    its, sample = country.release.manifest, scene.sample_label()
    figures = country.figures("", lang)
    words = {
        "title": say("public.title", lang),
        "choose": say("public.search.choose", lang),
        "none": say("public.search.none", lang),
        "formerly": say("site.formerly", lang),
        "where": geolocation.words(lang),
    }
    why = say("public.suppressed.why", lang, limit=its.limit)
    filled = {
        "lang": lang,
        "other": other,
        "other_page": address(other),
        "base": base,
        "look": look,
        "policy": POLICY,
        "badge": f'<span class="badge">{quoted(say(sample, lang))}</span>' if sample else "<span></span>",
        "name": quoted(scene.name),
        "where": quoted(country.where("", lang)),
        "why": quoted(why),
        "figures": "".join(map(_figure, figures)),
        "measures": "".join(_measures(lang)),
        "words": json.dumps(words, ensure_ascii=False).replace("<", "\\u003c"),
        "sections": "".join(_sections(country, lang, scene)),
        "source": quoted(scene.source()),
        "app": quoted(say("app.name", lang)),
        **{
            key.replace(".", "_"): quoted(say(key, lang))
            for key in (
                "public.title",
                "public.search",
                "public.where.button",
                "public.back",
                "site.skip",
                "site.map",
                "explore.measure",
            )
        },
        "other_name": quoted(say("site.other", lang)),
    }
    return _filled(_PAGE, filled)


def table(country: Country, code: str, lang: str, *, look: str, told: Mapping[str, list[dict[str, object]]]) -> str:
    """Return the communes of a province and their figures as a table."""
    scene = country.scene(code, TOLD[-1][0], lang)
    heads = "".join(
        f'<th scope="col">{quoted(say(catalogue().measures[measure].name, lang))}</th>' for measure, _ in TOLD
    )
    rows = "".join(
        _row(commune, country.communes[commune], address(lang), figures) for commune, figures in told.items()
    )
    sample = scene.sample_label()
    return _filled(
        _TABLE,
        {
            "lang": lang,
            "look": look,
            "policy": POLICY,
            "name": quoted(scene.name),
            "heads": heads,
            "rows": rows,
            "head": quoted(say("site.name", lang)),
            "home": quoted(say("site.home", lang)),
            "home_page": f"../{address(lang)}",
            "source": quoted(scene.source()),
            "caption": quoted(say("site.table", lang, name=scene.name, period=scene.period())),
            "badge": f'<span class="badge">{quoted(say(sample, lang))}</span>' if sample else "",
        },
    )


def _row(code: str, name: str, page: str, figures: Sequence[Mapping[str, object]]) -> str:
    cells = "".join(f"<td>{quoted(each['spoken'])}</td>" for each in figures)
    return f'<tr><th scope="row"><a href="../{page}#{code}">{quoted(name)}</a></th>{cells}</tr>'


def frame(lang: str = LANGUAGES[0]) -> str:
    """Return the page of the map's frame."""
    return _filled(_FRAME, {"lang": lang, "policy": FRAME_POLICY, "title": quoted(say("site.map", lang))})


def _filled(page: str, values: Mapping[str, str]) -> str:
    """Put values, which are HTML already, in the places of a page; each place is filled once and read no further."""
    parts = page.split("%%")
    return "".join(values[part] if at % 2 else part for at, part in enumerate(parts))


def _figure(told: Mapping[str, object]) -> str:
    small = "".join(f'<div class="change">{quoted(told[each])}</div>' for each in ("change", "others") if told[each])
    size = "big missing" if told["missing"] else "big"
    return (
        f'<li data-scale="{told["scale"]}"><div class="{size}">'
        f'<span aria-hidden="true">{quoted(told["figure"])}</span>'
        f'<span class="spoken">{quoted(told["spoken"])}</span></div><div>{quoted(told["what"])}{small}</div></li>'
    )


def _measures(lang: str) -> Iterable[str]:
    for measure, _ in TOLD:
        checked = " checked" if measure == TOLD[-1][0] else ""
        yield (
            f'<label><input type="radio" name="measure" value="{measure}"{checked}>'
            f"{quoted(say(catalogue().measures[measure].name, lang))}</label>"
        )


def _sections(country: Country, lang: str, scene: scenes.Scene) -> Iterable[str]:
    """Say what stands below the map: what the teams are, help, method, data, privacy, tables."""
    its = country.release.manifest
    yield _section("public.what", lang, f"<p>{quoted(say('public.what.text', lang))}</p>")
    yield _section("public.help", lang, _marked(say("public.help.text", lang)), is_open=True)
    told = [
        (say(catalogue().measures[code].name, lang), say(catalogue().measures[code].formula, lang)) for code, _ in TOLD
    ]
    method = "".join(f"<p><b>{quoted(name)}</b>: {quoted(formula)}</p>" for name, formula in told)
    sources = say("public.method.sources", lang, sources=scene.named_sources(), period=scene.period())
    method += f"<p>{quoted(say('public.method.text', lang, limit=its.limit))}</p><p class='quiet'>{quoted(sources)}</p>"
    yield _section("public.method", lang, method)
    yield _section("public.data", lang, _data(country, lang, scene))
    yield _section("public.privacy", lang, f"<p>{quoted(say('site.privacy.text', lang, limit=its.limit))}</p>")
    links = "".join(
        f'<li><a href="tables/{table_address(code, lang)}">{quoted(name)}</a></li>'
        for code, name in country.provinces.items()
    )
    yield _section("site.tables", lang, f'<ul class="tables">{links}</ul>')


def _section(key: str, lang: str, content: str, *, is_open: bool = False) -> str:
    return f"<details{' open' if is_open else ''}><summary>{quoted(say(key, lang))}</summary>{content}</details>"


def _marked(text: str) -> str:
    """Write our own words with their few marks of Markdown (lists, bold, links) as HTML."""
    made, listed = [], False
    for row in filter(None, text.split("\n")):
        item = row.startswith("- ")
        made.append("<ul>" if item and not listed else "</ul>" if listed and not item else "")
        listed = item
        parts = quoted(row.removeprefix("- ")).split("**")
        bold = "".join(f"<b>{part}</b>" if at % 2 else part for at, part in enumerate(parts))
        made.append(f"<li>{_linked(bold)}</li>" if item else f"<p>{_linked(bold)}</p>")
    return "".join([*made, "</ul>" if listed else ""])


def _linked(text: str) -> str:
    before, found, rest = text.partition("](")
    if not found:
        return text
    head, _, name = before.rpartition("[")
    target, _, tail = rest.partition(")")
    return f'{head}<a href="{target}" rel="noopener">{name}</a>{tail}'


def _data(country: Country, lang: str, scene: scenes.Scene) -> str:
    its, period = country.release.manifest, country.period
    links = [
        (
            open_data.name(level, form, structure=country.structure, period=period),
            say("public.data.file", lang, level=say(f"level.{level}", lang).lower(), form=form.upper()),
        )
        for level, form in open_data.FILES
    ]
    links += [
        (open_data.DICTIONARY, say("site.data.dictionary", lang)),
        (open_data.TERMS, say("site.data.terms", lang)),
    ]
    listed = "".join(f'<li><a href="data/{name}" download>{quoted(label)}</a></li>' for name, label in links)
    terms = licences.text(its.licence, sample=its.sample, lang=lang)
    return (
        f"<p>{quoted(say('site.data.text', lang, period=scene.period()))}</p><ul class='files'>{listed}</ul>"
        f"<p><b>{quoted(say('public.data.licence', lang))}</b>: {quoted(terms)}</p>"
    )
