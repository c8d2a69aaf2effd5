// The page locks when nobody touches it, never comes back from memory, and hides at a key:
// press Escape three times.
(() => {
  "use strict";
  const WARNING = 30;
  const SIGN_OF_LIFE = 60;
  const body = document.body;
  const idle = Number(body.dataset.idle || 0);
  let touched = Date.now();
  let told = Date.now();
  let escapes = [];

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
    touched = Date.now();
    document.getElementById("going-to-lock").hidden = true;
    if (touched - told > SIGN_OF_LIFE * 1000) tell();
  };

  for (const kind of ["pointerdown", "keydown", "input"]) {
    document.addEventListener(kind, alive, { passive: true });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") {
      escapes = [];
      return;
    }
    escapes = [...escapes.filter((then) => Date.now() - then < 1500), Date.now()];
    if (escapes.length === 3) document.getElementById("hide").submit();
  });
  setInterval(() => {
    const quiet = (Date.now() - touched) / 1000;
    if (quiet >= idle) window.location.replace(body.dataset.door);
    else document.getElementById("going-to-lock").hidden = quiet < idle - WARNING;
  }, 1000);
})();
