// The page locks when nobody touches it, and never comes back from memory.
(() => {
  "use strict";
  const WARNING = 30;
  const SIGN_OF_LIFE = 60;
  const body = document.body;
  const idle = Number(body.dataset.idle || 0);
  let touched = Date.now();
  let told = Date.now();

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
  if (!idle) return;

  const proof = () => document.querySelector("input[name=csrf_token]")?.value || "";
  const tell = () => {
    told = Date.now();
    fetch(body.dataset.awake, { method: "POST", headers: { "X-CSRFToken": proof() } }).catch(() => {});
  };
  const alive = () => {
    if (!document.getElementById("veil").hidden) return;
    touched = Date.now();
    document.getElementById("going-to-lock").hidden = true;
    if (touched - told > SIGN_OF_LIFE * 1000) tell();
  };

  // what waits for the laptop, or is on its way, would be lost with the page: it is covered until
  // it got through
  const leave = () => {
    const waits = ["away", "writing"].includes(document.getElementById("saved")?.dataset.state);
    document.documentElement.classList.toggle("is-veiled", waits);
    document.getElementById("veil").hidden = !waits;
    if (waits) return;
    document.documentElement.hidden = true; // so that no question of the browser keeps it open
    window.location.replace(body.dataset.door);
  };

  for (const kind of ["pointerdown", "keydown", "input"]) {
    document.addEventListener(kind, alive, { passive: true });
  }
  setInterval(() => {
    touched = Math.min(touched, Date.now()); // a clock that was put back keeps no page open
    const quiet = (Date.now() - touched) / 1000;
    if (quiet >= idle) leave();
    else document.getElementById("going-to-lock").hidden = quiet < idle - WARNING;
  }, 1000);
})();
