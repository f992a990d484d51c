/* Labels: names on the map, set as text, as many as have room: chosen units first, then the worst, then the largest.
 *
 * A label lies on its unit, in one line or two; none lies on another or under what stands on the map. */

const TYPEFACE = '"Source Sans", "Source Sans 3", "Noto Sans", system-ui, sans-serif';
const KIND = /^(Tỉnh|Thành phố|Thị xã|Thị trấn|Quận|Huyện|Xã|Phường|Đặc khu)\s+/u;
const LONGEST = 28; // letters
const WORST = 3; // units that are named though they are small
const TINY = 30; // pixels: units smaller than this give way to the names of what they lie in
const FEW = 70; // units that all have a name, where one has no room on it by a line from beside it
const FAR = 10.5, STEP_OUT = 0.7; // heights of a letter from a unit to a name beside it
const widths = new Map(); // font and text → pixels

/* Return a name without its kind; a number alone says nothing. */
function brief(name) {
  const kind = KIND.exec(name), rest = kind ? name.slice(kind[0].length) : name;
  const text = kind && /^\d/.test(rest) ? kind[1][0] + ". " + rest : rest;
  return text.length > LONGEST ? text.slice(0, LONGEST - 1).trimEnd() + "…" : text;
}

/* Return the ways in which a name may be written: in one line, and in two of about the same length. */
function spellings(text) {
  const words = text.split(/\s+/).filter(Boolean);
  if (words.length < 2) return [[text]];
  let best = null;
  for (let at = 1; at < words.length; at++) {
    const pair = [words.slice(0, at).join(" "), words.slice(at).join(" ")];
    if (!best || Math.max(pair[0].length, pair[1].length) < Math.max(best[0].length, best[1].length)) best = pair;
  }
  return [[text], best];
}

function widthOf(pen, text) {
  const key = pen.font + text;
  if (!widths.has(key)) widths.set(key, pen.measureText(text).width);
  return widths.get(key);
}

/* Return the size of letters: larger on larger frames, so that a wall can be read from the back of the room. */
function letters(map) {
  const { x, y } = map.getSize();
  return Math.round(Math.max(11, Math.min(18, Math.min(x, y) / 46)));
}

/* Return what stands on a map, as boxes in pixels of its frame. */
function furniture(pane) {
  const outer = pane.box.getBoundingClientRect(), found = [];
  for (const part of pane.box.querySelectorAll(".choropleth-islands, .choropleth-note, .choropleth-caption, #choropleth-player, .leaflet-bar")) {
    const { left, top, width, height } = part.getBoundingClientRect();
    if (width && height) found.push({ left: left - outer.left, top: top - outer.top, right: left - outer.left + width, bottom: top - outer.top + height });
  }
  return found;
}

/* Tell whether a line runs through a box, by points on it. */
function through({ from, to }, box) {
  for (let share = 0.06; share < 1; share += 0.06) {
    const x = from.x + (to.x - from.x) * share, y = from.y + (to.y - from.y) * share;
    if (x > box.left - 2 && x < box.right + 2 && y > box.top - 2 && y < box.bottom + 2) return true;
  }
  return false;
}

function cross({ from: a, to: b }, { from: c, to: d }) {
  const side = (p, q, r) => Math.sign((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x));
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
}

function called(feature) {
  return brief((view.wanted.cn || {})[feature.code] || feature.name);
}

function meet(a, b, gap) {
  return a.left < b.right + gap && b.left < a.right + gap && a.top < b.bottom + gap && b.top < a.bottom + gap;
}

/* Return the units that are named first: chosen ones, and the worst where they are asked for. */
function chosen(shown, alsoWorst) {
  const { features, told } = shown, first = [...(shown.selected >= 0 ? [shown.selected] : []), ...shown.lit.filter((i) => i >= 0)];
  const way = told[0].series.wd || 0, known = features.map((feature, i) => i).filter((i) => alsoWorst && way && typeof told[0].marks[i] === "number");
  const worst = known.sort((a, b) => way * (told[0].values[b] - told[0].values[a])).slice(0, WORST);
  return [...new Set([...first, ...worst])];
}

