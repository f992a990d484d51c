"""Text as offices type it, brought to Unicode NFC: TCVN3 and VNI fonts, mis-decoded UTF-8, odd blanks.

TCVN3 (ABC fonts: .VnTime) and VNI fonts put Vietnamese letters on the codes of Western ones, so that a
workbook read as Unicode shows "L¹ng S¬n" or "Laïng Sôn". A text is converted only when letters that
Unicode Vietnamese does not have prove the font, or when the rest of its sheet proves it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Final, Literal

Font = Literal["unicode", "tcvn3", "vni"]

_TCVN3_CODES: Final = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦"
_TCVN3_LETTERS: Final = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
_LETTERS: Final = frozenset(_TCVN3_LETTERS.lower())
TCVN3: Final = str.maketrans(_TCVN3_CODES, _TCVN3_LETTERS)

# VNI writes a tone or a hat as a second character after the vowel.
_VNI_TONES: Final = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HATS: Final = {
    "â": "\u0302",
    "à": "\u0302\u0300",
    "á": "\u0302\u0301",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
    "ê": "\u0306",
    "è": "\u0306\u0300",
    "é": "\u0306\u0301",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}
_VNI_SINGLE: Final = {"æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ", "ñ": "đ"}
_VNI_MARKS: Final = _VNI_TONES | _VNI_HATS

# Letters that prove each font: none of them is a Vietnamese letter in Unicode.
_TCVN3_PROOF: Final = frozenset("µ¸¶·¹¨»¾¼½©®ª«¬¡¢§£¤¥¦ÇËÎÏÑÖ×ØÜÞßäåæçëîïñöûüþ\u00ad")
_VNI_PROOF: Final = re.compile(r"[aeoöôuyAEOÖÔUY][øûïåäëüØÛÏÅÄËÜ]|[ñÑöÖæÆîÎ]|(?<=[bcdghklmnpqrstvxBCDGHKLMNPQRSTVX])aê")
_UNICODE_PROOF: Final = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9\u0300-\u036f]")
_MOJIBAKE: Final = re.compile(r"[ÃÂÄÆáº»][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŸ¡-¿]|Å[¨©]")
_DIGIT: Final = "0"
_DIGITS: Final = "0123456789"
_BLANKS: Final = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u3000]+")
_UNSEEN: Final = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")


def clean(text: str) -> str:
    """Return the text in NFC, blanks of all sorts made one space, unseen characters dropped."""
    if text.isprintable() and "  " not in text and (text.isascii() or unicodedata.is_normalized("NFC", text)):
        return text.strip()  # of all blanks and unseen characters only the space itself can be printed
    return _BLANKS.sub(" ", _UNSEEN.sub("", unicodedata.normalize("NFC", text))).strip()


def plain_texts(texts: Collection[str]) -> tuple[dict[str, str], Font]:
    """Return the clean Unicode of each text of a sheet, and the font of the sheet.

    What differs in a number at its end alone ("Thôn 1", "Thôn 2") is brought to it once.
    """
    font = font_of(texts)
    known: dict[str, str] = {}
    out: dict[str, str] = {}
    for text in texts:
        before = text.rstrip(_DIGITS)
        if before == text:
            out[text] = clean(to_unicode(text, font))
            continue
        if before not in known:
            known[before] = clean(to_unicode(before + _DIGIT, font)).removesuffix(_DIGIT)
        out[text] = known[before] + text[len(before) :]
    return out, font


def font_of(texts: Iterable[str]) -> Font:
    """Say which font the texts of a sheet were typed in; "unicode" unless most texts that tell prove another."""
    votes: dict[Font, int] = {"unicode": 0, "tcvn3": 0, "vni": 0}
    for text, times in Counter(text.rstrip(_DIGITS) for text in texts if not text.isascii()).items():
        if _UNICODE_PROOF.search(text):
            votes["unicode"] += times
            continue
        if _VNI_PROOF.search(text) and _is_vietnamese(from_vni(text)):
            votes["vni"] += times
        elif not _TCVN3_PROOF.isdisjoint(text) and _is_vietnamese(text.translate(TCVN3)):
            votes["tcvn3"] += times
    best = max(votes, key=lambda font: votes[font])
    return best if votes[best] > votes["unicode"] else "unicode"


def to_unicode(text: str, font: Font) -> str:
    """Return a text of a sheet typed in `font` as Unicode; a text that is Unicode already stays."""
    if text.isascii():
        return text
    if _MOJIBAKE.search(text):
        return _undo_mojibake(text)
    if font == "unicode" or _UNICODE_PROOF.search(text):
        return text
    return text.translate(TCVN3) if font == "tcvn3" else from_vni(text)


def from_vni(text: str) -> str:
    """Convert VNI text: "Laïng Sôn" → "Lạng Sơn"."""
    out: list[str] = []
    for letter in text:
        low = letter.lower()
        before = out[-1] if out else ""
        mark = _VNI_MARKS.get(low)
        if mark is not None and _takes(before, mark):
            out[-1] = unicodedata.normalize("NFC", before + mark)
        elif low in _VNI_SINGLE:
            single = _VNI_SINGLE[low]
            out.append(single.upper() if letter.isupper() else single)
        else:
            out.append(letter)
    return "".join(out)


def _is_vietnamese(text: str) -> bool:
    """Say whether every letter beyond ASCII is a Vietnamese one (marks of print such as “–” are let be)."""
    return all(letter.isascii() or not letter.isalpha() or letter.lower() in _LETTERS for letter in text)


def _takes(vowel: str, mark: str) -> bool:
    """Say whether `vowel` and `mark` make one Vietnamese letter."""
    if not vowel or vowel.lower() not in "aeouyơư":
        return False
    return len(unicodedata.normalize("NFC", vowel + mark)) == 1


def _undo_mojibake(text: str) -> str:
    """Return UTF-8 that was read as Windows-1252 as it was meant ("SÆ¡n" → "Sơn"), else the text itself."""
    codes = bytearray()
    for letter in text:
        try:
            codes += letter.encode("cp1252")
        except UnicodeEncodeError:
            if ord(letter) > 255:
                return text
            codes.append(ord(letter))
    try:
        return codes.decode("utf-8")
    except UnicodeDecodeError:
        return text


def unmarked(text: str) -> str:
    """Return the text in lower case without diacritics: for suggestions only, never to decide."""
    parts = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("Đ", "d"))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
