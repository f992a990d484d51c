"""A scene: the view with all that its parts show, so that map, legend, table and sentence say the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import pandas as pd

from components.state import filtering, loaders
from components.state.selection import HEADLINE, View
from data.catalogue import periods
from data.catalogue.current import catalogue
from data.catalogue.records import Measure
from data.i18n import numbers, say
from data.measures import figures as measured
from data.measures import legends
from data.measures import notes as figure_notes
from data.measures.figures import Figure, Figures
from data.measures.legends import LegendSet
from data.releases.store import Release
from data.teams import profile
from data.teams.profile import Profile
from data.units import register
from geo import classes
from geo.assets import MapAsset
from geo.classes import DECIMALS, Classes

# The measures that a view of two shows beside another, in this order: the first that says something else.
_BESIDE = (HEADLINE, "skills_reach", "activity")


@dataclass(frozen=True)
class Scene:
    """What one view shows. Nothing here touches Streamlit's state."""

    view: View
    release: Release
    lang: str

    @property
    def measure(self) -> Measure:
        return catalogue().measures[self.view.measure]

    @cached_property
    def reporting(self) -> Mapping[str, int]:
        """Return by measure how many of the units shown reported it."""
        return loaders.reporting_communes(self.release.id, self.view.period, self.view.structure, self.view.unit)

    def offered(self, *chosen: str) -> list[str]:
        """List the measures that any unit reported, and those that are chosen: others would show nothing."""
        return [code for code in catalogue().measures if self.reporting[code] or code in chosen]

    @cached_property
    def figures(self) -> Figures:
        """Return the measure for the units that the map draws."""
        view = self.view
        return loaders.figures(self.release.id, view.measure, view.period, view.structure, view.drawn, view.unit)

    @cached_property
    def team(self) -> Profile:
        """Return the team looked at. Raises UnknownTeam."""
        return profile.of(self.release, self.view.team)

    @property
    def served(self) -> tuple[str, ...]:
        """Return the villages that the team looked at serves now; none where no team is looked at."""
        return tuple(self.team.serving["village"]) if self.view.team else ()

    @cached_property
    def narrowed(self) -> Figures:
        """Return the figures of the units that pass the filters: what is counted, summed and listed."""
        if not filtering.active(self.view):
            return self.figures
        table = self.figures.table
        return replace(self.figures, table=table[~table["code"].isin(self.outside)].reset_index(drop=True))

    def narrowed_of(self, measure: str) -> Figures:
        """Return the figures of the same units for another measure."""
        found = loaders.figures(
            self.release.id, measure, self.view.period, self.view.structure, self.view.drawn, self.view.unit
        )
        return replace(found, table=found.table[~found.table["code"].isin(self.outside)].reset_index(drop=True))

    def trend(self, code: str) -> pd.DataFrame:
        """Return the measure over the quarters, of one unit; where a filter is on, of the parts that pass."""
        view = self.view
        if not self.filtered or view.village:
            return loaders.trend(self.release.id, view.measure, view.structure, code)
        return loaders.together(
            self.release.id, view.measure, view.structure, view.drawn, tuple(self.narrowed.table["code"])
        )

    @property
    def filtered(self) -> str:
        """Say how many units pass the filters ("đang lọc: 120 trong 3.321 xã"); "" where there are none."""
        if not filtering.active(self.view):
            return ""
        left, every = len(self.narrowed.table), len(self.figures.table)
        return self.text(
            "reading.filtered", n=self.count(left), all=self.text(f"level.short.{self.view.drawn}", n=self.count(every))
        )

    @cached_property
    def asset(self) -> MapAsset:
        """Return the map file of those units."""
        view = self.view
        if view.drawn == "village":
            return loaders.village_asset(self.release.id, view.structure, view.unit)
        return loaders.country_asset(view.structure, view.drawn, view.unit)

    @cached_property
    def by_code(self) -> pd.DataFrame:
        """Return the figures indexed by code, in the order of the map's features."""
        return self.figures.table.set_index("code").reindex(list(self.asset.codes))

    @cached_property
    def outside(self) -> frozenset[str]:
        """Return the codes of the units that the filters leave out."""
        passed = filtering.passing(self.figures, self.view)
        return frozenset(passed.index[~passed])

    @cached_property
    def suppressed(self) -> frozenset[str]:
        """Return the codes of the units whose figure is not published; staff see every figure."""
        return frozenset()

    @cached_property
    def values(self) -> pd.Series:
        """Return the values of the units within the filters that can hold one and show it, by code."""
        left_out = self.outside | self.suppressed | set(self.asset.empty)
        return self.by_code["value"][[code for code in self.asset.codes if code not in left_out]]

    @cached_property
    def classes(self) -> Classes:
        """Return the classes of the values shown: limits of all units, counts of those that pass the filters."""
        return self.classed([self])

    @cached_property
    def legend_set(self) -> LegendSet | None:
        """Return the classes that the office has fixed and the view asks for, if they are of its measure."""
        return legends.find(self.view.legend, measure=self.view.measure)

    def classed(self, scenes: Sequence["Scene"], *, k: int = 0) -> Classes:
        """Return the classes of the scene's values, with limits that suit those of all these scenes of its kind.

        `k` classes at most, as many as the view says unless given.
        """
        every = pd.concat([each.by_code["value"].drop(list(each.asset.empty)) for each in scenes])
        steps = self.legend_set.limits if self.legend_set and not k else None
        method = "steps" if k and self.view.method == "continuous" else self.view.method
        found = classes.classify(every, kind=self.measure.kind, method=method, k=k or self.view.classes, steps=steps)
        return found.counted(self.values)

    def at(self, period: str) -> "Scene":
        """Return the scene in another period, with its own units left out by a filter on values."""
        return replace(self, view=replace(self.view, period=period))

    def other(self, **changes: object) -> "Scene":
        """Return the scene of the same units for another measure or period; the same ones are left out by filters."""
        made = replace(self, view=replace(self.view, **changes))
        made.__dict__["outside"] = self.outside  # a filter by value asks for the value of this scene
        return made

    @cached_property
    def second(self) -> "Scene":
        """Return the scene of the view's other measure; where none is chosen, of the one that suits the first."""
        code = self.view.measure
        plain = code.removesuffix("_count")
        if self.view.how == "circles" and plain != code and plain in catalogue().measures:
            suits = plain  # how many by the circle's size, which share by its colour
        else:
            suits = next((each for each in _BESIDE if not catalogue().overlap(code, each)), HEADLINE)
        return self.other(measure=self.view.second or suits)

    @cached_property
    def before(self) -> "Scene":
        """Return the scene of the view's other period: a year before, or the first there is, unless chosen."""
        available = loaders.periods(self.release.id)
        year = periods.shift(self.view.period, -4)
        return self.other(period=self.view.against or (year if year in available else available[0]))

    @cached_property
    def total(self) -> Figure:
        """Return the figure of the unit looked at: what its parts that pass the filters add up to."""
        return measured.total(self.narrowed)

    @cached_property
    def ranking(self) -> pd.DataFrame:
        """Return the units ranked, those that need attention first or last as chosen; missing ones without a rank."""
        worst_is_low = self.measure.good == "more"
        return measured.ranking(self.narrowed, order="low" if worst_is_low == (self.view.order == "worst") else "high")

    @cached_property
    def own(self) -> Figure:
        """Return the unit's own figure, which may be more than what the units on the map add up to."""
        rows = loaders.unit_figures(self.release.id, self.view.unit, self.view.period, self.view.structure)
        return Figure(**rows.set_index("measure").loc[self.view.measure])

    @cached_property
    def ranges(self) -> pd.DataFrame:
        """Return the ranges of the units drawn whose figure is not exact: code, low, best, high, how."""
        view = self.view
        if view.drawn == "village":
            return pd.DataFrame(columns=["code", "low", "best", "high", "how"])
        found = loaders.ranges(self.release.id, view.measure, view.period, view.structure, view.drawn)
        return found[found["code"].isin(self.figures.table["code"])]

    @property
    def day(self) -> date:
        """Return the day of the figures, on which units are called as they are here."""
        return periods.end(self.view.period)

    @property
    def name(self) -> str:
        """Return the name of the unit looked at."""
        if not self.view.unit:
            return say("explore.country", self.lang)
        return register.unit(self.view.structure, self.view.unit, on=self.day).name

    @cached_property
    def sources(self) -> pd.DataFrame:
        """Return the sources of what is shown."""
        view = self.view
        return loaders.sources(self.release.id, view.period, view.structure, view.unit)

    def named_sources(self) -> str:
        """Name the sources: the sample by its label, reports by their titles, the first few."""
        reports = self.sources.loc[self.sources["kind"] == "report", "title"].tolist()
        label = self.sample_label()
        named = ([self.text("app.sample").lower()] if label else []) + reports[:_NAMED]
        if len(reports) > _NAMED:
            named.append(self.text("app.sources.more", n=len(reports) - _NAMED))
        return "; ".join(named) or self.text("explore.no_data")

    def text(self, key: str, **values: object) -> str:
        """Say `key` in the scene's language."""
        return say(key, self.lang, **values)

    def value(self, value: float | None, measure: Measure | None = None) -> str:
        """Write a value of the measure as people read it, or say that there is none."""
        return write_value(measure or self.measure, value, self.lang)

    def figure(self, row: object, measure: Measure | None = None) -> str:
        """Write the value of a row of figures; of a count that lacks parts of its unit, "at least" so many."""
        shown = measure or self.measure
        written = self.value(row.value, shown)
        return self.text("explore.at_least", value=written) if is_at_least(row, shown) else written

    def bound(self, value: float) -> str:
        """Write a bound of a value; nothing where there is none."""
        return "" if pd.isna(value) else self.value(value)

    def change(self, difference: float | None) -> str:
        """Write a change with its sign, shares in percentage points; nothing where it is unknown."""
        if difference is None or pd.isna(difference):
            return ""
        scale = 100 if self.measure.kind == "share" else 1
        return numbers.signed(difference * scale, self.lang, decimals=DECIMALS[self.measure.kind])

    def changes(self, codes: tuple[str, ...], *, before: str) -> pd.DataFrame:
        """Return how the measure of the units drawn changed since a quarter, by code (see data.measures.changes)."""
        view = self.view
        return loaders.changes(self.release.id, view.measure, view.structure, view.drawn, codes, view.period, before)

    @cached_property
    def notes(self) -> dict[str, str]:
        """Return what sources say beside the figures of the units drawn, by code: qualifiers, scopes, remarks."""
        return self.notes_of(self.view.drawn)

    def notes_of(self, level: str) -> dict[str, str]:
        """Return what sources say beside the figures of the units of a level, by code."""
        view = self.view
        found = loaders.notes(self.release.id, view.measure, view.structure, view.period, level)
        return figure_notes.texts(found, self.lang)

    def count(self, value: float | None) -> str:
        """Write a whole number; nothing where it is missing."""
        return "" if value is None or pd.isna(value) else numbers.number(value, self.lang)

    def reported(self, row: object) -> str:
        """Say how many of a unit's parts reported this figure ("12/16"), or that it reported itself.

        Where communes reported it for some of their villages alone, how many these are is said too.
        """
        if not row.expected:
            key = "explore.reported.itself.province" if self.view.drawn == "province" else "explore.reported.itself"
            return "" if pd.isna(row.value) else self.text(key)
        share = f"{self.count(row.reported)}/{self.count(row.expected)}"
        if not getattr(row, "partial", 0) or pd.isna(row.value):
            return share
        return f"{share} ({self.text('explore.reported.partial', n=self.count(row.partial))})"

    def sample_label(self) -> str:
        """Return the words key of the label for illustrative data here; "" where all is real."""
        return sample_label(self.sources["kind"])

    def source(self) -> str:
        """Say where the figures come from, in which units, in which release, and whose the imported shapes are."""
        origin = self.text(
            "app.sources",
            source=self.named_sources(),
            structure=structure_name(self.view.structure, self.lang),
            release=self.release.id[:7],
        )
        return f"{origin} · {self.asset.attribution(self.lang)}" if self.asset.sources else origin

    def period(self) -> str:
        """Name the period."""
        return periods.label(self.view.period, self.lang)

    def quarter(self, period: str) -> str:
        """Write a period as on an axis."""
        return periods.short(period, self.lang)

    def summary(self) -> str:
        """Say in one sentence what the map shows, for those who do not see it."""
        with_value = self.ranking.dropna(subset=["value"])
        if with_value.empty:
            left_out = filtering.active(self.view) and bool(self.figures.table["value"].notna().any())
            return self.text("reading.filter.nothing" if left_out else "explore.summary.empty")
        return self.text(
            "explore.summary",
            missing=self.count(len(self.ranking) - len(with_value)),
            all=self.count(len(self.ranking)),
            units=self.units_drawn(),
            extremes=self.extremes(with_value),
        )

    def units_drawn(self) -> str:
        """Name the units that the map draws, as within a sentence."""
        return self.text(f"level.{self.view.drawn}").lower()

    def extremes(self, with_value: pd.DataFrame) -> str:
        """Say the highest and the lowest value: by the unit's name where it is alone with it, else how many share it.

        Units whose values are written alike share them, for whoever reads them.
        """
        written = with_value["value"].map(self.value)
        ends = [(written[with_value["value"].idxmax()], "top"), (written[with_value["value"].idxmin()], "low")]
        if ends[0][0] == ends[1][0] and len(with_value) > 1:
            values = {"n": self.count(len(with_value)), "units": self.units_drawn(), "value": ends[0][0]}
            return self.text("explore.extremes.same", **values)
        return self.text(
            "explore.extremes", **{end: self._holders(with_value[written == value], value) for value, end in ends}
        )

    def _holders(self, units: pd.DataFrame, value: str) -> str:
        if len(units) == 1:
            return f"{units['name'].iloc[0]} ({value})"
        return self.text("explore.extremes.several", n=self.count(len(units)), units=self.units_drawn(), value=value)