/* Return the units by size, the largest first; what is the same for all values is kept with the shapes. */
function bySize({ features, kept }) {
  return kept.bySize || (kept.bySize = features.map((feature, i) => i).sort((a, b) => features[b].area - features[a].area));
}

/* Return what several units lie in, each with a place for its name: that of its unit nearest to the middle. */
function groups(shown) {
  if (shown.kept.groups) return shown.kept.groups;
  const found = new Map();
  for (const feature of shown.features) {
    if (!feature.within || !feature.area) continue;
    const group = found.get(feature.within) || { name: feature.within, area: 0, x: 0, y: 0, parts: [] };
    group.area += feature.area; group.x += feature.x * feature.area; group.y += feature.y * feature.area;
    group.parts.push(feature);
    found.set(feature.within, group);
  }
  const listed = found.size > 1 ? [...found.values()] : [];
  for (const group of listed) {
    const x = group.x / group.area, y = group.y / group.area;
    group.anchors = group.parts.map((f) => ({ x: f.x, y: f.y, room: Infinity, away: (f.x - x) ** 2 + (f.y - y) ** 2 }))
      .sort((a, b) => a.away - b.away).slice(0, 6);
  }
  return shown.kept.groups = listed.sort((a, b) => b.area - a.area);
}

/* Places labels on one map. */
class Labels {
  constructor(pane, pen, t, { chosen, listed }) {
    Object.assign(this, { pane, pen, t, chosen, listed, taken: [], found: [] });
    const { map, canvas, shown } = pane, origin = map.containerPointToLayerPoint([0, 0]), { min } = canvas._bounds;
    this.size = letters(map);
    this.left = origin.x - min.x; this.top = origin.y - min.y; // of the frame on the canvas
    const size = map.getSize();
    this.frame = { left: this.left + 3, top: this.top + 3, right: this.left + size.x - 3, bottom: this.top + size.y - 3 };
    for (const box of furniture(pane)) {
      this.taken.push({ left: box.left + this.left, right: box.right + this.left, top: box.top + this.top, bottom: box.bottom + this.top });
    }
    this.shown = shown;
  }

  /* Name all that has room. */
  place() {
    const { shown, chosen, listed } = this, few = shown.features.length <= FEW && shown.features[0].code.length === 2;
    this.font(700, 1);
    for (const index of chosen) this.unit(index, true);
    const left = listed.filter((group) => !this.name(group.name, group.anchors, {}));
    this.beside(left);
    this.font(600, shown.features.length > FEW ? 0.93 : 1);
    const first = new Set(chosen), rest = listed.length ? [] : bySize(shown).filter((index) => !first.has(index));
    const without = rest.filter((index) => !this.unit(index, false)).map((index) => shown.features[index]);
    if (few) this.beside(without.map((feature) => ({ name: called(feature), anchors: feature.anchors })));
    this.font(500, 0.93);
    for (const each of shown.around) this.name(each.name, each.anchors, { soft: true });
    return this.found;
  }

  font(weight, scale) {
    this.weight = weight;
    this.letter = Math.max(11, Math.round(this.size * scale));
    this.pen.font = `${weight} ${this.letter}px ${TYPEFACE}`;
  }

  /* Name a unit; tell whether it has its name. */
  unit(index, chosen) {
    const feature = this.shown.features[index], { t } = this;
    if (!feature || feature.east < t.west || feature.west > t.east || feature.south < t.north || feature.north > t.south) return true;
    const room = (feature.east - feature.west) * t.scale / t.ratio;
    if (!chosen && room < 1.6 * this.letter) return false; // not even a short word would fit
    return this.name(called(feature), feature.anchors, { on: feature, index, loose: chosen });
  }

  /* Write names where nothing lies, each with a line to what it names, the shortest lines first. */
  beside(units) {
    if (!this.shown.picture) return;
    let left = units.filter((unit) => unit.anchors.length);
    for (const strict of [2, 1, 0]) { // lines cross each other, or run below names, only where it cannot be helped
      for (let far = STEP_OUT; far <= FAR && left.length; far += STEP_OUT) {
        left = left.filter((unit) => !this.at(unit, far * this.letter, strict));
      }
    }
  }

