/* The map's frame on the plain site: what is done on the map goes to the page around it, commands come from there. */
"use strict";
window.Streamlit = {
  setComponentValue: (value) => window.parent.postMessage({ map: value }, window.location.origin),
};
choropleth.start("map_div");
window.addEventListener("message", (event) => {
  if (event.source === window.parent && event.data && event.data.command) choropleth.show(event.data.command);
});
window.parent.postMessage({ map: { act: "ready" } }, window.location.origin);
