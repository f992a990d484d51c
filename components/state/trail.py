"""Where a visitor was, page by page: the menu keeps the place, the browser's way back had one of its own.

A page that the menu opens comes without parameters, and so does one that the browser goes back to where it had none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

PLACE = ("u", "s", "p")
"""The parameters that say where and when: unit, structure, period."""
KEPT = {"explore": PLACE, "teams": ("u", "s"), "difficulties": ("u", "s")}
"""Of each page that shows a place, those that its link says."""
_MOST = 60

Address = dict[str, str]


@dataclass
class Trail:
    """The addresses that were seen, oldest first, the one looked at now, and the place seen last."""

    steps: list[tuple[str, Address]] = field(default_factory=list)
    at: int = -1
    place: Address = field(default_factory=dict)

    def arrive(self, page: str, address: Mapping[str, str]) -> Address:
        """Note that a page is shown and return the parameters it is to have: the place too, where the menu led here."""
        step = (page, dict(address))
        changed = self.at >= 0 and self.steps[self.at][0] != page
        neighbours = [at for at in (self.at - 1, self.at + 1) if 0 <= at < len(self.steps) and self.steps[at] == step]
        if changed and neighbours:
            self.at = neighbours[0]
        elif changed and not set(PLACE) & set(address):
            step = (page, {**{name: self.place[name] for name in KEPT.get(page, ()) if name in self.place}, **address})
            self._push(step)
        else:
            self.see(page, address)
        self._keep(*step)
        return step[1]

    def see(self, page: str, address: Mapping[str, str]) -> None:
        """Note that a page now has this address."""
        step = (page, dict(address))
        near = (self.at, self.at - 1, self.at + 1)
        neighbours = [at for at in near if 0 <= at < len(self.steps) and self.steps[at] == step]
        if neighbours:
            self.at = neighbours[0]
        else:
            self._push(step)
        self._keep(*step)

    def _push(self, step: tuple[str, Address]) -> None:
        self.steps = [*self.steps[: self.at + 1], step][-_MOST:]
        self.at = len(self.steps) - 1

    def _keep(self, page: str, address: Mapping[str, str]) -> None:
        for name in KEPT.get(page, ()):
            self.place.pop(name, None)
            if address.get(name):
                self.place[name] = address[name]
