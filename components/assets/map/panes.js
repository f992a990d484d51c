/* Panes: one map, or two side by side that move together. */

/* Make a map in the element with this id, with all that stands on it. */
function pane(id) {
  const map = L.map(id, { zoomSnap: SNAP, zoomDelta: 0.5, minZoom: 4, maxZoom: 14, keyboard: false, doubleClickZoom: false,
                          scrollWheelZoom: false, center: [16, 107], zoom: 5 });
  const box = map.getContainer(), made = { map, box, shown: null, pointed: -1, other: null };
  const suffix = view.panes.length ? "-2" : "";
  for (const part of ["islands", "note", "caption", "card", "spoken"]) {
    made[part] = document.createElement("div");
    made[part].id = "choropleth-" + part + suffix;
    made[part].className = "choropleth-" + part;
    box.appendChild(made[part]);
  }
  made.card.hidden = made.caption.hidden = true;
  made.spoken.setAttribute("aria-live", "polite");
  box.setAttribute("tabindex", "0");
  box.setAttribute("role", "application");
  map.attributionControl.setPrefix(false);
  made.canvas = new Canvas({ owner: made }).addTo(map);
  listen(made);
  view.panes.push(made);
  return made;
}

function listen(pane) {
  const { map, box, canvas } = pane;
  map.on("mousemove", (e) => point(pane, canvas.at(e.layerPoint), e.containerPoint));
  map.on("mouseout", () => point(pane, -1));
  map.on("click", (e) => {
    const index = canvas.at(e.layerPoint);
    if (index >= 0) report("open", pane.shown.features[index].code);
  });
  for (const moved of ["dragstart", "zoomstart"]) map.on(moved, () => { view.moved = true; });
  // the wheel scrolls the page until the visitor has turned to the map
  for (const turned of ["focus", "pointerdown"]) box.addEventListener(turned, () => map.scrollWheelZoom.enable());
  for (const left of ["blur", "mouseleave"]) box.addEventListener(left, () => map.scrollWheelZoom.disable());
  box.addEventListener("keydown", (event) => pressed(pane, event));
  box.addEventListener("focusout", () => point(pane, -1));
  new ResizeObserver(() => {
    map.invalidateSize({ animate: false });
    if (pane.shown && pane === view.panes[0]) fit(view.wanted.g[0].b);
  }).observe(box);
}

let leading = null; // the map that the visitor moves: the other one follows

function follow(leader, follower) {
  leader.map.on("movestart zoomstart", () => { leading = leading || leader; });
  leader.map.on("move", () => {
    if (leading !== leader || !follower.shown || !leader.other) return;
    const centre = leader.map.getCenter(), zoom = leader.map.getZoom();
    if (follower.map.getZoom() !== zoom) follower.map.setView(centre, zoom, { animate: false });
    else follower.map._rawPanBy(follower.map._getCenterOffset(centre).round()); // moves what is drawn, draws nothing anew
  });
  leader.map.on("moveend", () => {
    if (leading !== leader) return;
    // reset goes to the very place; without it Leaflet would pan by whole pixels
    if (leader.other) follower.map.setView(leader.map.getCenter(), leader.map.getZoom(), { reset: true });
    leading = null;
  });
}

/* Show so many maps: the second is made when it is first wanted, and hidden when it is not. */
function divide(count) {
  const parent = document.getElementById("parent");
  parent.classList.toggle("single", count < 2);
  parent.classList.toggle("double", count > 1);
  if (count > 1 && view.panes.length < 2) {
    pane("map_div2");
    follow(view.panes[0], view.panes[1]);
    follow(view.panes[1], view.panes[0]);
  }
  if (view.panes.length < 2) return;
  const [first, second] = view.panes;
  first.other = count > 1 ? second : null;
  second.other = count > 1 ? first : null;
  if (count < 2) second.shown = null;
  for (const each of view.panes) each.map._zoomAnimated = count < 2; // two maps jump, so that neither lags
}

/* Hoàng Sa and Trường Sa stand on every map. */
function inset(pane) {
  pane.islands.replaceChildren(...choroplethFixed.islands.map((group) => {
    const row = document.createElement("div"), label = document.createElement("span");
    const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    drawing.setAttribute("viewBox", group.box);
    drawing.setAttribute("aria-hidden", "true");
    path.setAttribute("d", group.path);
    drawing.appendChild(path);
    label.textContent = group[view.wanted.l];
    row.append(drawing, label);
    return row;
  }));
}
