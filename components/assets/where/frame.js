/* The frame on the page that Streamlit serves: words, colours and the address of the points come from there; the
 * code of the commune that is chosen, and the height of the frame, go there. */
"use strict";
(() => {
  const at = (id) => document.getElementById(id), root = document.documentElement;
  let told = null, asked = null, address = "", letters = null;

  function send(type, content) {
    window.parent.postMessage({ isStreamlitMessage: true, type: "streamlit:" + type, ...content }, window.location.origin);
  }

  const resize = () => send("setFrameHeight", { height: Math.ceil(document.body.getBoundingClientRect().height) });

  function points() {
    asked ||= fetch(address).then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    });
    asked.catch(() => { asked = null; });
    return asked;
  }

  function choice(commune) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = commune.name;
    button.addEventListener("click", () => {
      offered.close();
      send("setComponentValue", { value: { code: commune.code, at: Date.now() }, dataType: "json" });
    });
    return button;
  }

  const offered = whereabouts.attach({ button: at("ask"), said: at("said"), list: at("near"), words: () => told.words,
                                       points, choice, changed: resize });

  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || event.data.type !== "streamlit:render") return;
    const { args, theme } = event.data;
    if (told && told.words.button !== args.words.button) offered.close();
    told = args;
    if (args.points !== address) { address = args.points; asked = null; }
    root.lang = args.lang;
    document.title = at("ask").textContent = args.words.button;
    for (const [name, key] of [["--ground", "backgroundColor"], ["--ink", "textColor"], ["--accent", "primaryColor"]])
      root.style.setProperty(name, theme[key]);
    if (args.letters && !letters) {
      letters = new FontFace("Source Sans", `url(${args.letters})`, { weight: "100 900" });
      letters.load().then((face) => { document.fonts.add(face); resize(); }, () => {});
    }
    resize();
  });
  window.addEventListener("resize", resize);
  send("componentReady", { apiVersion: 1 });
})();
