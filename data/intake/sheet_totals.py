"""The totals that a sheet gives itself, held against the sums of its rows. A wrong one is told, never adopted.

Scores have no sums, and states are words: what stands below them is no figure of the rows.
"""

from dataclasses import dataclass

from data.intake import ratings, sum_rows
from data.intake.body import BodyRow
from data.intake.layout import cell
from data.intake.problems import Kind, Problem
from data.intake.tables import Table
from data.spreadsheets import cells as values


@dataclass(frozen=True)
class _Claim:
    """A row that says sums, and the rows that it may be the sum of, the likeliest first."""

    row: BodyRow
    spans: tuple[tuple[BodyRow, ...], ...]


def check(table: Table) -> list[Problem]:
    """List every cell of a total or group row that is not the sum of the rows it stands for."""
    problems: list[Problem] = []
    for claim in _claims(table):
        problems += _against(table, claim)
    return problems


def _claims(table: Table) -> list[_Claim]:
    if all(row.role == "data" or not row.has_numbers for row in table.body.apart):
        return []
    rows = [row for row in table.body if row.role in ("data", "group", "total")]
    everything = tuple(row for row in rows if row.role == "data")
    claims = []
    for at, row in enumerate(rows):
        if row.role == "data" or not row.has_numbers:
            continue
        below = _until(rows[at + 1 :], stop=("group", "total"))
        wider = _until(rows[at + 1 :], stop=("total",))
        above = _until(rows[:at][::-1], stop=("group", "total"))
        section = _until(rows[:at][::-1], stop=("total",))
        running = tuple(row for row in rows[:at] if row.role == "data")
        spans: tuple[tuple[BodyRow, ...], ...] = (
            (below, wider, everything) if row.role == "group" else (everything, above, section, running, below)
        )
        if sum_rows.sense_of(row.label) in ("page", "carried"):
            spans = (running, above)
        claims.append(_Claim(row, tuple(span for span in spans if span)))
    return claims


def _until(rows: list[BodyRow], *, stop: tuple[str, ...]) -> tuple[BodyRow, ...]:
    out = []
    for row in rows:
        if row.role in stop:
            break
        if row.role == "data":
            out.append(row)
    return tuple(out)


def _against(table: Table, claim: _Claim) -> list[Problem]:
    """Compare with the span that fits most columns; none fits any: with the likeliest one."""
    said = {
        indicator: count
        for indicator, at in table.indicators.items()
        if not ratings.is_rating(indicator) and (count := claim.row.reads.get(at, values.BLANK).count) is not None
    }
    if not said or not claim.spans:
        return []
    sums = [{indicator: _sum(span, table.indicators[indicator]) for indicator in said} for span in claim.spans]
    fits = [sum(total[indicator] == said[indicator] for indicator in said) for total in sums]
    best = {name: total for name, total in sums[fits.index(max(fits))].items() if total is not None}
    kind: Kind = "group_total" if claim.row.role == "group" else "sheet_total"
    return [
        Problem(
            kind,
            {"label": claim.row.label, "sum": best[indicator], "difference": count - best[indicator]},
            table.sheet,
            claim.row.row,
            table.column(table.indicators[indicator]).letter,
            str(cell(table.block.sheet, claim.row.row - 1, table.indicators[indicator])),
            indicator=indicator,
        )
        for indicator, count in said.items()
        if indicator in best and best[indicator] != count
    ]


def _sum(rows: tuple[BodyRow, ...], at: int) -> int | None:
    """Return the sum of what is known; None where no row knows anything (a count that only the total has)."""
    read = (row.reads[at].count for row in rows if at in row.reads)
    known = [count for count in read if count is not None]
    return sum(known) if known else None
