// What can be heard is played by one button, again by another, slower by a third; the text it
// speaks is outlined meanwhile. Nothing plays by itself, and one voice stops the other.
(() => {
  "use strict";
  const SLOWER = 0.7;
  document.documentElement.classList.add("hears");

  const all = () => document.querySelectorAll("audio.heard");
  const text = (audio) => document.getElementById(audio.dataset.says ?? "");
  const buttons = (audio) => audio.closest(".player")?.querySelector("[data-listen=play]");

  const quiet = (audio) => {
    text(audio)?.classList.remove("being-heard");
    buttons(audio)?.setAttribute("aria-pressed", "false");
  };
  const hush = (but) => {
    for (const audio of all()) if (audio !== but) audio.pause();
  };
  const start = (audio, from) => {
    hush(audio);
    if (from === 0) audio.currentTime = 0;
    audio.play().catch(() => quiet(audio));
  };

  const DO = {
    play: (audio) => (audio.paused ? start(audio) : audio.pause()),
    again: (audio) => start(audio, 0),
    slower: (audio, button) => {
      const slow = audio.playbackRate === 1;
      audio.defaultPlaybackRate = audio.playbackRate = slow ? SLOWER : 1;
      button.setAttribute("aria-pressed", String(slow));
      start(audio, 0);
    },
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-listen]");
    const audio = button?.closest(".player").querySelector("audio");
    if (audio) DO[button.dataset.listen](audio, button);
  });
  // these events do not bubble: they are caught on their way down
  document.addEventListener("play", ({ target }) => {
    hush(target);
    text(target)?.classList.add("being-heard");
    buttons(target)?.setAttribute("aria-pressed", "true");
  }, true);
  for (const name of ["pause", "ended", "error", "emptied"]) {
    document.addEventListener(name, ({ target }) => {
      if (target instanceof HTMLAudioElement) quiet(target);
    }, true);
  }
  document.addEventListener("send:after", () => hush());
})();
