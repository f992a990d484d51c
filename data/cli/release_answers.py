"""How commands tell a release of figures, and numbers that may be missing."""

from collections.abc import Mapping

from data.cli.output import Output
from data.i18n.numbers import number
from data.releases.store import Release


def as_values(release: Release) -> dict[str, object]:
    """Return a release as `--json` prints it."""
    its = release.manifest
    return {
        "release": release.id,
        "parent": its.parent,
        "created": its.created,
        "message": its.message,
        "structures": list(its.structures),
        "periods": list(its.periods),
        "sample": its.sample,
    }


def current(out: Output, release: Release) -> int:
    """Answer which release is the current one now."""
    return out.answer(as_values(release), out.say("releases.said_current", release=release.id))


def written(values: Mapping[str, object], out: Output) -> dict[str, object]:
    """Return numbers as they are written in the language; what is missing is said."""
    missing = out.say("releases.no_data")
    return {
        key: number(value, out.lang) if isinstance(value, int) else missing if value is None else value
        for key, value in values.items()
    }
