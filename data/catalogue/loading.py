"""Reads the files of the catalogue, checks every record against all others, and reports all faults at once."""

import dataclasses
import hashlib
import json
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from data.catalogue.model import Catalogue
from data.catalogue.records import Counted, Described, Group, Indicator, Measure, Record, Source, State, Unit, WordRole
from data.i18n import DEFAULT_LANGUAGE, say
from data.storage import fingerprints
from data.storage.errors import Refused

BUILT_IN: Final = Path(__file__).parent / "definitions"
_LISTS: Final[Mapping[str, type[Record]]] = {"indicator": Indicator, "measure": Measure, "state": State}
_TABLES: Final[Mapping[str, type[Record]]] = {"group": Group, "counted": Counted, "unit": Unit, "source": Source}
_WORDS: Final[Mapping[str, WordRole]] = {
    "idea": "thing",
    "uncounted": "uncounted",
    "verb": "verb",
    "event": "event",
    "restricting": "restricting",
    "negating": "negating",
    "comparing": "comparing",
    "ratio": "ratio",
    "period": "period",
    "target": "target",
}
"""The sections of words, and the role of their ideas."""
_NEUTRAL: Final = "neutral"
_ORDER: Final = ("measures", "indicators")
_Made = TypeVar("_Made", bound=Record)
_COLUMNS: Final = frozenset(
    {
        "activity_told", "as_of", "birth_year", "branch_teams", "code_from", "code_to", "commune_code",
        "commune_served", "commune_villages", "commune_2024", "commune_2025", "communes_known",
        "communes_reported", "file_hash", "group_households", "group_link", "group_platform", "guided_finding",
        "guided_payment", "guided_safety", "guided_services", "guided_shopping", "guided_then", "guided_vneid",
        "guided_year", "households_visited", "last_active", "last_day", "members_there", "new_in",
        "posts_known", "province_2024", "reported_structure", "reports_year", "roles_known", "seats_known",
        "sessions_year",
        "told_in", "trained_known", "trained_then", "trained_there", "two_posts", "union_branch",
        "village_heads", "village_name", "villages_known", "villages_reported", "villages_served",
        "young_known", "youth_deputies", "acted_on",
    }
)  # fmt: skip
"""Columns of the store's tables and queries besides the indicators; an office's code has two words or more."""
_PREFIXES: Final = ("n_", "own_", "whole_", "part_", "taken_", "touched_", "disputed_", "exact_", "difficulty_")
_NONE: Final[Mapping[str, bytes]] = {}


@dataclass(frozen=True)
class Fault:
    """One fault of a catalogue: the file, the record and the field it is in, and what is wrong there."""

    file: str
    record: str
    field: str
    key: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)  # `field` is one of this class

    def text(self, lang: str = DEFAULT_LANGUAGE) -> str:
        """Say where the fault is and what it is, on one line."""
        place = ", ".join(part for part in (self.file, self.record, self.field) if part)
        return f"{place}: {self.sentence(lang)}"

    def sentence(self, lang: str = DEFAULT_LANGUAGE) -> str:
        """Say what is wrong, without the place."""
        return say(self.key, lang, **self.values)


