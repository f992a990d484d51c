/* My location: asks the browser where it is, only on a click, and names the nearest communes to choose from.
 * The position stays in this script: what is fetched is one list of the points of all communes, the same for
 * everybody, and what goes on from here is the code of the commune that is chosen. */
"use strict";
window.whereabouts = (() => {
  const OFFERED = 5, RADIUS = 6371, FAR = 80, ROUGH = 5, WAIT = 20000;  // kilometres, milliseconds
  const rad = (degrees) => degrees * Math.PI / 180;

  function kilometres(here, there) {
    const north = Math.sin(rad(there[0] - here[0]) / 2), east = Math.sin(rad(there[1] - here[1]) / 2);
    const part = north * north + Math.cos(rad(here[0])) * Math.cos(rad(there[0])) * east * east;
    return 2 * RADIUS * Math.asin(Math.sqrt(part));
  }

  function nearest(told, here) {
    return told.communes.map(([code, name, province, lat, lon]) =>
      ({ code, name, where: told.provinces[province], km: kilometres(here, [lat, lon]) }))
      .sort((a, b) => a.km - b.km).slice(0, OFFERED);
  }

  function position() {
    if (!window.isSecureContext) return Promise.reject(new Error("insecure"));
    if (!navigator.geolocation) return Promise.reject(new Error("unavailable"));
    return new Promise((found, failed) => navigator.geolocation.getCurrentPosition(
      (place) => found(place.coords),
      (fault) => failed(new Error({ 1: "refused", 3: "slow" }[fault.code] || "unavailable")),
      { timeout: WAIT, maximumAge: 0 }));
  }

  /* place: the button, the line that says what is going on, the list, the words; points() fetches the communes,
   * choice(commune) makes what one clicks, changed() hears that the size is another. */
  function attach(place) {
    const { button, said, list, words, changed } = place;
    const number = (km) => String(Math.max(1, Math.round(km))).replace(/\B(?=(\d{3})+$)/g, words().thousand);
    const tell = (text) => { said.textContent = text; changed(); };

    function offer(communes, accuracy) {
      if (communes[0].km > FAR) return tell(words().outside.replace("{km}", number(communes[0].km)));
      list.replaceChildren(...communes.map((commune) => {
        const row = document.createElement("li"), entry = place.choice(commune), more = document.createElement("small");
        more.textContent = commune.where + " · " + words().away.replace("{km}", number(commune.km));
        entry.append(more);
        row.append(entry);
        return row;
      }));
      const rough = accuracy / 1000 > ROUGH ? " " + words().rough.replace("{km}", number(accuracy / 1000)) : "";
      tell(words().choose + rough);
    }

    async function ask() {
      list.replaceChildren();
      tell(words().looking);
      button.setAttribute("aria-busy", "true");
      try {
        const here = await position();
        const told = await place.points().catch(() => { throw new Error("failed"); });
        offer(nearest(told, [here.latitude, here.longitude]), here.accuracy);
      } catch (fault) {
        tell(words()[fault.message] || words().failed);
      } finally {
        button.removeAttribute("aria-busy");
      }
    }

    button.addEventListener("click", () => { if (!button.hasAttribute("aria-busy")) ask(); });
    return { close: () => { list.replaceChildren(); tell(""); } };
  }

  return { attach, nearest };
})();
