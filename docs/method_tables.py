"""Write the tables of docs/method.md from the catalogue, between their marks. `make method` runs it."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from data.catalogue.loading import load  # noqa: E402
from data.catalogue.model import Catalogue  # noqa: E402
from data.catalogue.records import Indicator, Measure  # noqa: E402

METHOD: Final = PROJECT / "docs/method.md"
_REPORTED: Final = {"state": "on the day", "cumulative": "since the beginning", "period": "within the period"}


def filled(text: str) -> str:
    """Return the document with each table as it follows from the product's own catalogue."""
    catalogue = load()
    tables = {"measures": _measures(catalogue), "indicators": _indicators(catalogue), "sources": _sources(catalogue)}
    for name, lines in tables.items():
        begin, end = f"<!-- {name}: written by `make method` -->\n", f"<!-- end of {name} -->"
        above, _, rest = text.partition(begin)
        _, _, below = rest.partition(end)
        if not below:
            raise ValueError(f"no place for the table of {name}")
        text = above + begin + "\n".join(lines) + "\n" + end + below
    return text


def _measures(catalogue: Catalogue) -> list[str]:
    rows = [
        (code, each.texts.vi, each.how_texts.en, _kind(each), each.source) for code, each in catalogue.measures.items()
    ]
    return _table(("measure", "Vietnamese name", "formula", "kind", "source"), rows)


def _kind(measure: Measure) -> str:
    return f"{measure.kind}, flow" if measure.time == "flow" else measure.kind


def _indicators(catalogue: Catalogue) -> list[str]:
    rows = [
        (
            code,
            each.name.vi,
            catalogue.counted[each.counts].name.en,
            _REPORTED[each.accrual],
            each.reported_by,
            ", ".join(part.whole for part in each.part_of),
            _published(each),
            each.source,
        )
        for code, each in catalogue.indicators.items()
        if each.counted_in == "reports"
    ]
    heads = ("indicator", "Vietnamese name", "counts", "accrual", "known to", "part of", "public", "source")
    return _table(heads, rows)


def _published(each: Indicator) -> str:
    if each.group:
        return f"group {each.group}"
    return f"open: {each.open}" if each.open else "no"


def _sources(catalogue: Catalogue) -> list[str]:
    rows = [(code, each.title.vi, each.issued.strftime("%d/%m/%Y")) for code, each in catalogue.sources.items()]
    return _table(("source", "document", "date"), rows)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]


if __name__ == "__main__":
    METHOD.write_text(filled(METHOD.read_text(encoding="utf-8")), encoding="utf-8")
