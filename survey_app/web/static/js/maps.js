// A browser sends by itself where a picture was pressed; when the page is sent by a script this has to be added.
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
  document.addEventListener("send:request", (event) => {
    const { button, more } = event.detail;
    if (button?.type !== "image") return;
    more[`${pressed.name}.x`] = String(pressed.x);
    more[`${pressed.name}.y`] = String(pressed.y);
  });
})();
