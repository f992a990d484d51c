"""The register read anew: both structures and what became of each unit, in fresh processes."""

import statistics
import subprocess
import sys
from pathlib import Path
from typing import Final

ROUNDS: Final = 5
PROJECT: Final = Path(__file__).parents[2]
# pandas is imported before the clock starts: every page needs it anyway
READ: Final = """
import time, pandas
begin = time.process_time()
from data.units import register
imported = time.process_time()
units = [register.units(name, level) for name in register.STRUCTURES for level in register.STRUCTURES[name].levels]
successions = register.successions()
for name in register.STRUCTURES:
    register.unit(name, "00004")
print(imported - begin, time.process_time() - imported, sum(map(len, units)), len(successions))
"""


def main() -> None:
    """Print how long a process takes to import the register and to read it, in milliseconds of processor time."""
    answers = [
        subprocess.run([sys.executable, "-c", READ], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
        for _ in range(ROUNDS)
    ]
    importing, reading, units, successions = zip(*(map(float, answer.split()) for answer in answers), strict=True)
    times = [statistics.median(each) * 1000 for each in (importing, reading)]
    print(
        f"the register: imported in {times[0]:.0f} ms; "
        f"{units[0]:,.0f} units and {successions[0]:,.0f} successions read in {times[1]:.0f} ms"
    )


if __name__ == "__main__":
    main()
