// File fields: refuse what is too large before it is sent, make pictures as small as the form
// asks, and forget a file once the server has it. Without this script the server does all but the second.
(() => {
  "use strict";
  document.documentElement.classList.add("picks"); // the browser's own button speaks its language
  const form = () => document.getElementById("answers");
  const isFile = (field) => field instanceof HTMLInputElement && field.type === "file" && field.files.length > 0;
  const ready = new WeakSet();

  // the one way in which the tools of a page put something into a file field
  const give = (field, blob, name) => {
    const carrier = new DataTransfer();
    carrier.items.add(new File([blob], name, { type: blob.type }));
    field.files = carrier.files;
  };
  const say = (field) => field.dispatchEvent(new Event("change", { bubbles: true }));

  const smaller = async (file, most) => {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = most / Math.max(picture.width, picture.height);
    if (scale >= 1) return null;
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const type = file.type === "image/png" ? file.type : "image/jpeg";
    return new Promise((resolve) => canvas.toBlob(resolve, type, 0.85));
  };

  const tooLarge = (field) => {
    const most = Number(field.dataset.most || 0);
    const large = most > 0 && field.files[0].size > most;
    const place = document.getElementById(`${field.id}-too-large`);
    if (place) place.hidden = !large;
    return large;
  };

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!isFile(field)) return;
    const most = Number(field.dataset.mostPixels || 0);
    if (most && !ready.has(field.files[0])) {
      event.stopImmediatePropagation();
      const file = field.files[0];
      const go = (blob) => {
        if (field.files[0] !== file) return;
        if (blob) give(field, blob, "picture");
        ready.add(field.files[0]);
        say(field);
      };
      smaller(file, most).then(go, () => go(null)); // what is no picture, the server refuses
    } else if (tooLarge(field)) {
      event.stopImmediatePropagation();
      field.value = "";
    }
  }, true);

  // only "change" counts for a file: an "input" would send it before it was looked at
  document.addEventListener("input", (event) => {
    if (isFile(event.target)) event.stopImmediatePropagation();
  }, true);

  // a file that was sent is not sent again with the next answer; one that could not be kept is
  document.addEventListener("send:before", (event) => {
    event.detail.xhr.filesSent = [...form().querySelectorAll("input[type=file]")].filter(isFile).map((field) => [field.id, field.files[0]]);
  });
  document.addEventListener("send:after", (event) => {
    const { xhr } = event.detail;
    if (![200, 204, 422].includes(xhr.status) || xhr.getResponseHeader("HX-Trigger")?.includes("answer-failed")) return;
    for (const [id, file] of xhr.filesSent || []) {
      const field = document.getElementById(id);
      if (field && field.files && field.files[0] === file) field.value = "";
    }
  });

  window.surveyFiles = Object.freeze({ give, say, form });
})();