  /* Write a name at this distance; tell whether there was room. */
  at({ name, anchors: [anchor] }, far, strict) {
    const { t, pen, letter } = this, half = widthOf(pen, name) / 2, height = letter * 1.12;
    const from = { x: (anchor.x * t.scale + t.dx) / t.ratio, y: (anchor.y * t.scale + t.dy) / t.ratio };
    for (const down of strict === 2 ? [0, 0.4, -0.4, 0.8, -0.8, 1.2, -1.2] : [0, 0.4, -0.4, 0.8, -0.8, 1.2, -1.2, 2, -2, 4, -4]) {
      for (const side of [1, -1]) {
        const to = { x: from.x + side * far, y: from.y + down * far }, x = to.x + side * (half + 3), line = { from, to };
        const box = { left: x - half, right: x + half, top: to.y - height / 2, bottom: to.y + height / 2 };
        if (!this.free(box, true) || this.told(box) || (strict && this.taken.some((other) => through(line, other)))) continue;
        if (this.found.some((other) => other.from && ((strict === 2 && cross(line, other)) || through(other, box)))) continue;
        this.taken.push(box);
        this.found.push({ lines: [name], x, y: to.y, box, ...line, font: pen.font, height, index: -1 });
        return true;
      }
    }
    return false;
  }

  /* Tell whether a box lies on a unit, by the picture in which that is looked up. */
  told({ left, right, top, bottom }) {
    const { t, shown: { picture } } = this, scale = t.scale / t.ratio;
    const x = picture.x0 * scale + t.dx / t.ratio, y = picture.y0 * scale + t.dy / t.ratio;
    return covered(picture, { left, right, top, bottom }, x, y, picture.width * scale);
  }

  /* Write a name at the first place that has room for it. */
  name(text, anchors, { on = null, index = -1, loose = false, soft = false }) {
    const { t, pen, letter } = this, height = letter * 1.12;
    for (const lines of spellings(text)) {
      const width = Math.max(...lines.map((line) => widthOf(pen, line)));
      for (const anchor of anchors) {
        const x = (anchor.x * t.scale + t.dx) / t.ratio, y = (anchor.y * t.scale + t.dy) / t.ratio;
        if (on && !loose && anchor.room * t.scale / t.ratio < width * 0.62) continue;
        const box = { left: x - width / 2, right: x + width / 2, top: y - lines.length * height / 2, bottom: y + lines.length * height / 2 };
        if (on && !loose && this.hides(box, on)) continue;
        if (!this.free(box, soft || loose) || (on && !loose && !this.lies(box, on)) || (soft && this.covers(box))) continue;
        this.taken.push(box);
        this.found.push({ lines, x, y, box, soft, font: pen.font, height, index });
        return true;
      }
    }
    return Boolean(on) && !loose && this.under(text, on);
  }

  /* Tell whether a label would leave nothing of a small unit to be seen. */
  hides(box, { east, west, south, north }) {
    const { t } = this, side = t.scale / t.ratio;
    return (box.right - box.left) * (box.bottom - box.top) > 0.9 * (east - west) * (south - north) * side * side;
  }

  /* Write a name right below a small unit, or above it, where no unit lies. */
  under(text, { east, west, south, north }) {
    const { t, pen, letter, shown } = this, width = widthOf(pen, text), height = letter * 1.12, side = (at, shift) => (at * t.scale + shift) / t.ratio;
    if (!shown.picture) return false;
    const x = (side(west, t.dx) + side(east, t.dx)) / 2, half = height / 2;
    for (const y of [side(south, t.dy) + half + 5, side(north, t.dy) - half - 5]) { // clear of the unit's own cells
      const box = { left: x - width / 2, right: x + width / 2, top: y - half, bottom: y + half };
      if (!this.free(box, true) || this.told(box)) continue;
      this.taken.push(box);
      this.found.push({ lines: [text], x, y, box, soft: false, font: pen.font, height, index: -1 });
      return true;
    }
    return false;
  }

