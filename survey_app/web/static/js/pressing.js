// Of a double press only the first one counts when the page changed between the two: whoever taps
// twice would answer, refuse, discard or send away what she has not seen. On the same page every
// press counts, as on a counter. Hiding, which stands outside of the page's content, always counts.
// And a button that brings the page anew keeps the focus there: pressed with a finger or the mouse, it
// shows no ring until a key is pressed.
(() => {
  "use strict";
  let isNew = true; // since the first of these presses
  let isPointed = false; // what was pressed last, not with a key

  document.addEventListener("send:swapped", (event) => {
    if (event.detail.target.id === "main") isNew = true;
  });
  document.addEventListener(
    "click",
    (event) => {
      isPointed = Boolean(event.pointerType);
      if (event.detail < 2) isNew = false;
      else if (isNew && event.target.closest("#main")) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
    { capture: true },
  );
  document.addEventListener("formdata", ({ formData }) => {
    if (isPointed) formData.set("pointed", 1);
  });
  document.addEventListener("keydown", () => {
    isPointed = false;
    delete document.documentElement.dataset.pointed;
  });
})();
