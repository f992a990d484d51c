"""What an office sets: the CNSCD_ variables of the environment, read and checked in this file alone.

`current` is cheap enough to be asked at every use: it compares the texts of the environment with those that it has
read before, so a change is seen at once. A wrong value is never replaced by the usual one: `current` raises with
everything that is wrong.
"""

import difflib
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Generic, Literal, TypeVar, get_args

from data.i18n import DEFAULT_LANGUAGE, LANGUAGES, Language, say
from data.storage.errors import Refused, SeveralFaults

PROJECT: Final = Path(__file__).resolve().parent.parent.parent

Audience = Literal["staff", "public"]
"""Whom a process serves: staff by their roles (and everybody else as the public), or the public alone."""

Licence = Literal["none", "cc-by-4.0", "cc0-1.0", "odbl-1.0"]
LICENCES: Final[tuple[Licence, ...]] = get_args(Licence)

SMALLEST_SHOWN: Final = range(3, 51)
PEOPLE_MONTHS: Final = range(1, 601)

_PREFIX: Final = "CNSCD_"
_ALIKE: Final = 0.7  # difflib's ratio from which a name is taken for a misspelt one

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)
class Settings:
    """What the environment says; a variable that is not there, or empty, has its usual value."""

    folder: Path  # absolute; not created by reading it
    smallest_shown: int  # the least count that the public sees
    licence: Licence
    audience: Audience
    roles_file: Path | None
    contact: str
    people_months: int  # how long a former member's data is kept
    language: Language  # of what commands print


class WrongSetting(Refused):
    """A variable of the environment holds what it cannot, or bears a misspelt name."""

    def __init__(self, key: str, variable: str, **values: object) -> None:
        self.variable = variable
        super().__init__(key, variable=variable, **values)


class WrongSettings(SeveralFaults):
    """Everything that is wrong with the settings."""


class _Unfit(Exception):
    """A text is no value of a variable; `allowed` goes into the sentence on it."""

    def __init__(self, **allowed: object) -> None:
        self.allowed = allowed
        super().__init__()


@dataclass(frozen=True)
class Variable(Generic[T_co]):
    """One variable: its name, and what reads its text; the empty text stands for the usual value."""

    name: str
    read: Callable[[str], T_co]

    @property
    def words(self) -> str:
        """The key of its sentences in data.i18n.settings: .meaning, .usual and .wrong."""
        return f"settings.{self.name.removeprefix(_PREFIX).lower()}"


def _folder(text: str) -> Path:
    path = Path(text or PROJECT / "var").resolve()
    if path.exists() and not path.is_dir():
        raise _Unfit
    return path