_NAMED = 3


def write_value(measure: Measure, value: float | None, lang: str) -> str:
    """Write a measure's value: a share in percent, a rate with one decimal, a count whole."""
    if value is None or pd.isna(value):
        return say("explore.no_data", lang)
    if measure.kind == "share":
        return numbers.share(value, lang)
    return numbers.number(value, lang, decimals=DECIMALS[measure.kind])


def structure_name(code: register.StructureId, lang: str) -> str:
    """Name a structure by when it is in force and how many provinces it has."""
    structure = register.STRUCTURES[code]
    provinces = len(register.units(code, "province"))
    if structure.since is None:
        return say("structure.before", lang, day=numbers.day(structure.until + timedelta(days=1), lang), n=provinces)
    return say("structure.since", lang, day=numbers.day(structure.since, lang), n=provinces)


def sample_label(kinds: pd.Series) -> str:
    """Return the words key of the label for figures from sources of these kinds; "" where all are real."""
    if not (kinds == "sample").any():
        return ""
    return "app.sample" if (kinds == "sample").all() else "app.sample.mixed"


def is_at_least(row: object, measure: Measure) -> bool:
    """Tell whether there are more than a count says: some units below did not report it, or reported it in part."""
    if measure.kind != "count" or measure.is_score or pd.isna(row.value):
        return False
    return bool(row.reported < row.expected or getattr(row, "partial", 0))
