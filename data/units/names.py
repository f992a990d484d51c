"""Names as people write them: a safe key for comparing, the kind in front, and a form for searching.

`fold` levels what writers do differently without meaning another name; on the real tables it makes no two
communes of one district equal (and of one province only Ayun and AYun in Gia Lai, "2024"). `bare` drops the
diacritics, which does make different communes equal: it is for suggestions, never for deciding.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_VOWELS: Final = re.compile("(?:[aeiouy][\u0300-\u036f]*)+")
_APOSTROPHES: Final = re.compile("['’‘‛`´ʼʻ′＇]")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_NOT_WORD: Final = re.compile("[^\\w\\s\u0300-\u036f]|_")
_ZEROS: Final = re.compile(r"(?<!\w)0+(?=\d)")
# Eth and the African d are what older fonts give for đ.
_D_BARRED: Final = str.maketrans("ðɖ", "đđ")
# An open syllable after these consonants is written with y or i alike (Mỹ/Mĩ, Quý/Quí, Kỳ/Kì); elsewhere
# the two differ (tay/tai, thúy/thúi), and Ya Ly (Kon Tum) is not Ia Ly (Gia Lai).
_OPEN_Y: Final = re.compile("(?<![\\w\u0300-\u036f])([hklmst]|qu)y(?![\u0300-\u036f]*\\w)")
# One word of the Central Highlands ("water"), spelled in many ways, even within one province.
_DAK: Final = re.compile("(?<!\\w)đ[aăắ][kc](?!\\w)")

_KINDS: Final[dict[str, str]] = {
    "thành phố": r"thành\s*phố|t\.\s?p\.?|tp\.?",
    "thị trấn": r"thị\s*trấn|t\.\s?t\.?|tt\.?",
    "thị xã": r"thị\s*xã|t\.\s?x\.?|tx\.?",
    "đặc khu": r"đặc\s*khu|đk\.",
    "phường": r"phường|p\.|p(?=\s|\d)|f\.|f(?=\s|\d)",
    "huyện": r"huyện|h\.",
    "quận": r"quận|q\.|q(?=\s|\d)",
    "tỉnh": r"tỉnh|t\.",
    "xã": r"xã|x\.|x(?=\s)",
}
# Wards with a number for a name are also written "Phường IV" (Tây Ninh).
ROMAN: Final[dict[str, str]] = {
    "I": "1",
    "II": "2",
    "III": "3",
    "IV": "4",
    "V": "5",
    "VI": "6",
    "VII": "7",
    "VIII": "8",
    "IX": "9",
    "X": "10",
    "XI": "11",
    "XII": "12",
}
_MARKER: Final = r"\s*(?:[-–•*+]\s*|(?:\d{1,3}|[ivxlc]+|[a-zđ])[.)]\s+)?"
_WITH_KIND: Final = re.compile(
    _MARKER + "(?:" + "|".join(f"(?P<k{i}>{form})" for i, form in enumerate(_KINDS.values())) + ")"
    r"(?P<gap>[\s:.]*)(?P<rest>\S.*)",
    re.IGNORECASE,
)
_NEW: Final = re.compile(r"\s*\(\s*(?:xã|phường|đặc khu)?\s*mới\s*\)\s*$", re.IGNORECASE)
_KINDS_BEHIND: Final = ("thị trấn", "thị xã", "đặc khu", "phường", "xã", "huyện", "quận")
_KIND_BEHIND: Final = re.compile(
    rf"(?P<rest>\S.*?)\s*(?:\s[-–]\s*|,\s*|\(\s*)(?P<kind>{'|'.join(_KINDS_BEHIND)})\s*\)?",
    re.IGNORECASE,
)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return the key of a name: NFC, case, spaces, apostrophes, hyphens, place of the tone mark, open y/i,
    Đăk/Đắk/Đak and leading zeros levelled; every diacritic kept. Idempotent."""
    return _fold_words(text)


def _fold_words(text: str) -> str:
    return " ".join(filter(None, [_fold_word(word) for word in text.split()]))


def fold_all(texts: Iterable[str]) -> list[str]:
    """Fold many texts: what several have before a last word once, and the last words that are no numbers."""
    known: dict[str, str] = {}
    out = []
    for text in texts:
        before, _, last = text.rpartition(" ")
        if before not in known:
            known[before] = _fold_words(before)
        if last.isascii() and last.isdigit():
            end = last.lstrip("0") or "0"
        elif last in known:
            end = known[last]
        else:
            end = known[last] = _fold_words(last)
        out.append(f"{known[before]} {end}".strip())
    return out


def _fold_word(word: str) -> str:
    """Fold what stands between two spaces; registers of villages have few such words and very many numbers."""
    return (word.lstrip("0") or "0") if word.isascii() and word.isdigit() else _fold_letters(word)


@lru_cache(maxsize=32768)
def _fold_letters(word: str) -> str:
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFC", word).lower().translate(_D_BARRED))
    plain = _INVISIBLE.sub("", plain)
    plain = _NOT_WORD.sub(" ", _APOSTROPHES.sub("", plain))
    plain = _OPEN_Y.sub(r"\1i", _VOWELS.sub(_tone_last, plain))
    plain = _ZEROS.sub("", _DAK.sub("đăk", unicodedata.normalize("NFC", plain)))
    return " ".join(plain.split())


def _tone_last(vowels: re.Match[str]) -> str:
    """Move the tone marks behind a run of vowels: hòa and hoà, thủy and thuỷ become one."""
    letters = vowels[0]
    return "".join(c for c in letters if c not in _TONES) + "".join(c for c in letters if c in _TONES)


@lru_cache(maxsize=65536)
def bare(text: str) -> str:
    """Return a name without diacritics and signs, for search and suggestions only: "Bằng Vân" → "bang van"."""
    plain = unicodedata.normalize("NFD", fold(text)).replace("đ", "d")
    return "".join(c for c in plain if not unicodedata.combining(c))


def split_kind(text: str) -> tuple[str | None, str]:
    """Split a name into its kind in lower case (None where it has none) and the rest.

    "TT. Bình Gia" → ("thị trấn", "Bình Gia"); "Phường 1" → ("phường", "1"); a list mark before the kind
    goes ("- Xã Cao Minh"), and so does "(mới)" behind the name; a kind may stand there too ("Tràng Định - xã"). The
    rest keeps its case and spelling in NFC, spaces collapsed.
    """
    tidy = " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())
    tidy = _NEW.sub("", tidy) if tidy.endswith(")") else tidy
    found = _WITH_KIND.fullmatch(tidy)
    if not found or not _ends_kind(found):
        behind = _KIND_BEHIND.fullmatch(tidy) if tidy.rstrip(" )").lower().endswith(_KINDS_BEHIND) else None
        return (behind["kind"].lower(), behind["rest"]) if behind else (None, tidy)
    kind = next(kind for i, kind in enumerate(_KINDS) if found[f"k{i}"])
    return kind, found["rest"]


def official(name: str) -> tuple[str, str]:
    """Split a full official name into kind and short name; a number keeps its kind ("Phường 1").

    Raises StopIteration for a name without a kind.
    """
    kind = next(k for k in _KINDS if name.lower().startswith(k + " "))
    short = name[len(kind) + 1 :]
    return kind, name if short.isdigit() else short


def _ends_kind(found: re.Match[str]) -> bool:
    """Tell a kind from the beginning of a longer word ("Xãi", "Tpa"): a sign, space or number ends it."""
    before = found.string[found.start("gap") - 1]
    return bool(found["gap"]) or before == "." or found["rest"][0].isdigit()
