"""Where texts that anybody on the staff wrote name a person: found, listed, and taken out place by place.

Names of teams, difficulties, titles and places of courses, givers, links of groups, notes, titles of sources and the
messages of releases are typed by hand and may name somebody. Who is erased (data.teams.erasing) may still stand there.
A place is one text of one column, in whichever releases it stands; what is found is confirmed before it is taken out,
for a street or a commune may bear a person's name.
"""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from data.access.actor import Actor
from data.derivation.schema import APART
from data.disclosure import public_release
from data.releases import drafts, manifest
from data.releases.manifest import DamagedRelease
from data.releases.rewriting import replace_table
from data.releases.store import Store
from data.storage import audit_log
from data.storage.atomic import replace_file
from data.storage.errors import Refused
from data.storage.json_values import parse_object, text
from data.storage.locks import exclusive

TAKEN_OUT: Final = "[đã xóa]"
"""What stands where a name or a telephone number stood."""

MESSAGE: Final = "message"
_LEAST_LETTERS: Final = 4
_LEAST_DIGITS: Final = 8
_DIGITS_OF_A_MOBILE: Final = 10
_CODES: Final = frozenset(
    {
        *("structure", "code", "period", "indicator", "level", "province", "district", "commune", "village", "source"),
        *("team", "person", "activity", "training", "supply", "commune_2024", "commune_2025", "province_2024"),
        *("reported_structure", "file_hash", "role", "seat", "status", "how"),
    }
)
"""Columns of ids, codes and fixed words: nobody types into them."""


class TooShort(Refused):
    """What is looked for would be found in texts that name nobody."""


class UnknownPlace(Refused):
    """A place that the search does not give."""


class InOpenDraft(Refused):
    """A place is in a draft that is still open: it is published or discarded first."""


@dataclass(frozen=True)
class Place:
    """One text that names the person: in which table and column, and in which releases and drafts it stands.

    id: from table, column and text alone, so that it stays the same as long as the text does.
    """

    table: str
    column: str
    text: str
    releases: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()
    id: str = field(init=False)

    def __post_init__(self) -> None:
        """Give the place its id."""
        content = "\n".join((self.table, self.column, self.text))
        object.__setattr__(self, "id", hashlib.sha256(content.encode()).hexdigest()[:8])


@dataclass(frozen=True)
class Redacted:
    """What was taken out: the places, the releases whose texts changed, the published drafts that went with them."""

    places: tuple[str, ...]
    releases: tuple[str, ...]
    drafts: tuple[str, ...]


def find(store: Store, wanted: Sequence[str]) -> list[Place]:
    """List the places whose text holds one of `wanted`, names or telephone numbers, sorted by table, column, text.

    Case, tone marks, spaces and signs within a number make no difference. Raises TooShort, DamagedRelease.
    """
    pattern = _Pattern(wanted)
    found: dict[tuple[str, str, str], Place] = {}
    for table, column, value, release in _of_releases(store, pattern):
        place = found.get((table, column, value), Place(table, column, value))
        found[table, column, value] = replace(place, releases=tuple(sorted({*place.releases, release})))
    for table, column, value, draft in _of_drafts(store, pattern):
        place = found.get((table, column, value), Place(table, column, value))
        found[table, column, value] = replace(place, drafts=tuple(sorted({*place.drafts, draft})))
    return [found[key] for key in sorted(found)]


def findable(texts: Sequence[str]) -> list[str]:
    """Return the names and numbers that are long enough to be looked for."""
    return [each for each in texts if _kind(each)]


def redact(
    store: Store, wanted: Sequence[str], places: Collection[str] | None, *, who: Actor, reason: str = ""
) -> Redacted:
    """Take what is wanted out of the texts at these places (None is all); the rest of each text stays.

    A published draft that names the person is discarded whole: what it brought is in the releases. For administrators;
    the log notes the act without the name. Raises NotForYou, TooShort, UnknownPlace, InOpenDraft, DamagedRelease,
    CannotWrite, Busy; what was begun is ended when the command is given again.
    """
    who.require("administrator")
    with exclusive(store.root / "lock"):
        known = {place.id: place for place in find(store, wanted)}
        wished = known.keys() if places is None else set(places)
        if unknown := sorted(wished - known.keys()):
            raise UnknownPlace("teams.unknown_place", place=", ".join(unknown))
        chosen = [known[place] for place in sorted(wished)]
        gone = sorted({draft for place in chosen for draft in place.drafts})
        for draft in gone:
            if drafts.get(store, draft).status == "open":
                raise InOpenDraft("teams.named_in_draft", draft=draft)
        for folder in _folders(store):
            _rewrite(folder, [place for place in chosen if folder.name in place.releases], _Pattern(wanted))
        for draft in gone:
            drafts.discard(store, draft, who="")
        releases = tuple(sorted({release for place in chosen for release in place.releases}))
        done = Redacted(tuple(place.id for place in chosen), releases, tuple(gone))
        audit_log.append(
            store.root, who=who.name, action="redact texts", places=list(done.places),
            releases=len(done.releases), drafts=len(done.drafts), reason=reason or None,
        )  # fmt: skip
    return done


