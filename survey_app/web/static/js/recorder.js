// Record a sound in the page. Every five seconds what came since is kept behind what is kept of
// the answer, so that a crash or a shut lid loses seconds; "erase" leaves nothing, with one press.
(() => {
  "use strict";
  const PIECE = 5_000;
  const A_MINUTE = 60_000;
  const PATIENCE = 20_000;
  const SLOWEST = 32; // bytes a millisecond
  const MAY_OUTLIVE_THE_PAGE = 60_000; // bytes, the form's words with them
  const FRAME = 250; // bytes that a browser sets around each field it sends
  const LOWEST_SOUND = 0.002; // of 1: an empty room, a microphone that is switched off
  const SIGN_OF_LIFE = 20_000;
  const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
  const { give, say, form } = window.surveyFiles;
  const able = Boolean(window.MediaRecorder && navigator.mediaDevices?.getUserMedia);
  let live = null; // { id, goesOn, name, recorder, stream, pieces, began, kept, isKept, mayBeKept, sending, restsUntil, trouble, most, ear, heard, ends, clocks }
  let told = ""; // why the page does not record: "silent", "broken", "quiet" or "full", and where
  let made = null; // the recording that its field holds: { field, file, name, goesOn }
  let missed = false; // a piece carried words, and what they changed in the page was not drawn

  const part = (id, name) => document.getElementById(`${id}-${name}`);
  const show = (element, visible) => {
    if (element) element.hidden = !visible;
  };
  const paint = () => {
    for (const box of document.querySelectorAll(".recorder")) {
      const id = box.dataset.for;
      const on = live !== null && live.id === id;
      show(box, able);
      // what is kept is never recorded over: more goes behind it, or it is removed first
      const agreed = part(id, "agreed");
      if (on && agreed) agreed.checked = true;
      const may = live === null && Boolean(agreed?.checked);
      show(part(id, "start"), may && !box.dataset.kept);
      const behind = box.dataset.kept && !document.getElementById(id)?.files?.length; // not while it is sent
      show(part(id, "more"), may && Boolean(behind) && Number(box.dataset.left) > 0 && MediaRecorder.isTypeSupported(TYPES[0]));
      for (const name of ["stop", "erase", "recording", "clock"]) show(part(id, name), on);
      for (const name of ["silent", "broken", "quiet", "full"]) show(part(id, name), told === `${id}-${name}`);
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
  const everySecond = () => {
    tick();
    const idle = Number(document.body.dataset.idle) * 1000;
    if (!idle || live.ear()) live.heard = Date.now();
    else if (Date.now() - live.heard > idle) endByItself("quiet");
  };

  const recorded = () => new Blob(live.pieces, { type: live.recorder.mimeType.split(";")[0] });

  // what was recorded until now becomes the answer, or goes on with it, without touching the page
  const keepSoFar = async () => {
    const now = live;
    if (!now || now.ends) return;
    now.recorder.requestData();
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (live === now && !now.ends) keepPiece(now);
  };
  // a page that goes has no time to ask its recorder for the second that is not in a piece yet
  const keepAtOnce = () => {
    if (live && !live.ends) keepPiece(live);
  };
  const keepPiece = async (now) => {
    if (!form() || now.sending || Date.now() < now.restsUntil) return;
    const whole = recorded();
    const piece = whole.slice(now.kept, whole.size, whole.type);
    if (!piece.size) return;
    const sent = new FormData(form());
    if (now.isKept) sent.delete("erase"); // what was erased lay before this recording
    sent.set(now.id, piece, "recording");
    sent.set(`${now.id}:recorder`, now.name);
    if (now.goesOn) sent.set(`${now.id}:goes-on`, now.goesOn);
    if (now.kept) sent.set(`${now.id}-behind`, now.kept);
    sent.set("do", "save");
    sent.set("beside", 1);
    sent.set("turn", window.surveyTurn());
    now.mayBeKept = true;
    now.sending = new AbortController();
    const { signal } = now.sending;
    const silence = setTimeout(() => now.sending?.abort(), PATIENCE + piece.size / SLOWEST);
    const keepalive = bytesOf(sent) < MAY_OUTLIVE_THE_PAGE;
    const reply = await fetch(form().action, { method: "POST", body: sent, headers: { "HX-Request": "true" }, signal, keepalive }).catch(() => null);
    clearTimeout(silence);
    now.sending = null;
    if (live !== now) return;
    if (reply) heed(now, reply, whole.size);
    else tell(now, "away");
  };
  const bytesOf = (sent) => [...sent].reduce((sum, [name, value]) => sum + FRAME + name.length + (value.size ?? new Blob([value]).size), 0);
  // a piece that does not fit is followed by the whole, one that was overtaken comes once more, and
  // after one that could not be kept the laptop is left alone for a minute. On a page that has locked
  // nothing can be kept any more, so nothing is recorded; nor is what the laptop does not take
  const heed = (now, reply, size) => {
    const said = reply.headers.get("HX-Trigger") || "";
    if (said.includes("page-locked")) {
      end(now);
      window.surveyMark("locked");
    } else if (said.includes("file-refused")) {
      endByItself("");
    } else if (/answer-(saved|look|waiting)/.test(said)) {
      if (now.trouble && document.getElementById("saved")?.dataset.state === now.trouble) window.surveyMark(said.match(/answer-(\w+)/)[1]);
      Object.assign(now, { kept: size, isKept: true, restsUntil: 0, trouble: "" });
    } else if (said.includes("piece-misfits")) {
      now.kept = 0;
      missed = true;
    } else if (!said.includes("answer-late")) {
      now.restsUntil = Date.now() + A_MINUTE;
      tell(now, reply.status === 404 ? "gone" : "failed");
    }
    if (said.includes("page-behind")) {
      missed = true;
      form().dispatchEvent(new CustomEvent("answer-changed", { bubbles: true }));
    }
  };
  const tell = (now, state) => {
    now.trouble = state;
    missed = true;
    window.surveyMark(state);
  };
  document.addEventListener("send:request", (event) => {
    if (missed) event.detail.more.anew = 1;
    if (!made || document.getElementById(made.field)?.files?.[0] !== made.file) return;
    event.detail.more[`${made.field}:recorder`] = made.name;
    if (made.goesOn) event.detail.more[`${made.field}:goes-on`] = made.goesOn;
  });

  // nobody touches the page while she speaks; neither quiet nor the half hour may lock it then
  const speaking = () => {
    document.dispatchEvent(new Event("input"));
    window.surveyPost?.(document.body.dataset.speaking);
  };

  const release = (stream) => {
    for (const track of stream?.getTracks() || []) track.stop();
  };
  const end = (now) => {
    for (const clock of now.clocks) clearInterval(clock);
    release(now.stream);
    now.ear.close();
    now.awake?.release().catch(() => {});
    live = null;
    paint();
  };
  const stop = () => new Promise((resolve) => {
    const now = live;
    const done = () => {
      if (live !== now) return resolve(null);
      const field = now.pieces.length ? document.getElementById(now.id) : null;
      if (field) give(field, recorded(), "recording");
      if (field) missed = true; // its pieces may be kept, and the page has not drawn them
      if (field) made = { field: now.id, file: field.files[0], name: now.name, goesOn: now.goesOn };
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
  const erase = () => {
    const now = live;
    now.pieces.length = 0;
    if (now.recorder.state !== "inactive") now.recorder.stop();
    end(now);
    now.sending?.abort();
    if (now.mayBeKept) remove(now.id, now.name);
  };
  // without her agreement the takes before go, too
  const eraseAll = (kept) => {
    erase();
    remove(kept.for, kept.kept);
  };
  // it goes with every wish until the laptop has heard it: a press of another button, or words typed
  // while the laptop is out of reach, do not take its place
  // and it names what it means, as another window may keep something else by then
  const remove = (id, what) => {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "erase", value: `${id} ${what}` });
    form().append(field);
    wish(`remove-file-now:${id}:${what}`);
  };
  document.addEventListener("send:before", (event) => {
    event.detail.xhr.erased = [...form().querySelectorAll("input[name=erase]")];
  });
  document.addEventListener("send:after", (event) => {
    const { xhr } = event.detail;
    if (![200, 204, 422].includes(xhr.status)) return;
    if (xhr.status === 200) missed = false;
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

  // says whether anything can be heard; what cannot be told counts as heard, and stops no recording
  const earFor = (stream) => {
    try {
      return listening(new AudioContext(), stream);
    } catch { // none here, or the microphone has another rate than the loudspeaker
      return Object.assign(() => true, { close: () => {} });
    }
  };
  const listening = (context, stream) => {
    const meter = context.createAnalyser();
    const wave = new Float32Array(meter.fftSize);
    context.createMediaStreamSource(stream).connect(meter);
    const hears = () => {
      meter.getFloatTimeDomainData(wave);
      return context.state !== "running" || wave.some((one) => Math.abs(one) > LOWEST_SOUND);
    };
    return Object.assign(hears, { close: () => context.close() });
  };

  // nobody touches the laptop while she speaks: it would go to sleep in the middle of her story.
  // A page that is covered loses this, and asks for it again when it is seen
  const stayAwake = async () => {
    const now = live;
    if (!now || document.hidden) return;
    const awake = await navigator.wakeLock?.request("screen").catch(() => null);
    if (live === now) now.awake = awake;
    else awake?.release().catch(() => {});
  };

  const start = async (id, bits, goesOn, left) => {
    told = "";
    let [stream, recorder] = [null, null];
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type)) || "";
      // it was pressed twice, or its question is gone, while the browser asked for the microphone
      if (live || !document.getElementById(id)) return release(stream);
      recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: bits });
      recorder.start(1000);
    } catch {
      release(stream);
      told = `${id}-silent`;
      return paint();
    }
    const most = goesOn ? left : Number(document.getElementById(id)?.dataset.most || 0);
    const [began, heard] = [Date.now(), Date.now()];
    live = { id, goesOn, name: window.crypto.randomUUID(), recorder, stream, pieces: [], began, kept: 0, isKept: false, mayBeKept: false, sending: null, restsUntil: 0, trouble: "", most, ear: earFor(stream), heard, awake: null, ends: false, clocks: [] };
    recorder.addEventListener("dataavailable", (event) => {
      if (!live || live.recorder !== recorder || !event.data.size) return;
      live.pieces.push(event.data);
      const size = live.pieces.reduce((sum, piece) => sum + piece.size, 0);
      if (live.most && size > live.most * 0.95 && !live.ends) endByItself("full");
    });
    // a microphone that was pulled out, taken away, or gone when the laptop woke
    recorder.addEventListener("stop", () => {
      if (live?.recorder === recorder && !live.ends) endByItself("broken");
    });
    live.clocks = [
      setInterval(everySecond, 1000),
      setInterval(keepSoFar, PIECE),
      setInterval(speaking, SIGN_OF_LIFE),
    ];
    speaking();
    stayAwake();
    paint();
  };

  // one tick is the whole agreement: without it nothing is recorded and nothing stays recorded
  document.addEventListener("change", (event) => {
    if (event.target.dataset?.record !== "agreed") return;
    const box = event.target.closest(".recorder");
    if (event.target.checked) paint();
    else if (live?.id === box.dataset.for && !box.dataset.kept) erase();
    else if (live?.id === box.dataset.for) eraseAll(box.dataset);
    else if (box.dataset.kept) remove(box.dataset.for, box.dataset.kept);
    else paint();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-record]");
    if (!button) return;
    const box = button.closest(".recorder");
    const verb = button.dataset.record;
    if (verb === "start" && live === null) start(box.dataset.for, Number(box.dataset.bits), "", 0);
    if (verb === "more" && live === null) start(box.dataset.for, Number(box.dataset.bits), box.dataset.kept, Number(box.dataset.left));
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
  document.addEventListener("visibilitychange", stayAwake);
  document.addEventListener("freeze", keepAtOnce);
  window.addEventListener("pagehide", keepAtOnce);
  // what does not get through is in this page only: the browser asks before it goes
  window.addEventListener("beforeunload", (event) => {
    if (live?.trouble && !document.documentElement.hidden) event.preventDefault();
  });
  window.surveySpeaks = () => live !== null;
  document.addEventListener("send:swapped", () => {
    if (live && !document.getElementById(live.id)) end(live); // an answer on its page took it away
    else paint();
  });
  document.addEventListener("DOMContentLoaded", paint);
  paint();
})();
