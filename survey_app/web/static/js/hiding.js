// Twice Escape hides the page, whatever it is doing; F2 shows other questions in its place. This
// stands in the first script of a page, which is not deferred: it listens before anything is drawn
// and waits for nothing that comes later. What it needs stands in its own tag, so a page of which
// only the beginning has come hides too.
(() => {
  "use strict";
  const { way, other, proof, away } = document.currentScript.dataset;
  const PRESSES = 2;
  const WITHIN = 1500;
  const LONGEST_LAST_WORDS = 300;
  const cover = () => {
    document.documentElement.hidden = true;
  };
  // every other window of this browser goes with it: whoever comes in may look at any of them. What
  // is said or typed in one until then goes first, and the wish to hide waits for it by its name
  const windows = way && window.BroadcastChannel ? new BroadcastChannel("hide") : null;
  const last = [];
  let speaks = 0; // until when another window is taken to record
  let asked = false; // the other windows
  let wish = null; // what waits for the last words of that window, and of no other
  const tell = (what) => windows?.postMessage(what);
  const HEARD = {
    speaks: ({ until }) => {
      speaks = until;
    },
    hide: () => {
      cover();
      tell({ kind: "last", words: window.surveyLastWords?.() || "", spoke: Boolean(window.surveySpeaks?.()) });
      window.location.replace(away); // the door may still stand open while the lock is under way
    },
    last: ({ words, spoke }) => {
      if (words) last.push(words);
      if (spoke) wish?.();
    },
  };
  windows?.addEventListener("message", ({ data }) => HEARD[data.kind]?.(data));
  window.surveyTellWindows = tell;
  const heardThem = (go) => {
    wish = () => {
      wish = null;
      go();
    };
    setTimeout(() => wish?.(), LONGEST_LAST_WORDS);
  };
  const send = (action) => {
    const form = document.createElement("form");
    const field = document.createElement("input");
    Object.assign(form, { method: "post", action });
    Object.assign(field, { type: "hidden", name: "csrf_token", value: proof });
    form.append(field);
    document.documentElement.append(form);
    form.submit();
  };
  const post = (action) => {
    cover();
    tell({ kind: "hide" });
    if (speaks < Date.now()) send(action);
    else heardThem(() => send(action));
  };
  const leave = () => {
    if (way) {
      post(way);
    } else {
      cover();
      window.location.replace(away);
    }
  };

  // the name of the window goes from page to page: presses count on while one page follows another
  const earlier = () => window.name.split(" ").map(Number).filter((then) => then && Date.now() - then < WITHIN);

  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "F2" && other) {
        event.preventDefault();
        post(other);
        return;
      }
      if (event.key !== "Escape") {
        window.name = "";
        return;
      }
      // a browser stops what it loads at Escape: the answer that is being saved, or this page
      if (!event.isComposing) event.preventDefault();
      const presses = [...earlier(), Date.now()];
      window.name = presses.join(" ");
      if (presses.length < PRESSES) return;
      window.name = "";
      leave();
    },
    { capture: true },
  );
  document.addEventListener("submit", (event) => {
    const { target, submitter } = event;
    if (target.id === "hide") cover();
    if (!way || asked || !target.matches("#hide, [action$='/lock']")) return;
    tell({ kind: "hide" });
    if (speaks < Date.now()) return;
    event.preventDefault();
    heardThem(() => {
      asked = true;
      target.requestSubmit(submitter);
    });
  });
  document.addEventListener("formdata", ({ formData }) => {
    for (const words of last) formData.append("awaits", words);
  });
})();
