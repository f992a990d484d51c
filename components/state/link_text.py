"""What a link says, read with the harm that mail and typing do to it: stray signs, a lost zero, another quarter."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.catalogue import periods
from data.storage.errors import Refused
from data.units import register
from data.units.candidates import Candidate
from data.units.register import Level, StructureId
from data.units.search import like_code, search
from data.units.structures import in_force

_STRAY = " \t\r\n\u00a0\u200b\ufeff.,;:!?)]}>\"'”’»…*_"
_BEFORE = " \t\r\n\u00a0\u200b\ufeff([{<\"'“‘«*_"
_LEVELS: dict[int, Level] = {2: "province", 3: "district", 5: "commune"}
"""What a code names, by its digits."""
_OFFERED = 5


@dataclass(frozen=True)
class Unknown:
    """What a link asks for and there is not, as the link wrote it; "" where all is well."""

    unit: str = ""
    structure: str = ""
    period: str = ""


def tidy(text: str) -> str:
    """Return a value of a link without the spaces and the punctuation that came along with it."""
    return text.rstrip(_STRAY).lstrip(_BEFORE)


def structure(text: str) -> StructureId:
    """Return the structure that a link names, the one in force where it names none that there is."""
    return tidy(text) if tidy(text) in register.STRUCTURES else in_force()


def unit(within: StructureId, text: str, *, districts: bool = False) -> str:
    """Return the code of the unit that a link names, a lost zero put back; "" where there is none.

    districts: whether districts are units here, as for teams; on the map they are none.
    """
    code = tidy(text)
    codes = [code, code.zfill(len(code) + 1)] if code.isascii() and code.isdigit() else []
    return next((each for each in codes if has(within, each, districts=districts)), "")


def has(within: StructureId, code: str, *, districts: bool = False) -> bool:
    """Tell whether a structure has this province or commune, or district where they count."""
    level = _LEVELS.get(len(code))
    if level is None or (level == "district" and not districts) or level not in register.STRUCTURES[within].levels:
        return False
    return code in register.units(within, level).index


def period(text: str, available: Sequence[str]) -> str:
    """Return the known period that a link names, else the nearest one to it; the last for what is no period."""
    wanted = tidy(text).upper()
    if wanted in available:
        return wanted
    try:
        year, quarter = periods.parse(wanted)
    except Refused:
        return available[-1]
    return min(reversed(available), key=lambda each: abs(_quarters(each) - (4 * year + quarter)))


def _quarters(of: str) -> int:
    year, quarter = periods.parse(of)
    return 4 * year + quarter


def nearest(text: str, within: StructureId) -> list[Candidate]:
    """Return the units that a link may have meant, best first: by name or code, else those with codes most like it."""
    wanted = tidy(text)
    found = [each for each in search(wanted, structure=within, on=register.today()) if has(within, each.unit.code)]
    return (found or list(like_code(wanted, structure=within, on=register.today())))[:_OFFERED]
