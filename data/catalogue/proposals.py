"""Definitions that an office proposes, checks against the rest of the catalogue, puts in force and withdraws again.

<var>/catalogue/NAME.toml             in force
<var>/catalogue/proposed/NAME.toml    proposed: kept as it was written, faults and all, and read by nobody else
<var>/catalogue/pending.json          a change on its way: what the audit log will say of it

A file in force is replaced by a proposal of its name. Every change is one rename under the store's lock; it is in the
audit log exactly when it happened, also after a power cut (`complete`).
"""

import base64
import hashlib
import json
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final, Literal

from data.catalogue import current
from data.catalogue.loading import Fault, FaultyCatalogue, load
from data.catalogue.model import Catalogue
from data.catalogue.records import Described
from data.storage import audit_log, clock, paths
from data.storage.atomic import disk_faults, replace_file, sync_folder
from data.storage.errors import Refused
from data.storage.json_values import Json, JsonObject, members, parse_object, text
from data.storage.locks import exclusive

Kind = Literal["indicator", "measure"]
KINDS: Final[tuple[Kind, ...]] = ("indicator", "measure")

LARGEST: Final = 262_144  # bytes of a file
_NAME: Final = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9]+)*")
_LONGEST_NAME: Final = 60
_PENDING: Final = "pending.json"
_HEADER: Final = re.compile(r"[ \t]*\[\[[ \t]*([a-z]+)[ \t]*\]\][ \t]*(?:#.*)?")


class BadProposal(Refused):
    """A proposal cannot be kept, or is not there."""


class NotPublished(FaultyCatalogue):
    """A proposal has faults, and what was in force still is."""


@dataclass(frozen=True)
class Change:
    """What a proposal does to one indicator or measure."""

    kind: Kind
    code: str
    how: Literal["new", "changed", "withdrawn", "taken_away"]


@dataclass(frozen=True)
class Examined:
    """Files held against the whole catalogue: all faults, or the catalogue that they would make and what it changes."""

    faults: tuple[Fault, ...]
    catalogue: Catalogue | None
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Proposal:
    """A file that waits; `since` is when it was last written."""

    name: str
    content: bytes
    since: datetime


Before = Callable[[Catalogue], object]


def _nothing(_: Catalogue) -> None:
    """Do nothing before a change."""


def proposed_folder() -> Path:
    """Return the folder of the proposals."""
    return current.folder() / "proposed"


def name_of(file: str) -> str:
    """Return the name that a file gives to a definition: small letters, digits and hyphens. Raises BadProposal."""
    stem = re.sub(r"\.toml$", "", file.strip(), flags=re.IGNORECASE)
    plain = unicodedata.normalize("NFD", stem.lower()).replace("đ", "d")
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    name = "-".join(re.findall(r"[a-z0-9]+", plain))[:_LONGEST_NAME].strip("-")
    if not name:
        raise BadProposal("catalogue.bad_name", name=file)
    return name


def proposals() -> tuple[Proposal, ...]:
    """List what waits, by name."""
    found = []
    for file in sorted(proposed_folder().glob("*.toml")):
        if _NAME.fullmatch(file.stem):
            with disk_faults(file):
                since = datetime.fromtimestamp(file.stat().st_mtime, clock.ZONE)
                found.append(Proposal(file.stem, file.read_bytes(), since))
    return tuple(found)


def proposal(name: str) -> Proposal:
    """Return one that waits. Raises BadProposal."""
    for each in proposals():
        if each.name == name:
            return each
    raise BadProposal("catalogue.no_proposal", name=name)


def content_in_force(name: str) -> bytes | None:
    """Return the office's file of a name as it is in force; None where there is none."""
    file = f"{name}.toml"
    return _content(file) if file in {path.name for path in current.own_files()} else None


