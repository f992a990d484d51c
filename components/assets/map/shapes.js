/* Shapes: fetched once from a file that is named by its content, and kept as paths of the browser. */

const REFERENCE_ZOOM = 12, REFERENCE = 256 * 2 ** REFERENCE_ZOOM; // the plane that paths lie on, in pixels
const files = new Map(); // address → promise of { features, borders, around, kept, small }

function world([lon, lat]) {
  const sin = Math.sin(lat * Math.PI / 180);
  return [(lon / 360 + 0.5) * REFERENCE, (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * REFERENCE];
}

/* Add a polygon's rings to the feature's path; its largest polygon says where the feature's middle is. */
function trace(rings, feature) {
  rings.forEach((ring, number) => {
    let area = 0, x = 0, y = 0, last = null;
    const plane = ring.map(world);
    for (const [px, py] of plane) {
      if (last) {
        feature.path.lineTo(px, py);
        const cross = last[0] * py - px * last[1];
        area += cross; x += (last[0] + px) * cross; y += (last[1] + py) * cross;
      } else feature.path.moveTo(px, py);
      feature.west = Math.min(feature.west, px); feature.east = Math.max(feature.east, px);
      feature.north = Math.min(feature.north, py); feature.south = Math.max(feature.south, py);
      last = [px, py];
    }
    feature.path.closePath();
    if (!number && Math.abs(area) > feature.area) {
      feature.area = Math.abs(area); feature.x = x / (3 * area); feature.y = y / (3 * area);
      feature.ring = plane;
    }
  });
}

/* Return places for a name in a ring, the roomiest first: on level lines through it, the middle of the longest piece. */
function anchors(ring, lines) {
  let north = Infinity, south = -Infinity;
  for (const [, y] of ring) { north = Math.min(north, y); south = Math.max(south, y); }
  return lines.map((share) => {
    const y = north + (south - north) * share, cuts = [];
    for (let i = 1; i < ring.length; i++) {
      const [x0, y0] = ring[i - 1], [x1, y1] = ring[i];
      if ((y0 > y) !== (y1 > y)) cuts.push(x0 + (x1 - x0) * (y - y0) / (y1 - y0));
    }
    cuts.sort((a, b) => a - b);
    let best = { x: 0, y, room: -1 };
    for (let i = 1; i < cuts.length; i += 2) {
      if (cuts[i] - cuts[i - 1] > best.room) best = { x: (cuts[i] + cuts[i - 1]) / 2, y, room: cuts[i] - cuts[i - 1] };
    }
    return best;
  }).filter((each) => each.room > 0).sort((a, b) => b.room - a.room);
}

/* Places for a unit's name, worked out when they are first wanted: most units are too small to be named. */
const ANCHORS = {
  get() {
    return this.placed || (this.placed = this.ring ? anchors(this.ring, this.lines) : []);
  },
};
const LINES = [0.5, 0.4, 0.6, 0.3, 0.7], MORE_LINES = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9];

function prepare({ properties, geometry }, lines = LINES) {
  const feature = { code: properties.c, name: properties.n, within: properties.p || "", path: new Path2D(), area: 0, lines,
                    x: 0, y: 0, west: Infinity, east: -Infinity, north: Infinity, south: -Infinity };
  Object.defineProperty(feature, "anchors", ANCHORS);
  if (geometry && geometry.type === "Polygon") trace(geometry.coordinates, feature);
  if (geometry && geometry.type === "MultiPolygon") geometry.coordinates.forEach((part) => trace(part, feature));
  return feature;
}

function load(address) {
  if (!files.has(address)) {
    const request = fetch(address).then((answer) => {
      if (!answer.ok) throw new Error(answer.status + " " + address);
      return answer.json();
    }).then((collection) => {
      const features = collection.features.map((each) => prepare(each)), borders = new Path2D();
      const around = (collection.around || []).map((each) => prepare(each, MORE_LINES));
      features.forEach((feature) => borders.addPath(feature.path));
      const sizes = features.map((feature) => Math.sqrt(feature.area)).sort((a, b) => a - b);
      return { features, borders, around, kept: { labels: new Map() }, small: sizes[sizes.length >> 2] || 1 }; // a quarter of the units is smaller
    });
    request.catch(() => files.delete(address));
    files.set(address, request);
  }
  return files.get(address);
}
