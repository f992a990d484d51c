"""The catalogue for administrators: all indicators and measures, new ones by a form or a file, what waits."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.identity import access
from components.planning import audit_log
from components.shell import frame
from components.shell.frame import plain, quoted, words
from components.state import loaders, selection
from components.state.view_model import structure_name
from data.catalogue import proposals, writing
from data.catalogue.current import catalogue
from data.catalogue.loading import Fault
from data.catalogue.proposals import Change, Examined
from data.catalogue.records import Text
from data.catalogue.writing import Simple
from data.i18n import numbers
from data.intake.baseline import Known
from data.services import catalogue as services
from data.services.catalogue import Entry, Trial, WaitingProposal
from data.storage.errors import Refused
from data.units import register

_PARTS: Final = ("list", "new", "waiting")
_WHOSE: Final = ("all", "own", "built_in", "withdrawn")
_MESSAGE, _PART, _CHOSEN = "catalogue-said", "catalogue-part", "catalogue-chosen"
_ROWS: Final = 14


def page() -> None:
    """Lay out the page: what was just done, then one of its three parts."""
    frame.heading(words("catalogue_page.title"), note=words("catalogue_page.note"))
    if message := selection.pop_value(_MESSAGE):
        st.success(plain(message))
    waiting = services.waiting(access.actor())
    part = st.segmented_control(
        words("catalogue_page.part"),
        _PARTS,
        required=True,
        label_visibility="collapsed",
        format_func=lambda name: words(f"catalogue_page.part.{name}", n=len(waiting)),
        **selection.bound(_PART, _part(), lambda name: selection.keep(_PART, name)),
    )
    if part == "new":
        new()
    elif part == "waiting":
        waits(waiting)
    else:
        listing()


def _part() -> str:
    return str(selection.session_value(_PART, lambda: _PARTS[0]))


def _go(part: str, *, message: str = "", chosen: str = "") -> None:
    """Show a part of the page in the next run, with what was just done said above it."""
    selection.keep(_PART, part)
    if message:
        selection.keep(_MESSAGE, message)
    if chosen:
        selection.keep(_CHOSEN, chosen)


# all indicators


def listing() -> None:
    """List what matches the search, and show all of the one that is chosen."""
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    search_text = left.text_input(words("catalogue_page.search"), placeholder=words("catalogue_page.search.hint"))
    whose = right.selectbox(
        words("catalogue_page.whose"), _WHOSE, format_func=lambda name: words(f"catalogue_page.whose.{name}")
    )
    every = services.entries()
    found = [entry for entry in every if _is_of(entry, whose) and services.matches(entry, search_text)]
    if not found:
        st.caption(words("catalogue_page.nothing"))
        return
    rows = pd.DataFrame([_row(entry) for entry in found])
    chosen = st.dataframe(
        rows.loc[:, (rows != "").any()],
        hide_index=True,
        column_config={words("catalogue_page.column.name"): st.column_config.TextColumn(width=340)},
        on_select="rerun",
        selection_mode="single-row",
        key="catalogue-list",
        row_height=35,
        height=min(_ROWS, len(found) + 1) * 35 + 3,
    )["selection"]["rows"]
    lang = selection.language()
    count = words("catalogue_page.found", n=numbers.number(len(found), lang), all=numbers.number(len(every), lang))
    st.caption(plain(f"{count}. {words('catalogue_page.choose')}"))
    if chosen and chosen[0] < len(found):
        details(found[chosen[0]])


def _is_of(entry: Entry, whose: str) -> bool:
    if whose == "withdrawn":
        return entry.withdrawn is not None
    return whose == "all" or (whose == "own") == bool(entry.file)


def _row(entry: Entry) -> dict[str, str]:
    return {
        words("catalogue_page.column.name"): _in_language(entry.name),
        words("catalogue_page.column.kind"): words(f"catalogue_page.kind.{entry.kind}"),
        words("catalogue_page.column.code"): entry.code,
        words("catalogue_page.column.counts"): _in_language(entry.counts),
        words("catalogue_page.column.base"): _names(entry.base),
        words("catalogue_page.column.group"): entry.group,
        words("catalogue_page.column.source"): _in_language(entry.source),
        words("catalogue_page.column.file"): _whose(entry),
        words("catalogue_page.column.withdrawn"): _day(entry.withdrawn),
    }


def _in_language(text: Text) -> str:
    return text.vi if selection.language() == "vi" else text.en


def _names(codes: Iterable[str]) -> str:
    return ", ".join(_in_language(catalogue().indicators[code].name) for code in codes)


def _whose(entry: Entry) -> str:
    return words("catalogue_page.own", file=entry.file) if entry.file else words("catalogue_page.built_in")


def _day(day: date | None) -> str:
    return numbers.day(day, selection.language()) if day else ""


def details(entry: Entry) -> None:
    """Show all of one record; one of the office's own can be edited and withdrawn."""
    st.subheader(plain(_in_language(entry.name)), anchor=False)
    facts = {name: value for name, value in _row(entry).items() if value} | _formula(entry)
    st.html(
        '<dl class="facts said">'
        + "".join(f"<dt>{quoted(name)}</dt><dd>{quoted(value)}</dd>" for name, value in facts.items())
        + "</dl>"
    )
    if not entry.file:
        return
    with st.container(horizontal=True):
        st.button(words("catalogue_page.edit"), on_click=_edit, args=(entry.file,))
        if entry.withdrawn is None:
            with st.popover(words("catalogue_page.withdraw")):
                st.markdown(plain(words("catalogue_page.withdraw.ask", name=_in_language(entry.name))))
                if st.button(words("catalogue_page.withdraw.do"), type="primary"):
                    _withdraw(entry)


