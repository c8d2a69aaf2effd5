// Draw, mark a picture, or sign: a canvas that fills the file field after each stroke.
(() => {
  "use strict";
  const QUIET_AFTER_A_STROKE = 800;
  const PENS = { draw: ["#1b1b1b", 5], signature: ["#1b1b1b", 4], annotate: ["#c0261c", 7] };
  const { give, say } = window.surveyFiles;
  const states = new WeakMap(); // canvas -> { base, own, ready, loaded, soon, last }

  const state = (canvas) => {
    if (!states.has(canvas)) states.set(canvas, { base: "", own: false, ready: false, loaded: false, soon: 0, last: null });
    return states.get(canvas);
  };
  const pen = (canvas) => canvas.getContext("2d", { willReadFrequently: true }); // read after each stroke
  const blank = (canvas) => {
    const sheet = pen(canvas);
    sheet.fillStyle = "#ffffff";
    sheet.fillRect(0, 0, canvas.width, canvas.height);
  };
  // show the kept picture, so that drawing goes on where it was left
  const load = async (canvas, address) => {
    blank(canvas);
    if (!address) return;
    const picture = new Image();
    picture.src = address;
    await picture.decode().catch(() => {});
    if (!picture.naturalWidth || state(canvas).base !== address) return;
    const scale = Math.min(canvas.width / picture.naturalWidth, canvas.height / picture.naturalHeight);
    const [wide, high] = [picture.naturalWidth * scale, picture.naturalHeight * scale];
    pen(canvas).drawImage(picture, (canvas.width - wide) / 2, (canvas.height - high) / 2, wide, high);
  };
  const paint = () => {
    for (const canvas of document.querySelectorAll(".drawing canvas")) {
      const box = canvas.closest(".drawing"); // a drawing with regions to touch has no canvas
      const now = state(canvas);
      box.hidden = false;
      const kept = document.getElementById(`${box.dataset.for}-kept`);
      if (kept) kept.hidden = true;
      if (box.dataset.base === now.base && now.ready) continue;
      const mine = now.own && box.dataset.base;
      now.base = box.dataset.base;
      now.own = false;
      now.ready = true;
      if (mine) continue;
      // a stroke on an empty sheet would replace the drawing that is still on its way
      now.loaded = false;
      load(canvas, now.base).finally(() => {
        now.loaded = true;
      });
    }
  };
  const keep = (canvas) => {
    state(canvas).soon = 0;
    const box = canvas.closest(".drawing");
    const field = document.getElementById(box.dataset.for);
    canvas.toBlob((blob) => {
      if (!field || !blob) return;
      state(canvas).own = true;
      give(field, blob, "drawing");
      say(field);
    }, "image/png");
  };
  const place = (canvas, event) => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * (canvas.width / box.width), (event.clientY - box.top) * (canvas.height / box.height)];
  };
  const line = (canvas, from, to) => {
    const stroke = pen(canvas);
    [stroke.strokeStyle, stroke.lineWidth] = PENS[canvas.closest(".drawing").dataset.tool];
    stroke.lineCap = stroke.lineJoin = "round";
    stroke.beginPath();
    stroke.moveTo(...from);
    stroke.lineTo(...to);
    stroke.stroke();
  };

  document.addEventListener("pointerdown", (event) => {
    if (!(event.target instanceof HTMLCanvasElement) || !event.target.closest(".drawing")) return;
    const canvas = event.target;
    const now = state(canvas);
    if (!now.loaded) return;
    clearTimeout(now.soon);
    canvas.setPointerCapture(event.pointerId);
    now.last = place(canvas, event);
    line(canvas, now.last, now.last);
  });
  document.addEventListener("pointermove", (event) => {
    if (!(event.target instanceof HTMLCanvasElement)) return;
    const now = states.get(event.target);
    if (!now || !now.last) return;
    const next = place(event.target, event);
    line(event.target, now.last, next);
    now.last = next;
  });
  for (const kind of ["pointerup", "pointercancel"]) {
    document.addEventListener(kind, (event) => {
      const now = event.target instanceof HTMLCanvasElement && states.get(event.target);
      if (!now || !now.last) return;
      now.last = null;
      now.soon = setTimeout(() => keep(event.target), QUIET_AFTER_A_STROKE);
    });
  }
  // a stroke that waits to be kept goes with the step
  document.addEventListener("submit", (event) => {
    for (const canvas of document.querySelectorAll(".drawing canvas")) {
      const now = state(canvas);
      if (!now.soon || event.target.id !== "answers") continue;
      clearTimeout(now.soon);
      now.soon = 0;
      event.preventDefault();
      event.stopImmediatePropagation();
      const pressed = event.submitter;
      const field = document.getElementById(canvas.closest(".drawing").dataset.for);
      canvas.toBlob((blob) => {
        if (field && blob) give(field, blob, "drawing");
        event.target.requestSubmit(pressed);
      }, "image/png");
      return;
    }
  }, true);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-draw=wipe]");
    if (!button) return;
    const box = button.closest(".drawing");
    const canvas = box.querySelector("canvas");
    clearTimeout(state(canvas).soon);
    state(canvas).soon = 0;
    const remove = document.querySelector(`button[value="remove-file:${box.dataset.for}"]`);
    if (remove) remove.click(); // asks first
    else blank(canvas);
  });
  document.addEventListener("send:swapped", paint);
  document.addEventListener("DOMContentLoaded", paint);
  paint();
})();