  free(box, inside) {
    const { frame } = this;
    if (inside && (box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom)) return false;
    return !this.taken.some((other) => meet(box, other, 2));
  }

  /* Tell whether most of a label lies on its unit: nobody takes it for a neighbour's. */
  lies(box, feature) {
    const middle = (box.top + box.bottom) / 2, quarter = (box.right - box.left) / 4;
    return [box.left + quarter, box.right - quarter].every((x) => this.on(feature.path, x, middle, "evenodd"));
  }

  /* Tell whether a label would lie on any unit that has a value. */
  covers({ left, right, top, bottom }) {
    const { borders } = this.shown, xs = [left, (left + right) / 2, right], ys = [top, bottom];
    return xs.some((x) => ys.some((y) => this.on(borders, x, y, "nonzero")));
  }

  on(path, x, y, rule) {
    const { t, pen } = this;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    return pen.isPointInPath(path, (x * t.ratio - t.dx) / t.scale, (y * t.ratio - t.dy) / t.scale, rule);
  }
}

/* Return the labels of a map as it lies now; those of the same view are placed once, whatever the values. */
function labelled(pane, pen, t) {
  if (view.wanted.nn) return [];
  const { shown } = pane, listed = shown.small * t.scale / t.ratio < TINY ? groups(shown) : [];
  const first = chosen(shown, !listed.length), { letters } = document.documentElement.dataset;
  const key = [pane.canvas._place, view.stood, pane.box.dataset.islands, letters, first.join(), JSON.stringify(view.wanted.cn || 0)].join(";");
  const before = shown.kept.labels.get(pane);
  if (before && before.key === key) return before.found;
  const found = new Labels(pane, pen, t, { chosen: first, listed }).place();
  shown.kept.labels.set(pane, { key, found });
  return found;
}

/* Return how light a colour looks, from 0 to 1. */
function lightness(colour) {
  const parts = colour[0] === "#" ? [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)) : colour.match(/\d+/g).map(Number);
  return (0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2]) / 255;
}

/* Return the colours of letters and of their edge: on a unit's own colour dark or light, whatever the theme. */
function inks({ index, soft }, shown, frame) {
  if (soft) return [frame.soft, frame.around];
  const fill = index < 0 ? "" : shown.fill[index];
  if (!fill || MARKS.includes(fill)) return [frame.ink, frame.halo];
  return lightness(fill) > 0.55 ? ["#12302f", "#ffffffb3"] : ["#ffffff", "#0d1b1acc"];
}

function write(pane, pen, t, frame) {
  const found = labelled(pane, pen, t);
  pen.setTransform(t.ratio, 0, 0, t.ratio, 0, 0);
  pen.textAlign = "center"; pen.textBaseline = "middle"; pen.lineJoin = "round";
  for (const { from, to } of found) {
    if (!from) continue;
    for (const [wide, ink] of [[3, frame.halo], [1, frame.ink]]) {
      pen.lineWidth = wide; pen.strokeStyle = ink;
      pen.beginPath(); pen.moveTo(from.x, from.y); pen.lineTo(to.x, to.y); pen.stroke();
    }
  }
  for (const label of found) {
    const { lines, x, y, soft, font, height } = label;
    [pen.fillStyle, pen.strokeStyle] = inks(label, pane.shown, frame);
    pen.font = font;
    pen.lineWidth = soft ? 2 : 3;
    lines.forEach((line, number) => {
      const at = y + (number - (lines.length - 1) / 2) * height;
      pen.strokeText(line, x, at);
      pen.fillText(line, x, at);
    });
  }
}

/* The typeface comes a moment after the first map: write the names anew then. */
function awaitTypeface() {
  Promise.all([500, 600, 700].map((weight) => document.fonts.load(`${weight} 13px "Source Sans"`))).then((faces) => {
    if (!faces.flat().length) return;
    widths.clear();
    document.documentElement.dataset.letters = "1";
    for (const pane of view.panes) if (pane.shown) pane.canvas.draw();
  });
}
