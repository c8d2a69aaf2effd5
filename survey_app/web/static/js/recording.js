// Record a sound in the page. Every five seconds what came since is kept behind what is kept of
// the answer, so that a crash or a shut lid loses seconds; "erase" leaves nothing, with one press.
(() => {
  "use strict";
  const PIECE = 5_000;
  const SIGN_OF_LIFE = 20_000;
  const NEARLY_FULL = 0.95;
  const NOT_HEARD_OF = 90; // seconds: the clock of a window in the background may tick once a minute
  const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
  const { give, say, form } = window.surveyFiles;
  const microphone = window.surveyMicrophone;
  const pieces = window.surveyPieces;
  let live = null; // { id, recorder, source, way, sounds, began, heard, most, ends, clocks }
  let told = ""; // why the page does not record: "silent", "broken", "quiet" or "full", and where

  const part = (id, name) => document.getElementById(`${id}-${name}`);
  const show = (element, visible) => {
    if (element) element.hidden = !visible;
  };
  const paint = () => {
    for (const box of document.querySelectorAll(".recorder")) {
      const id = box.dataset.for;
      const on = live !== null && live.id === id;
      show(box, microphone.isThere);
      // what is kept is never recorded over: more goes behind it, or it is removed first
      const agreed = part(id, "agreed");
      if (on && agreed) agreed.checked = true;
      const may = live === null && Boolean(agreed?.checked);
      show(part(id, "start"), may && !box.dataset.kept);
      show(part(id, "more"), may && mayGoOn(box));
      show(part(id, "no-more"), may && box.dataset.kept && !takesMore(box));
      for (const name of ["stop", "erase", "recording", "clock"]) show(part(id, name), on);
      for (const name of ["silent", "broken", "quiet", "full"]) show(part(id, name), told === `${id}-${name}`);
      show(part(id, "upload")?.querySelector(".kept"), !on);
      show(document.getElementById(id), !on);
    }
    tick();
  };
  const takesMore = ({ dataset }) => Number(dataset.left) > 0 && MediaRecorder.isTypeSupported(TYPES[0]);
  const mayGoOn = (box) => {
    const isOnItsWay = Boolean(document.getElementById(box.dataset.for)?.files?.length);
    return Boolean(box.dataset.kept) && !isOnItsWay && takesMore(box);
  };
  const tick = () => {
    const clock = live && part(live.id, "clock");
    if (!clock) return;
    const seconds = Math.floor((Date.now() - live.began) / 1000);
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };
  // a window that hides waits for the last words of this one
  const tellWindows = (seconds) => window.surveyTellWindows({ kind: "speaks", until: Date.now() + seconds * 1000 });
  const everySecond = () => {
    tick();
    tellWindows(NOT_HEARD_OF);
    const idle = Number(document.body.dataset.idle) * 1000;
    if (!idle || live.source.hears()) live.heard = Date.now();
    else if (Date.now() - live.heard > idle) endByItself("quiet");
  };

  const recorded = (now) => new Blob(now.sounds, { type: now.recorder.mimeType.split(";")[0] });

  // what was recorded until now becomes the answer, or goes on with it, without touching the page
  const keepSoFar = async () => {
    const now = live;
    if (!now || now.ends) return;
    now.recorder.requestData();
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (live === now && !now.ends) keep(now);
  };
  // a page that goes has no time to ask its recorder for the second that is not in a piece yet.
  // Returns the turn of what went, "" where nothing did
  const keepAtOnce = () => {
    const before = live?.way.turn;
    if (live && !live.ends) keep(live);
    return live && live.way.turn !== before ? live.way.turn : "";
  };
  // on a page that has locked nothing can be kept any more, so nothing is recorded; nor is what the
  // laptop does not take
  const keep = async (now) => {
    const verdict = await pieces.send(now.way, recorded(now));
    if (live !== now) return;
    if (verdict === "locked") end(now);
    if (verdict === "refused") endByItself("");
  };

  // nobody touches the page while she speaks; neither quiet nor the half hour may lock it then
  const speaking = () => {
    document.dispatchEvent(new Event("input"));
    window.surveyPost?.(document.body.dataset.speaking);
  };

  const end = (now) => {
    for (const clock of now.clocks) clearInterval(clock);
    now.source.close();
    now.way.isOver = true;
    live = null;
    tellWindows(0);
    paint();
  };
  const stop = () => new Promise((resolve) => {
    const now = live;
    const done = () => {
      if (live !== now) return resolve(null);
      const field = now.sounds.length ? document.getElementById(now.id) : null;
      if (field) give(field, recorded(now), "recording");
      if (field) pieces.hold(now.way, field);
      end(now);
      return resolve(field);
    };
    now.ends = true;
    if (now.recorder.state === "inactive") return done();
    now.recorder.addEventListener("stop", done, { once: true });
    return now.recorder.stop();
  });
  const keepAndEnd = () => stop().then((field) => field && say(field));
  const endByItself = (why) => {
    told = `${live.id}-${why}`;
    keepAndEnd();
  };
  // `before` is named where the takes before go, too
  const erase = (before = "") => {
    const now = live;
    now.sounds.length = 0;
    if (now.recorder.state !== "inactive") now.recorder.stop();
    end(now);
    pieces.forget(now.way, before);
  };

  // `goesOn` names what is kept, where this take goes behind it; `left` is how much may come yet
  const start = async (id, bits, { goesOn = "", left = 0 } = {}) => {
    told = "";
    let stream = null;
    let recorder = null;
    try {
      stream = await microphone.open();
      const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type)) || "";
      // it was pressed twice, or its question is gone, while the browser asked for the microphone
      if (live || !document.getElementById(id)) return microphone.release(stream);
      recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: bits });
      recorder.start(1000);
    } catch {
      if (stream) microphone.release(stream);
      told = `${id}-silent`;
      return paint();
    }
    const most = goesOn ? left : Number(document.getElementById(id)?.dataset.most || 0);
    const [began, heard] = [Date.now(), Date.now()];
    live = { id, recorder, source: microphone.use(stream), way: pieces.begin(id, goesOn), sounds: [], began, heard, most, ends: false, clocks: [] };
    follow(live);
    speaking();
    paint();
  };
  const follow = (now) => {
    now.recorder.addEventListener("dataavailable", (event) => {
      if (live !== now || !event.data.size) return;
      now.sounds.push(event.data);
      const size = now.sounds.reduce((sum, sound) => sum + sound.size, 0);
      if (now.most && size > now.most * NEARLY_FULL && !now.ends) endByItself("full");
    });
    // a microphone that was pulled out, taken away, or gone when the laptop woke
    now.recorder.addEventListener("stop", () => {
      if (live === now && !now.ends) endByItself("broken");
    });
    now.clocks = [
      setInterval(everySecond, 1000),
      setInterval(keepSoFar, PIECE),
      setInterval(speaking, SIGN_OF_LIFE),
    ];
  };

  // one tick is the whole agreement: without it nothing is recorded and nothing stays recorded
  document.addEventListener("change", (event) => {
    if (event.target.dataset?.record !== "agreed") return;
    const box = event.target.closest(".recorder");
    if (event.target.checked) paint();
    else if (live?.id === box.dataset.for) erase(box.dataset.kept);
    else if (box.dataset.kept) pieces.erase(box.dataset.for, box.dataset.kept);
    else paint();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-record]");
    if (!button) return;
    const { dataset } = button.closest(".recorder");
    const verb = button.dataset.record;
    if (verb === "start" && live === null) start(dataset.for, Number(dataset.bits));
    if (verb === "more" && live === null) start(dataset.for, Number(dataset.bits), { goesOn: dataset.kept, left: Number(dataset.left) });
    if (verb === "stop" && live) keepAndEnd();
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
  document.addEventListener("visibilitychange", keepAtOnce);
  document.addEventListener("freeze", keepAtOnce);
  window.addEventListener("pagehide", keepAtOnce);
  // what does not get through is in this page only: the browser asks before it goes
  window.addEventListener("beforeunload", (event) => {
    if (live?.way.trouble && !document.documentElement.hidden) event.preventDefault();
  });
  window.surveySpeaks = () => live !== null;
  window.surveyLastSound = keepAtOnce;
  window.surveySoundOnItsWay = () => (live?.way.sending ? live.way.turn : "");
  document.addEventListener("send:swapped", () => {
    if (live && !document.getElementById(live.id)) end(live); // an answer on its page took it away
    else paint();
  });
  document.addEventListener("DOMContentLoaded", paint);
  paint();
})();
