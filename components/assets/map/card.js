/* The card: what a unit is called and what is known of it, beside the pointer and for those who listen. */

/* Return the lines about a unit: each a style and a text. */
function facts(pane, index) {
  const { features } = pane.shown, feature = features[index], main = pane.shown.told[0];
  const lines = [["name", (view.wanted.cn || {})[feature.code] || feature.name], ["within", feature.within]];
  const twin = pane.other && pane.other.shown.features === features ? [pane.other.shown] : [];
  for (const shown of twin.length ? view.panes.map((each) => each.shown) : [pane.shown]) {
    shown.told.forEach((each, number) => {
      const mark = each.marks[index], label = [shown.command.c, named(each.series.m)].filter(Boolean).join(" · ");
      lines.push([number || twin.length ? "lesser" : "value", told(each, index)]);
      if (known(mark) || shown.told.length > 1 || twin.length) lines.push(["measure", label]);
    });
  }
  if (pane.shown.rough.has(feature.code)) lines.push(["measure", named("~")]);
  lines.push(["measure", (view.wanted.x || {})[feature.code] || ""]);
  if (known(main.marks[index]) && !main.series.nr && !twin.length) lines.push(["within", place(main, index)]);
  return lines.filter((line) => line[1]);
}

function place({ values, marks }, index) {
  const all = values.filter((value, i) => known(marks[i]));
  const before = all.filter((value) => value > values[index]).length;
  return named("r").replace("{0}", grouped(before + 1)).replace("{1}", grouped(all.length));
}

/* Point at a unit of a map, -1 for none; the same unit is pointed at on a second map of the same shapes. */
function point(pane, index, at) {
  const changed = index !== pane.pointed;
  if (!changed && !at) return;
  for (const each of view.panes) {
    const same = each === pane || (pane.shown && each.shown && each.shown.features === pane.shown.features);
    if (each !== pane) each.card.hidden = true;
    if (changed) { each.pointed = same ? index : -1; each.canvas.draw(); }
  }
  if (index < 0 || !pane.shown || !pane.shown.features[index]) { pane.card.hidden = true; return; }
  if (changed) {
    pane.card.replaceChildren(...facts(pane, index).map(([style, text]) => {
      const line = document.createElement("div");
      line.className = style;
      line.textContent = text; // names are a stranger's text: never markup
      return line;
    }));
  }
  pane.card.hidden = false;
  beside(pane, at || pane.map.latLngToContainerPoint(centre(pane, index)));
}

function beside(pane, at) {
  const box = pane.card, size = pane.map.getSize(), width = box.offsetWidth, height = box.offsetHeight;
  const left = at.x + 18 + width > size.x ? at.x - 18 - width : at.x + 18;
  box.style.left = Math.max(4, Math.min(left, size.x - width - 4)) + "px";
  box.style.top = Math.max(4, Math.min(at.y + 14, size.y - height - 4)) + "px";
}

function centre(pane, index) {
  const feature = pane.shown.features[index];
  return pane.map.unproject([feature.x, feature.y], REFERENCE_ZOOM);
}

function announce(pane, index) {
  pane.spoken.textContent = facts(pane, index).map((line) => line[1]).join(", ");
}
