"""Write docs/licences.md: every package of the two locks with its version and licence. `make licences` runs it.

What a package says of itself is read from its installed metadata. A package that is not installed here (it belongs to
another system) keeps the line that it has in the list; a licence that cannot be found is told and ends in status 1.
"""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parent.parent
LIST: Final = PROJECT / "docs/licences.md"
LOCKS: Final = {"What the app runs on": "requirements.txt", "What only tests and checks need": "requirements-dev.txt"}
# Packages whose metadata do not say it, as their own licence files do.
READ: Final = {"axe-playwright-python": "MIT", "colorama": "BSD-3-Clause", "streamlit-folium": "MIT",
               "xstatic-leaflet": "BSD-2-Clause (as Leaflet)"}  # fmt: skip
HEAD: Final = """\
# Licences of the packages

The app comes without these packages: each installation fetches them, under their own licences. Written by
`make licences` from what they say of themselves.

Most may be used and passed on by anybody who keeps their notices. One kind asks for more when it is passed on, as in
a container image or on a disk with the app: certifi is under the MPL, which asks for the source of its own files.
Whoever chooses the licence of this project, or hands out an image, has to weigh that.
"""


def locked(lock: str) -> list[tuple[str, str]]:
    """Return the name and version of each package of a lock, in its order."""
    return re.findall(r"^([a-z0-9.-]+)==([^ ]+)", (PROJECT / lock).read_text(encoding="utf-8"), re.M)


def listed(text: str) -> dict[tuple[str, str], str]:
    """Return the licence that a list tells of each (name, version)."""
    return {
        (name, version): licence
        for name, version, licence in re.findall(r"^\| (\S+) \| (\d\S*) \| (.+) \|$", text, re.M)
    }


def licence_of(name: str) -> str:
    """Return what an installed package says of its licence, "" where it does not say.

    Raises PackageNotFoundError where it is not installed.
    """
    package = metadata(name)
    expression, field = ((package.get_all(key) or [""])[0].strip() for key in ("License-Expression", "License"))
    classes = [line.split(" :: ")[-1] for line in package.get_all("Classifier") or () if line.startswith("License ::")]
    # a classifier that names its version says more than the field beside it; a long field is the whole text
    exact = [line for line in classes if re.search(r"v?\d", line)]
    short = field if len(field) < 60 and "\n" not in field else ""
    return expression or ", ".join(exact) or READ.get(name) or short or ", ".join(classes)


def main() -> int:
    """Write the list; return 1 where a licence is not known."""
    before = listed(LIST.read_text(encoding="utf-8")) if LIST.exists() else {}
    parts, unknown = [HEAD], []
    seen: set[str] = set()
    for title, lock in LOCKS.items():
        parts.append(f"\n## {title}\n\n| package | version | licence |\n|---|---|---|\n")
        for name, version in locked(lock):
            if name in seen:
                continue
            seen.add(name)
            try:
                licence = licence_of(name)
            except PackageNotFoundError:
                licence = before.get((name, version)) or READ.get(name, "")
            if not licence:
                unknown.append(f"{name} {version}")
            parts.append(f"| {name} | {version} | {licence or '?'} |\n")
    LIST.write_text("".join(parts), encoding="utf-8")
    for package in unknown:
        print(f"licence not known: {package}; read it in its licence file and write it into READ", file=sys.stderr)
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
