// One text, one recording: start, stop, and it is sent as the file of the form.
(() => {
  "use strict";
  const able = Boolean(window.MediaRecorder && navigator.mediaDevices?.getUserMedia);
  const at = (id) => document.getElementById(id);
  if (!able) return;
  at("speak").hidden = false;
  let recorder = null;

  const state = (text) => {
    at("state").textContent = text;
  };
  const begun = (on) => {
    at("start").hidden = on;
    at("stop").hidden = !on;
    state(on ? at("state").dataset.live : "");
    at(on ? "stop" : "start").focus();
  };
  const send = (pieces) => {
    const type = recorder.mimeType.split(";")[0];
    const chosen = new DataTransfer();
    chosen.items.add(new File(pieces, "take", { type }));
    at("sound").files = chosen.files;
    at("take").submit();
  };

  at("start").addEventListener("click", async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
    if (!stream) return state(at("state").dataset.refused);
    const pieces = [];
    recorder = new MediaRecorder(stream, { audioBitsPerSecond: 24_000 });
    recorder.addEventListener("dataavailable", ({ data }) => data.size && pieces.push(data));
    recorder.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
      send(pieces);
    });
    recorder.start();
    begun(true);
    return undefined;
  });
  at("stop").addEventListener("click", () => {
    begun(false);
    recorder.stop();
  });
})();
