"""The view and its link: the one file that touches query parameters and session state.

The address owns the view. Each run reads it, puts its values into the widgets and draws; a change by the
user writes the address in a callback, before the next run. So every view is a link, and the browser's
back and forward buttons work. With every request the browser tells the address that it has, which in a row
of quick changes is not yet the one that was written last: so a whole run (a page opened, a step back) takes
the browser's, and the runs of a part of a page go on from what was written.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, get_args

import streamlit as st

from components.state import link_text
from components.state.link_text import Unknown
from components.state.trail import Trail
from data.catalogue.current import catalogue
from data.i18n import DEFAULT_LANGUAGE, LANGUAGES
from data.units import register
from data.units.names import fold
from data.units.structures import in_force
from geo.classes import MOST, Method

HEADLINE = "smartphone_gap"
How = Literal["one", "two", "circles", "change", "side", "time", "age", "whole", "warnings", "grade"]
HOWS: tuple[How, ...] = get_args(How)
TWO_MEASURES = ("two", "circles", "side")
TWO_PERIODS = ("change", "side")
METHODS: tuple[Method, ...] = get_args(Method)
CLASSES = range(3, MOST + 1)
MOST_PINS = 8
SHOWN = ("", "table", "scatter", "trends", "pins")
# What the link says for a commune's kind.
KINDS = {"xa": "xã", "phuong": "phường", "thi-tran": "thị trấn", "dac-khu": "đặc khu"}
ALONE = "alone"  # the level of a commune that is drawn itself, for want of villages; no link says it
_ADDRESS = "address"
_PAGE = "page"  # the name of the page that is shown
NUMBER = "rank"  # the first column of every table that opens what is chosen


@dataclass(frozen=True)
class View:
    """What is looked at. `unit` is "" for the country, else a province's or commune's code.

    how: the way of viewing. second, against: the other measure and the other period of a view that has two;
    "" is the one that suits the first. method, classes: how values are sorted into classes; legend: the id
    of limits that the office has fixed. order: whether the worst or the best units come first. pins: codes
    of units kept at hand. show: what is read below the map. region, kinds, low, high: what map, table and
    charts are filtered by, limits as people read them (20 is 20% of a share).
    """

    unit: str = ""
    village: str = ""
    team: str = ""
    measure: str = HEADLINE
    period: str = ""
    structure: register.StructureId = field(default_factory=in_force)
    level: str = "province"
    page: int = 1
    how: How = "one"
    second: str = ""
    against: str = ""
    method: Method = "steps"
    classes: int = 5
    legend: str = ""
    order: str = "worst"
    pins: tuple[str, ...] = ()
    show: str = ""
    region: str = ""
    kinds: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None

    @property
    def depth(self) -> str:
        """Return the level of the unit looked at: country, province or commune."""
        return {0: "country", 2: "province", 5: "commune"}[len(self.unit)]

    @property
    def drawn(self) -> str:
        """Return the level of the units that the map draws."""
        if self.depth == "country":
            return "commune" if self.level == "commune" else "province"
        if self.level == ALONE:
            return "commune"
        return "village" if self.depth == "commune" or self.level == "village" else "commune"


# The short names of the link. An address that leaves one out means its default.
_NAMES = {
    "unit": "u",
    "village": "v",
    "team": "t",
    "measure": "m",
    "period": "p",
    "structure": "s",
    "level": "l",
    "page": "n",
    "how": "w",
    "second": "m2",
    "against": "p2",
    "method": "k",
    "classes": "c",
    "legend": "ls",
    "order": "o",
    "pins": "pin",
    "show": "b",
    "region": "r",
    "kinds": "kind",
    "low": "from",
    "high": "to",
}
PARAMETERS = frozenset({*_NAMES.values(), "lang"})
"""Every name of a parameter in a link to a view."""
# Changes that leave the ranking at the page it is on.
_KEEP_PAGE = {"page", "village", "team", "pins", "show", "second", "method", "classes", "legend"}


def adopt() -> None:
    """Take the address that the browser came with: once a whole run, before anything reads it."""
    st.session_state[_ADDRESS] = st.query_params.to_dict()


def arrive(page: str) -> None:
    """Note which page is shown; where the menu led to it, the place and the period of the last one come along."""
    st.session_state[_PAGE] = page
    current, target = _address(), _trail().arrive(page, _address())
    if target != current:
        _say(_without_district(page, target))


def _without_district(page: str, address: dict[str, str]) -> dict[str, str]:
    """Lead from a district of the teams to its province where the page shows none."""
    structure, unit = link_text.structure(address.get("s", "")), address.get("u", "")
    if page == "teams" or len(unit) != 3 or not link_text.has(structure, unit, districts=True):
        return address
    return {**address, "u": register.unit(structure, unit).province}


def _trail() -> Trail:
    return session_value("trail", Trail)


def _address() -> dict[str, str]:
    """Return the parameters of the address, as the browser came with them or as they were written since."""
    return dict(st.session_state[_ADDRESS]) if _ADDRESS in st.session_state else st.query_params.to_dict()


def _say(address: Mapping[str, str]) -> None:
    """Make this the address, in one step for the browser's history; "" takes a parameter away."""
    st.session_state[_ADDRESS] = {name: value for name, value in address.items() if value}
    st.query_params.from_dict(st.session_state[_ADDRESS])
    _trail().see(st.session_state.get(_PAGE, ""), st.session_state[_ADDRESS])


