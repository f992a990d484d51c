"""The shape of a record of the catalogue, as its files hold it; pydantic collects what does not fit."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from data.catalogue.formulas import BadFormula, Formula, parse
from data.catalogue.scales import Good, Scale

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=48)]
"""Lower case letters, digits and single underscores: the name of a column."""

Kind = Literal["share", "rate", "ratio", "count", "score"]
"""share: part of a whole, written in percent; rate: per 1,000; ratio: of two things; count: a number; score: points of
a scale, as they were reported of a unit, never added up."""

OverOne = Literal["flag", "fine"]
Time = Literal["stock", "flow"]
"""stock: holds at the period's last day; flow: happened within the period."""

Accrual = Literal["state", "cumulative", "period"]
"""state: what is there on the day; cumulative: "lũy kế", all since the beginning; period: "trong kỳ"."""

CountedIn = Literal["reports", "records"]
"""reports: offices say it; records: it is counted in the records of teams, members and trainings."""


WordRole = Literal[
    "thing", "uncounted", "verb", "event", "restricting", "negating", "comparing", "ratio", "period", "target"
]
"""What words do in a heading. thing: what is counted, and what columns hold; uncounted: a thing that no indicator
counts, named and never asked about; verb, event: what a thing does, is or has, and what happens to it, taken only where
an indicator's own record allows it; restricting: takes a part; negating: turns the word behind it; comparing: another
period, or the change since; ratio: one thing over another; period: of or up to the report's period; target: a plan."""


