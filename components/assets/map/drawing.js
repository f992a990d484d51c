/* Drawing: one canvas a map, redrawn when the view or the values change. */

const tiles = new Map();

/* Return the pattern for what has no value: no data is hatched, not applicable dotted, suppressed crossed. */
function tile(mark, frame) {
  const ratio = window.devicePixelRatio || 1, key = mark + frame.hatch + ratio;
  if (tiles.has(key)) return tiles.get(key);
  const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
  canvas.width = canvas.height = 6 * ratio;
  pen.scale(ratio, ratio);
  if (mark !== "~") { pen.fillStyle = frame.ground; pen.fillRect(0, 0, 6, 6); }
  pen.strokeStyle = pen.fillStyle = mark === "~" ? frame.ink : frame.hatch;
  pen.lineWidth = 1.1;
  pen.beginPath();
  for (const shift of [-6, 0, 6]) {
    if (mark === "-" || mark === "s") { pen.moveTo(shift, 6); pen.lineTo(shift + 6, 0); }
    if (mark === "s") { pen.moveTo(shift, 0); pen.lineTo(shift + 6, 6); }
  }
  pen.stroke();
  if (mark === "x" || mark === "~") { pen.beginPath(); pen.arc(3, 3, mark === "x" ? 0.9 : 0.7, 0, 7); pen.fill(); }
  tiles.set(key, canvas);
  return canvas;
}

/* Return for each feature the colour or the mark that fills it. */
function fills(pane, told) {
  const [first, second] = told, colours = pane.p;
  if (pane.h === "crossed") {
    return first.marks.map((mark, i) => {
      if (!known(mark)) return mark;
      return known(second.marks[i]) ? colours[second.marks[i] * 3 + mark] : second.marks[i];
    });
  }
  if (pane.h === "ramp") {
    const [low, high] = pane.z;
    return first.marks.map((mark, i) => (known(mark) ? between(colours, (first.values[i] - low) / (high - low)) : mark));
  }
  return first.marks.map((mark) => (known(mark) ? colours[Math.min(mark, colours.length - 1)] : mark));
}

/* Return the colour at a place from 0 to 1 on a row of colours. */
function between(colours, place) {
  const at = Math.max(0, Math.min(1, place)) * (colours.length - 1), left = Math.min(Math.floor(at), colours.length - 2);
  const channel = (colour, k) => parseInt(colour.slice(1 + 2 * k, 3 + 2 * k), 16);
  const mixed = [0, 1, 2].map((k) => Math.round(channel(colours[left], k) * (left + 1 - at)
                                                + channel(colours[left + 1], k) * (at - left)));
  return "rgb(" + mixed.join() + ")";
}

