// The browser's way back inside an interview is the page's own Back: one question, with what is typed.
// Without this it would leave the interview for the page before it, which is not for her eyes.
// The step is made at the first touch: browsers pass over one that nobody's hand stood behind.
(() => {
  "use strict";
  const STEP = "step";
  let made = window.history.state === STEP;

  const make = () => {
    if (made || !document.getElementById("answers")) return;
    made = true;
    window.history.pushState(STEP, "");
  };
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, make, { capture: true, passive: true });

  window.addEventListener("popstate", () => {
    const back = document.querySelector("#answers .steps button[value=back]");
    // a way forward to the step, or to a place within this page, is none back
    if (window.history.state === STEP || window.location.hash || !back) return;
    window.history.pushState(STEP, "");
    back.click();
  });
})();