def _formula(entry: Entry) -> dict[str, str]:
    """Return how a measure is computed, or the headings by which an indicator is known."""
    definitions = catalogue()
    if entry.kind == "measure":
        measure = definitions.measures.get(entry.code) or definitions.past_measures[entry.code]
        return {words("catalogue_page.column.how"): _in_language(measure.how_texts)}
    headings = definitions.indicators[entry.code].headings
    return {words("catalogue_page.column.headings"): "; ".join(headings)} if headings else {}


def _edit(file: str) -> None:
    """Propose the file in force anew, to be changed."""
    name = file.removesuffix(".toml")
    content = proposals.content_in_force(name)
    if content is not None:
        services.propose(access.actor(), name, content)
        _go("waiting", chosen=name)


def _withdraw(entry: Entry) -> None:
    with st.spinner(words("catalogue_page.deriving")):
        done = services.withdraw(loaders.store(), access.actor(), entry.code, kind=entry.kind)
    _go("list", message=words("catalogue_page.withdrawn", codes=_codes(done.changes)))
    st.rerun()


# a new one


def new() -> None:
    """Offer the two ways of proposing: a form for the simple case, or a whole file."""
    way = st.segmented_control(
        words("catalogue_page.way"),
        ("form", "file"),
        default="form",
        required=True,
        key="catalogue-way",
        format_func=lambda name: words(f"catalogue_page.way.{name}"),
    )
    if way == "file":
        file()
    else:
        form()


def form() -> None:
    """Ask for one indicator and its base, and propose what follows."""
    st.caption(words("catalogue_page.form.about"))
    definitions = catalogue()
    with st.form("catalogue-form"):
        vi, en = _texts("vi", "en")
        code, counts = st.columns(2)
        code = code.text_input(
            words("catalogue_page.form.code"),
            placeholder=writing.EXAMPLE.code,
            help=words("catalogue_page.form.code.help"),
        )
        counts = counts.selectbox(
            words("catalogue_page.form.counts"),
            sorted(definitions.counted, key=lambda name: name != "household"),
            format_func=lambda name: _in_language(definitions.counted[name].name),
        )
        headings = st.text_area(
            words("catalogue_page.form.headings"), placeholder="\n".join(writing.EXAMPLE.headings), height=90
        )
        left, right = st.columns(2)
        base = left.selectbox(words("catalogue_page.form.base"), ["", *definitions.readable], format_func=_base)
        accrual = _choice(right, "accrual", ("state", "cumulative", "period"), "accrual")
        left, middle, right = st.columns(3)
        reported_by = _choice(left, "reported_by", ("village", "commune", "district", "province"), "level")
        published = _choice(middle, "published", ("yes", "no"), "published")
        good = _choice(right, "good", ("more", "less", "neither"), "good")
        source_vi, source_en = _texts("source_vi", "source_en")
        issued = st.date_input(words("catalogue_page.form.issued"), value=None, format="DD/MM/YYYY", width=220)
        submitted = st.form_submit_button(words("catalogue_page.form.do"), type="primary")
    if submitted and _is_complete(vi=vi, en=en, code=code, source_vi=source_vi, source_en=source_en, issued=issued):
        lines = tuple(dict.fromkeys(line.strip() for line in headings.splitlines() if line.strip()))
        _propose_simple(
            Simple(
                code.strip(), vi.strip(), en.strip(), counts, lines or (vi.strip(),), base, accrual, reported_by,
                published == "yes", None if good == "neither" else good, source_vi.strip(), source_en.strip(), issued,
            )
        )  # fmt: skip


