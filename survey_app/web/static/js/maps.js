// A browser sends by itself where a picture was pressed; with htmx this has to be added.
(() => {
  "use strict";
  const pressed = { name: "", x: 0, y: 0 };

  document.addEventListener(
    "click",
    (event) => {
      if (event.target.type !== "image") return;
      const byHand = event.detail > 0;
      // the picture may be another one by the time this is sent
      pressed.name = event.target.name;
      pressed.x = byHand ? Math.max(0, Math.round(event.offsetX)) : 0;
      pressed.y = byHand ? Math.max(0, Math.round(event.offsetY)) : 0;
    },
    true,
  );
  document.addEventListener("htmx:configRequest", (event) => {
    const cause = event.detail.triggeringEvent;
    const button = cause && cause.type === "submit" ? cause.submitter : null;
    if (button?.type !== "image") return;
    event.detail.parameters[`${pressed.name}.x`] = String(pressed.x);
    event.detail.parameters[`${pressed.name}.y`] = String(pressed.y);
  });
})();
