"""Numbers and dates as Vietnamese offices write them (1.676; 25,9%), and in English form."""

from datetime import date

_SWAP = str.maketrans(",.", ".,")


def number(value: float | int, lang: str = "vi", *, decimals: int = 0) -> str:
    """Write `value` with thousands marks and `decimals` decimals: 1676 → "1.676" / "1,676"."""
    text = f"{value:,.{decimals}f}"
    return text.translate(_SWAP) if lang == "vi" else text


def share(value: float, lang: str = "vi", *, decimals: int = 1) -> str:
    """Write a share (1 = the whole) in percent: 0.259 → "25,9%" / "25.9%"."""
    return number(value * 100, lang, decimals=decimals) + "%"


def signed(value: float, lang: str = "vi", *, decimals: int = 1) -> str:
    """Write a change with its sign, a true minus for falls: -4.12 → "−4,1"."""
    text = number(abs(value), lang, decimals=decimals)
    if text.strip("0.,") == "":
        return text
    return ("+" if value > 0 else "−") + text


def day(value: date, lang: str = "vi") -> str:
    """Write a date: "30/6/2023" / "30 June 2023"."""
    if lang == "vi":
        return f"{value.day}/{value.month}/{value.year}"
    return f"{value.day} {value:%B} {value.year}"
