"""`make bench [TOPIC=…]`, `python -m tests.benchmarks [TOPIC…]`: measure the product on this machine, and print ratios.

| topic | what is measured | against |
|---|---|---|
| map | first paint, a change of indicator, a click, of 3,321 communes | folium, plotly, pydeck |
| reports | a register of 90,000 villages, read, matched and checked | pandas with openpyxl, which reads it alone |
| teams | the finder over 100,000 teams, and a team's page in a browser | pandas; a page with a title alone |
| pages | a hundred visitors of the public page, five hundred of the static site | each other |
| store | a release of 90,000 villages, twelve quarters; the register read anew | pandas on the same files |
| | what protection of the public release takes, and the share of figures it hides | the small figures alone |

Without a topic all of them, one after another.
"""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Final

from tests.benchmarks import maps, pages, protection, register, store, teams, units_reading

TOPICS: Final[dict[str, tuple[Callable[[], None], ...]]] = {
    "map": (maps.main,),
    "reports": (register.main,),
    "teams": (teams.main,),
    "pages": (pages.main,),
    "store": (store.main, units_reading.main, protection.main),
}


def main(asked: Sequence[str]) -> int:
    """Measure these topics, all without any; each in a data folder of its own. Returns the exit status."""
    if unknown := [topic for topic in asked if topic not in TOPICS]:
        print(f"no such topic: {', '.join(unknown)}; there are {', '.join(TOPICS)}", file=sys.stderr)
        return 2
    for topic in asked or TOPICS:
        print(f"\n== {topic}", flush=True)
        for measure in TOPICS[topic]:
            os.environ.pop("CNSCD_VAR", None)
            measure()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
