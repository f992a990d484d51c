"""What is to be told of whole columns of scores and states: a village has none, some were rounded, a scale of 1."""

from collections.abc import Iterator

from data.catalogue.scores import PARTS, is_score
from data.intake import ratings
from data.intake.problems import Problem
from data.intake.tables import Table
from data.spreadsheets import cells as values

_CLEARLY = 10 * PARTS  # a score above it is of a scale to 100: one of at most 1 beside it is hardly of the same


def problems(table: Table) -> list[Problem]:
    """List what concerns a column of ratings as a whole."""
    return [
        problem
        for column in table.columns
        if column.role == "indicator" and ratings.is_rating(column.indicator)
        for problem in _of_column(table, column.at, column.indicator)
    ]


def _of_column(table: Table, at: int, name: str | None) -> Iterator[Problem]:
    reads = [(row.row, row.reads[at]) for row in table.body if row.role == "data" and at in row.reads]
    told = [(row, read) for row, read in reads if read.count is not None]
    if not told:
        return
    place = {"sheet": table.sheet, "column": table.column(at).letter, "indicator": ratings.indicator(name)}
    heading = table.column(at).heading
    if table.level not in ("commune", "district", "province"):
        yield Problem("rating_of_village", {"heading": heading}, row=told[0][0], **place)
    if not is_score(name):
        return
    rounded = [row for row, read in told if read.qualifier == values.ROUNDED]
    if rounded:
        yield Problem("rounded", {"times": len(rounded)}, row=rounded[0], **place)
    scale = [read.count or 0 for _, read in told]
    if 0 < max(scale) <= PARTS and (len(scale) > 1 or scale[0] % PARTS):
        yield Problem("score_scale", {"heading": heading}, row=told[0][0], **place)
    elif max(scale) > _CLEARLY and (small := [row for row, read in told if 0 < (read.count or 0) <= PARTS]):
        yield Problem("score_mixed", {"heading": heading, "times": len(small)}, row=small[0], **place)
