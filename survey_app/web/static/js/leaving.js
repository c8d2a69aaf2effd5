// The page locks when nobody touches it or another window of it, and when the time of every visit is
// over, and never comes back from memory. Before the second it warns, and what is typed is sent; a
// page that holds what could not be saved stays, for her to note it.
(() => {
  "use strict";
  const WARNING = 30;
  const SIGN_OF_LIFE = 60;
  const LONGEST_FAREWELL = 3000;
  const LAST_MINUTE = 60;
  const LAST_WORD = 4;
  const NOT_SAVED = ["waiting", "failed", "gone", "locked"];
  const HER_LAST_WORDS = 90; // the laptop waits two minutes for a page on which somebody speaks
  const body = document.body;
  const idle = Number(body.dataset.idle || 0);
  let touched = Date.now();
  let told = Date.now();
  let shared = 0;
  let gone = false;
  let over = Date.now() + Number(body.dataset.left || Infinity) * 1000;

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
  if (!idle) return;

  const state = () => document.getElementById("saved")?.dataset.state;
  const proof = () => document.querySelector("input[name=csrf_token]")?.value || "";
  const post = (address, more) => fetch(address, { method: "POST", headers: { "X-CSRFToken": proof() }, ...more }).catch(() => {});
  window.surveyPost = post; // for a recording, which says so while nobody touches the page
  const tell = () => {
    told = Date.now();
    post(body.dataset.awake);
  };
  // the windows of one browser are locked together, so that what is touched in one keeps the others
  const speaks = () => Boolean(window.surveySpeaks?.());
  const goOn = () => {
    over = Math.max(over, Date.now() + HER_LAST_WORDS * 1000);
  };
  const left = () => {
    if (speaks()) goOn();
    return (over - Date.now()) / 1000;
  };
  const windows = window.BroadcastChannel ? new BroadcastChannel("touched") : null;
  const share = () => {
    if (touched - shared < 1000 && !speaks()) return;
    shared = touched;
    windows?.postMessage(speaks() ? "speaks" : "");
  };
  const stay = () => {
    if (!document.getElementById("veil").hidden) return false;
    touched = Date.now();
    document.getElementById("going-to-lock").hidden = true;
    return true;
  };
  windows?.addEventListener("message", ({ data }) => {
    if (data === "speaks") goOn(); // the half hour of this window would end what is said in another
    stay();
  });
  const alive = () => {
    if (!stay()) return;
    share();
    if (touched - told > SIGN_OF_LIFE * 1000) tell();
  };

  // what was sent last may have come after the last touch: to the laptop the page is younger than
  // to her, so the page says that it is over. What waits for the laptop, or is on its way, would be
  // lost with the page: it is covered until it got through
  const cover = (on) => {
    document.documentElement.classList.toggle("is-veiled", on);
    document.getElementById("veil").hidden = !on;
  };
  const leave = () => {
    const waits = ["away", "writing"].includes(state());
    cover(waits);
    if (waits || gone) return;
    gone = true;
    document.documentElement.hidden = true; // so that no question of the browser keeps it open
    const { quiet, door } = body.dataset;
    const said = quiet ? post(quiet, { signal: AbortSignal.timeout(LONGEST_FAREWELL) }) : Promise.resolve();
    said.then(() => window.location.replace(door));
  };

  for (const kind of ["pointerdown", "keydown", "input"]) {
    document.addEventListener(kind, alive, { passive: true });
  }
  share();
  const look = () => {
    touched = Math.min(touched, Date.now()); // a clock that was put back keeps no page open
    const quiet = (Date.now() - touched) / 1000;
    const rest = left();
    const isHereOnly = NOT_SAVED.includes(state());
    if (rest <= LAST_WORD) window.surveySave?.();
    document.getElementById("last-minute").hidden = rest > LAST_MINUTE || isHereOnly;
    if (quiet >= idle || (rest <= 0 && !isHereOnly)) return leave();
    if (rest <= 0) cover(false); // the laptop has refused what waited: she must see it to note it
    document.getElementById("going-to-lock").hidden = quiet < idle - WARNING || rest <= LAST_MINUTE;
  };
  setInterval(look, 1000);
})();
