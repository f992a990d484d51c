/* Shapes: fetched once from a file that is named by its content, and kept as paths of the browser. */

const REFERENCE_ZOOM = 12, REFERENCE = 256 * 2 ** REFERENCE_ZOOM; // the plane that paths lie on, in pixels
const files = new Map(); // address → promise of { features, borders, small }

function world([lon, lat]) {
  const sin = Math.sin(lat * Math.PI / 180);
  return [(lon / 360 + 0.5) * REFERENCE, (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * REFERENCE];
}

/* Add a polygon's rings to the feature's path; its largest polygon says where the feature's middle is. */
function trace(rings, feature) {
  rings.forEach((ring, number) => {
    let area = 0, x = 0, y = 0, last = null;
    for (const point of ring) {
      const [px, py] = world(point);
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
    }
  });
}

function prepare({ properties, geometry }) {
  const feature = { code: properties.c, name: properties.n, within: properties.p || "", path: new Path2D(), area: 0,
                    x: 0, y: 0, west: Infinity, east: -Infinity, north: Infinity, south: -Infinity };
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
      const features = collection.features.map(prepare), borders = new Path2D();
      features.forEach((feature) => borders.addPath(feature.path));
      const sizes = features.map((feature) => Math.sqrt(feature.area)).sort((a, b) => a - b);
      return { features, borders, small: sizes[sizes.length >> 2] || 1 }; // a quarter of the units is smaller
    });
    request.catch(() => files.delete(address));
    files.set(address, request);
  }
  return files.get(address);
}
