"""What administrators do with the catalogue: look through it, propose, try on a report, put in force, withdraw.

The command line works for whoever holds the machine's files, as an administrator by the name that it gives.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from data.access.actor import Actor
from data.catalogue import current, proposals
from data.catalogue.current import catalogue
from data.catalogue.loading import Fault, FaultyCatalogue
from data.catalogue.model import Catalogue
from data.catalogue.proposals import Change, Examined, Kind, NotPublished, Proposal
from data.catalogue.records import Text
from data.intake import headings
from data.intake.baseline import Known
from data.intake.report import check
from data.intake.result import Checked
from data.publication import publish
from data.releases.store import Store
from data.storage.locks import exclusive
from data.units.names import bare
from data.units.structures import StructureId


@dataclass(frozen=True)
class Entry:
    """One indicator or measure, as it is listed.

    counts: what is counted, of a measure the unit that it is written in; base: codes that it is divided by; group:
    the suppression group, "" where it has none; file: the office's file, "" for the product's own.
    """

    kind: Kind
    code: str
    name: Text
    counts: Text
    base: tuple[str, ...]
    group: str
    source: Text
    issued: date
    file: str
    withdrawn: date | None


@dataclass(frozen=True)
class WaitingProposal:
    """A proposal, and how it was examined."""

    proposal: Proposal
    examined: Examined


@dataclass(frozen=True)
class Column:
    """A column (or line) of a report that two catalogues read differently; None where one does not read it."""

    sheet: str
    place: str
    heading: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Trial:
    """What a report says by the catalogue in force and by the proposed one."""

    before: Checked
    after: Checked
    columns: tuple[Column, ...]
    names: Mapping[str, Text]

    @property
    def totals(self) -> dict[str, tuple[int | None, int | None]]:
        """Return before and after of each total that is not the same."""
        old, new = self.before.totals, self.after.totals
        return {
            code: (old.get(code), new.get(code))
            for code in dict.fromkeys((*new, *old))
            if old.get(code) != new.get(code)
        }


@dataclass(frozen=True)
class CatalogueUpdate:
    """What was changed in the catalogue, and the release derived by it; None where nothing is published."""

    changes: tuple[Change, ...]
    release: str | None


def entries() -> tuple[Entry, ...]:
    """List all indicators, then all measures, those withdrawn too, each in the order of the catalogue."""
    definitions = catalogue()
    return (*_indicators(definitions), *_measures(definitions))


def _indicators(definitions: Catalogue) -> Iterator[Entry]:
    for code, each in definitions.indicators.items():
        source = definitions.sources[each.source]
        bases = tuple(part.whole for part in each.part_of)
        file = definitions.file_of.get(f"indicator {code}", "")
        counts = definitions.counted[each.counts].name
        yield Entry(
            "indicator", code, each.name, counts, bases, each.group or "", source.title, source.issued, file,
            each.withdrawn,
        )  # fmt: skip


def _measures(definitions: Catalogue) -> Iterator[Entry]:
    for code, each in {**definitions.measures, **definitions.past_measures}.items():
        source = definitions.sources[each.source]
        bases = each.base.codes if each.base else ()
        groups = [definitions.indicators[name].group for name in each.numerator.needs]
        file = definitions.file_of.get(f"measure {code}", "")
        unit = definitions.units[each.counts].name
        yield Entry(
            "measure", code, each.texts, unit, bases, next(filter(None, groups), ""), source.title, source.issued, file,
            each.withdrawn,
        )  # fmt: skip


def matches(entry: Entry, search: str) -> bool:
    """Tell whether each word that is looked for stands somewhere in the record, with its marks or without."""
    texts = [text for each in (entry.name, entry.counts, entry.source) for text in (each.vi, each.en)]
    texts += [entry.code, entry.group, entry.file, *entry.base]
    texts += [catalogue().indicators[code].name.vi for code in entry.base]
    there = " ".join(texts).lower()
    without = bare(there)
    return all(word in there or word in without for word in search.lower().split())


def waiting(actor: Actor) -> tuple[WaitingProposal, ...]:
    """List the proposals, each held against the whole catalogue. Raises NotForYou."""
    actor.require("administrator")
    proposals.complete()
    return tuple(WaitingProposal(each, examine({each.name: each.content})) for each in proposals.proposals())


def examine(files: Mapping[str, bytes]) -> Examined:
    """Hold files, by name, against the whole catalogue, and their headings against those that it reads already."""
    found = proposals.examine(files)
    if found.catalogue is None:
        return found
    taken_headings = tuple(_headings_taken(found.catalogue, found.changes))
    return replace(found, faults=taken_headings, catalogue=None) if taken_headings else found


def _headings_taken(made: Catalogue, changes: tuple[Change, ...]) -> Iterator[Fault]:
    """Give a fault for each heading of a new record by which another indicator is read today."""
    for change in changes:
        if change.kind != "indicator" or change.how not in ("new", "changed"):
            continue
        indicator = made.indicators[change.code]
        for heading in dict.fromkeys((*indicator.headings, (indicator.heading or indicator.name).vi)):
            other = headings.read(heading)
            named = made.indicators.get(other or "") or made.states.get(other or "")
            if named is not None and other != change.code:
                values = {"word": heading, "code": other, "name": named.name.vi}
                file = made.file_of[f"indicator {change.code}"]
                yield Fault(file, f"indicator {change.code}", "headings", "catalogue.fault.heading_taken", values)


def propose(actor: Actor, name: str, content: bytes) -> Examined:
    """Keep a file as a proposal and return how it was examined. Raises NotForYou and as proposals.propose."""
    actor.require("administrator")
    proposals.propose(name, content, who=actor.name)
    return examine({name: content})


def discard(actor: Actor, name: str) -> None:
    """Remove a proposal. Raises NotForYou and as proposals.discard."""
    actor.require("administrator")
    proposals.discard(name, who=actor.name)


def put_in_force(store: Store, actor: Actor, name: str) -> CatalogueUpdate:
    """Publish a proposal; the figures of the current release are derived by it first, so that no page has to wait.

    Raises NotForYou, NotPublished with all faults, and as proposals.publish and publish.refresh.
    """
    actor.require("administrator")
    with exclusive(store.root / "lock"):
        found = examine({name: proposals.proposal(name).content})
        if found.catalogue is None:
            raise NotPublished(found.faults)
        proposals.publish(name, who=actor.name, first=lambda made: _derive(store, actor, made))
        return CatalogueUpdate(found.changes, store.current_id())


def withdraw(store: Store, actor: Actor, code: str, *, kind: Kind | None = None) -> CatalogueUpdate:
    """Withdraw the office's records of a code from today. Raises NotForYou and as proposals.withdraw."""
    actor.require("administrator")
    with exclusive(store.root / "lock"):
        changes = proposals.withdraw(code, who=actor.name, kind=kind, first=lambda made: _derive(store, actor, made))
        return CatalogueUpdate(changes, store.current_id())


