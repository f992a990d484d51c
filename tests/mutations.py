"""Breaks single lines of arithmetic, access and suppression, one at a time, and says which the tests tell.

    python -m tests.mutations [AREA…]      # reading, arithmetic, access, suppression; without one, all

Each mutant is a text of a file that stands there once, and what it becomes. It is broken in a copy of the project,
where only the tests of its area run, until one fails ("killed") or all have passed ("survived": a test is missing). A
text that is not there any more is "stale": its mutant is to be written anew. Before that the tests run on the copy as
it is: what fails then would kill every mutant. Exit status 0 where all were killed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

PROJECT: Final = Path(__file__).resolve().parent.parent
COPIED: Final = (
    "app.py",
    "components",
    "data",
    "deploy",
    "docs",
    "geo",
    "pages",
    "tests",
    "pyproject.toml",
    "README.md",
)
AREAS: Final = ("reading", "arithmetic", "access", "suppression")
Verdict = Literal["killed", "survived", "stale", "no test ran"]
_TESTS_FAILED: Final = 1  # pytest's exit status; others say that it could not run them


@dataclass(frozen=True)
class Mutant:
    """One way of breaking a file: `text`, which stands in it once, becomes `broken`; tests: files in tests/."""

    area: str
    file: str
    text: str
    broken: str
    tests: str


_FIGURES: Final = "test_measures_figures test_measures_series test_measures_provinces"
_HIDING: Final = "test_measures_suppression test_measures_former"
_USE_CASES: Final = "test_use_cases test_access"

MUTANTS: Final = (
    Mutant(
        "reading",
        "data/intake/ratings.py",
        "if len(named) == 1",
        "if named",
        "test_scores",
    ),
    Mutant(
        "arithmetic",
        "data/derivation/derive.py",
        "bool_and(sure) AND count(*) = 1 THEN max",
        "bool_and(sure) THEN max",
        "test_scores",
    ),
    Mutant(
        "arithmetic",
        "data/derivation/converting.py",
        " if name not in columns.scores)",
        " if name)",
        "test_scores",
    ),
    Mutant(
        "arithmetic",
        "data/measures/provinces.py",
        "if code is not None or not measure.is_score",
        "if code is not None or measure",
        "test_scores",
    ),
    Mutant(
        "suppression",
        "data/disclosure/suppress.py",
        "made[name][..., scores] = np.nan",
        "pass",
        "test_scores",
    ),
    Mutant(
        "reading",
        "data/spreadsheets/cells.py",
        'if part.strip("0"):',
        'if part.strip("0") and len(part) == 1:',
        "test_intake_values",
    ),
    Mutant(
        "reading",
        "data/spreadsheets/cells.py",
        "abs(value - whole) < _TINY",
        "abs(value - whole) < 0.5",
        "test_intake_values",
    ),
    Mutant(
        "arithmetic",
        "data/measures/sums.py",
        'return have & table["base"].notna() if measure.base else have',
        "return have",
        _FIGURES,
    ),
    Mutant(
        "arithmetic",
        "data/measures/sums.py",
        "np.where(base == 0, np.nan, numerator / base * measure.per)",
        "np.where(base == 0, 0.0, numerator / base * measure.per)",
        _FIGURES,
    ),
    Mutant(
        "arithmetic",
        "data/measures/sums.py",
        "numerator / base * measure.per",
        "numerator / base",
        _FIGURES,
    ),
    Mutant(
        "arithmetic",
        "data/measures/figures.py",
        "reported, expected = len(have), len(found.table)",
        "reported, expected = len(found.table), len(found.table)",
        _FIGURES,
    ),
    Mutant(
        "arithmetic",
        "data/measures/figures.py",
        'found.table["value"].rank(method="min"',
        'found.table["value"].rank(method="first"',
        _FIGURES,
    ),
    Mutant(
        "arithmetic",
        "data/measures/series.py",
        'rows["reported"] < ENOUGH * rows["expected"]',
        'rows["reported"] <= ENOUGH * rows["expected"]',
        "test_measures_series",
    ),
    Mutant(
        "arithmetic",
        "data/measures/changes.py",
        'thin = table["paired"] < ENOUGH * table["expected"]',
        'thin = table["paired"] <= ENOUGH * table["expected"]',
        "test_measures_changes",
    ),
    Mutant(
        "arithmetic",
        "data/measures/changes.py",
        "now.has_both + before.has_both = 2 AND now.villages",
        "now.has_both + before.has_both >= 1 AND now.villages",
        "test_measures_changes",
    ),
    Mutant(
        "arithmetic",
        "data/derivation/converting.py",
        "value.where(value >= 0).unstack(",
        "value.unstack(",
        "test_releases_converted test_releases_derive",
    ),
    Mutant(
        "arithmetic",
        "data/derivation/totals.py",
        'sort_values(["reports", "villages", "own"]',
        'sort_values(["villages", "reports", "own"]',
        "test_releases_converted test_releases_derive",
    ),
    Mutant(
        "arithmetic",
        "data/derivation/totals.py",
        "return every - set(into.map(provinces))",
        "return every",
        "test_releases_converted test_releases_derive",
    ),
    Mutant(
        "access",
        "data/access/actor.py",
        'if self.role != "planner" or code is None:',
        "if code is None:",
        "test_access",
    ),
    Mutant(
        "access",
        "data/access/actor.py",
        'groupby(peopled["code_from"]).all()',
        'groupby(peopled["code_from"]).any()',
        _USE_CASES,
    ),
    Mutant(
        "access",
        "data/access/actor.py",
        "index=above.index).groupby(above).all()",
        "index=above.index).groupby(above).any()",
        _USE_CASES,
    ),
    Mutant(
        "access",
        "data/access/areas.py",
        "found |= set() if of_team is not None else {NOWHERE}",
        "found |= set()",
        "test_use_cases test_teams_editing",
    ),
    Mutant(
        "access",
        "data/access/areas.py",
        "found |= set() if stored is not None and len(stored) == len(left) else {NOWHERE}",
        "found |= set()",
        "test_use_cases test_teams_editing",
    ),
    Mutant(
        "access",
        "data/access/roles.py",
        "ends <= now or not _begun(claims, now)",
        "ends <= now",
        "test_access",
    ),
    Mutant(
        "access",
        "data/access/roles.py",
        'for key in grant.units) if role == "planner"',
        "for key in grant.units) if role",
        "test_access",
    ),
    Mutant(
        "access",
        "data/services/use_cases.py",
        "return bool(units) and all(actor.covers(*unit) for unit in units)",
        "return bool(units) and any(actor.covers(*unit) for unit in units)",
        _USE_CASES,
    ),
    Mutant(
        "access",
        "data/services/use_cases.py",
        "return bool(units) and all(",
        "return all(",
        _USE_CASES,
    ),
    Mutant(
        "access",
        "data/services/use_cases.py",
        "    actor.require_units((found.source.structure, code) for code in _named_units(found, answers))\n",
        "",
        _USE_CASES,
    ),
    Mutant(
        "access",
        "data/services/use_cases.py",
        '    actor.require("administrator")\n    return publish.rollback(',
        '    actor.require("planner")\n    return publish.rollback(',
        _USE_CASES,
    ),
    Mutant(
        "access",
        "data/services/use_cases.py",
        'if actor.may("administrator") or entry.get("who") == actor.name',
        'if actor.may("planner")',
        _USE_CASES,
    ),
    Mutant(
        "access",
        "data/services/use_cases.py",
        "    actor.require_units(of_teams(release, [team_id]))\n",
        "",
        "test_use_cases test_teams_people",
    ),
    Mutant(
        "access",
        "data/services/use_cases.py",
        "    actor.require_units([(source, commune)])\n",
        "",
        _USE_CASES,
    ),
    Mutant(
        "suppression",
        "data/disclosure/quantities.py",
        "np.any((values > 0) & (values < limit), axis=-1)",
        "np.any((values > 1) & (values < limit), axis=-1)",
        _HIDING,
    ),
    Mutant(
        "suppression",
        "data/disclosure/quantities.py",
        "((~np.isnan(values)).sum(axis=1) < 2) |",
        "((~np.isnan(values)).sum(axis=1) < 1) |",
        _HIDING,
    ),
    Mutant(
        "suppression",
        "data/disclosure/secondary_suppression.py",
        "np.any(small(self.told[name], self.limit), axis=0)",
        "small(self.told[name], self.limit)[-1]",
        _HIDING,
    ),
    Mutant(
        "suppression",
        "data/disclosure/secondary_suppression.py",
        "                hidden |= self.before.communes[name]\n",
        "                pass\n",
        "test_measures_former",
    ),
    Mutant(
        "suppression",
        "data/disclosure/secondary_suppression.py",
        "                hidden |= leader.communes[name]\n",
        "                pass\n",
        _HIDING,
    ),
    Mutant(
        "suppression",
        "data/disclosure/secondary_suppression.py",
        "            if not any(self._with_province(name, place, group, told, period) for place in rest):\n",
        "            if False:\n",
        _HIDING,
    ),
    Mutant(
        "suppression",
        "data/disclosure/suppress.py",
        "(by_area == 0)[:, here.of[name]] & (own == 0)",
        "own == 0",
        _HIDING,
    ),
    Mutant(
        "suppression",
        "data/disclosure/suppress.py",
        "[..., at] = choice.country[:, None]",
        "[..., at] = False",
        _HIDING,
    ),
    Mutant(
        "suppression",
        "data/disclosure/rules.py",
        "return any(each.group is None and each.open is None for each in told)",
        "return all(each.group is None and each.open is None for each in told)",
        "test_measures_suppression test_catalogue",
    ),
    Mutant(
        "suppression",
        "data/disclosure/rules.py",
        'if part.rest == "protected" and self._of_people(code) and self._of_people(part.whole)',
        "if False",
        _HIDING,
    ),
    Mutant(
        "suppression",
        "data/disclosure/previous_release.py",
        "made[at] = now[at] == then[place]",
        "made[at] = False",
        "test_measures_former",
    ),
    Mutant(
        "suppression",
        "data/disclosure/write_public.py",
        "(its.limit, its.licence, dict(its.derived_by)) == (rules.limit(), licences.chosen(), dict(derived_by()))",
        "(its.licence, dict(its.derived_by)) == (licences.chosen(), dict(derived_by()))",
        "test_releases_public",
    ),
    Mutant(
        "suppression",
        "data/disclosure/write_public.py",
        "(its.limit, its.licence, dict(its.derived_by)) == (rules.limit(), licences.chosen(), dict(derived_by()))",
        "(its.limit, its.licence) == (rules.limit(), licences.chosen())",
        "test_upkeep",
    ),
)


def copied(into: Path) -> Path:
    """Copy what the tests need of the project."""
    for name in COPIED:
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, into / name, ignore=shutil.ignore_patterns("__pycache__", "shots"))
        elif source.exists():
            shutil.copy2(source, into / name)
    shutil.copytree(PROJECT / ".streamlit", into / ".streamlit", ignore=shutil.ignore_patterns("secrets.toml"))
    return into


def tested(tree: Path, tests: str) -> int:
    """Run test files in a tree until one fails; return pytest's exit status."""
    files = [f"tests/{name}.py" for name in tests.split()]
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-m", "not browser", "-p", "no:cacheprovider", *files]
    # a file that is changed twice within a second must not be read as it was compiled before
    settings = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    settings.pop("CNSCD_VAR", None)
    done = subprocess.run(command, cwd=tree, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return done.returncode


def judged(tree: Path, mutant: Mutant) -> Verdict:
    """Break a file of the tree, run the tests of its area, and mend the file."""
    path = tree / mutant.file
    whole = path.read_text(encoding="utf-8")
    if whole.count(mutant.text) != 1:
        return "stale"
    path.write_text(whole.replace(mutant.text, mutant.broken), encoding="utf-8")
    try:
        status = tested(tree, mutant.tests)
    finally:
        path.write_text(whole, encoding="utf-8")
    return {0: "survived", _TESTS_FAILED: "killed"}.get(status, "no test ran")


def main(asked: Sequence[str]) -> int:
    """Judge the mutants of these areas, all without any; print each with its verdict."""
    if unknown := [area for area in asked if area not in AREAS]:
        print(f"no such area: {', '.join(unknown)}; there are {', '.join(AREAS)}", file=sys.stderr)
        return 2
    chosen = [mutant for mutant in MUTANTS if not asked or mutant.area in asked]
    left = 0
    with tempfile.TemporaryDirectory() as scratch:
        tree = copied(Path(scratch))
        if tested(tree, " ".join(sorted({test for mutant in chosen for test in mutant.tests.split()}))):
            print("the tests fail where nothing is broken", file=sys.stderr)
            return 2
        for mutant in chosen:
            began = time.monotonic()
            verdict = judged(tree, mutant)
            left += verdict != "killed"
            line = " ".join(mutant.text.split())
            print(f"{verdict:<11} {time.monotonic() - began:>5.0f} s  {mutant.file}: {line} → {mutant.broken.strip()}")
            sys.stdout.flush()
    print(f"{len(chosen) - left} of {len(chosen)} mutants were killed")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