class FaultyCatalogue(Refused):
    """The catalogue cannot be used; `faults` are all that was found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("catalogue.faulty", count=len(faults), faults="")

    def text(self, lang: str = DEFAULT_LANGUAGE) -> str:
        """Say every fault, one a line."""
        faults = "\n".join(f"- {fault.text(lang)}" for fault in self.faults)
        return say("catalogue.faulty", lang, count=len(self.faults), faults=faults)


@dataclass
class _Loaded:
    """What was read so far, by section; where each code was defined, and every fault."""

    indicator: dict[str, Indicator] = field(default_factory=dict)
    measure: dict[str, Measure] = field(default_factory=dict)
    state: dict[str, State] = field(default_factory=dict)
    group: dict[str, Group] = field(default_factory=dict)
    counted: dict[str, Counted] = field(default_factory=dict)
    unit: dict[str, Unit] = field(default_factory=dict)
    source: dict[str, Source] = field(default_factory=dict)
    ideas: dict[str, tuple[str, ...]] = field(default_factory=dict)
    roles: dict[str, WordRole] = field(default_factory=dict)
    neutral: dict[str, tuple[str, ...]] = field(default_factory=dict)
    order: dict[str, tuple[str, ...]] = field(default_factory=dict)
    file_of: dict[str, str] = field(default_factory=dict)
    own_file_of: dict[str, str] = field(default_factory=dict)
    meaning: dict[str, str] = field(default_factory=dict)
    edition: list[bytes] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def files_of(folder: Path) -> list[Path]:
    """List the files of a folder of definitions, sorted; none where it does not exist."""
    return sorted(folder.glob("*.toml"))


def load(own: Iterable[Path] = (), *, proposed: Mapping[str, bytes] = _NONE) -> Catalogue:
    """Read the product's definitions, and an office's `own` files beside them.

    proposed: further files of an office by name; one takes the place of the own file of its name. Raises
    FaultyCatalogue with every fault of every file: what cannot be read, what a record lacks or has too much, unknown
    words of formulas, codes defined twice, wholes and groups that do not exist.
    """
    loaded = _Loaded()
    for file in files_of(BUILT_IN):
        _read(loaded, file.name, file, own=False)
    files: dict[str, Path | bytes] = {file.name: file for file in own}
    for name, content in sorted((files | dict(proposed)).items()):
        _read(loaded, name, content, own=True)
    _check(loaded)
    if loaded.faults:
        raise FaultyCatalogue(loaded.faults)
    return _catalogue(loaded)


def _read(loaded: _Loaded, file: str, source: Path | bytes, *, own: bool) -> None:
    """Add the records of one file."""
    try:
        content = source.read_bytes() if isinstance(source, Path) else source
        sections = tomllib.loads(content.decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as fault:
        loaded.faults.append(Fault(file, "", "", "catalogue.fault.unreadable", {"reason": _reason(fault)}))
        return
    loaded.edition += [file.encode(), content]
    for name, entries in sections.items():
        if name in _LISTS and isinstance(entries, list):
            for at, entry in enumerate(entries, start=1):
                label = f"{name} {entry.get('code', at) if isinstance(entry, dict) else at}"
                _add(loaded, file, name, label, entry, own=own)
        elif name in _TABLES and isinstance(entries, dict):
            for code, entry in entries.items():
                _add(loaded, file, name, f"{name} {code}", entry, own=own, code=code)
        elif name in _WORDS and isinstance(entries, dict):
            _add_ideas(loaded, file, name, entries)
        elif name == _NEUTRAL and isinstance(entries, dict) and entries.keys() <= {"words", "alone"} and not own:
            loaded.neutral |= {kind: tuple(_phrases(loaded, file, kind, phrases)) for kind, phrases in entries.items()}
            for phrase in loaded.neutral.get("words", ()):
                _means(loaded, file, phrase, _NEUTRAL)
        elif name in _ORDER and isinstance(entries, list) and not own:
            loaded.order[name] = tuple(map(str, entries))
        else:
            loaded.faults.append(Fault(file, name, "", "catalogue.fault.section"))


def _reason(fault: Exception) -> str:
    """Say why a file cannot be read; of one that the system refuses, without its path."""
    return str(fault.strerror or fault) if isinstance(fault, OSError) else str(fault)


def _add(
    loaded: _Loaded, file: str, section: str, label: str, entry: object, *, own: bool, code: str | None = None
) -> None:
    """Add one record, or what is wrong with it."""
    made = _record({**_LISTS, **_TABLES}[section], entry, loaded, file=file, label=label)
    if made is None:
        return
    key = made.code if isinstance(made, Described) else str(code)
    place: dict[str, Record] = getattr(loaded, section)
    if key in place:
        values = {"code": key, "file": loaded.file_of[f"{section} {key}"]}
        loaded.faults.append(Fault(file, label, "code", "catalogue.fault.twice", values))
        return
    place[key] = made
    loaded.file_of[f"{section} {key}"] = file
    if own:
        loaded.own_file_of[f"{section} {key}"] = file


def _record(kind: type[_Made], entry: object, loaded: _Loaded, *, file: str, label: str) -> _Made | None:
    try:
        return kind.model_validate(entry)
    except ValidationError as faults:
        loaded.faults += [_fault(file, label, error) for error in faults.errors(include_url=False)]
        return None


def _fault(file: str, label: str, error: ErrorDetails) -> Fault:
    """Put what pydantic says into the words of the product."""
    place = ".".join(str(part) for part in error["loc"])
    cause = str(error.get("ctx", {}).get("error", ""))
    if error["type"] == "value_error" and cause.startswith("catalogue."):
        key, _, word = cause.partition("|")
        return Fault(file, label, place, key, {"word": word})
    keys = {
        "missing": "catalogue.fault.missing",
        "extra_forbidden": "catalogue.fault.extra",
        "literal_error": "catalogue.fault.choice",
        "string_pattern_mismatch": "catalogue.fault.code",
    }
    key = keys.get(error["type"], "catalogue.fault.other")
    allowed = str(error.get("ctx", {}).get("expected", ""))
    return Fault(
        file, label, place, key, {"value": str(error["input"])[:60], "allowed": allowed, "reason": error["msg"]}
    )


def _add_ideas(loaded: _Loaded, file: str, section: str, entries: Mapping[str, object]) -> None:
    """Add ways of writing ideas; an office may write an idea in a further way. An idea has one role."""
    for idea, phrases in entries.items():
        label = f"{section} {idea}"
        valid = _phrases(loaded, file, label, phrases)
        if not valid:
            continue
        if loaded.roles.setdefault(idea, _WORDS[section]) != _WORDS[section]:
            loaded.faults.append(Fault(file, label, "", "catalogue.fault.two_roles", {"word": idea}))
            continue
        for phrase in valid:
            _means(loaded, file, phrase, idea)
        loaded.ideas[idea] = (*loaded.ideas.get(idea, ()), *valid)


def _means(loaded: _Loaded, file: str, phrase: str, idea: str) -> None:
    """Keep what a phrase means; that it has another meaning already is a fault."""
    if (other := loaded.meaning.setdefault(_levelled(phrase), idea)) != idea:
        values = {"word": phrase, "idea": other}
        loaded.faults.append(Fault(file, f"idea {idea}", "", "catalogue.fault.phrase_twice", values))


def _levelled(phrase: str) -> str:
    """Return a phrase as headings are compared: one space between words, no capitals, one way of writing marks."""
    return " ".join(unicodedata.normalize("NFC", phrase).casefold().split())


def _phrases(loaded: _Loaded, file: str, label: str, phrases: object) -> list[str]:
    """Return a list of texts; what is none is a fault, and none is returned."""
    texts = (
        [phrase for phrase in phrases if isinstance(phrase, str) and phrase.strip()]
        if isinstance(phrases, list)
        else []
    )
    if not isinstance(phrases, list) or len(texts) < len(phrases):
        loaded.faults.append(Fault(file, label, "", "catalogue.fault.phrases"))
        return []
    return texts


def _check(loaded: _Loaded) -> None:
    """Check every record against all others."""
    for code, indicator in loaded.indicator.items():
        file = loaded.file_of[f"indicator {code}"]
        faults = _faults_of_indicator(loaded, indicator)
        loaded.faults += [Fault(file, f"indicator {code}", place, key, values) for place, key, values in faults]
        if f"indicator {code}" in loaded.own_file_of:
            faults = _faults_of_own(indicator)
            loaded.faults += [Fault(file, f"indicator {code}", place, key, values) for place, key, values in faults]
    for code, measure in loaded.measure.items():
        file = loaded.file_of[f"measure {code}"]
        faults = _faults_of_measure(loaded, measure)
        loaded.faults += [Fault(file, f"measure {code}", place, key, values) for place, key, values in faults]
    for code, state in loaded.state.items():
        file = loaded.file_of[f"state {code}"]
        faults = _faults_of_state(loaded, state)
        loaded.faults += [Fault(file, f"state {code}", place, key, values) for place, key, values in faults]
    loaded.faults += _sheet_codes_claimed_twice(loaded)
    for code, group in loaded.group.items():
        for other in set(group.followed_by) - loaded.group.keys():
            file = loaded.file_of[f"group {code}"]
            values = {"word": other}
            loaded.faults.append(Fault(file, f"group {code}", "followed_by", "catalogue.fault.group", values))


_Fault = tuple[str, str, dict[str, object]]


def _faults_of_indicator(loaded: _Loaded, indicator: Indicator) -> Iterator[_Fault]:
    """Give the field, the words key and the values of everything that is wrong with an indicator."""
    if indicator.counts not in loaded.counted:
        yield "counts", "catalogue.fault.counted", {"word": indicator.counts}
    if indicator.source not in loaded.source:
        yield "source", "catalogue.fault.source", {"word": indicator.source}
    if indicator.group is not None and indicator.group not in loaded.group:
        yield "group", "catalogue.fault.group", {"word": indicator.group}
    for place, codes in (
        ("part_of", tuple(part.whole for part in indicator.part_of)),
        ("sum_of", tuple(code for parts in indicator.sum_of for code in parts)),
    ):
        for code in codes:
            if code not in loaded.indicator or code == indicator.code:
                yield place, "catalogue.fault.unknown_code", {"word": code}
            elif _is_score(loaded, code):
                yield place, "catalogue.fault.of_score", {"word": code}
    if _is_score(loaded, indicator.code):
        yield from _faults_of_score(indicator)
    if _circular(loaded, indicator.code):
        yield "part_of", "catalogue.fault.circle", {"word": indicator.code}
    patterns = " ".join(f"{pattern.needs} {pattern.may}" for pattern in indicator.patterns)
    for place, text in (("patterns", patterns), ("words", indicator.words)):
        for word in {word.removeprefix("!") for word in text.split()} - loaded.ideas.keys():
            yield place, "catalogue.fault.idea", {"word": word}


def _is_score(loaded: _Loaded, code: str) -> bool:
    indicator = loaded.indicator.get(code)
    counted = loaded.counted.get(indicator.counts) if indicator else None
    return counted is not None and counted.most is not None


def _faults_of_score(indicator: Indicator) -> Iterator[_Fault]:
    """Give the fields of a score that only a count may have: a score is no part, no sum and no group of people."""
    wrong = {
        "part_of": indicator.part_of,
        "sum_of": indicator.sum_of,
        "group": indicator.group,
        "never_small": indicator.never_small,
        "sheet_code": indicator.sheet_code,
        "reported_by": indicator.reported_by == "village",
        "counted_in": indicator.counted_in == "records",
        "sample": indicator.sample == "curve",
        "time": indicator.time == "flow",
    }
    for place, is_wrong in wrong.items():
        if is_wrong:
            yield place, "catalogue.fault.score_field", {}


def _faults_of_state(loaded: _Loaded, state: State) -> Iterator[_Fault]:
    """Give everything that is wrong with a state: counts that do not exist, words that mean two states."""
    if state.source not in loaded.source:
        yield "source", "catalogue.fault.source", {"word": state.source}
    if state.code in loaded.indicator:
        yield "code", "catalogue.fault.state_code", {"word": state.code}
    for code in state.indicators:
        if code not in loaded.indicator or _is_score(loaded, code) or state.indicators.count(code) > 1:
            yield "one_of", "catalogue.fault.state_count", {"word": code}
    meaning: dict[str, str] = {}
    for each in state.one_of:
        for word in each.words:
            if meaning.setdefault(_levelled(word), each.indicator) != each.indicator:
                yield "one_of", "catalogue.fault.state_word", {"word": word}


def _faults_of_own(indicator: Indicator) -> Iterator[_Fault]:
    """Give what an office's indicator may not say, which one of the product may: it becomes a column of the store."""
    if "_" not in indicator.code or indicator.code in _COLUMNS or indicator.code.startswith(_PREFIXES):
        yield "code", "catalogue.fault.reserved", {"word": indicator.code}
    if indicator.counted_in != "reports":
        yield "counted_in", "catalogue.fault.own_records", {}
    if indicator.sample != "none":
        yield "sample", "catalogue.fault.own_sample", {}


