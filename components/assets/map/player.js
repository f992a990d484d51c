/* The player: a slider over the periods. Values of all periods come when they are first wanted; then it plays without the
 * server, and tells the server where it stopped, so that table and words follow. */

const STEP = 900; // milliseconds a period
const player = { box: null, slider: null, button: null, said: null, key: "", frames: null, at: 0, timer: 0, waiting: "" };

function playerBox() {
  const make = (name, attributes) => Object.assign(document.createElement(name), attributes);
  player.box = make("div", { id: "choropleth-player", hidden: true });
  player.button = make("button", { type: "button" });
  player.slider = make("input", { type: "range", min: 0, step: 1 });
  player.said = make("output", {});
  player.box.append(player.button, player.slider, player.said);
  view.panes[0].box.appendChild(player.box);
  L.DomEvent.disableClickPropagation(player.box);
  L.DomEvent.disableScrollPropagation(player.box);
  player.button.addEventListener("click", () => (player.timer || player.waiting === "play" ? halt(true) : play()));
  player.slider.addEventListener("input", () => { halt(false); turn(Number(player.slider.value)); });
  player.slider.addEventListener("change", () => settle());
}

/* Show the player of a command that has one; forget the frames of another series. */
function setPlayer(command) {
  const wanted = command.y;
  player.box.hidden = !wanted;
  if (!wanted) { halt(false); player.frames = null; player.key = ""; return; }
  if (wanted.k !== player.key) { halt(false); player.frames = null; player.key = wanted.k; }
  if (wanted.q) player.frames = wanted.q;
  player.slider.max = wanted.p.length - 1;
  player.slider.setAttribute("aria-label", named("sl"));
  if (!player.timer) player.at = wanted.i;
  dressPlayer();
  const waiting = player.waiting;
  if (waiting && player.frames) {
    player.waiting = "";
    if (waiting === "play") play(); else turn(Number(waiting));
  }
}

function dressPlayer() {
  const label = view.wanted.y.p[player.at][1], playing = Boolean(player.timer || player.waiting === "play");
  player.slider.value = player.at;
  player.slider.setAttribute("aria-valuetext", label);
  player.said.textContent = label;
  player.button.dataset.playing = playing;
  player.button.setAttribute("aria-label", named(playing ? "pa" : "pl"));
}

function play() {
  if (!player.frames) { player.waiting = "play"; dressPlayer(); report("frames"); return; }
  const last = view.wanted.y.p.length - 1;
  turn(player.at === last ? 0 : player.at);
  player.timer = setInterval(() => {
    if (player.at === last) halt(true); else turn(player.at + 1);
  }, STEP);
  dressPlayer();
}

function halt(tell) {
  clearInterval(player.timer);
  player.timer = 0;
  player.waiting = "";
  if (view.wanted && view.wanted.y) dressPlayer();
  if (tell) settle();
}

/* Show another period in the colours of the same classes. */
function turn(at) {
  player.at = at;
  if (!player.frames) player.waiting = String(at);
  else {
    const { shown } = view.panes[0], [v, vp, o] = player.frames[at];
    if (shown) repaint(view.panes[0], [{ ...shown.told[0].series, v, vp, o }]);
  }
  dressPlayer();
}

/* Tell the server which period is shown, unless it knows. */
function settle() {
  const { y } = view.wanted;
  if (player.waiting && !player.frames) report("frames", y.p[player.at][0]);
  else if (player.at !== y.i) report("period", y.p[player.at][0]);
}
