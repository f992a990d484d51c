"""Formats of cells that show another number than the one stored: percentages, thousands left out, fractions, none."""

import re
from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element

from data.spreadsheets.cells import UNIT_WORDS

PERCENT: Final = "percent"
"""What stands for the format of a percentage; any other doubtful format is named by its own code."""

_BUILT_IN: Final[Mapping[int, str]] = {9: "0%", 10: "0.00%", 12: "# ?/?", 13: "# ??/??"}
_SECTIONS: Final = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;"\\])+|(?=;)')
_LITERAL: Final = re.compile(r'"([^"]*)"|\\(.)')
_IN_BRACKETS: Final = re.compile(r"\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]")
_PADDING: Final = re.compile(r"[_*].")
_MONEY: Final = frozenset({"đ", "vnd", "vnđ", "đồng", "₫", "$", "€", "usd", "triệu đồng", "tr.đ"})
_DATES: Final = re.compile(r"[ymdhs]|general|@", re.IGNORECASE)


def of_styles(styles: Element | None) -> dict[bytes, str]:
    """Return by the number of a cell style its doubtful format: PERCENT, or the code of the format."""
    if styles is None:
        return {}
    space = styles.tag.partition("}")[0] + "}" if "}" in styles.tag else ""
    codes = dict(_BUILT_IN)
    for own in styles.iterfind(f"{space}numFmts/{space}numFmt"):
        number = own.get("numFmtId", "")
        if number.isdecimal():
            codes[int(number)] = own.get("formatCode", "")
    out = {}
    for at, style in enumerate(styles.iterfind(f"{space}cellXfs/{space}xf")):
        number = style.get("numFmtId", "0")
        doubt = doubtful(codes[int(number)]) if number.isdecimal() and int(number) in codes else None
        if doubt:
            out[str(at).encode()] = doubt
    return out


def doubtful(code: str) -> str | None:
    """Return PERCENT for a format of percentages, its code for one that shows another number or none, else None.

    Dates are none of these (a date is read as one); nor are colours, currencies and units ("0 \"hộ\"").
    """
    sections = code.split(";") if '"' not in code else _SECTIONS.findall(code)
    positive = sections[:1] if not any("[<" in one or "[>" in one or "[=" in one for one in sections) else sections
    for section in positive:
        if found := _of_section(section, code):
            return found
    return None


def _of_section(section: str, code: str) -> str | None:
    symbols = [symbol for symbol in (found[1] for found in _IN_BRACKETS.finditer(section)) if symbol]
    rest = _PADDING.sub("", _IN_BRACKETS.sub("", section))
    literal = " ".join([*symbols, *("".join(pair) for pair in _LITERAL.findall(rest))]).strip(" .-()/+").lower()
    bare = _LITERAL.sub("", rest).strip()
    if "%" in bare:
        return PERCENT
    if "%" in literal:
        return code
    if not re.search(r"[0#?]", bare):
        return None if _DATES.search(bare) else code or ";"
    if re.search(r"[0#?],+(?![0#?])", bare) or re.search(r"[0#?]\s*/\s*[0#?\d]", bare):
        return code
    return code if literal and literal not in UNIT_WORDS and literal not in _MONEY else None