def examine(files: Mapping[str, bytes]) -> Examined:
    """Hold files, by name, against the whole catalogue: each in the place of the one in force of its name."""
    proposed = {f"{name}.toml": content for name, content in files.items()}
    try:
        made = load(current.own_files(), proposed=proposed)
    except FaultyCatalogue as found:
        return Examined(found.faults, None, ())
    before = _before()
    changes = tuple(_changes(before, made))
    gone = tuple(
        Fault(before.file_of[f"indicator {each.code}"], f"indicator {each.code}", "", "catalogue.fault.taken_away")
        for each in changes
        if each.how == "taken_away" and each.kind == "indicator"
    )
    return Examined(gone, None if gone else made, changes)


def _before() -> Catalogue:
    """Return the catalogue of the files in force; that of the product alone where these have faults."""
    try:
        return load(current.own_files())
    except FaultyCatalogue:
        return load()


def _changes(before: Catalogue, after: Catalogue) -> Iterable[Change]:
    for kind in KINDS:
        old, new = _records(before, kind), _records(after, kind)
        for code in [*new, *(code for code in old if code not in new)]:
            if code not in new:
                yield Change(kind, code, "taken_away")
            elif code not in old:
                yield Change(kind, code, "new")
            elif new[code].withdrawn is not None and old[code].withdrawn is None:
                yield Change(kind, code, "withdrawn")
            elif new[code] != old[code]:
                yield Change(kind, code, "changed")


def _records(catalogue: Catalogue, kind: Kind) -> Mapping[str, Described]:
    """Return all records of a kind, those withdrawn too."""
    return catalogue.indicators if kind == "indicator" else {**catalogue.measures, **catalogue.past_measures}


