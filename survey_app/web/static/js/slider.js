// A slider beside the box of a number. It has no name of its own: until it is touched there is
// no answer, and what it says is what stands in the box.
(() => {
  "use strict";
  const boxOf = (slide) => document.getElementById(slide.parentElement.dataset.slider);
  const ready = (slide) => {
    slide.hidden = false;
    const box = boxOf(slide);
    slide.disabled = !box || box.readOnly;
  };
  const show = () => document.querySelectorAll("[data-slider] input[type=range]").forEach(ready);

  document.addEventListener("input", (event) => {
    const slide = event.target;
    if (slide.type === "range" && slide.closest("[data-slider]")) {
      slide.classList.remove("untouched");
      boxOf(slide).value = slide.value;
      return;
    }
    const own = document.getElementById(`${slide.id}-slide`);
    if (!own || slide.value === "" || Number.isNaN(Number(slide.value))) return;
    own.classList.remove("untouched");
    own.value = slide.value;
  });
  document.addEventListener("change", (event) => {
    const slide = event.target;
    if (slide.type !== "range" || !slide.closest("[data-slider]")) return;
    boxOf(slide).dispatchEvent(new Event("change", { bubbles: true }));
  });
  // where a touch ends where the handle already stood, the browser tells of no change
  document.addEventListener("pointerup", (event) => {
    const slide = event.target;
    if (slide.type !== "range" || !slide.classList.contains("untouched")) return;
    slide.classList.remove("untouched");
    boxOf(slide).value = slide.value;
    boxOf(slide).dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("send:swapped", show);
})();
