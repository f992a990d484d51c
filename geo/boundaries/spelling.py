"""Names as layers spell them: without spaces ("BànhTrạch"), the kind in brackets ("BắcSơn(Thịtrấn)") or glued on."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from data.intake import gazetteer
from data.units.names import split_kind

_BRACKETS: Final = re.compile(r"(.*\S)\s*[(\[]([^()\[\]]*)[)\]]\s*")
_KINDS: Final = {gazetteer.closed(kind): kind for kind in (*gazetteer.COMMUNE_KINDS, *gazetteer.DISTRICT_KINDS, "tỉnh")}
_SHORT_KINDS: Final = {"x": "xã", "p": "phường", "tt": "thị trấn", "tx": "thị xã", "tp": "thành phố", "h": "huyện"}
_AFTER: Final = re.compile(r"(.*[^\s,;-])[\s,;-]+(xã|phường|thị trấn|đặc khu|huyện|quận|thị xã)", re.IGNORECASE)


@dataclass(frozen=True)
class Spelled:
    """A name as a layer gives it: without its kind, and the kind in lower case where it says one."""

    name: str
    kind: str | None

    @property
    def full_name(self) -> str:
        """Return the name with its kind in front, as an office would write it."""
        return f"{self.kind.capitalize()} {self.name}" if self.kind else self.name


@lru_cache(maxsize=65536)
def spelled_out(text: str, kind: str | None = None) -> Spelled:
    """Bring a name of a layer to the spelling of offices; `kind` is what another column says of it."""
    found_kind = kind_in(kind or "")
    found = _BRACKETS.fullmatch(text)
    if found and (bracketed := kind_in(found[2])):
        text, found_kind = found[1], bracketed
    text = _with_spaces(text)
    behind = _AFTER.fullmatch(text)
    if behind:
        text, found_kind = behind[1], behind[2].lower()
    own, rest = split_kind(text)
    if own and rest and gazetteer.closed(own) in _KINDS:
        return Spelled(rest, own)
    return Spelled(text, found_kind)


def kind_in(text: str) -> str | None:
    """Return the kind of unit that a text says ("Thịtrấn", "TT.", "PHƯỜNG"), None where it says none."""
    closed = gazetteer.closed(text)
    return _KINDS.get(closed) or _SHORT_KINDS.get(closed)


def _with_spaces(text: str) -> str:
    """Part words that were glued together: "BànhTrạch", "XãBằngVân"; texts with spaces are let be."""
    if " " in text or text.isupper():
        return text
    out = []
    for before, letter in zip(f" {text}", text, strict=False):
        glued = (letter.isupper() and before.islower()) or (letter.isdigit() and before.isalpha())
        out.append(f" {letter}" if glued else letter)
    return "".join(out)
