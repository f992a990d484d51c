"""Split communes: which successor each of their villages went to, on a map and in a list."""

import pandas as pd
import streamlit as st

from components import access, frame, loaders, look, map, selection
from components.frame import plain, quoted, words
from components.map import Palette
from components.scene import structure_name
from data.access import desk
from data.measures.indicators import MEASURES
from data.units import assignments, register
from data.words import numbers

_MAP_HEIGHT = 460
_OPEN = "–"  # nothing is decided yet
_SOURCE: register.StructureId = "2024"


def page() -> None:
    """Lay out the page: choose a split commune, see its villages, say where each went, keep it."""
    frame.heading(words("assign.title"), note=words("assign.note"))
    commune = choose()
    if commune is None:
        return
    release = loaders.release()
    villages = loaders.villages(release.id, _SOURCE, commune)
    if villages.empty:
        st.info(words("assign.no_villages", name=plain(register.unit(_SOURCE, commune).name)))
        return
    heirs = assignments.successors_to_choose(commune, source=_SOURCE)
    now = assigned(villages, heirs)
    left, right = st.columns([3, 2], gap="medium")
    with right:
        edited = listing(villages, heirs, now)
        keep(commune, villages, now, edited)
    with left:
        drawing(release.id, commune, villages, heirs, edited)


def choose() -> str | None:
    """Let the planner pick a province and one of its split communes."""
    left, right = st.columns(2)
    names = loaders.provinces(_SOURCE)
    province = left.selectbox(words("level.province"), list(names), format_func=names.get)
    split = split_communes(province)
    if not split:
        right.caption(words("assign.none", province=plain(names[province])))
        return None
    structure = structure_name(_SOURCE, selection.language())
    return right.selectbox(words("assign.commune", structure=structure), list(split), format_func=split.get)


def split_communes(province: str) -> dict[str, str]:
    """Name the communes of a province that went to several successors, by code."""
    communes = register.children(_SOURCE, province, "commune")
    heirs = {code: len(assignments.successors_to_choose(code, source=_SOURCE)) for code in communes.index}
    return {code: f"{name} → {heirs[code]}" for code, name in communes["name"].items() if heirs[code] > 1}


def assigned(villages: pd.DataFrame, heirs: tuple[str, ...]) -> pd.Series:
    """Return the successor of each village as decided so far; missing where nothing is."""
    decided = assignments.assigned(_SOURCE).villages.set_index("village")["code_to"]
    found = decided.reindex(villages["village"])
    return found.where(found.isin(heirs)).astype("object")


def listing(villages: pd.DataFrame, heirs: tuple[str, ...], now: pd.Series) -> pd.Series:
    """Show the villages with a successor to choose for each; return what is chosen, by village."""
    names = {code: register.unit(register.after(_SOURCE), code).name for code in heirs}
    table = pd.DataFrame({"name": villages["name"].to_numpy(), "to": [names.get(code, _OPEN) for code in now]})
    edited = st.data_editor(
        table, hide_index=True, height=min(35 * len(table) + 38, 520), disabled=["name"],
        key=f"assign-{villages['village'].iloc[0]}",
        column_config={"name": st.column_config.TextColumn(words("level.village")),
                       "to": st.column_config.SelectboxColumn(words("assign.to"), options=[_OPEN, *names.values()])})
    codes = {name: code for code, name in names.items()}
    return pd.Series([codes.get(name) for name in edited["to"]], index=villages["village"], dtype="object")


def drawing(release: str, commune: str, villages: pd.DataFrame, heirs: tuple[str, ...], chosen: pd.Series) -> None:
    """Draw the villages in the colours of the successors they are given to; the others are hatched."""
    asset = loaders.village_asset(release, _SOURCE, commune)
    ramp = look.palette(MEASURES["skills_reach"], max(2, len(heirs)))
    place = {code: number for number, code in enumerate(heirs, start=1)}
    values = [place.get(chosen.get(code)) for code in asset.codes]
    names = [register.unit(register.after(_SOURCE), code).name for code in heirs]
    picture = map.plain(
        file=asset.file, bounds=asset.bounds, edges=tuple(range(2, len(heirs) + 1)), values=values, decimals=0,
        suffix="", palette=Palette(ramp.fill[:len(heirs)], ramp.theme), lang=selection.language(),
        words={"t": words("assign.title"), "m": words("assign.number"), "n": words("explore.villages.cells")})
    with st.container(key="map"):
        map.draw(picture, key="assign", height=_MAP_HEIGHT, on_action=lambda action, code: None)
    entries = "".join(f'<li><i style="background:{colour}"></i><b>{number}. {quoted(name)}</b></li>'
                      for number, (name, colour) in enumerate(zip(names, ramp.fill, strict=False), start=1))
    st.html(f'<ul class="legend">{entries}</ul>')


def keep(commune: str, villages: pd.DataFrame, now: pd.Series, edited: pd.Series) -> None:
    """Offer to keep the decisions; a commune with no village left undecided is exact from then on."""
    lang, left = selection.language(), int(edited.isna().sum())
    st.caption(words("assign.left", n=numbers.number(left, lang), all=numbers.number(len(edited), lang)))
    complete = st.checkbox(words("assign.complete"), value=left == 0, disabled=left > 0)
    if not st.button(words("assign.keep"), type="primary"):
        return
    changed = {village: code for village, code in edited.items() if code != now.get(village) and not pd.isna(code)}
    with st.spinner(words("assign.refreshing")):
        desk.assign(loaders.store(), access.actor(), changed, commune=commune, all_of=list(villages["village"]),
                    source=_SOURCE, complete=complete)
    st.success(words("assign.kept"))
    st.page_link("pages/steering/explore.py", label=words("intake_page.see"), icon=":material/map:",
                 query_params={"u": assignments.successors_to_choose(commune, source=_SOURCE)[0]})
