// Of a double press only the first one counts when the page changed between the two: whoever taps
// twice would answer, refuse, discard or send away what she has not seen. On the same page every
// press counts, as on a counter. Hiding, which stands outside of the page's content, always counts.
(() => {
  "use strict";
  let isNew = true; // since the first of these presses

  document.addEventListener("send:swapped", (event) => {
    if (event.detail.target.id === "main") isNew = true;
  });
  document.addEventListener(
    "click",
    (event) => {
      if (event.detail < 2) isNew = false;
      else if (isNew && event.target.closest("#main")) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
    { capture: true },
  );
})();