class _Pattern:
    """Names and numbers to look for in texts, however they are written there."""

    def __init__(self, wanted: Sequence[str]) -> None:
        self._names: list[str] = []
        self._numbers: list[str] = []
        for each in wanted:
            letters, _ = _levelled(each)
            match _kind(each):
                case "number":
                    digits = re.sub(r"\D", "", letters)
                    national = digits.removeprefix("84") if len(digits) > _DIGITS_OF_A_MOBILE else digits
                    self._numbers.append(national.removeprefix("0"))
                case "name":
                    self._names.append(letters.strip())
                case _:
                    raise TooShort("teams.too_short", text=each)

    def spans(self, value: str) -> list[tuple[int, int]]:
        """Return where what is looked for begins and ends in a text, in order, none within another."""
        levelled, at = _levelled(value)
        found = [
            (at[hit.start()], at[hit.end() - 1] + 1)
            for name in self._names
            for hit in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", levelled)
        ]
        for number in self._numbers:
            spaced = r"[\W_]{0,4}".join(number)
            area = r"(?:\+?84[\W_]{0,4}|0[\W_]{0,4})?"
            # a bracket is the number's own only where it is closed within it: "(098) 701-2345"
            whole = rf"(?<!\d)(?:\((?=[^)]*\d\)[\W_]{{0,3}}\d))?{area}{spaced}(?!\d)"
            found += [(at[hit.start()], at[hit.end() - 1] + 1) for hit in re.finditer(whole, levelled)]
        return _apart(sorted(found))

    def without(self, value: str) -> str:
        """Return a text without what is looked for."""
        for start, end in reversed(self.spans(value)):
            value = value[:start] + TAKEN_OUT + value[end:]
        return value


def _kind(wanted: str) -> Literal["name", "number", ""]:
    """Tell what is looked for; nothing where it is too short to tell anybody by."""
    letters = re.sub(r"[\W_]", "", _levelled(wanted)[0])
    if letters.isdecimal():
        return "number" if len(letters) >= _LEAST_DIGITS else ""
    return "name" if len(letters) >= _LEAST_LETTERS else ""


def _levelled(value: str) -> tuple[str, list[int]]:
    """Return a text in small letters without marks, its spaces single, and for each letter its place in the text."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(value):
        for part in unicodedata.normalize("NFKD", sign):
            kind = unicodedata.category(part)
            plain = " " if part.isspace() else str(unicodedata.digit(part, part)).lower().replace("đ", "d")
            if kind in ("Mn", "Cf") or (plain == " " and signs[-1:] == [" "]):
                continue
            signs += plain
            places += [place] * len(plain)
    return "".join(signs), places


def _apart(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that overlap."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _folders(store: Store) -> Iterator[Path]:
    """Give the folder of each release of the store, then of each public release."""
    for root in (store.releases, public_release.beside(store.root).releases):
        yield from sorted(folder for folder in root.glob("*") if manifest.is_id(folder.name))


def _of_releases(store: Store, pattern: _Pattern) -> Iterator[tuple[str, str, str, str]]:
    for folder in _folders(store):
        for path in sorted(folder.glob("*.parquet")):
            for column, value in _named_in(path, pattern):
                yield path.stem, column, value, folder.name
        message = _message(folder)
        if pattern.spans(message):
            yield "manifest", MESSAGE, message, folder.name


def _of_drafts(store: Store, pattern: _Pattern) -> Iterator[tuple[str, str, str, str]]:
    for folder in sorted((store.root / "drafts").glob("*")):
        for path in sorted(folder.glob("*.parquet")):
            if path.stem not in APART:
                for column, value in _named_in(path, pattern):
                    yield path.stem, column, value, folder.name
        for name in ("draft.json", "state.json"):
            for value in _strings(parse_object((folder / name).read_bytes())):
                if pattern.spans(value):
                    yield name, "", value, folder.name


def _named_in(path: Path, pattern: _Pattern) -> Iterator[tuple[str, str]]:
    """Give each column of free text of a table with each different text that names the person."""
    try:
        free = [one.name for one in pq.read_schema(path) if one.name not in _CODES and pa.types.is_string(one.type)]
        table = pq.read_table(path, columns=free)
    except (OSError, pa.ArrowInvalid) as fault:
        raise DamagedRelease("releases.damaged_file", release=path.parent.name, file=path.name) from fault
    for column in free:
        for value in table[column].unique().to_pylist():
            if value and pattern.spans(value):
                yield column, value


def _strings(value: object) -> Iterator[str]:
    """Give every text of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _message(folder: Path) -> str:
    try:
        return text(parse_object((folder / manifest.FILE).read_bytes()).get(MESSAGE, ""))
    except (OSError, ValueError) as fault:
        raise DamagedRelease("releases.damaged_manifest", release=folder.name) from fault


def _rewrite(folder: Path, places: Sequence[Place], pattern: _Pattern) -> None:
    """Take what is wanted out of the texts of one release."""
    for name in sorted({place.table for place in places}):
        here = [place for place in places if place.table == name]
        if name == "manifest":
            _rewrite_message(folder, pattern)
        else:
            replace_table(folder / f"{name}.parquet", partial(_redacted, places=here, pattern=pattern))


def _redacted(table: pa.Table, *, places: Sequence[Place], pattern: _Pattern) -> pa.Table:
    for place in places:
        at = table.column_names.index(place.column)
        texts = [pattern.without(value) if value == place.text else value for value in table[at].to_pylist()]
        table = table.set_column(at, table.schema.field(at), pa.array(texts, table.schema.field(at).type))
    return table


def _rewrite_message(folder: Path, pattern: _Pattern) -> None:
    """Write the manifest with another message, which is no part of the release's id."""
    made = manifest.read(folder)
    changed = replace(made, message=pattern.without(made.message))
    replace_file(folder / manifest.FILE, changed.text().encode(), step="manifest")