def read(periods: Sequence[str]) -> View:
    """Read the view from the address; whatever is unknown falls back to its default, and `unknown` names it.

    A period that there is not falls back to the nearest one; limits the wrong way round are turned.
    """
    address = _address()
    values = {field: link_text.tidy(address.get(short, "")) for field, short in _NAMES.items()}
    # an id has signs of its own; one that is none is said as it is
    values["team"] = address.get(_NAMES["team"], "").strip().rstrip(".,;")
    structure = link_text.structure(values["structure"])
    low, high = _limit(values["low"]), _limit(values["high"])
    if low is not None and high is not None and low > high:
        low, high = high, low
    return View(
        unit=link_text.unit(structure, values["unit"]),
        village=values["village"],
        team=values["team"],
        measure=values["measure"] if values["measure"] in catalogue().measures else HEADLINE,
        period=link_text.period(values["period"], periods),
        structure=structure,
        level=values["level"] if values["level"] in ("province", "commune", "village") else "province",
        page=int(values["page"]) if values["page"].isdecimal() and 0 < int(values["page"]) < 10_000 else 1,
        how=values["how"] if values["how"] in HOWS else "one",
        second=values["second"] if values["second"] in catalogue().measures else "",
        against=values["against"] if values["against"] in periods else "",
        method=values["method"] if values["method"] in METHODS else "steps",
        classes=int(values["classes"]) if values["classes"] in {str(n) for n in CLASSES} else 5,
        legend=values["legend"],
        order="best" if values["order"] == "best" else "worst",
        pins=tuple(dict.fromkeys(filter(None, values["pins"].split("."))))[:MOST_PINS],
        show=values["show"] if values["show"] in SHOWN else "",
        region=values["region"],
        kinds=tuple(kind for kind in KINDS if kind in values["kinds"].split(".")),
        low=low,
        high=high,
    )


def unknown(periods: Sequence[str], *, districts: bool = False) -> Unknown:
    """Return what the address asks for and there is not, as it is written there; districts: whether they are units."""
    unit, structure, period = (_address().get(_NAMES[name], "") for name in ("unit", "structure", "period"))
    found = link_text.unit(link_text.structure(structure), unit, districts=districts)
    return Unknown(
        unit=unit if link_text.tidy(unit) and not found else "",
        structure=structure if structure and link_text.tidy(structure) not in register.STRUCTURES else "",
        period=period if period and link_text.tidy(period).upper() not in periods else "",
    )


def _limit(text: str) -> float | None:
    """Read a limit of values from the address; None where there is none or it is no number."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value < 1e12 else None


def _written(value: object) -> str:
    """Write a field's value as the link says it: codes with dots between, numbers as short as they are."""
    if isinstance(value, tuple):
        return ".".join(value)
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def write(view: View, *, latest: str) -> None:
    """Write the view into the address, leaving out what is at its default."""
    others = {name: value for name, value in _address().items() if name not in _NAMES.values()}
    _say(_query(view, latest=latest) | others)


def go(view: View, *, latest: str, **changes: Any) -> None:
    """Change the view: another unit leaves the village and the team, another structure finds the unit's heir."""
    if "structure" in changes and changes["structure"] != view.structure:
        target = changes["structure"]
        changes.setdefault("unit", heir(view.unit, view.structure, target))
        changes = {"pins": _heirs(view.pins, view.structure, target), "region": "", **changes}
    if changes.get("measure", view.measure) != view.measure:
        changes = {"low": None, "high": None, "legend": "", **changes}
    if "unit" in changes:
        changes = {"village": "", "team": "", **changes}
    if "village" in changes:
        changes = {"team": "", **changes}
    if not changes.keys() <= _KEEP_PAGE:
        changes = {"page": 1, **changes}
    write(replace(view, **changes), latest=latest)


