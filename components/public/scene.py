"""A scene of the public page: as staff see it, but from the public release alone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from components.map import palette
from components.state import loaders
from components.state.loaders import Part
from components.state.view_model import Scene
from data.disclosure.export_public import source_text
from data.disclosure.public_release import PublicRelease
from data.measures.figures import Figures


@dataclass(frozen=True)
class PublicScene(Scene):
    """What anybody may see of a view: provinces and communes, small counts hidden."""

    release: PublicRelease

    def part(self, name: str, *key: str, make: Callable[[], Part]) -> Part:
        """Return a finished part of the page: one for all visitors who look at the same in the same way."""
        view = self.view
        seen = (view.unit, view.measure, view.period, view.structure, self.lang, palette.theme(), loaders.drawn_from())
        return loaders.public_part(self.release.id, name, (*seen, *key), make)

    @cached_property
    def figures(self) -> Figures:
        """Return the measure for the units that the map draws; hidden ones have no value and are `suppressed`."""
        view = self.view
        return loaders.public_figures(self.release.id, view.measure, view.period, view.structure, view.drawn, view.unit)

    @cached_property
    def suppressed(self) -> frozenset[str]:
        """Return the codes of the units whose figure is not published."""
        table = self.figures.table
        return frozenset(table.loc[table["suppressed"], "code"])

    @cached_property
    def ranges(self) -> pd.DataFrame:
        """Return no range: what is published is one number or none."""
        return pd.DataFrame(columns=["code", "low", "best", "high", "how"])

    def notes_of(self, level: str) -> dict[str, str]:
        """Return nothing: what offices remark beside their figures is not published."""
        return {}

    @cached_property
    def sources(self) -> pd.DataFrame:
        """Return the sources of what is shown: kind, office, as_of."""
        view = self.view
        return loaders.public_sources(self.release.id, view.period, view.structure, view.unit)

    def named_sources(self) -> str:
        """Name the sources by office and day, the first few."""
        named = list(
            dict.fromkeys(source_text(row.kind, row.office, row.as_of, self.lang) for row in self.sources.itertuples())
        )
        more = [self.text("app.sources.more", n=len(named) - _NAMED)] if len(named) > _NAMED else []
        return "; ".join([*named[:_NAMED], *more]) or self.text("explore.no_data")

    def summary(self) -> str:
        """Say in one sentence what the map shows, and how many units are not published."""
        known = self.ranking.dropna(subset=["value"])
        if known.empty:
            return self.text("explore.summary.empty")
        count, hidden = len(self.ranking), len(self.suppressed)
        key = "public.summary.hidden" if hidden else "explore.summary"
        return self.text(
            key,
            missing=self.count(count - len(known) - hidden),
            all=self.count(count),
            hidden=self.count(hidden),
            units=self.units_drawn(),
            extremes=self.extremes(known),
        )


_NAMED = 3
