"""Split communes: which successor each of their villages went to, on a map and in a list."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components.identity import access
from components.map import choropleth, palette
from components.map.choropleth import Palette
from components.shell import frame
from components.shell.frame import plain, quoted, words
from components.state import loaders, selection
from components.state.view_model import structure_name
from data.catalogue.current import catalogue
from data.i18n import numbers
from data.services import use_cases
from data.units import assignments, register
from data.units.register import StructureId

_MAP_HEIGHT = 460
_INTAKE = "pages/planning/intake.py"
_OPEN = "–"  # nothing is decided yet


@dataclass(frozen=True)
class Split:
    """A split commune that is looked at: its code in `source`, its successors, its villages (village, name)."""

    source: StructureId
    commune: str
    heirs: tuple[str, ...]
    villages: pd.DataFrame

    @property
    def names(self) -> dict[str, str]:
        """Return the successors' names by code."""
        later, day = register.after(self.source), register.today()
        return {code: register.unit(later, code, on=day).name for code in self.heirs}


def page() -> None:
    """Lay out the page: choose a split commune, see its villages, say where each went, keep it."""
    frame.heading(words("assign.title"), note=words("assign.note"))
    source, commune = choose()
    if commune is None:
        return
    release = loaders.release()
    villages = loaders.villages(release.id, source, commune)
    if villages.empty:
        st.info(words("assign.no_villages", name=plain(register.unit(source, commune).name)))
        st.page_link(_INTAKE, label=words("assign.to_intake"), icon=":material/upload_file:")
        return
    split = Split(source, commune, assignments.successors_to_choose(commune, source=source), villages)
    now = assigned(split)
    left, right = st.columns([3, 2], gap="medium")
    with right:
        edited = listing(split, now)
        keep(split, now, edited)
    with left:
        drawing(release.id, split, edited)


def choose() -> tuple[StructureId, str | None]:
    """Let the planner pick a structure, where several have split communes, a province and one of these communes."""
    lang = selection.language()
    earlier = list(register.STRUCTURES)[:-1]
    columns = st.columns(3 if len(earlier) > 1 else 2)
    source = earlier[0]
    if len(earlier) > 1:
        source = columns[0].selectbox(
            words("explore.structure"),
            earlier[::-1],
            key="assign-structure",
            format_func=lambda code: structure_name(code, lang),
        )
    names = access.own(loaders.provinces(source), source)
    province = columns[-2].selectbox(words("level.province"), list(names), format_func=names.get)
    covers, every = access.actor().covers, split_communes(province, source)
    found = {code: name for code, name in every.items() if covers(source, code)} or every
    if not found:
        columns[-1].caption(words("assign.none", province=plain(names[province])))
        return source, None
    structure = structure_name(source, lang)
    return source, columns[-1].selectbox(
        words("assign.commune", structure=structure), list(found), format_func=found.get
    )


def split_communes(province: str, source: StructureId) -> dict[str, str]:
    """Name the communes of a province that went to several successors, by code."""
    communes = register.children(source, province, "commune")
    heirs = {code: len(assignments.successors_to_choose(code, source=source)) for code in communes.index}
    return {code: f"{name} → {heirs[code]}" for code, name in communes["name"].items() if heirs[code] > 1}


def assigned(split: Split) -> pd.Series:
    """Return the successor of each village as decided so far; missing where nothing is."""
    decided = assignments.assigned(split.source).villages.set_index("village")["code_to"]
    found = decided.reindex(split.villages["village"])
    return found.where(found.isin(split.heirs)).astype("object")


def listing(split: Split, now: pd.Series) -> pd.Series:
    """Show the villages with a successor to choose for each; return what is chosen, by village.

    What is chosen on the map or for all open villages together becomes the list's new start.
    """
    names, start = split.names, selection.session_value(_started(split), lambda: dict(now.dropna()))
    started = pd.Series(
        [start.get(village) for village in split.villages["village"]], index=split.villages["village"], dtype="object"
    )
    st.selectbox(
        words("assign.rest"),
        [None, *split.heirs],
        key=f"assign-rest-{split.commune}",
        format_func=lambda code: names.get(code, _OPEN),
        on_change=_take_rest,
        args=(split,),
    )
    chosen = [names.get(code, _OPEN) for code in started]
    table = pd.DataFrame({"name": split.villages["name"].to_numpy(), "to": chosen})
    edited = st.data_editor(
        table,
        hide_index=True,
        height=min(35 * len(table) + 38, 480),
        disabled=["name"],
        key=_editor(split),
        column_config={
            "name": st.column_config.TextColumn(words("level.village")),
            "to": st.column_config.SelectboxColumn(words("assign.to"), options=[_OPEN, *names.values()]),
        },
    )
    codes = {name: code for code, name in names.items()}
    return pd.Series([codes.get(name) for name in edited["to"]], index=split.villages["village"], dtype="object")


