"""What stands for a state of the program: a changed rule is seen without a number that somebody must raise."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

_LENGTH: Final = 16


@cache
def of_code(folder: Path) -> str:
    """Return what stands for the program text of a folder, without those below it."""
    return of_texts(*(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.py"))))


def of_texts(*texts: str) -> str:
    """Return 16 hexadecimal digits that stand for these texts in their order."""
    total = hashlib.sha256()
    for text in texts:
        content = text.encode()
        total.update(f"{len(content)}\n".encode() + content)
    return total.hexdigest()[:_LENGTH]