def heir(code: str, source: register.StructureId, target: register.StructureId) -> str:
    """Return the unit of another structure that a view of `code` moves to; "" where nothing of it is there.

    Of several, the one that took all the people, else the one of the same name, else the first.
    """
    if not code or source == target:
        return code
    follow = register.successor_provinces if len(code) == 2 else register.successors
    found = [step for step in follow(code, source=source, target=target) if step.part != "land"]
    name = fold(register.unit(source, code).short)
    found.sort(key=lambda step: (step.part == "part", fold(register.unit(target, step.code_to).short) != name))
    return next((step.code_to for step in found if len(step.code_to) == len(code)), "")


def _heirs(pins: Sequence[str], source: register.StructureId, target: register.StructureId) -> tuple[str, ...]:
    """Return what pinned units became; villages keep their ids."""
    moved = (heir(code, source, target) if link_text.has(source, code) else code for code in pins)
    return tuple(dict.fromkeys(filter(None, moved)))


def pinned(view: View, code: str) -> tuple[str, ...]:
    """Return the pins with this unit added, or taken away where it was one."""
    if code in view.pins:
        return tuple(pin for pin in view.pins if pin != code)
    return (*view.pins, code)[-MOST_PINS:]


def query(view: View, *, latest: str, lang: str, fixed: bool = False) -> dict[str, str]:
    """Return the query parameters of a link to the view.

    fixed: whether it keeps to this period and structure when later ones have come; else it opens what is then new.
    """
    dated = {_NAMES["period"]: view.period, _NAMES["structure"]: view.structure} if fixed else {}
    return _query(view, latest=latest) | dated | ({"lang": lang} if lang != DEFAULT_LANGUAGE else {})


def _query(view: View, *, latest: str) -> dict[str, str]:
    plain = View(period=latest)
    return {
        _NAMES[f.name]: _written(getattr(view, f.name))
        for f in fields(View)
        if getattr(view, f.name) not in (getattr(plain, f.name), ALONE)
    }


def from_address(names: Iterable[str]) -> dict[str, str]:
    """Return what the address says for these parameters; "" where it says nothing."""
    address = _address()
    return {name: address.get(name, "") for name in names}


def put(values: Mapping[str, str]) -> None:
    """Write parameters into the address; "" takes one away."""
    _say(_address() | values)


def bound(field: str, value: Any, change: Callable[[Any], None], *, clears: bool = False) -> dict[str, Any]:
    """Return the key and callback of a widget that shows `value` and hands a user's choice to `change`.

    clears: whether nothing chosen is a choice too. A value that the widget has already is not put into it again:
    what is put in goes over what the user has chosen meanwhile.
    """
    key = f"pick-{field}"
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value

    def changed() -> None:
        chosen = st.session_state[key]
        if clears or chosen is not None:
            change(chosen)

    return {"key": key, "on_change": changed}


def renewed(field: str, value: Any, change: Callable[[Any], None]) -> dict[str, Any]:
    """Return key, default and callback of a widget that takes its value as a default and is new for each value."""
    key = f"pick-{field}-{value}"
    return {"key": key, "default": value, "on_change": lambda: change(st.session_state[key])}


def row_choice(key: str, codes: Sequence[str], change: Callable[[str, str], None]) -> dict[str, Any]:
    """Return the key and callback of a table whose rows stand for `codes`; `change` gets the row's code and the column.

    The first column (the row's number) only takes the keyboard's focus: from there the arrow to the right opens.
    """

    def changed() -> None:
        cells = st.session_state[key]["selection"]["cells"]
        if cells and cells[0][1] != NUMBER:
            change(codes[cells[0][0]], cells[0][1])

    return {"key": key, "on_select": changed}


def sent(key: str) -> dict[str, Any]:
    """Return what a component sent last; empty before it sent anything."""
    return st.session_state.get(key) or {}


def language() -> str:
    """Return the language chosen: by the address, else by an earlier choice, else Vietnamese."""
    chosen = _address().get("lang", "")
    if chosen in LANGUAGES:
        st.session_state["language"] = chosen
    return st.session_state.get("language", DEFAULT_LANGUAGE)


def choose_language(lang: str) -> None:
    """Keep the language for this visitor; a link says it only where it is not Vietnamese."""
    st.session_state["language"] = lang
    put({"lang": "" if lang == DEFAULT_LANGUAGE else lang})


def session_value(name: str, make: Callable[[], Any]) -> Any:
    """Return what this visitor's session keeps under `name`, made on first use."""
    if name not in st.session_state:
        st.session_state[name] = make()
    return st.session_state[name]


def keep(name: str, value: Any) -> None:
    """Keep `value` under `name` in this visitor's session."""
    st.session_state[name] = value


def pop_value(name: str) -> Any:
    """Return what was kept under `name` and forget it; None where nothing was."""
    return st.session_state.pop(name, None)


def dark() -> bool:
    """Return whether the visitor sees the dark theme."""
    return st.context.theme.type == "dark"
