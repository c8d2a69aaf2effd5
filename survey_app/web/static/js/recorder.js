// Record a sound in the page. Every minute what was recorded so far is kept as the answer, so
// that a crash loses less than a minute; "erase" leaves nothing, with one press.
(() => {
  "use strict";
  const A_MINUTE = 60_000;
  const SIGN_OF_LIFE = 20_000;
  const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
  const { give, say, form } = window.surveyFiles;
  const able = Boolean(window.MediaRecorder && navigator.mediaDevices?.getUserMedia);
  let live = null; // { id, recorder, stream, pieces, began, mayBeKept, sending, most, clocks }
  let silent = "";

  const part = (id, name) => document.getElementById(`${id}-${name}`);
  const show = (element, visible) => {
    if (element) element.hidden = !visible;
  };
  const paint = () => {
    for (const box of document.querySelectorAll(".recorder")) {
      const id = box.dataset.for;
      const on = live !== null && live.id === id;
      show(box, able);
      // what is kept is never recorded over: it is removed first, and that is asked
      const agreed = part(id, "agreed");
      if (on && agreed) agreed.checked = true;
      show(part(id, "start"), live === null && !box.dataset.kept && Boolean(agreed?.checked));
      for (const name of ["stop", "erase", "recording", "clock"]) show(part(id, name), on);
      show(part(id, "silent"), silent === id);
      show(part(id, "upload")?.querySelector(".kept"), !on);
      show(document.getElementById(id), !on);
    }
    tick();
  };
  const tick = () => {
    const clock = live && part(live.id, "clock");
    if (!clock) return;
    const seconds = Math.floor((Date.now() - live.began) / 1000);
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };

  const recorded = () => new Blob(live.pieces, { type: live.recorder.mimeType.split(";")[0] });

  // what was recorded until now becomes the answer, without touching the page
  const keepSoFar = async () => {
    const now = live;
    if (!now || !form() || now.sending) return;
    now.recorder.requestData();
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (live !== now || !now.pieces.length) return;
    const sent = new FormData(form());
    sent.set(now.id, recorded(), "recording");
    sent.set("do", "save");
    sent.set("turn", window.surveyTurn());
    now.mayBeKept = true;
    now.sending = new AbortController();
    const { signal } = now.sending;
    const reply = await fetch(form().action, { method: "POST", body: sent, headers: { "HX-Request": "true" }, signal }).catch(() => null);
    now.sending = null;
    if (reply?.headers.get("HX-Trigger")?.includes("page-locked")) window.surveyMark("locked");
  };

  // nobody touches the page while she speaks; neither quiet nor the half hour may lock it then
  const speaking = () => {
    document.dispatchEvent(new Event("input"));
    window.surveyPost?.(document.body.dataset.speaking);
  };

  const end = (now) => {
    for (const clock of now.clocks) clearInterval(clock);
    for (const track of now.stream.getTracks()) track.stop();
    live = null;
    paint();
  };
  const stop = () => new Promise((resolve) => {
    const now = live;
    now.recorder.addEventListener("stop", () => {
      const field = document.getElementById(now.id);
      if (field) give(field, recorded(), "recording");
      end(now);
      resolve(field);
    }, { once: true });
    now.recorder.stop();
  });
  const erase = () => {
    const now = live;
    now.pieces.length = 0;
    now.recorder.stop();
    end(now);
    now.sending?.abort();
    if (now.mayBeKept) remove(now.id);
  };
  // it goes with every wish until the laptop has heard it: a press of another button, or words typed
  // while the laptop is out of reach, do not take its place
  const remove = (id) => {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "erase", value: id });
    form().append(field);
    wish(`remove-file-now:${id}`);
  };
  document.addEventListener("send:before", (event) => {
    event.detail.xhr.erased = [...form().querySelectorAll("input[name=erase]")];
  });
  document.addEventListener("send:after", (event) => {
    const { xhr } = event.detail;
    if (![200, 204, 422].includes(xhr.status)) return;
    for (const field of xhr.erased || []) field.remove();
  });
  // press a button that the page does not show
  const wish = (what) => {
    const button = document.createElement("button");
    button.name = "do";
    button.value = what;
    button.hidden = true;
    form().append(button);
    form().requestSubmit(button);
    button.remove();
  };

  const start = async (id, bits) => {
    silent = "";
    let stream = null;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      silent = id;
      paint();
      return;
    }
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type)) || "";
    const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: bits });
    const most = Number(document.getElementById(id)?.dataset.most || 0);
    live = { id, recorder, stream, pieces: [], began: Date.now(), mayBeKept: false, sending: null, most, clocks: [] };
    recorder.addEventListener("dataavailable", (event) => {
      if (!live || live.recorder !== recorder || !event.data.size) return;
      live.pieces.push(event.data);
      const size = live.pieces.reduce((sum, piece) => sum + piece.size, 0);
      if (live.most && size > live.most * 0.95 && recorder.state === "recording") stop().then((field) => field && say(field));
    });
    recorder.start(1000);
    live.clocks = [
      setInterval(tick, 1000),
      setInterval(keepSoFar, A_MINUTE),
      setInterval(speaking, SIGN_OF_LIFE),
    ];
    speaking();
    paint();
  };

  // one tick is the whole agreement: without it nothing is recorded and nothing stays recorded
  document.addEventListener("change", (event) => {
    if (event.target.dataset?.record !== "agreed") return;
    const box = event.target.closest(".recorder");
    if (event.target.checked) paint();
    else if (live?.id === box.dataset.for) erase();
    else if (box.dataset.kept) remove(box.dataset.for);
    else paint();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-record]");
    if (!button) return;
    const box = button.closest(".recorder");
    const verb = button.dataset.record;
    if (verb === "start" && live === null) start(box.dataset.for, Number(box.dataset.bits));
    if (verb === "stop" && live) stop().then((field) => field && say(field));
    if (verb === "erase" && live) erase();
  });
  // Next while she speaks: first the recording, then the step
  document.addEventListener("submit", (event) => {
    if (live === null || event.target !== form()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const pressed = event.submitter;
    stop().then(() => form().requestSubmit(pressed && pressed.isConnected ? pressed : undefined));
  }, true);
  document.addEventListener("send:swapped", paint);
  document.addEventListener("DOMContentLoaded", paint);
  paint();
})();