def _started(split: Split) -> str:
    return f"assign-start-{split.source}-{split.commune}"


def _editor(split: Split) -> str:
    """Return the key of the list: a new one for each new start."""
    turn = selection.session_value(f"assign-turn-{split.commune}", int)
    return f"assign-{split.source}-{split.commune}-{turn}"


def _chosen(split: Split) -> dict[str, str]:
    """Return what the list holds now: its start with what was edited in it."""
    codes = {name: code for code, name in split.names.items()}
    chosen = dict(selection.session_value(_started(split), dict))
    for row, cells in selection.sent(_editor(split)).get("edited_rows", {}).items():
        if "to" in cells:
            chosen[split.villages["village"].iloc[int(row)]] = codes.get(cells["to"])
    return {village: code for village, code in chosen.items() if code}


def _start_anew(split: Split, chosen: dict[str, str]) -> None:
    """Let the list begin with these choices."""
    selection.keep(_started(split), chosen)
    selection.keep(f"assign-turn-{split.commune}", selection.session_value(f"assign-turn-{split.commune}", int) + 1)


def _take_rest(split: Split) -> None:
    """Give every open village to the successor that was picked for the rest."""
    code = selection.pop_value(f"assign-rest-{split.commune}")
    if code:
        _start_anew(split, dict.fromkeys(split.villages["village"], code) | _chosen(split))


def _turn(split: Split, village: str) -> None:
    """Give a village that was clicked on the map to the next successor; after the last one it is open again."""
    if village not in set(split.villages["village"]):
        return
    chosen, ring = _chosen(split), [*split.heirs, None]
    following = ring[(ring.index(chosen.get(village)) + 1) % len(ring)]
    _start_anew(
        split,
        {**chosen, village: following} if following else {key: code for key, code in chosen.items() if key != village},
    )


def drawing(release: str, split: Split, chosen: pd.Series) -> None:
    """Draw the villages in the colours of the successors they are given to; the others are hatched."""
    asset = loaders.village_asset(release, split.source, split.commune)
    ramp = palette.palette(catalogue().measures["skills_reach"], max(2, len(split.heirs)))
    place = {code: number for number, code in enumerate(split.heirs, start=1)}
    values = [place.get(chosen.get(code)) for code in asset.codes]
    picture = choropleth.plain(
        file=asset.file,
        bounds=asset.bounds,
        edges=tuple(range(2, len(split.heirs) + 1)),
        values=values,
        decimals=0,
        suffix="",
        palette=Palette(ramp.fill[: len(split.heirs)], ramp.theme),
        lang=selection.language(),
        words={"t": words("assign.title"), "m": words("assign.number"), "n": words("explore.villages.cells")},
    )

    def acted(action: str, code: str) -> None:
        if action == "open" and code:
            _turn(split, code)

    with st.container(key="map"):
        choropleth.draw(picture, key="assign", height=_MAP_HEIGHT, on_action=acted)
    named = enumerate(zip(split.names.values(), ramp.fill, strict=False), start=1)
    entries = "".join(
        f'<li><i style="background:{colour}"></i><b>{number}. {quoted(name)}</b></li>'
        for number, (name, colour) in named
    )
    st.html(f'<ul class="legend">{entries}</ul>')
    st.caption(words("assign.click"))


def keep(split: Split, now: pd.Series, edited: pd.Series) -> None:
    """Offer to keep the decisions; a commune with no village left undecided is exact from then on."""
    lang, left = selection.language(), int(edited.isna().sum())
    st.caption(words("assign.left", n=numbers.number(left, lang), all=numbers.number(len(edited), lang)))
    complete = st.checkbox(words("assign.complete"), value=left == 0, disabled=left > 0)
    if not st.button(words("assign.keep"), type="primary"):
        return
    before = now.where(now.notna(), None)
    changed = {village: code for village, code in edited.where(edited.notna(), None).items() if code != before[village]}
    with st.spinner(words("assign.refreshing")):
        use_cases.assign(
            loaders.store(),
            access.actor(),
            changed,
            commune=split.commune,
            all_of=list(split.villages["village"]),
            source=split.source,
            complete=complete,
        )
    st.success(words("assign.kept"))
    st.page_link(
        "pages/steering/explore.py",
        label=words("intake_page.see"),
        icon=":material/map:",
        query_params={"u": split.heirs[0], "s": register.after(split.source)},
    )