def _whole(among: range, usual: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text:
            return usual
        if not (text.isascii() and text.isdigit() and int(text) in among):
            raise _Unfit(least=among.start, most=among.stop - 1)
        return int(text)

    return read


def _licence(text: str) -> Licence:
    for licence in LICENCES:
        if licence == (text.lower() or "none"):
            return licence
    raise _Unfit(known=", ".join(LICENCES))


def _audience(text: str) -> Audience:
    if text not in ("", "public"):
        raise _Unfit
    return "public" if text else "staff"


def _language(text: str) -> Language:
    for language in LANGUAGES:
        if language == (text or DEFAULT_LANGUAGE):
            return language
    raise _Unfit(known=", ".join(LANGUAGES))


FOLDER: Final = Variable("CNSCD_VAR", _folder)
SMALL: Final = Variable("CNSCD_SMALL", _whole(SMALLEST_SHOWN, usual=5))
LICENCE: Final = Variable("CNSCD_LICENCE", _licence)
AUDIENCE: Final = Variable("CNSCD_AUDIENCE", _audience)
ACCESS: Final = Variable("CNSCD_ACCESS", lambda text: Path(text) if text else None)
CONTACT: Final = Variable("CNSCD_CONTACT", str)
MONTHS: Final = Variable("CNSCD_PEOPLE_MONTHS", _whole(PEOPLE_MONTHS, usual=24))
LANGUAGE: Final = Variable("CNSCD_LANG", _language)
VARIABLES: Final[tuple[Variable[object], ...]] = (
    FOLDER, SMALL, LICENCE, AUDIENCE, ACCESS, CONTACT, MONTHS, LANGUAGE,
)  # fmt: skip


def current() -> Settings:
    """Return the settings of now. Raises WrongSettings with every wrong value."""
    return _sound(_texts())


def folder() -> Path:
    """Return the data folder alone, which is read by the ten thousand. Raises WrongSettings."""
    return _sound_folder(os.environ.get(FOLDER.name, ""))


def examine() -> tuple[Settings, tuple[WrongSetting, ...]]:
    """Return the settings of now and all that is wrong with them: for saying it, not for going on.

    A variable with a fault bears its usual value in the settings. Names that resemble one of ours are faults too:
    a misspelt limit is no limit.
    """
    settings, faults = _examined(_texts())
    return settings, (*faults, *_misspelt(os.environ))


def check() -> None:
    """Raise WrongSettings where anything is wrong, misspelt names among it."""
    _, faults = examine()
    if faults:
        raise WrongSettings(faults)


def table(lang: str) -> list[tuple[str, str, str]]:
    """Return name, meaning and usual value of every variable, as the documentation lists them."""
    return [(each.name, say(f"{each.words}.meaning", lang), say(f"{each.words}.usual", lang)) for each in VARIABLES]


def _texts() -> tuple[str, ...]:
    return tuple([os.environ.get(each.name, "") for each in VARIABLES])


@lru_cache(maxsize=64)
def _sound(texts: tuple[str, ...]) -> Settings:
    settings, faults = _examined(texts)
    if faults:
        raise WrongSettings(faults)
    return settings


@lru_cache(maxsize=64)
def _sound_folder(text: str) -> Path:
    reading = _Reading({FOLDER.name: text})
    path = reading.of(FOLDER)
    if reading.faults:
        raise WrongSettings(reading.faults)
    return path


def _examined(texts: tuple[str, ...]) -> tuple[Settings, list[WrongSetting]]:
    reading = _Reading(dict(zip([each.name for each in VARIABLES], texts, strict=True)))
    settings = Settings(
        folder=reading.of(FOLDER),
        smallest_shown=reading.of(SMALL),
        licence=reading.of(LICENCE),
        audience=reading.of(AUDIENCE),
        roles_file=reading.of(ACCESS),
        contact=reading.of(CONTACT),
        people_months=reading.of(MONTHS),
        language=reading.of(LANGUAGE),
    )
    return settings, reading.faults


class _Reading:
    """Reads one variable after the other and collects what is wrong."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts
        self.faults: list[WrongSetting] = []

    def of(self, variable: Variable[T_co]) -> T_co:
        """Return the value of a variable; its usual one, beside a fault, where its text is none."""
        text = self._texts[variable.name].strip()
        try:
            return variable.read(text)
        except _Unfit as unfit:
            self.faults.append(WrongSetting(f"{variable.words}.wrong", variable.name, text=text, **unfit.allowed))
            return variable.read("")


def _misspelt(names: Iterable[str]) -> list[WrongSetting]:
    """Return a fault for each name that begins like ours and is nearly one of them."""
    ours = {each.name.removeprefix(_PREFIX): each.name for each in VARIABLES}
    strange = sorted(name for name in names if name.startswith(_PREFIX) and name.removeprefix(_PREFIX) not in ours)
    faults = []
    for name in strange:
        alike = difflib.get_close_matches(name.removeprefix(_PREFIX), ours, n=1, cutoff=_ALIKE)
        if alike:
            faults.append(WrongSetting("settings.misspelt", name, meant=ours[alike[0]]))
    return faults
