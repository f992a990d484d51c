/* Keyboard: arrows move between neighbours, Enter opens, Escape goes up, plus and minus zoom. */

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function neighbour(features, index, [dx, dy]) {
  const from = features[index];
  let best = index, least = Infinity;
  features.forEach((to, i) => {
    const along = (to.x - from.x) * dx + (to.y - from.y) * dy;
    const across = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
    if (i === index || along <= 0 || across > along * 1.5) return;
    if (along + 2 * across < least) { least = along + 2 * across; best = i; }
  });
  return best;
}

function pressed(pane, event) {
  if (!pane.shown || event.target !== pane.map.getContainer()) return;
  const move = MOVES[event.key];
  if (move) {
    const from = pane.pointed >= 0 ? pane.pointed : Math.max(pane.shown.selected, 0);
    const to = pane.pointed < 0 ? from : neighbour(pane.shown.features, from, move);
    point(pane, to);
    if (!pane.map.getBounds().contains(centre(pane, to))) pane.map.panTo(centre(pane, to), { animate: false });
    announce(pane, to);
  } else if (event.key === "Enter" && pane.pointed >= 0) report("open", pane.shown.features[pane.pointed].code);
  else if (event.key === "Escape") report("up");
  else if (event.key === "+" || event.key === "=") pane.map.zoomIn();
  else if (event.key === "-") pane.map.zoomOut();
  else return;
  event.preventDefault();
}
