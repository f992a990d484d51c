/* The page: finds a place by today's name or an old one, tells its figures, and has the map drawn in its frame.
 * All text is set as text, never as markup. Data come as files beside the page, named by the release. */
"use strict";
(() => {
  const root = document.documentElement, lang = root.lang, base = root.dataset.base;
  const at = (id) => document.getElementById(id), words = JSON.parse(at("words").textContent);
  const dark = window.matchMedia("(prefers-color-scheme: dark)"), files = new Map();
  const now = { code: "", place: null, measure: at("measures").querySelector("input:checked").value, frame: false };

  function file(name) {
    if (!files.has(name)) {
      const asked = fetch(base + name).then((answer) => {
        if (!answer.ok) throw new Error(answer.status + " " + name);
        return answer.json();
      });
      asked.catch(() => files.delete(name));
      files.set(name, asked);
    }
    return files.get(name);
  }

  function make(tag, text, style) {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (style) made.className = style;
    return made;
  }

  /* Figures of a place. */

  function figure(told) {
    const row = make("li"), big = make("div", undefined, told.missing ? "big missing" : "big"), more = make("div", told.what);
    row.dataset.scale = told.scale;
    const seen = make("span", told.figure), spoken = make("span", told.spoken, "spoken");
    seen.setAttribute("aria-hidden", "true");
    big.append(seen, spoken);
    for (const text of [told.change, told.others]) if (text) more.append(make("div", text, "change"));
    if (told.trend) more.append(...line(told));
    row.append(big, more);
    return row;
  }

  function line(told) {
    const space = "http://www.w3.org/2000/svg", drawing = document.createElementNS(space, "svg");
    const top = Math.max(...told.trend) * 1.18 || 1;
    let path = "", pen = "M";
    told.trend.forEach((value, n) => {
      if (value === null) { pen = "M"; return; }
      path += pen + (n + 0.5) + " " + (100 - 100 * value / top).toFixed(1) + (pen === "M" ? "h0" : "");
      pen = "L";
    });
    drawing.setAttribute("viewBox", "0 0 " + told.trend.length + " 100");
    drawing.setAttribute("preserveAspectRatio", "none");
    drawing.setAttribute("aria-hidden", "true");
    const stroke = document.createElementNS(space, "path");
    stroke.setAttribute("d", path);
    drawing.append(stroke);
    const ends = make("div", undefined, "ends");
    ends.setAttribute("aria-hidden", "true");
    ends.append(...told.ends.map((end) => make("span", end)));
    return [drawing, ends, make("span", told.aloud, "spoken")];
  }

  function tell(place) {
    at("name").textContent = place.name;
    at("where").textContent = place.where;
    at("figures").replaceChildren(...place.figures.map(figure));
    at("why").hidden = !place.figures.some((told) => told.hidden);
    at("back").hidden = !now.code;
    document.title = place.name + " – " + words.title;
  }

  /* The map and its legend. */

  function key(entry, background) {
    const row = make("li"), bar = make("i");
    if (background) bar.style.background = background; else bar.className = entry.mark;
    row.append(bar, make("b", entry.label), entry.units);
    return row;
  }

  function draw() {
    const drawing = now.place.maps[now.measure], theme = dark.matches ? "dark" : "light", fills = drawing.fills[theme];
    at("legend").replaceChildren(...drawing.classes.map((entry, n) => key(entry, fills[n])),
                                 ...drawing.marks.map((entry) => key(entry)));
    at("summary").textContent = drawing.summary;
    if (!now.frame) return;
    const command = structuredClone(drawing.command);
    command.d = theme;
    command.g[0].p = fills;
    command.s = now.code.length === 5 ? now.code : "";
    command.id = [now.code, now.measure, theme].join("-");
    at("map").contentWindow.postMessage({ command }, window.location.origin);
  }

  function acted(action) {
    if (action.act === "ready") { now.frame = true; if (now.place) draw(); }
    if (action.act === "open" && action.code) go(action.code);
    if (action.act === "up") go(now.code.length === 5 ? now.place.code : "");
  }

  /* Which place: the address says it after "#". */

  function go(code) {
    if (code) window.location.hash = code;
    else window.history.pushState(null, "", window.location.pathname);
    show();
  }

  function show() {
    const asked = window.location.hash.slice(1), code = /^(\d{2}|\d{5})$/.test(asked) ? asked : "";
    const within = code.length === 5 ? file("homes.json").then((homes) => homes[code] || "") : Promise.resolve(code);
    within.then((province) => file((province || "country") + "." + lang + ".json").then((place) => {
      now.code = code.length === 5 && !place.communes[code] ? "" : code;
      now.place = place;
      tell(now.code.length === 5 ? place.communes[now.code] : place);
      draw();
      for (const link of document.querySelectorAll("a[hreflang]")) link.hash = now.code;
    })).catch(() => { if (code) go(""); });
  }

  /* Search: letters without marks find all, letters with marks come first. */

  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");

  function found(units, text) {
    const wanted = plain(text).trim().split(/\s+/), exact = text.toLowerCase().normalize("NFC").trim();
    const hits = [];
    for (const [code, name, where, former] of units) {
      const names = [name, ...former], at = names.findIndex((each) => {
        const letters = plain(each);
        return wanted.every((part) => letters.includes(part));
      });
      if (at < 0 && !(code === exact)) continue;
      const hit = names[Math.max(at, 0)], low = hit.toLowerCase();
      hits.push([low.endsWith(exact) ? 0 : low.includes(exact) ? 1 : 2, at > 0 ? 1 : 0, hit.length, code, name, where,
                 at > 0 ? words.formerly.replace("{name}", hit) : ""]);
    }
    return hits.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).slice(0, 8);
  }

  function search() {
    const text = at("search").value;
    if (plain(text).trim().length < 2) { at("found").replaceChildren(); at("said").textContent = ""; return; }
    file("search.json").then((units) => {
      if (at("search").value !== text) return;
      const hits = found(units, text);
      at("said").textContent = hits.length ? words.choose : words.none.replace("{text}", text);
      at("found").replaceChildren(...hits.map(([, , , code, name, where, why]) => {
        const entry = make("li"), link = make("a", name);
        link.href = "#" + code;
        link.append(make("small", [where, why].filter(Boolean).join(" · ")));
        entry.append(link);
        return entry;
      }));
    });
  }

  /* By where one is: the nearest communes to choose from. */

  function choice(commune) {
    const link = make("a", commune.name);
    link.href = "#" + commune.code;
    return link;
  }

  whereabouts.attach({ button: at("ask"), said: at("said"), list: at("found"), words: () => words.where, choice,
                       points: () => file("points.json"), changed: () => {} });
  at("ask").addEventListener("click", () => { at("search").value = ""; });
  at("ask").hidden = false;
  at("search").addEventListener("input", search);
  at("find").addEventListener("submit", (event) => {
    event.preventDefault();
    const first = at("found").querySelector("a");
    if (first) first.click();
  });
  at("found").addEventListener("click", () => { at("search").value = ""; search(); at("name").focus(); });
  at("measures").addEventListener("change", (event) => { now.measure = event.target.value; draw(); });
  at("back").addEventListener("click", () => go(""));
  window.addEventListener("message", (event) => {
    if (event.source === at("map").contentWindow && event.data && event.data.map) acted(event.data.map);
  });
  window.addEventListener("hashchange", show);
  window.addEventListener("popstate", show);
  dark.addEventListener("change", draw);
  at("map").hidden = false;
  show();
})();