const Canvas = L.Renderer.extend({
  options: { padding: 0.25 },
  _initContainer() {
    this._container = document.createElement("canvas");
    this._pen = this._container.getContext("2d");
  },
  _destroyContainer() { L.DomUtil.remove(this._container); delete this._pen; },
  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize(), ratio = window.devicePixelRatio || 1;
    const { min } = this._bounds, origin = this._map.getPixelOrigin();
    const place = [min.x, min.y, size.x, size.y, origin.x, origin.y, this._map.getZoom(), ratio].join();
    if (place === this._place) return; // Leaflet tells of each move twice
    this._place = place;
    L.DomUtil.setPosition(this._container, this._bounds.min);
    this._container.width = size.x * ratio; this._container.height = size.y * ratio;
    this._container.style.width = size.x + "px"; this._container.style.height = size.y + "px";
    this.draw();
  },
  /* What is drawn is no longer true: draw it with the next move of the map, or with `freshen`. */
  stale() { this._place = ""; },
  freshen() { if (!this._place) this._update(); },
  /* Return how the plane of the paths lies on the canvas, and which part of it is seen. */
  transform() {
    const ratio = window.devicePixelRatio || 1, origin = this._map.getPixelOrigin();
    const scale = 2 ** (this._map.getZoom() - REFERENCE_ZOOM) * ratio;
    const dx = -(origin.x + this._bounds.min.x) * ratio, dy = -(origin.y + this._bounds.min.y) * ratio;
    return { scale, ratio, dx, dy, west: -dx / scale, north: -dy / scale,
             east: (this._container.width - dx) / scale, south: (this._container.height - dy) / scale };
  },
  draw() {
    const pen = this._pen, shown = this.options.owner.shown;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, this._container.width, this._container.height);
    if (!shown) return;
    const t = this.transform(), frame = choroplethFixed.frames[view.wanted.d];
    pen.setTransform(t.scale, 0, 0, t.scale, t.dx, t.dy);
    this.neighbours(shown, frame, t);
    this.areas(shown, frame, t);
    if (shown.command.h === "circles") this.circles(shown, frame, t);
    for (const index of shown.lit) this.outline(shown.features[index], 2, frame.ink, t);
    this.outline(shown.features[shown.selected], 2.5, frame.ink, t);
    const pointed = this.options.owner.pointed;
    if (pointed !== shown.selected) this.outline(shown.features[pointed], 2, frame.ink, t);
    write(this.options.owner, pen, t, frame);
  },
  /* Draw what lies around, as ground on which nothing is told. */
  neighbours(shown, frame, t) {
    const pen = this._pen;
    pen.fillStyle = frame.around;
    pen.strokeStyle = frame.ground;
    pen.lineWidth = 1.2 * t.ratio / t.scale;
    for (const each of shown.around) { pen.fill(each.path, "evenodd"); pen.stroke(each.path); }
  },
  areas(shown, frame, t) {
    const pen = this._pen, patterns = {};
    const pattern = (mark) => {
      if (patterns[mark]) return patterns[mark];
      const made = pen.createPattern(tile(mark, frame), "repeat");
      // the pattern keeps its size on the screen whatever the zoom
      made.setTransform(new DOMMatrix([1 / t.scale, 0, 0, 1 / t.scale, 0, 0]));
      return patterns[mark] = made;
    };
    const inside = (f) => f.east >= t.west && f.west <= t.east && f.south >= t.north && f.north <= t.south;
    shown.features.forEach((feature, i) => {
      if (!inside(feature)) return;
      const fill = shown.fill[i];
      pen.fillStyle = MARKS.includes(fill) ? pattern(fill) : fill;
      pen.fill(feature.path, "evenodd");
      if (shown.rough.has(feature.code)) { pen.fillStyle = pattern("~"); pen.fill(feature.path, "evenodd"); }
    });
    pen.lineJoin = "round";
    // small units would drown in their borders: these are as thin as units are small on the screen
    pen.lineWidth = Math.max(0.08, Math.min(0.7, 0.025 * shown.small * t.scale / t.ratio)) * t.ratio / t.scale;
    pen.strokeStyle = frame.line;
    pen.stroke(shown.borders);
  },
  /* Draw counts as circles, the largest first: their areas, not their widths, tell how many. */
  circles(shown, frame, t) {
    const pen = this._pen, { values, marks } = shown.told[1], [radius, most] = shown.command.z;
    const order = marks.map((mark, i) => i).filter((i) => known(marks[i]) && values[i] > 0)
      .sort((a, b) => values[b] - values[a]);
    pen.lineWidth = 1.1 * t.ratio / t.scale;
    pen.strokeStyle = frame.ink;
    pen.fillStyle = frame.circle;
    for (const i of order) {
      pen.beginPath();
      pen.arc(shown.features[i].x, shown.features[i].y, radius * Math.sqrt(values[i] / most) * t.ratio / t.scale, 0, 7);
      pen.fill();
      pen.stroke();
    }
  },
  outline(feature, width, colour, t) {
    if (!feature) return;
    const pen = this._pen, frame = choroplethFixed.frames[view.wanted.d];
    for (const [wide, ink] of [[width + 2, frame.halo], [width, colour]]) {
      pen.lineWidth = wide * t.ratio / t.scale;
      pen.strokeStyle = ink;
      pen.stroke(feature.path);
    }
  },
  /* Return the index of the feature at a point of the map, -1 where there is none. */
  at(layerPoint) {
    const shown = this.options.owner.shown;
    if (!shown) return -1;
    const zoom = 2 ** (REFERENCE_ZOOM - this._map.getZoom()), origin = this._map.getPixelOrigin(), pen = this._pen;
    const x = (layerPoint.x + origin.x) * zoom, y = (layerPoint.y + origin.y) * zoom;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    return shown.features.findIndex((f) => x >= f.west && x <= f.east && y >= f.north && y <= f.south
                                           && pen.isPointInPath(f.path, x, y, "evenodd"));
  },
});