def _sheet_codes_claimed_twice(loaded: _Loaded) -> Iterator[Fault]:
    """Give a fault for each indicator that claims a line of the village sheet which is another's."""
    owners: dict[str, str] = {}
    for code, indicator in loaded.indicator.items():
        if indicator.sheet_code and (owner := owners.setdefault(indicator.sheet_code, code)) != code:
            values = {"word": indicator.sheet_code, "code": owner}
            file = loaded.file_of[f"indicator {code}"]
            yield Fault(file, f"indicator {code}", "sheet_code", "catalogue.fault.sheet_code", values)


def _circular(loaded: _Loaded, code: str) -> bool:
    """Tell whether an indicator is a part of itself by way of others."""
    found, ahead = set[str](), [code]
    while ahead:
        indicator = loaded.indicator.get(ahead.pop())
        wholes = {part.whole for part in indicator.part_of} if indicator else set()
        if code in wholes and indicator is not None and indicator.code != code:
            return True
        ahead += wholes - found
        found |= wholes
    return False


def _faults_of_measure(loaded: _Loaded, measure: Measure) -> Iterator[_Fault]:
    """Give the field, the words key and the values of everything that is wrong with a measure."""
    if measure.counts not in loaded.unit:
        yield "unit", "catalogue.fault.unit", {"word": measure.counts}
    if measure.source not in loaded.source:
        yield "source", "catalogue.fault.source", {"word": measure.source}
    for name, part in measure.parts:
        place = "numerator" if name == "num" else "base"
        for code in part.codes:
            indicator = loaded.indicator.get(code)
            if indicator is None:
                yield place, "catalogue.fault.unknown_code", {"word": code}
            elif indicator.counted_in != measure.counted_in:
                yield place, "catalogue.fault.counted_in", {"word": code}
            elif _is_score(loaded, code) != measure.is_score or (measure.is_score and not part.is_code):
                yield place, "catalogue.fault.score_measure", {"word": code}
    if measure.kind == "share" and measure.base is not None:
        counts = [
            {loaded.indicator[c].counts for c in part.needs if c in loaded.indicator} for _, part in measure.parts
        ]
        if "visit" in counts[0] and "person" in counts[1]:
            yield "numerator", "catalogue.fault.visits", {}


