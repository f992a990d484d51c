"""What the unit looked at was called, was made of and became, in the structures beside its own, each with a link."""

from dataclasses import replace
from itertools import pairwise

import streamlit as st

from components.shell.frame import plain
from components.state import selection
from components.state.view_model import Scene
from data.i18n import numbers
from data.units import former, register
from data.units.former import Former
from data.units.register import StructureId, Succession

_EXPLORE = "pages/steering/explore.py"


def show(scene: Scene, *, latest: str) -> None:
    """Say what the unit was called and took up in its own structure; name and link its predecessors and successors."""
    here = scene.view.structure
    for line in (*renamings(scene), *took_up(scene)):
        st.caption(plain(line))
    if (earlier := register.before(here)) is not None:
        _steps(scene, earlier, day_of=here, key="explore.came_from.before", latest=latest)
    if (later := register.after(here)) is not None:
        _steps(scene, later, day_of=later, key="explore.became", latest=latest)


def renamings(scene: Scene) -> list[str]:
    """Say from which day on the unit has been of another kind or had another name, and by which decree."""
    view = scene.view
    lines = []
    for before, now in pairwise(register.names(view.structure, view.unit)):
        same_name = before.short == now.short and not now.short.startswith(now.kind.capitalize())
        key = "explore.became_kind" if same_name else "explore.became_name"
        day = numbers.day(now.since, scene.lang) if now.since else ""
        line = scene.text(key, day=day, kind=now.kind, name=now.name, before=before.name)
        lines.append(f"{line} ({now.instrument})." if now.instrument else f"{line}.")
    return lines


def took_up(scene: Scene) -> list[str]:
    """Say which communes that ended before "2024" the unit took up, at least in part."""
    view = scene.view
    gone = former.heirs(view.unit) if view.structure == "2024" and view.depth == "commune" else ()
    days = sorted({each.ended for each in gone})
    return [
        scene.text(
            "explore.took_up",
            day=numbers.day(day, scene.lang),
            names=", ".join(_whole_or_part(scene, each) for each in gone if each.ended == day),
        )
        for day in days
    ]


def _whole_or_part(scene: Scene, gone: Former) -> str:
    return gone.name if gone.sole_successor else scene.text("explore.came_from.part", name=gone.name)


def _steps(scene: Scene, other: StructureId, *, day_of: StructureId, key: str, latest: str) -> None:
    """Show the units of a neighbouring structure that the unit shares people or land with."""
    view = scene.view
    follow = register.successor_provinces if view.depth == "province" else register.successors
    found = follow(view.unit, source=view.structure, target=other)
    if not found:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"lineage-{other}"):
        st.caption(scene.text(key, day=numbers.day(register.STRUCTURES[day_of].since, scene.lang)), width="content")
        for step in found:
            _link(scene, step, other, latest=latest)


def _link(scene: Scene, step: Succession, other: StructureId, *, latest: str) -> None:
    unit = register.unit(other, step.code_to, on=register.today())
    shared = _shared(step, scene.view.structure, other)
    label = unit.name if shared in ("whole", "people") else scene.text(f"explore.came_from.{shared}", name=unit.name)
    if unit.level == "district":
        st.caption(plain(label), width="content")
        return
    view = replace(scene.view, structure=other, unit=unit.code, village="", team="", pins=(), page=1, region="")
    st.page_link(
        _EXPLORE,
        label=plain(label),
        width="content",
        query_params=selection.query(view, latest=latest, lang=scene.lang),
    )


def _shared(step: Succession, here: StructureId, other: StructureId) -> str:
    """Say what part the two units share, as seen from the earlier of both: "whole", "people", "land" or "part"."""
    if not register.is_before(other, here):
        return step.part
    follow = register.successor_provinces if len(step.code_to) == 2 else register.successors
    back = follow(step.code_to, source=other, target=here)
    return next((each.part for each in back if each.code_to == step.code_from), step.part)
