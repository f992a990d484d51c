/* Commands: `choropleth.start(id)` makes the map once; each run of the page then says `choropleth.show(command)`.
 *
 * A command holds: d theme, l language, t what else the title says, s the selected unit, q units outlined, x more about units,
 * cn names of units that the shapes call otherwise, nn no names on the map, y player, and g the maps: f file of shapes, b bounds, h how it is filled, p colours, z sizes, c caption, n note,
 * a rough values, and v its series: v packed values, vp how they are packed, o what to add, vd decimals, u unit, e lower limits, m name,
 * sg signed, t texts of the classes, nr no places told, wd 1 where more is worse and -1 where less is. */

const view = {
  panes: [], wanted: null, clicks: 0, stood: "", moved: false,
  get map() { return this.panes.length ? this.panes[0].map : null; },
  get canvas() { return this.panes[0].canvas; },
  get shown() { return this.panes.length ? this.panes[0].shown : null; },
  get pointed() { return this.panes[0].pointed; },
};

function report(action, code) {
  view.clicks += 1;
  window.Streamlit.setComponentValue({ act: action, code: code || "", n: view.clicks });
}

function dress(command) {
  const style = document.documentElement.style, frame = choroplethFixed.frames[command.d];
  for (const name of Object.keys(frame)) style.setProperty("--" + name, frame[name]);
  view.panes.slice(0, command.g.length).forEach((pane, number) => {
    const wanted = command.g[number], zoom = pane.map.zoomControl;
    pane.box.setAttribute("aria-label", [wanted.c, named(wanted.v[0].m), command.t].filter(Boolean).join(", ") + ". " + named("k"));
    for (const [button, word] of [[zoom._zoomInButton, "zi"], [zoom._zoomOutButton, "zo"]]) {
      button.title = named(word);
      button.setAttribute("aria-label", named(word));
    }
    pane.note.textContent = named(wanted.n || "");
    pane.caption.textContent = wanted.c || "";
    pane.caption.hidden = !wanted.c;
    inset(pane);
  });
}

/* Fill a map's shapes with what these series say, and draw them. */
function repaint(pane, series) {
  fill(pane, series);
  pane.canvas.draw();
}

function fill(pane, series) {
  const shown = pane.shown, told = series.map(read);
  if (told.some((each) => each.values.length !== shown.features.length)) {
    throw new Error("shapes and values differ: " + shown.command.f);
  }
  Object.assign(shown, { told, values: told[0].values, marks: told[0].marks, fill: fills(shown.command, told) });
}

function put(pane, command, wanted, { features, borders, around, kept, small }) {
  const index = (code) => features.findIndex((feature) => feature.code === code);
  const picture = pane.shown && pane.shown.features === features ? pane.shown.picture : null;
  pane.shown = { command: wanted, picture, features, borders, around, kept, small, lit: (command.q || []).map(index), rough: new Set(wanted.a || []),
                 selected: command.s ? index(command.s) : -1 };
  pane.pointed = -1;
  pane.card.hidden = true;
}

function show(command) {
  view.wanted = command;
  divide(command.g.length);
  dress(command);
  Promise.all(command.g.map((wanted) => load(wanted.f))).then((shapes) => {
    if (view.wanted !== command) return; // a later command has overtaken this one
    const before = view.panes.map((pane) => pane.shown && pane.shown.command.b).join(";");
    command.g.forEach((wanted, number) => put(view.panes[number], command, wanted, shapes[number]));
    const after = view.panes.map((pane) => pane.shown && pane.shown.command.b).join(";");
    command.g.forEach((wanted, number) => fill(view.panes[number], wanted.v));
    for (const pane of view.panes) pane.canvas.stale();
    showPlayer(command);
    const panes = view.panes.filter((pane) => pane.shown);
    if (before !== after || (!view.moved && view.stood !== standing(panes))) fit(command.g[0].b);
    for (const pane of view.panes) pane.canvas.freshen();
    setPlayer(command);
    window.choroplethPainted = (window.choroplethPainted || 0) + 1;
    document.documentElement.dataset.painted = command.id;
  }).catch((fault) => {
    view.panes[0].note.textContent = named("e");
    console.error(fault);
  });
  return L.layerGroup();
}

/* The app around the frame has the typeface already; the frame only needs to be told where it lies. */
function borrowFont() {
  const style = document.createElement("style");
  for (const sheet of window.parent.document.styleSheets) {
    let rules;
    try { rules = Array.from(sheet.cssRules); } catch (closed) { continue; }
    for (const rule of rules) {
      if (!(rule instanceof window.parent.CSSFontFaceRule) || !/Source Sans/.test(rule.style.fontFamily)) continue;
      style.textContent += rule.cssText.replace(/url\("([^"]+)"\)/g, (_, address) =>
        'url("' + new URL(address, sheet.href || window.parent.document.baseURI).href + '")');
    }
  }
  document.head.appendChild(style);
}

function start(id) {
  borrowFont();
  const first = pane(id);
  playerBox();
  awaitTypeface();
  return first.map;
}

/* The app tells its frames of another theme without running anew: ask for that, once for each theme. */
let asked = "";
window.addEventListener("message", ({ data }) => {
  const theme = data && data.type === "streamlit:render" && data.theme && data.theme.base;
  if (!theme || !view.wanted) return;
  if (theme === view.wanted.d) asked = "";
  else if (theme !== asked) { asked = theme; report("theme", theme); }
});

/* Return the names that stand on the first map, as they were written last. */
function labels() {
  const [first] = view.panes, last = first.shown && !view.wanted.nn && first.shown.kept.labels.get(first);
  return last ? last.found : [];
}

window.choropleth = { start, show, view, labels };
