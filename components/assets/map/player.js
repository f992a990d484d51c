/* The player: a slider over the periods. Values of all periods come when they are first wanted; then it plays without the
 * server, and tells the server where it stopped, so that table and words follow. */

const STEP = 900; // milliseconds a period
const player = { box: null, slider: null, button: null, said: null, key: "", frames: null, at: 0, timer: 0,
                 then: null }; // what to do when the frames that were asked for have come

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
  player.button.addEventListener("click", () => (playing() ? pause() : withFrames(play)));
  player.slider.addEventListener("input", () => {
    const at = Number(player.slider.value);
    stop();
    player.at = at;
    dressPlayer();
    withFrames(() => turn(at));
  });
  player.slider.addEventListener("change", () => {
    const at = Number(player.slider.value);
    withFrames(() => { turn(at); settle(); });
  });
}

function playing() {
  return Boolean(player.timer || player.then === play);
}

/* Do it now, or as soon as the values of all periods have come. */
function withFrames(act) {
  if (player.frames) { act(); return; }
  if (!player.then) report("frames");
  player.then = act;
  dressPlayer();
}

/* Let the player stand on the map, or not, before it is known where the map lies. */
function showPlayer(command) {
  player.box.hidden = !command.y;
  if (command.y) player.said.textContent = command.y.p[command.y.i][1];
}

/* Set the player of a command that has one; forget the frames of another series. */
function setPlayer(command) {
  const wanted = command.y;
  if (!wanted || wanted.k !== player.key) { stop(); player.frames = player.then = null; }
  player.key = wanted ? wanted.k : "";
  if (!wanted) return;
  if (wanted.q) player.frames = wanted.q;
  player.slider.max = wanted.p.length - 1;
  player.slider.setAttribute("aria-label", named("sl"));
  if (!player.timer) player.at = wanted.i;
  dressPlayer();
  if (player.frames && player.then) {
    const { then } = player;
    player.then = null;
    then();
  }
}

function dressPlayer() {
  const label = view.wanted.y.p[player.at][1];
  player.slider.value = player.at;
  player.slider.setAttribute("aria-valuetext", label);
  player.said.textContent = label;
  player.button.dataset.playing = playing();
  player.button.setAttribute("aria-label", named(playing() ? "pa" : "pl"));
}

function play() {
  const last = view.wanted.y.p.length - 1;
  player.timer = setInterval(() => {
    if (player.at === last) pause(); else turn(player.at + 1);
  }, STEP);
  turn(player.at === last ? 0 : player.at);
}

function stop() {
  clearInterval(player.timer);
  player.timer = 0;
}

function pause() {
  stop();
  player.then = null;
  dressPlayer();
  settle();
}

/* Show another period in the colours of the same classes. */
function turn(at) {
  const { shown } = view.panes[0], [v, vp, o] = player.frames[at];
  player.at = at;
  if (shown) repaint(view.panes[0], [{ ...shown.told[0].series, v, vp, o }]);
  dressPlayer();
}

/* Tell the server which period is shown, unless it knows. */
function settle() {
  const { y } = view.wanted;
  if (player.at !== y.i) report("period", y.p[player.at][0]);
}