def _texts(*names: str) -> list[str]:
    return [
        place.text_input(words(f"catalogue_page.form.{name}"), placeholder=getattr(writing.EXAMPLE, name))
        for place, name in zip(st.columns(len(names)), names, strict=True)
    ]


def _choice(place: DeltaGenerator, name: str, options: Sequence[str], key: str) -> str:
    return place.selectbox(
        words(f"catalogue_page.form.{name}"), options, format_func=lambda each: words(f"catalogue_page.{key}.{each}")
    )


def _base(code: str) -> str:
    if not code:
        return words("catalogue_page.form.no_base")
    return f"{_in_language(catalogue().indicators[code].name)} ({code})"


def _is_complete(**given: str | date | None) -> bool:
    """Say which fields are still empty; return whether none is."""
    lacks = [name for name, value in given.items() if value is None or not str(value).strip()]
    if lacks:
        fields = ", ".join(words(f"catalogue_page.form.{name}") for name in lacks)
        st.error(plain(words("catalogue_page.form.lacks", fields=fields)))
    return not lacks


def _propose_simple(simple: Simple) -> None:
    _propose(proposals.name_of(simple.code), writing.text(simple, catalogue(), lang=selection.language()).encode())


def _propose(name: str, content: bytes) -> None:
    services.propose(access.actor(), name, content)
    _go("waiting", message=words("catalogue_page.kept", name=name), chosen=name)
    st.rerun()


def file() -> None:
    """Take a file, or a text that begins as the example; check it, or keep it as a proposal."""
    example = writing.text(writing.EXAMPLE, catalogue(), lang=selection.language())
    st.download_button(
        words("catalogue_page.example"), example, file_name="vi-du-chi-so.toml", icon=":material/download:"
    )
    given = st.file_uploader(words("catalogue_page.upload"), type=["toml"])
    if given is None:
        name = st.text_input(
            words("catalogue_page.name"), value="vneid2", help=words("catalogue_page.name.help"), width=420
        )
        content = st.text_area(words("catalogue_page.text"), value=example, height=420, key="catalogue-text").encode()
    else:
        name, content = given.name, given.getvalue()
        st.code(content.decode("utf-8", "replace"), language=None, height=420)
    with st.container(horizontal=True):
        check = st.button(words("catalogue_page.check"))
        keep = st.button(words("catalogue_page.keep"), type="primary")
    if keep:
        _propose(proposals.name_of(name), content)
    elif check:
        verdict(services.examine({proposals.name_of(name): content}))


# what waits


def waits(waiting: Sequence[WaitingProposal]) -> None:
    """Show one proposal: what it changes or what is wrong with it, its text, and what it would read."""
    if not waiting:
        st.caption(words("catalogue_page.none_waiting"))
        return
    names = [each.proposal.name for each in waiting]
    preferred = selection.session_value(_CHOSEN, str)
    name = st.selectbox(
        words("catalogue_page.which"),
        names,
        width=420,
        **selection.bound(
            "catalogue-proposal",
            preferred if preferred in names else names[0],
            lambda chosen: selection.keep(_CHOSEN, chosen),
        ),
    )
    one = waiting[names.index(name)]
    when = audit_log.moment(one.proposal.since.isoformat())
    st.caption(plain(words("catalogue_page.since", when=when)))
    verdict(one.examined)
    _acts(one)
    with st.expander(words("catalogue_page.text"), expanded=bool(one.examined.faults)):
        _editor(one)
    if one.examined.catalogue is not None:
        with st.expander(words("catalogue_page.try"), expanded=True):
            trying(one)


def verdict(found: Examined) -> None:
    """Say what a proposal changes, or list all its faults."""
    if found.faults:
        st.error(words("catalogue_page.faults", n=len(found.faults)))
        faults(found.faults)
        return
    st.success(plain(words("catalogue_page.sound", changes=_changes(found.changes))))


def faults(found: Sequence[Fault]) -> None:
    """List faults: each with its file, record, field and what is wrong there."""
    lang = selection.language()
    rows = [
        {
            words("catalogue_page.fault.file"): fault.file,
            words("catalogue_page.fault.record"): fault.record,
            words("catalogue_page.fault.field"): fault.field,
            words("catalogue_page.fault.text"): fault.sentence(lang),
        }
        for fault in found
    ]
    wide = st.column_config.TextColumn(width="large")
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, row_height=35, column_config={words("catalogue_page.fault.text"): wide}
    )


