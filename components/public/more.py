"""What stands below the map of the public page: help, method, open data, privacy."""

from datetime import date

import streamlit as st

from components.public.figures import TOLD
from components.public.scene import PublicScene
from components.shell.frame import plain, words
from data.catalogue import licences, periods
from data.catalogue.current import catalogue
from data.disclosure.export_public import export_public
from data.disclosure.public_release import PublicRelease
from data.releases import export_files
from data.storage import settings
from geo.outlines import outlines

_FILES = (("province", "csv"), ("commune", "csv"), ("commune", "geojson"))
_TYPES = {"csv": "text/csv", "geojson": "application/geo+json"}


def show(scene: PublicScene) -> None:
    """Lay out the parts, each closed until it is wanted."""
    with st.expander(words("public.what"), icon=":material/groups:"):
        st.markdown(words("public.what.text"))
    with st.expander(words("public.help"), icon=":material/support:", expanded=True):
        st.markdown(words("public.help.text"))
        if contact := settings.current().contact:
            st.markdown(plain(contact))
    with st.expander(words("public.method"), icon=":material/function:"):
        _method(scene)
    with st.expander(words("public.data"), icon=":material/download:", key="open-data", on_change="rerun") as box:
        if box.open:
            _data(scene)
    with st.expander(words("public.privacy"), icon=":material/lock:"):
        st.markdown(words("public.privacy.text", limit=scene.release.manifest.limit))
    st.caption(plain(scene.part("source", make=scene.source)))


def _method(scene: PublicScene) -> None:
    for code, _ in TOLD:
        st.markdown(f"**{words(catalogue().measures[code].name)}**: {plain(words(catalogue().measures[code].formula))}")
    st.markdown(words("public.method.text", limit=scene.release.manifest.limit))
    named = scene.part("named", make=scene.named_sources)
    st.caption(plain(words("public.method.sources", sources=named, period=scene.period())))


def _data(scene: PublicScene) -> None:
    """Offer the figures of the quarter as files, each made when somebody takes it, with their terms."""
    told = scene.release.manifest
    st.markdown(words("public.data.text", period=scene.period()))
    st.markdown(
        f"**{words('public.data.licence')}**: {plain(licences.text(told.licence, sample=told.sample, lang=scene.lang))}"
    )
    with st.container(horizontal=True):
        for level, form in _FILES:
            label = words("public.data.file", level=words(f"level.{level}").lower(), form=form.upper())
            st.download_button(
                label,
                _maker(scene, level, form),
                mime=_TYPES[form],
                key=f"open-{level}-{form}",
                file_name=f"cnscd-{level}-{scene.view.structure}-{scene.view.period}.{form}",
                on_click="ignore",
                icon=":material/download:",
            )


def _maker(scene: PublicScene, level: str, form: str):
    release, structure, lang = scene.release, scene.view.structure, scene.lang
    day = periods.end(scene.view.period)
    return lambda: _file(release, structure=structure, level=level, day=day, form=form, lang=lang)


def _file(release: PublicRelease, *, structure: str, level: str, day: date, form: str, lang: str) -> bytes:
    made = export_public(release, structure=structure, level=level, as_of=day)
    drawn = outlines(structure, level, lang) if form == "geojson" else None
    return export_files.content(made, format=form, lang=lang, outlines=drawn)
