"""What may not stand in texts that everybody on the staff reads: telephone numbers, however they are spelled."""

import re
import unicodedata
from typing import Final

_DATE: Final = re.compile(r"(?<!\d)(?:[0-2]?\d|3[01])[/.-](?:0?\d|1[0-2])[/.-](?:19|20)\d\d(?!\d)")
_DIGITS: Final = re.compile(r"\d(?:[^\w]{0,4}_{0,2}[^\w]{0,4}\d){8,}")
"""Nine digits or more with anything but letters between them."""


def holds_phone_number(text: str) -> bool:
    """Tell whether a text holds nine digits in a row, whatever signs stand between them; dates are none.

    Digits of other scripts and of full width count; signs that cannot be seen do not part them.
    """
    levelled = unicodedata.normalize("NFKC", text)
    seen = "".join(sign for sign in levelled if unicodedata.category(sign) != "Cf")
    digits = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in seen)
    return _DIGITS.search(_DATE.sub(" ngày ", digits)) is not None
