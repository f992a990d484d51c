/* The choropleth that never reloads: shapes come once from a hash-named file, colours come as one short command.
 *
 * The server's base script calls `choropleth.start(map)` once; each rerun hands over `choropleth.show(command)`:
 *   f file with the shapes, v packed display values, e lower limits of the classes, p palette, b bounds, w words …
 * Names come with the file and are only ever set as text. A click sends the feature's code and nothing else.
 */
(function () {
  "use strict";

  var ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!*()-.:;=?@^|~+,";
  var TILE = 256, REFERENCE_ZOOM = 12, REFERENCE = TILE * Math.pow(2, REFERENCE_ZOOM);
  var files = new Map(); // url → promise of drawn features

  /* ── shapes ─────────────────────────────────────────────────────────────────────────────────────────── */

  function world(lon, lat) {
    var sin = Math.sin(lat * Math.PI / 180);
    return [(lon / 360 + 0.5) * REFERENCE, (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * REFERENCE];
  }

  function trace(rings, feature) {
    rings.forEach(function (ring) {
      ring.forEach(function (point, i) {
        var xy = world(point[0], point[1]);
        if (i) feature.path.lineTo(xy[0], xy[1]); else feature.path.moveTo(xy[0], xy[1]);
        feature.west = Math.min(feature.west, xy[0]); feature.east = Math.max(feature.east, xy[0]);
        feature.north = Math.min(feature.north, xy[1]); feature.south = Math.max(feature.south, xy[1]);
      });
      feature.path.closePath();
    });
  }

  function prepare(raw) {
    var feature = { code: raw.properties.c, name: raw.properties.n, within: raw.properties.p || "", path: new Path2D(),
                    west: Infinity, east: -Infinity, north: Infinity, south: -Infinity };
    var shape = raw.geometry;
    if (shape && shape.type === "Polygon") trace(shape.coordinates, feature);
    if (shape && shape.type === "MultiPolygon") shape.coordinates.forEach(function (part) { trace(part, feature); });
    feature.x = (feature.west + feature.east) / 2; feature.y = (feature.north + feature.south) / 2;
    return feature;
  }

  function load(url) {
    if (!files.has(url)) {
      var request = fetch(url).then(function (answer) {
        if (!answer.ok) throw new Error(answer.status + " " + url);
        return answer.json();
      }).then(function (collection) { return collection.features.map(prepare); });
      request.catch(function () { files.delete(url); });
      files.set(url, request);
    }
    return files.get(url);
  }

  /* ── values ─────────────────────────────────────────────────────────────────────────────────────────── */

  // numbers stand in groups: so many below a radix in so many characters, the first the lowest digit
  function unpack(command) {
    var count = command.vp[0], radix = command.vp[1], group = command.vp[2], width = command.vp[3], numbers = [];
    for (var at = 0; numbers.length < count; at += width) {
      var joined = 0;
      for (var i = 0; i < width; i++) joined = joined * ALPHABET.length + ALPHABET.indexOf(command.v[at + i]);
      for (var k = 0; k < group && numbers.length < count; k++) {
        numbers.push(joined % radix);
        joined = Math.floor(joined / radix);
      }
    }
    return numbers;
  }

  // what the packed numbers mean: the first few are marks, values come after them
  var MARKS = ["-", "x", "s", "o"];

  function read(command) {
    var values = unpack(command).map(function (number) { return number - MARKS.length; });
    var marks = values.map(function (value) {
      if (value < 0) return MARKS[value + MARKS.length];
      return command.e.filter(function (edge) { return edge <= value; }).length;
    });
    return { values: values, marks: marks };
  }

  function written(command, value) {
    var digits = (value / Math.pow(10, command.vd)).toFixed(command.vd).split(".");
    var marks = command.l === "vi" ? [".", ","] : [",", "."];
    digits[0] = digits[0].replace(/\B(?=(\d{3})+(?!\d))/g, marks[0]);
    return digits.join(marks[1]) + command.u;
  }

  /* ── drawing ────────────────────────────────────────────────────────────────────────────────────────── */

  function hatch(frame) {
    var tile = document.createElement("canvas"), ratio = window.devicePixelRatio || 1;
    tile.width = tile.height = 6 * ratio;
    var pen = tile.getContext("2d");
    pen.scale(ratio, ratio);
    pen.fillStyle = frame.ground; pen.fillRect(0, 0, 6, 6);
    pen.strokeStyle = frame.hatch; pen.lineWidth = 1.1;
    pen.beginPath();
    [-6, 0, 6].forEach(function (shift) { pen.moveTo(shift, 6); pen.lineTo(shift + 6, 0); });
    pen.stroke();
    return tile;
  }

  var Canvas = L.Renderer.extend({
    options: { padding: 0.25 },
    _initContainer: function () {
      this._container = document.createElement("canvas");
      this._pen = this._container.getContext("2d");
    },
    _destroyContainer: function () { L.DomUtil.remove(this._container); delete this._pen; },
    _update: function () {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      var size = this._bounds.getSize(), ratio = window.devicePixelRatio || 1;
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this._container.width = size.x * ratio; this._container.height = size.y * ratio;
      this._container.style.width = size.x + "px"; this._container.style.height = size.y + "px";
      this.draw();
    },
    transform: function () {
      var ratio = window.devicePixelRatio || 1, origin = this._map.getPixelOrigin();
      return { scale: Math.pow(2, this._map.getZoom() - REFERENCE_ZOOM) * ratio, ratio: ratio,
               dx: -(origin.x + this._bounds.min.x) * ratio, dy: -(origin.y + this._bounds.min.y) * ratio };
    },
    draw: function () {
      var pen = this._pen, state = view.shown;
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.clearRect(0, 0, this._container.width, this._container.height);
      if (!state) return;
      var t = this.transform(), fills = state.command.p, frame = window.choroplethFixed.frames[state.command.d];
      pen.setTransform(t.scale, 0, 0, t.scale, t.dx, t.dy);
      var empty = pen.createPattern(hatch(frame), "repeat");
      // the pattern keeps its size on the screen whatever the zoom
      empty.setTransform(new DOMMatrix([1 / t.scale, 0, 0, 1 / t.scale, 0, 0]));
      pen.lineJoin = "round";
      pen.lineWidth = this.border(state.features.length) * t.ratio / t.scale;
      pen.strokeStyle = frame.line;
      state.features.forEach(function (feature, i) {
        var mark = state.marks[i];
        pen.fillStyle = typeof mark === "number" ? fills[mark] : mark === "-" ? empty : frame.ground;
        pen.fill(feature.path, "evenodd");
        pen.stroke(feature.path);
      });
      state.lit.forEach(function (index) { this.outline(state.features[index], 2, frame.ink, t); }, this);
      this.outline(state.features[view.selected], 2.5, frame.ink, t);
      if (view.pointed !== view.selected) this.outline(state.features[view.pointed], 1.6, frame.ink, t);
    },
    border: function (count) {
      // many small units would drown in their borders: these grow with the zoom, up to those of a few large ones
      return count < 500 ? 0.8 : Math.max(0.12, Math.min(0.8, 0.14 * Math.pow(2, this._map.getZoom() - 5.5)));
    },
    outline: function (feature, width, colour, t) {
      if (!feature) return;
      this._pen.lineWidth = width * t.ratio / t.scale;
      this._pen.strokeStyle = colour;
      this._pen.stroke(feature.path);
    },
    at: function (layerPoint) {
      if (!view.shown) return -1;
      var zoom = Math.pow(2, REFERENCE_ZOOM - this._map.getZoom()), origin = this._map.getPixelOrigin();
      var x = (layerPoint.x + origin.x) * zoom, y = (layerPoint.y + origin.y) * zoom, pen = this._pen;
      pen.setTransform(1, 0, 0, 1, 0, 0);
      return view.shown.features.findIndex(function (f) {
        return x >= f.west && x <= f.east && y >= f.north && y <= f.south && pen.isPointInPath(f.path, x, y, "evenodd");
      });
    }
  });

  /* ── the view: what is shown, pointed at and selected ───────────────────────────────────────────────── */

  var view = { map: null, canvas: null, shown: null, wanted: null, selected: -1, pointed: -1, clicks: 0, reported: "" };

  function card() {
    return document.getElementById("choropleth-card");
  }

  function line(parent, style, text) {
    if (!text) return;
    var element = document.createElement("div");
    element.className = style;
    element.textContent = text; // names are a stranger's text: never markup
    parent.appendChild(element);
  }

  function describe(index) {
    var command = view.shown.command, feature = view.shown.features[index], mark = view.shown.marks[index];
    var known = typeof mark === "number", more = command.x[feature.code];
    return { name: feature.name, within: feature.within, measure: known ? command.w.m : "", more: more || "",
             value: known ? written(command, view.shown.values[index]) : fixed(mark), position: known ? place(index) : "" };
  }

  function place(index) {
    var values = view.shown.values, own = values[index];
    var before = values.filter(function (value) { return value > own; }).length;
    var all = values.filter(function (value) { return value >= 0; }).length;
    return fixed("r").replace("{0}", grouped(before + 1)).replace("{1}", grouped(all));
  }

  function fixed(name) {
    return window.choroplethFixed.words[view.wanted.l][name];
  }

  function grouped(number) {
    return String(number).replace(/\B(?=(\d{3})+(?!\d))/g, view.wanted.l === "vi" ? "." : ",");
  }

  function point(index, at) {
    if (index === view.pointed && !at) return;
    var changed = index !== view.pointed;
    view.pointed = index;
    var box = card();
    if (index < 0 || !view.shown || !view.shown.features[index]) { box.hidden = true; if (changed) view.canvas.draw(); return; }
    if (changed) {
      var facts = describe(index);
      box.replaceChildren();
      line(box, "name", facts.name);
      line(box, "within", facts.within);
      line(box, "value", facts.value);
      line(box, "measure", facts.measure);
      line(box, "measure", facts.more);
      line(box, "within", facts.position);
      view.canvas.draw();
    }
    box.hidden = false;
    beside(box, at || view.map.latLngToContainerPoint(centre(index)));
  }

  function beside(box, at) {
    var size = view.map.getSize(), width = box.offsetWidth, height = box.offsetHeight;
    var left = at.x + 18 + width > size.x ? at.x - 18 - width : at.x + 18;
    box.style.left = Math.max(4, Math.min(left, size.x - width - 4)) + "px";
    box.style.top = Math.max(4, Math.min(at.y + 14, size.y - height - 4)) + "px";
  }

  function centre(index) {
    var feature = view.shown.features[index];
    return view.map.unproject([feature.x, feature.y], REFERENCE_ZOOM);
  }

  function report(action, index) {
    var feature = view.shown && view.shown.features[index];
    if (!feature && action !== "up") return;
    view.clicks += 1;
    window.Streamlit.setComponentValue({ act: action, code: feature ? feature.code : "", n: view.clicks });
  }

  /* ── keyboard: arrows move between neighbours, Enter opens, Escape goes up ──────────────────────────── */

  function neighbour(index, dx, dy) {
    var from = view.shown.features[index], best = -1, least = Infinity;
    view.shown.features.forEach(function (to, i) {
      var along = (to.x - from.x) * dx + (to.y - from.y) * dy;
      var across = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
      if (i === index || along <= 0 || across > along * 1.5) return;
      var distance = along + 2 * across;
      if (distance < least) { least = distance; best = i; }
    });
    return best < 0 ? index : best;
  }

  var MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  function pressed(event) {
    if (!view.shown) return;
    if (MOVES[event.key]) {
      var from = view.pointed >= 0 ? view.pointed : Math.max(view.selected, 0);
      var to = view.pointed < 0 ? from : neighbour(from, MOVES[event.key][0], MOVES[event.key][1]);
      point(to);
      if (!view.map.getBounds().contains(centre(to))) view.map.panTo(centre(to), { animate: false });
      announce(to);
    } else if (event.key === "Enter" && view.pointed >= 0) report("open", view.pointed);
    else if (event.key === "Escape") report("up", -1);
    else if (event.key === "+" || event.key === "=") view.map.zoomIn();
    else if (event.key === "-") view.map.zoomOut();
    else return;
    event.preventDefault();
  }

  function announce(index) {
    var facts = describe(index);
    document.getElementById("choropleth-spoken").textContent =
      [facts.name, facts.within, facts.value, facts.measure, facts.position].filter(Boolean).join(", ");
  }

  /* ── Hoàng Sa and Trường Sa stand on every view ─────────────────────────────────────────────────────── */

  function inset(command) {
    var box = document.getElementById("choropleth-islands");
    box.replaceChildren();
    window.choroplethFixed.islands.forEach(function (group) {
      var row = document.createElement("div");
      var drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      drawing.setAttribute("viewBox", group.box);
      drawing.setAttribute("aria-hidden", "true");
      var path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("d", group.path);
      drawing.appendChild(path);
      var label = document.createElement("span");
      label.textContent = command.l === "vi" ? group.vi : group.en;
      row.append(drawing, label);
      box.appendChild(row);
    });
  }

  /* ── commands ───────────────────────────────────────────────────────────────────────────────────────── */

  function dress(command) {
    var style = document.documentElement.style, frame = window.choroplethFixed.frames[command.d];
    Object.keys(frame).forEach(function (name) { style.setProperty("--" + name, frame[name]); });
    view.map.getContainer().setAttribute("aria-label", command.w.t + ". " + fixed("k"));
    var zoom = view.map.zoomControl;
    [[zoom._zoomInButton, "zi"], [zoom._zoomOutButton, "zo"]].forEach(function (button) {
      button[0].title = fixed(button[1]);
      button[0].setAttribute("aria-label", fixed(button[1]));
    });
    document.getElementById("choropleth-note").textContent = command.w.n || "";
    inset(command);
  }

  function fit(bounds) {
    view.map.invalidateSize({ animate: false });
    view.map.fitBounds([[bounds[0], bounds[1]], [bounds[2], bounds[3]]], 
      { animate: false, paddingTopLeft: [10, 26], paddingBottomRight: [10, 64] });
  }

  function show(command) {
    view.wanted = command;
    dress(command);
    load(command.f).then(function (features) {
      if (view.wanted !== command) return; // a later command has overtaken this one
      var told = read(command);
      if (features.length !== told.values.length) throw new Error("shapes and values differ: " + command.f);
      var moved = !view.shown || String(view.shown.command.b) !== String(command.b);
      view.shown = { command: command, features: features, values: told.values, marks: told.marks };
      view.shown.lit = (command.q || []).map(function (code) {
        return features.findIndex(function (f) { return f.code === code; });
      });
      view.selected = command.s ? features.findIndex(function (f) { return f.code === command.s; }) : -1;
      view.pointed = -1;
      card().hidden = true;
      if (moved) fit(command.b);
      view.canvas.draw();
      window.choroplethPainted = (window.choroplethPainted || 0) + 1;
      document.documentElement.dataset.painted = command.id;
    }).catch(function (fault) {
      document.getElementById("choropleth-note").textContent = fixed("e");
      console.error(fault);
    });
  }

  function element(id, parent, attributes) {
    var made = document.createElement("div");
    made.id = id;
    Object.keys(attributes || {}).forEach(function (name) { made.setAttribute(name, attributes[name]); });
    parent.appendChild(made);
    return made;
  }

  function borrowFont() {
    // the app around the frame has the typeface already; the frame only needs to be told where it lies
    var style = document.createElement("style");
    Array.from(window.parent.document.styleSheets).forEach(function (sheet) {
      var rules;
      try { rules = Array.from(sheet.cssRules); } catch (closed) { return; }
      rules.forEach(function (rule) {
        if (!(rule instanceof window.parent.CSSFontFaceRule) || !/Source Sans/.test(rule.style.fontFamily)) return;
        style.textContent += rule.cssText.replace(/url\("([^"]+)"\)/g, function (_, address) {
          return 'url("' + new URL(address, sheet.href || window.parent.document.baseURI).href + '")';
        });
      });
    });
    document.head.appendChild(style);
  }

  function start(map) {
    view.map = map;
    borrowFont();
    var box = map.getContainer();
    element("choropleth-islands", box); element("choropleth-note", box); element("choropleth-card", box).hidden = true;
    element("choropleth-spoken", box, { "aria-live": "polite" });
    box.setAttribute("tabindex", "0"); box.setAttribute("role", "application");
    if (map.attributionControl) map.attributionControl.setPrefix(false);
    view.canvas = new Canvas().addTo(map);
    map.on("mousemove", function (e) { point(view.canvas.at(e.layerPoint), e.containerPoint); });
    map.on("mouseout", function () { point(-1); });
    map.on("click", function (e) { report("open", view.canvas.at(e.layerPoint)); });
    map.on("focus", function () { map.scrollWheelZoom.enable(); });
    map.on("mouseout blur", function () { map.scrollWheelZoom.disable(); });
    box.addEventListener("keydown", pressed);
    box.addEventListener("focusout", function () { point(-1); });
    new ResizeObserver(function () {
      map.invalidateSize({ animate: false });
      if (view.shown) fit(view.shown.command.b);
    }).observe(box);
  }

  window.choropleth = { start: start, show: show, view: view };
})();
