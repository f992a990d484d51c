"""Charts: quiet, without frames, in the product's colours."""

import pandas as pd

from components import lines, look
from components.frame import quoted
from components.scene import Scene


def trend(scene: Scene, table: pd.DataFrame) -> str:
    """Return a measure over the quarters as HTML, with the day the units changed; missing quarters stay open."""
    drawn = lines.line(table)
    if not drawn.known:
        key = "explore.trend.thin" if drawn.thin else "explore.trend.none"
        return f'<p class="quiet">{quoted(scene.text(key))}</p>'
    return lines.trend(drawn, colour=look.mark(scene.measure), write=scene.value,
                       change=scene.text("explore.trend.change"))