class Record(BaseModel):
    """What all records are: closed, so that a misspelled field is a fault, and never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Text(Record):
    """A text in both languages."""

    vi: Annotated[str, StringConstraints(min_length=1, max_length=400)]
    en: Annotated[str, StringConstraints(min_length=1, max_length=400)]


class Part(Record):
    """A whole that an indicator is part of.

    excess: what a part above its whole is: a fault of the report, or reported and published (training may have reached
    households that have since gone), or not looked at. rest: whether what the part leaves of the whole is a count of
    people or households of its own, which is protected.
    """

    whole: Code
    excess: Literal["fault", "warned", "unchecked"] = "fault"
    rest: Literal["protected", "shown"] = "protected"


class Pattern(Record):
    """How a heading names an indicator: the ideas that it must hold, and those that it may hold besides.

    The first idea that it needs is what the heading counts: "Số thôn có tổ" counts villages, "Số tổ ở thôn" teams.
    "!phone" is an idea with a word of the lack before it ("chưa có điện thoại thông minh").
    """

    needs: str
    may: str = ""


class Described(Record):
    """What indicators and measures share.

    source: the key of a source; withdrawn: the day from which an office's own record is not read or shown any more
    (its column stays, so that no figure is lost).
    """

    code: Code
    source: Code
    withdrawn: date | None = None


class Indicator(Described):
    """A count or score that reports carry, or that is counted in the records of teams: one column of the store.

    counts: what is counted (a key of `counted`); part_of: the wholes that it is part of; sum_of: lists of indicators
    that add up to it; reported_by: the smallest unit that knows it; heading: as our own form writes it; headings:
    whole headings of reports; patterns: headings as ideas; words: verbs, events and other words that may stand in any
    of its headings and change nothing there ("tham gia" for the households in a Zalo group); sheet_code: its code in
    the quarterly village sheet; group: its suppression group; open: why it is never hidden; withheld: why it is never
    published; never_small: why a small number of it is no small group of people; form: whether our form asks for it
    unasked; sample: how the illustration draws it; sometimes_empty: whether the illustration now and then leaves it
    out.
    """

    name: Text
    counts: Code
    plain: Text | None = None
    heading: Text | None = None
    headings: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    words: str = ""
    part_of: tuple[Part, ...] = ()
    sum_of: tuple[tuple[Code, ...], ...] = ()
    time: Time = "stock"
    accrual: Accrual = "state"
    reported_by: Literal["village", "commune", "district", "province"] = "village"
    sheet_code: str | None = None
    counted_in: CountedIn = "reports"
    group: Code | None = None
    open: str | None = None
    withheld: str | None = None
    never_small: str | None = None
    form: bool = False
    sample: Literal["curve", "none"] = "none"
    sometimes_empty: bool = False

    @model_validator(mode="after")
    def _published_one_way(self) -> Self:
        if sum(way is not None for way in (self.group, self.open, self.withheld)) > 1:
            raise ValueError("catalogue.fault.several_ways")
        return self


class StateWords(Record):
    """One of the states that a unit may be in: the count of units in it, and how the cells of reports write it."""

    indicator: Code
    words: Annotated[tuple[str, ...], Field(min_length=1)]


class State(Described):
    """What one column of words says of a unit: which of a few states it is in ("Xanh", "Vàng", "Đỏ").

    A unit counts 1 in the state of its cell and 0 in the others, so that a state is added up as counts are: a
    province's figure is how many of its communes are in it. name: of the column; headings: whole headings of reports;
    rated: the count of the units that are in any of the states; one_of: the states.
    """

    name: Text
    headings: Annotated[tuple[str, ...], Field(min_length=1)]
    rated: Code
    one_of: Annotated[tuple[StateWords, ...], Field(min_length=2)]

    @property
    def indicators(self) -> tuple[str, ...]:
        """Return the counts that a cell of the column is read into."""
        return (self.rated, *(each.indicator for each in self.one_of))


def _formula(text: object) -> object:
    if not isinstance(text, str):
        return text
    try:
        return parse(text)
    except BadFormula as fault:
        raise ValueError(f"{fault.reason}|{fault.word}") from fault


ParsedFormula = Annotated[Formula, BeforeValidator(_formula)]


class Measure(Described):
    """What people see: a numerator and, for shares, rates and ratios, a base.

    value = numerator ÷ base × per; of a score its numerator, which is stored in hundredths, ÷ 100. name, plain (what it
    says, in a sentence) and how (the formula in words) are texts. unit: the key of the unit that it is written in;
    good: whether more or less of it is better, None where neither is; scale: the colours that it is shown in, of the
    same `good` (data.catalogue.scales); over_one: "flag" where a value above 1
    is shown with a warning (never clamped), "fine" where it is no fault; steps: limits of classes that the definition
    itself names, as people read them. rest: read no more, and left for files that have it: what a share of people or
    households leaves of its base is always protected.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, arbitrary_types_allowed=True)

    texts: Text = Field(alias="name")
    plain_texts: Text = Field(alias="plain")
    how_texts: Text = Field(alias="how")
    kind: Kind
    numerator: ParsedFormula
    base: ParsedFormula | None = None
    per: Literal[1, 1000] = 1
    counts: Code = Field(alias="unit")
    good: Good | None = None
    scale: Scale = "neutral"
    time: Time = "stock"
    over_one: OverOne = "fine"
    counted_in: CountedIn = "reports"
    steps: tuple[float, ...] = ()
    never_small: str | None = None
    rest: Literal["protected", "shown"] = "shown"

    @property
    def name(self) -> str:
        """Return the words key of the short name."""
        return f"measures.{self.code}.name"

    @property
    def plain(self) -> str:
        """Return the words key of the sentence that says what it means, in plain words."""
        return f"measures.{self.code}.plain"

    @property
    def formula(self) -> str:
        """Return the words key of how it is computed."""
        return f"measures.{self.code}.formula"

    @property
    def unit(self) -> str:
        """Return the words key of the unit its value is written in."""
        return f"measures.unit.{self.counts}"

    @property
    def is_score(self) -> bool:
        """Tell whether it is a score: reported of each unit alone, of a province by the province, never added up."""
        return self.kind == "score"

    @property
    def parts(self) -> tuple[tuple[Literal["num", "base"], Formula], ...]:
        """Return its parts by the ending of their columns: numerator, and base where it has one."""
        own: tuple[tuple[Literal["num", "base"], Formula], ...] = (("num", self.numerator),)
        return (*own, ("base", self.base)) if self.base is not None else own

    @property
    def needs(self) -> tuple[str, ...]:
        """List the indicators whose numbers enter."""
        return tuple(dict.fromkeys(code for _, part in self.parts for code in part.needs))

    @model_validator(mode="after")
    def _kind_fits(self) -> Self:
        if (self.kind in ("count", "score")) != (self.base is None):
            raise ValueError("catalogue.fault.base_of_kind")
        if (self.kind == "rate") != (self.per == 1000):
            raise ValueError("catalogue.fault.per_of_kind")
        return self


class Group(Record):
    """A suppression group: columns that add up to one another, hidden whole in a unit or not at all.

    base: a whole of other groups: a share of it is hidden with the group of its numerator; followed_by: groups that are
    hidden wherever this one is.
    """

    base: bool = False
    followed_by: tuple[Code, ...] = ()


class Counted(Record):
    """A thing that is counted, or the points of a score.

    people: whether so many of them are a group of people; written: the units of measure that headings give for it in
    brackets ("(hộ)", "(ĐVT: lượt người)"). most: the end of a scale that begins at 0, for scores: such a figure has up
    to two decimals, is stored in whole hundredths, and is never added up, averaged or divided.
    """

    name: Text
    people: bool = False
    written: tuple[str, ...] = ()
    most: Annotated[int, Field(ge=1, le=10_000)] | None = None

    @model_validator(mode="after")
    def _no_score_of_people(self) -> Self:
        if self.people and self.most is not None:
            raise ValueError("catalogue.fault.score_of_people")
        return self


class Unit(Record):
    """A unit that values are written in."""

    name: Text


class Source(Record):
    """Where a definition comes from, and its date."""

    title: Text
    issued: date
