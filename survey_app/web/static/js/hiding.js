// Twice Escape hides the page, whatever it is doing; F2 shows other questions in its place. This
// stands in the first script of a page, which is not deferred: it listens before anything is drawn
// and waits for nothing that comes later. What it needs stands in its own tag, so a page of which
// only the beginning has come hides too.
(() => {
  "use strict";
  const { way, other, proof, away } = document.currentScript.dataset;
  const PRESSES = 2;
  const WITHIN = 1500;
  const cover = () => {
    document.documentElement.hidden = true;
  };
  // every other window of this browser goes with it: whoever comes in may look at any of them
  const windows = way && window.BroadcastChannel ? new BroadcastChannel("hide") : null;
  windows?.addEventListener("message", () => {
    cover();
    window.location.replace(away); // the door may still stand open while the lock is under way
  });
  const post = (action) => {
    cover();
    windows?.postMessage("");
    const form = document.createElement("form");
    const field = document.createElement("input");
    Object.assign(form, { method: "post", action });
    Object.assign(field, { type: "hidden", name: "csrf_token", value: proof });
    form.append(field);
    document.documentElement.append(form);
    form.submit();
  };
  const leave = () => {
    if (way) {
      post(way);
    } else {
      cover();
      window.location.replace(away);
    }
  };

  // the name of the window goes from page to page: presses count on while one page follows another
  const earlier = () => window.name.split(" ").map(Number).filter((then) => then && Date.now() - then < WITHIN);

  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "F2" && other) {
        event.preventDefault();
        post(other);
        return;
      }
      if (event.key !== "Escape") {
        window.name = "";
        return;
      }
      // a browser stops what it loads at Escape: the answer that is being saved, or this page
      if (!event.isComposing) event.preventDefault();
      const presses = [...earlier(), Date.now()];
      window.name = presses.join(" ");
      if (presses.length < PRESSES) return;
      window.name = "";
      leave();
    },
    { capture: true },
  );
  document.addEventListener("submit", (event) => {
    if (event.target.id === "hide") cover();
    if (event.target.matches("#hide, [action$='/lock']")) windows?.postMessage("");
  });
})();
