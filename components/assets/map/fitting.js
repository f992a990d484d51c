/* Fitting: the first view shows all units as large as they go with nothing on them: the box of the islands finds a corner of
 * its own, and the map keeps clear of it, of the player and of the buttons. */

const MASK = 220; // cells of the longer side of the picture in which it is looked up where units lie
const CORNERS = ["br", "tr", "bl"];
const STEPS = 14; // places tried from edge to edge
const MARGIN = 9;
const SNAP = 0.05; // the least step of the zoom: a coarser one would leave up to an eighth of the frame empty
const LEAST = 3; // zoom steps that the map may become smaller for it

/* Count the cells on units, from the upper left corner to each cell. */
function mask(shown, [south, west, north, east]) {
  const [x0, y0] = world([west, north]), [x1, y1] = world([east, south]);
  const scale = MASK / Math.max(x1 - x0, y1 - y0), columns = Math.ceil((x1 - x0) * scale), rows = Math.ceil((y1 - y0) * scale);
  const canvas = document.createElement("canvas");
  canvas.width = columns; canvas.height = rows;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.setTransform(scale, 0, 0, scale, -x0 * scale, -y0 * scale);
  pen.fill(shown.borders, "nonzero");
  pen.lineWidth = 2 / scale;
  pen.stroke(shown.borders);
  const { data } = pen.getImageData(0, 0, columns, rows), sums = new Uint32Array((columns + 1) * (rows + 1));
  for (let row = 0; row < rows; row++) {
    for (let column = 0, along = 0; column < columns; column++) {
      along += data[4 * (row * columns + column) + 3] ? 1 : 0;
      sums[(row + 1) * (columns + 1) + column + 1] = sums[row * (columns + 1) + column + 1] + along;
    }
  }
  return { x0, y0, width: x1 - x0, height: y1 - y0, columns, rows, sums };
}

/* Tell whether a box (pixels of the frame) lies on a unit, when the picture's corner is at x, y and so many pixels wide. */
function covered({ columns, rows, sums, width }, box, x, y, wide) {
  const cell = wide / columns;
  const left = Math.max(0, Math.floor((box.left - x) / cell)), right = Math.min(columns, Math.ceil((box.right - x) / cell));
  const top = Math.max(0, Math.floor((box.top - y) / cell)), bottom = Math.min(rows, Math.ceil((box.bottom - y) / cell));
  if (left >= right || top >= bottom) return false;
  const at = (row, column) => sums[row * (columns + 1) + column];
  return at(bottom, right) - at(top, right) - at(bottom, left) + at(top, left) > 0;
}

/* Return where the picture may lie at a zoom so that no box is on it, nearest to the middle; null where nowhere. */
function placeAt(picture, boxes, size, zoom) {
  const scale = 2 ** (zoom - REFERENCE_ZOOM), wide = picture.width * scale, high = picture.height * scale;
  const spareX = size.x - 2 * MARGIN - wide, spareY = size.y - 2 * MARGIN - high;
  if (spareX < 0 || spareY < 0) return null;
  let best = null;
  for (let i = 0; i <= STEPS; i++) {
    for (let k = 0; k <= STEPS; k++) {
      const away = Math.abs(i / STEPS - 0.5) * spareX + Math.abs(k / STEPS - 0.5) * spareY;
      if (best && away >= best.away) continue;
      const x = MARGIN + spareX * i / STEPS, y = MARGIN + spareY * k / STEPS;
      if (!boxes.some((box) => covered(picture, box, x, y, wide))) best = { x, y, zoom, away };
    }
  }
  return best;
}

function boxesOf(panes) {
  return panes.flatMap((pane) => furniture(pane)).map(({ left, top, right, bottom }) => ({ left: left - 5, top: top - 5, right: right + 5, bottom: bottom + 5 }));
}

function apart(boxes) {
  return boxes.every((box, at) => boxes.slice(at + 1).every((other) => !meet(box, other, 4)));
}

/* Return the largest view in which nothing covers a unit, with the corner that the islands then stand in. */
function arrangement(panes, bounds) {
  const picture = mask(panes[0].shown, bounds), size = panes[0].map.getSize(), { min, max, log2, floor } = Math;
  const most = REFERENCE_ZOOM + log2(min((size.x - 2 * MARGIN) / picture.width, (size.y - 2 * MARGIN) / picture.height));
  const corners = CORNERS.map((corner) => {
    for (const pane of panes) pane.box.dataset.islands = corner;
    return { corner, boxes: boxesOf(panes), apart: panes.every((pane) => apart(furniture(pane))) };
  }).filter((each) => each.apart);
  const start = max(4, min(14, floor(most / SNAP) * SNAP));
  for (let zoom = start; zoom >= max(4, start - LEAST); zoom -= SNAP) {
    for (const { corner, boxes } of corners) {
      const found = placeAt(picture, boxes, size, zoom);
      if (found) return { ...found, corner, picture, size };
    }
  }
  return { x: 0, y: 0, zoom: start, corner: CORNERS[0], picture, size, lost: true };
}

/* Show the units within these bounds. */
function fit(bounds) {
  for (const each of view.panes) each.map.invalidateSize({ animate: false });
  const panes = view.panes.filter((each) => each.shown), [first] = panes;
  if (!first) return;
  const { x, y, zoom, corner, picture, size, lost } = arrangement(panes, bounds), scale = 2 ** (zoom - REFERENCE_ZOOM);
  for (const pane of panes) { pane.box.dataset.islands = corner; pane.shown.picture = picture; }
  view.stood = standing(panes); // before anything is drawn: names keep clear of what stands
  const left = lost ? (size.x - picture.width * scale) / 2 : x, top = lost ? (size.y - picture.height * scale) / 2 : y;
  const middle = [picture.x0 * scale + size.x / 2 - left, picture.y0 * scale + size.y / 2 - top];
  first.map.setView(first.map.unproject(middle, zoom), zoom, { animate: false, reset: true });
  if (first.other) first.other.map.setView(first.map.getCenter(), first.map.getZoom(), { reset: true });
  view.moved = false;
}

/* Say what stands on the maps and how large it is: where that changes, the fit does too. */
function standing(panes) {
  return panes.map((pane) => furniture(pane).map(({ left, right, top, bottom }) => [right - left, bottom - top].map(Math.round)).join()).join(";");
}