def _catalogue(loaded: _Loaded) -> Catalogue:
    """Put the records into their order; what the order does not name comes behind, as it was read."""
    order = loaded.order
    in_force = {code: each for code, each in loaded.measure.items() if each.withdrawn is None}
    return Catalogue(
        indicators=_ordered(loaded.indicator, order.get("indicators", ())),
        measures=_ordered(in_force, order.get("measures", ())),
        states={code: each for code, each in loaded.state.items() if each.withdrawn is None},
        groups=loaded.group,
        counted=loaded.counted,
        units=loaded.unit,
        sources=loaded.source,
        ideas=loaded.ideas,
        roles=loaded.roles,
        neutral=loaded.neutral.get("words", ()),
        alone=loaded.neutral.get("alone", ()),
        past_measures={code: each for code, each in loaded.measure.items() if each.withdrawn is not None},
        file_of=loaded.own_file_of,
        fingerprint=_fingerprint(loaded),
        edition=hashlib.sha256(b"\0".join(loaded.edition)).hexdigest()[:16],
    )


def _ordered(records: Mapping[str, _Made], order: Sequence[str]) -> dict[str, _Made]:
    first = [code for code in order if code in records]
    return {code: records[code] for code in [*first, *(code for code in records if code not in set(first))]}


WORDS: Final = frozenset(
    {
        *("name", "plain", "heading", "headings", "patterns", "words", "written", "sheet_code", "source", "withdrawn"),
        *("texts", "plain_texts", "how_texts", "good", "scale", "over_one", "steps", "form", "sample"),
        "sometimes_empty",
    }
)
"""Fields by which a figure is neither derived nor hidden: how it is called, read from headings, drawn and coloured."""


def _fingerprint(loaded: _Loaded) -> str:
    """Return what stands for all that figures are derived and hidden by; a field that is not in WORDS counts."""
    sections = (loaded.indicator, loaded.measure, loaded.state, loaded.group, loaded.counted)
    content = [
        {code: each.model_dump(exclude=set(WORDS)) for code, each in sorted(records.items())} for records in sections
    ]
    return fingerprints.of_texts(json.dumps(content, ensure_ascii=False, default=str))