def _derive(store: Store, actor: Actor, made: Catalogue) -> None:
    """Derive the current release by a catalogue that is not in force yet."""
    if store.has_current():
        with current.trying(made):
            publish.refresh(store, who=actor.name)


def try_on(
    actor: Actor,
    files: Mapping[str, bytes],
    content: bytes,
    *,
    known: Known,
    name: str,
    structure: StructureId | None = None,
    province: str | None = None,
    as_of: date | None = None,
) -> Trial:
    """Read a report by the catalogue in force and by the proposed one; nothing of it is written anywhere.

    name, structure, province and as_of are as `data.intake.report.check` takes them. Raises FaultyCatalogue where the
    proposal has faults, and as `check`.
    """
    actor.require("administrator")
    found = examine(files)
    if found.catalogue is None:
        raise FaultyCatalogue(found.faults)
    read = partial(check, content, name=name, structure=structure, province=province, as_of=as_of, known=known)
    before = read()
    with current.trying(found.catalogue):
        after = read()
    names = {code: each.name for known in (catalogue(), found.catalogue) for code, each in known.indicators.items()}
    names |= {code: each.name for known in (catalogue(), found.catalogue) for code, each in known.states.items()}
    return Trial(before, after, tuple(_read_differently(before, after)), names)


def _read_differently(before: Checked, after: Checked) -> Iterator[Column]:
    old, new = _places(before), _places(after)
    texts = _headings(after)
    for place in dict.fromkeys((*new, *old)):
        if old.get(place) != new.get(place):
            yield Column(place[0], place[2], texts.get(place, ""), old.get(place), new.get(place))


_Place = tuple[str, int, str]
"""A sheet, the first row of the table's head (0 of a form of lines), and a column's letters or a line."""


def _places(checked: Checked) -> dict[_Place, str]:
    found: dict[_Place, str] = {}
    for table in checked.tables_told():
        head = table["header_rows"][0] if "header_rows" in table else 0
        columns = table["columns"] if head else {}  # of a form of lines the columns are no indicators
        for places in (columns, table.get("lines", {}), table.get("codes", {})):
            found |= {(table["sheet"], head, at): code for at, code in places.items() if code}
    return found


def _headings(checked: Checked) -> dict[_Place, str]:
    return {
        (table.sheet, table.block.top + 1, column.letter): column.heading
        for table in checked.tables
        for column in table.columns
    }
