// The microphone of a recording: opened when she agreed, it tells whether anything is heard and keeps
// the laptop awake until it is closed.
(() => {
  "use strict";
  const LOWEST_SOUND = 0.002; // of 1: an empty room, a microphone that is switched off
  const isThere = Boolean(window.MediaRecorder && navigator.mediaDevices?.getUserMedia);

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
  const wakefulness = () => {
    let lock = null;
    let isOver = false;
    const ask = async () => {
      if (isOver || document.hidden) return;
      const given = await navigator.wakeLock?.request("screen").catch(() => null);
      if (isOver) given?.release().catch(() => {});
      else lock = given;
    };
    const end = () => {
      isOver = true;
      document.removeEventListener("visibilitychange", ask);
      lock?.release().catch(() => {});
    };
    document.addEventListener("visibilitychange", ask);
    ask();
    return end;
  };

  const release = (stream) => {
    for (const track of stream.getTracks()) track.stop();
  };
  // an opened stream is used, then closed; one that is not needed is only released
  const use = (stream) => {
    const ear = earFor(stream);
    const sleep = wakefulness();
    const close = () => {
      release(stream);
      ear.close();
      sleep();
    };
    return { hears: ear, close };
  };
  const open = () => navigator.mediaDevices.getUserMedia({ audio: true });

  window.surveyMicrophone = Object.freeze({ isThere, open, release, use });
})();
