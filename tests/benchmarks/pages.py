"""Many visitors of the public page at once, by Streamlit and as plain files, and how the two compare."""

import statistics

from tests.benchmarks import site_visitors, visitors
from tests.benchmarks.visitors import Crowd


def main() -> None:
    """Let both crowds in, one after the other, and print how many times faster plain files are."""
    streamlit, files = visitors.main(), site_visitors.main()
    print(
        f"\nplain files against the Streamlit page: first page {_ratio(streamlit, files, 'first'):.0f} times faster, "
        f"another commune {_ratio(streamlit, files, 'later'):.0f} times faster, with "
        f"{files.visitors / streamlit.visitors:.0f} times the visitors in "
        f"{streamlit.memory / max(files.memory, 1):.0f} times less memory"
    )


def _ratio(one: Crowd, other: Crowd, which: str) -> float:
    """Divide the medians of two crowds' waits; NaN where nobody was answered."""
    taken = [getattr(crowd.waits, which) for crowd in (one, other)]
    return statistics.median(taken[0]) / statistics.median(taken[1]) if all(taken) else float("nan")