def _changes(changes: Sequence[Change]) -> str:
    sentences = [
        words(f"catalogue_page.how.{how}", codes=_codes(each for each in changes if each.how == how))
        for how in dict.fromkeys(each.how for each in changes)
    ]
    return "; ".join(sentences) or words("catalogue_page.changes_nothing")


def _codes(changes: Iterable[Change]) -> str:
    return ", ".join(dict.fromkeys(each.code for each in changes))


def _acts(one: WaitingProposal) -> None:
    """Offer to put a proposal in force, to download it, or to discard it."""
    name = one.proposal.name
    with st.container(horizontal=True):
        publish = st.button(words("catalogue_page.publish"), type="primary", disabled=one.examined.catalogue is None)
        st.download_button(words("catalogue_page.download"), one.proposal.content, file_name=f"{name}.toml")
        discard = st.button(words("catalogue_page.discard"))
    if publish:
        with st.spinner(words("catalogue_page.deriving")):
            done = services.put_in_force(loaders.store(), access.actor(), name)
        selection.keep(_CHOSEN, "")
        _go("list", message=words("catalogue_page.published", codes=_codes(done.changes)))
        st.rerun()
    if discard:
        services.discard(access.actor(), name)
        _go("waiting", message=words("catalogue_page.discarded", name=name))
        st.rerun()


def _editor(one: WaitingProposal) -> None:
    name, content = one.proposal.name, one.proposal.content.decode("utf-8", "replace")
    text = st.text_area(
        words("catalogue_page.text"),
        value=content,
        height=420,
        label_visibility="collapsed",
        key=f"catalogue-edit-{name}",
    )
    if st.button(words("catalogue_page.save")):
        _propose(name, text.encode())


def trying(one: WaitingProposal) -> None:
    """Read an example report by today's catalogue and by the proposal, and show what differs."""
    st.caption(words("catalogue_page.try.about"))
    with st.form("catalogue-try"):
        report = st.file_uploader(words("intake_page.upload"), help=words("intake_page.upload.help"))
        left, middle, right = st.columns(3)
        structure = left.selectbox(words("intake_page.structure"), ["", *register.STRUCTURES], format_func=_structure)
        province = middle.selectbox(
            words("intake_page.province"),
            ["", *loaders.own_provinces()],
            format_func=lambda name: name or words("intake_page.auto"),
        )
        as_of = right.date_input(words("intake_page.as_of"), value=None, format="DD/MM/YYYY")
        submitted = st.form_submit_button(words("catalogue_page.try.do"), type="primary")
    if not submitted or report is None:
        return
    try:
        with st.spinner(words("intake_page.reading", file=plain(report.name))):
            trial = services.try_on(
                access.actor(),
                {one.proposal.name: one.proposal.content},
                report.getvalue(),
                known=Known(loaders.release()),
                name=report.name,
                structure=structure or None,
                province=province or None,
                as_of=as_of,
            )
    except Refused as fault:
        frame.say_fault(fault)
        return
    show_trial(trial)


def _structure(code: str) -> str:
    return structure_name(code, selection.language()) if code else words("intake_page.auto")


def show_trial(trial: Trial) -> None:
    """Show the columns and totals that a proposal reads otherwise than today's catalogue."""
    if not trial.columns and not trial.totals:
        st.info(words("catalogue_page.try.nothing"))
    if trial.columns:
        st.markdown(f"**{words('catalogue_page.try.columns')}**")
        st.dataframe(
            pd.DataFrame(
                [
                    {
                        words("catalogue_page.try.sheet"): column.sheet,
                        words("catalogue_page.try.place"): column.place,
                        words("catalogue_page.try.heading"): column.heading,
                        words("catalogue_page.try.before"): _named(trial, column.before),
                        words("catalogue_page.try.after"): _named(trial, column.after),
                    }
                    for column in trial.columns
                ]
            ),
            hide_index=True,
            row_height=35,
        )
    if trial.totals:
        lang = selection.language()
        st.markdown(f"**{words('catalogue_page.try.totals')}**")
        rows = [
            {
                words("catalogue_page.column.name"): _named(trial, code),
                **{
                    words(f"catalogue_page.try.{when}"): "" if number is None else numbers.number(number, lang)
                    for when, number in zip(("before", "after"), pair, strict=True)
                },
            }
            for code, pair in trial.totals.items()
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, row_height=35)
    before, after = len(trial.before.questions), len(trial.after.questions)
    if before or after:
        st.caption(words("catalogue_page.try.questions", before=before, after=after))


def _named(trial: Trial, code: str | None) -> str:
    if code is None:
        return words("catalogue_page.try.unread")
    return f"{_in_language(trial.names[code])} ({code})" if code in trial.names else code