def propose(name: str, content: bytes, *, who: str) -> Examined:
    """Keep a file as a proposal, in place of the one of its name, and return how it was examined.

    Raises BadProposal for a name or a size that cannot be, CannotWrite, Busy.
    """
    _require_name(name)
    if len(content) > LARGEST:
        raise BadProposal("catalogue.too_large", size=LARGEST // 1024)
    with _changing():
        found = examine({name: content})
        _carry_out(_act(who, "propose catalogue", name, content, found.changes), {_waiting(name): content})
    return found


def discard(name: str, *, who: str) -> None:
    """Remove a proposal. Raises BadProposal, CannotWrite, Busy."""
    with _changing():
        _carry_out(_act(who, "discard catalogue", name, proposal(name).content), {_waiting(name): None})


def publish(name: str, *, who: str, first: Before = _nothing) -> Examined:
    """Put a proposal in force; from then on every reader follows it.

    first: is given the catalogue to be, before anybody reads by it; where it fails, nothing has changed. Raises
    NotPublished, BadProposal, CannotWrite, Busy, and as `first`.
    """
    with _changing():
        content = proposal(name).content
        found = examine({name: content})
        if found.catalogue is None:
            raise NotPublished(found.faults)
        first(found.catalogue)
        done = _act(who, "publish catalogue", name, content, found.changes)
        _carry_out(done, {f"{name}.toml": content, _waiting(name): None})
    return found


def withdraw(
    code: str, *, who: str, kind: Kind | None = None, on: date | None = None, first: Before = _nothing
) -> tuple[Change, ...]:
    """Withdraw the office's records of a code, and its measures that have no value without them.

    kind: only the indicator, or only the measure. on: the day from which, today where none is given. first: as in
    `publish`. Their columns stay, so that no figure is lost; they are neither read nor shown any more. Raises
    BadProposal, FaultyCatalogue, CannotWrite, Busy, and as `first`.
    """
    with _changing():
        day = on or datetime.now(clock.ZONE).date()
        files: dict[str, bytes] = {}
        for record, file in _to_withdraw(load(current.own_files()), code, kind).items():
            name = file.removesuffix(".toml")
            files[name] = _withdrawn(files.get(name) or _content(file), record, day)
        found = examine(files)
        if found.catalogue is None:
            raise NotPublished(found.faults)
        first(found.catalogue)
        done = _act(who, "withdraw catalogue", ", ".join(files), b"".join(files.values()), found.changes)
        _carry_out(done, {f"{name}.toml": content for name, content in files.items()})
    return found.changes


def _to_withdraw(catalogue: Catalogue, code: str, kind: Kind | None) -> dict[str, str]:
    """Return which records go ("measure vneid2_reach") and the file of each. Raises BadProposal."""
    named = {f"{each} {code}": _records(catalogue, each) for each in KINDS if kind is None or each == kind}
    named = {record: records for record, records in named.items() if code in records}
    own = {record: records for record, records in named.items() if record in catalogue.file_of}
    if not own:
        raise BadProposal("catalogue.built_in" if named else "catalogue.unknown", code=code)
    going = [record for record, records in own.items() if records[code].withdrawn is None]
    if not going:
        raise BadProposal("catalogue.withdrawn_already", code=code)
    if f"indicator {code}" in going:
        left = {name for name, each in catalogue.indicators.items() if each.withdrawn is None} - {code}
        going += [
            f"measure {name}"
            for name, each in catalogue.measures.items()
            if f"measure {name}" in catalogue.file_of and not all(part.possible(left) for _, part in each.parts)
        ]
    return {record: catalogue.file_of[record] for record in going}


def _withdrawn(content: bytes, record: str, on: date) -> bytes:
    """Write the day into one record of a file, and leave every other letter. Raises BadProposal where it cannot be."""
    kind, code = record.split(" ")
    toml = content.decode("utf-8-sig")
    expected = tomllib.loads(toml)
    at = next(at for at, each in enumerate(expected[kind]) if each["code"] == code)
    expected[kind][at]["withdrawn"] = on
    lines = toml.splitlines(keepends=True)
    heads = [n for n, line in enumerate(lines) if (m := _HEADER.fullmatch(line.rstrip("\r\n"))) and m[1] == kind]
    if at < len(heads):
        lines.insert(heads[at] + 1, f"withdrawn = {on.isoformat()}\n")
        if _reads_as("".join(lines), expected):
            return "".join(lines).encode()
    raise BadProposal("catalogue.by_hand", code=code, day=on.isoformat())


def _reads_as(toml: str, expected: Mapping[str, object]) -> bool:
    """Tell whether a file says this; it does not where what looked like a record's head stood inside a text."""
    try:
        return tomllib.loads(toml) == expected
    except tomllib.TOMLDecodeError:
        return False


def _require_name(name: str) -> None:
    if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        raise BadProposal("catalogue.bad_name", name=name)


def _waiting(name: str) -> str:
    return f"proposed/{name}.toml"


def _content(file: str) -> bytes:
    path = current.folder() / file
    with disk_faults(path):
        return path.read_bytes()


@contextmanager
def _changing() -> Iterator[None]:
    """Hold the store's lock; what an earlier change left undone is done first."""
    with exclusive(paths.releases() / "lock"):
        _complete()
        yield


def _act(
    who: str, action: audit_log.Action, name: str, content: bytes, changes: Iterable[Change] = ()
) -> dict[str, Json]:
    codes = list(dict.fromkeys(each.code for each in changes))
    digest = hashlib.sha256(content).hexdigest()
    return audit_log.act(who, action=action, file=name, file_hash=digest, codes=codes or None)


def _carry_out(done: JsonObject, files: Mapping[str, bytes | None]) -> None:
    """Write files (None: remove one) and the line of the log: all of it, or nothing. The lock is held."""
    content = {name: None if each is None else base64.b64encode(each).decode() for name, each in files.items()}
    pending = json.dumps({"entry": done, "files": content}, ensure_ascii=False)
    replace_file(current.folder() / _PENDING, pending.encode(), step="catalogue: pending")
    _complete()


def complete() -> None:
    """Finish a change that a power cut has left half done."""
    if (current.folder() / _PENDING).exists():
        with exclusive(paths.releases() / "lock"):
            _complete()


def _complete() -> None:
    pending = current.folder() / _PENDING
    if not pending.exists():
        return
    with disk_faults(pending):
        act = parse_object(pending.read_bytes())
    for name, content in members(act["files"]).items():
        file = current.folder() / name
        if content is None:
            file.unlink(missing_ok=True)
        else:
            replace_file(file, base64.b64decode(text(content)), step="catalogue: file")
    audit_log.commit(paths.releases(), members(act["entry"]))
    with disk_faults(pending):
        pending.unlink(missing_ok=True)
        sync_folder(pending.parent)
    current.look_again()
