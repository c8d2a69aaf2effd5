// Where the form asks for it, choosing with a finger or the mouse is as good as pressing Next.
// Keys never do: they pass over the choices on their way to one.
(() => {
  "use strict";
  let pressed = false;

  document.addEventListener("pointerdown", (event) => {
    pressed = Boolean(event.target.closest?.("[data-quick] .opt"));
  });
  document.addEventListener("keydown", () => {
    pressed = false;
  });
  document.addEventListener("change", (event) => {
    if (!pressed || !event.target.closest("[data-quick]")) return;
    pressed = false;
    document.querySelector(".steps button[value=next]")?.click();
  });
})();
