"""Answers remembered by the form's fingerprint: the next file from the same office asks nothing twice.

A fingerprint is made of the headings alone (dates and numbers in them left out), so that next month's file of
the same form has the same one. Ids of questions name province, district and text, so that an answer given
for one place is never used for another.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from data.intake.headings import stable
from data.storage import paths
from data.storage.atomic import replace_file

_OF_ONE_FILE: Final = ("date:", "structure:", "scale:", "printed:")
"""How the ids of questions begin whose answers hold for one file alone."""
_ID: Final = re.compile(r"[0-9a-f]{16}")


def fingerprint(headings: Iterable[Iterable[str]]) -> str:
    """Return the fingerprint of a form: of the headings of its tables, in any order, each kind once."""
    forms = sorted({"|".join(stable(heading) for heading in table) for table in headings})
    return hashlib.sha256("\n".join(forms).encode()).hexdigest()[:16]


def recall(form: str) -> dict[str, str]:
    """Return the answers given to this form before; empty where there are none or they cannot be read."""
    try:
        known = json.loads(_file(form).read_text("utf-8"))["answers"]
        return {key: value for key, value in known.items() if isinstance(key, str) and isinstance(value, str)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # what cannot be read is asked again


def remember(form: str, answers: Mapping[str, object]) -> None:
    """Add answers to what is known of a form; newer ones replace older ones. Raises CannotWrite."""
    given = {
        key: value for key, value in answers.items() if isinstance(value, str) and not key.startswith(_OF_ONE_FILE)
    }
    known = recall(form)
    if given.items() <= known.items():
        return
    text = json.dumps({"form": form, "answers": known | given}, ensure_ascii=False, indent=1, sort_keys=True)
    replace_file(_file(form), text.encode(), step="form answers")


def forget(form: str) -> None:
    """Drop every answer to a form."""
    _file(form).unlink(missing_ok=True)


def _file(form: str) -> Path:
    if not _ID.fullmatch(form):
        raise ValueError("not a fingerprint")
    return paths.var() / "forms" / f"{form}.json"
