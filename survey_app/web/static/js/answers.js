// Answers are sent while they are given, and the mark below them tells the truth:
// "saved" appears only after the server answered that the encrypted draft is committed.
// What got no answer at all is sent again by itself, as the same wish, until it got through:
// the server does a wish once, however often it arrives.
(() => {
  "use strict";
  const QUIET_AFTER_TYPING = 700;
  const LONGEST_TYPING = 5000; // whoever types without a pause is not without a save
  const EVENTS = { "answer-saved": "saved", "answer-look": "look", "answer-waiting": "waiting", "page-locked": "locked", "answer-failed": "failed" };
  const FIRST_TRY = 1000;
  const LONGEST_WAIT = 8000;
  const LET_GO = [404, 502, 503];
  const NOT_TAKEN = ["gone", "failed", "locked"];
  const HEAD_START = 150; // milliseconds
  const MOST_LAST_WORDS = 50_000; // bytes: a browser carries no more for a page that is gone
  let soon = 0;
  let typingSince = 0;
  let changes = 0;
  let taken = 0; // of the changes: those that the laptop has answered for
  let parted = -1; // of the changes: those that went as the last words of this page
  let inTrouble = false; // what was sent last was not taken
  let waiting = null; // the wish that got no answer: { wish, once }
  let repeating = false;
  let underWay = null; // the wish that is on its way
  let tries = 0;
  let later = 0;
  let sent = 0;

  const form = () => document.getElementById("answers");
  const state = () => document.getElementById("saved")?.dataset.state;
  const mark = (said) => {
    const place = document.getElementById("saved");
    if (place && place.dataset.state !== said) place.dataset.state = said;
  };
  const isAnswer = (event) => form() && form().contains(event.target) && event.target.name;

  const send = () => {
    clearTimeout(soon);
    typingSince = 0;
    if (form()) form().dispatchEvent(new CustomEvent("answer-changed", { bubbles: true }));
  };
  // crypto.randomUUID is for secure pages only, and this is one: loopback, or TLS
  const number = () => window.crypto.randomUUID();
  const here = number(); // names this page, so that the server knows a wish that comes late
  const turn = () => `${here}/${++sent}`;
  const tryAgain = () => {
    clearTimeout(later);
    if (!waiting || underWay || !form()) return;
    repeating = true;
    form().dispatchEvent(new CustomEvent("answer-changed", { bubbles: true }));
    repeating = false;
  };
  const away = (wish) => {
    waiting = wish;
    mark("away");
    clearTimeout(later);
    later = setTimeout(tryAgain, Math.min(FIRST_TRY * 2 ** tries, LONGEST_WAIT));
    tries += 1;
  };
  const changed = () => {
    changes += 1;
    waiting = null; // what is typed now is newer; it is sent as a wish of its own
    mark("writing");
    clearTimeout(soon);
  };

  document.addEventListener("input", (event) => {
    if (!isAnswer(event)) return;
    changed();
    typingSince = typingSince || Date.now();
    soon = setTimeout(send, Math.min(QUIET_AFTER_TYPING, Math.max(0, typingSince + LONGEST_TYPING - Date.now())));
  });
  document.addEventListener("change", (event) => {
    if (!isAnswer(event)) return;
    changed();
    send();
  });

  // Enter in the search of a long list searches; it is not Next
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches(".seek input")) return;
    event.preventDefault();
    event.target.closest(".seek").querySelector("button").click();
  });

  // which button was pressed is said by the event alone, never guessed from the focus
  document.addEventListener("send:request", (event) => {
    const { button, more } = event.detail;
    const fresh = { wish: button && button.name === "do" ? button.value : "save", once: number() };
    underWay = repeating && waiting ? waiting : fresh;
    more.do = underWay.wish;
    more.once = underWay.once;
    more.turn = turn();
    if (button) clearTimeout(soon);
  });
  document.addEventListener("send:before", (event) => {
    event.detail.xhr.changesWhenSent = changes;
  });
  document.addEventListener("send:after", (event) => {
    const { xhr } = event.detail;
    event.detail.stays = xhr.changesWhenSent !== changes;
    underWay = waiting = null;
    tries = 0;
    if (xhr.status < 400) taken = xhr.changesWhenSent;
    const said = Object.keys(EVENTS).find((name) => (xhr.getResponseHeader("HX-Trigger") || "").includes(name));
    if (said && said !== "answer-failed") document.getElementById("why").textContent = "";
    if (said && (!["answer-saved", "answer-look"].includes(said) || xhr.changesWhenSent === changes)) mark(EVENTS[said]);
    else if (!said && xhr.status >= 400 && xhr.status !== 422) mark(LET_GO.includes(xhr.status) ? "gone" : "failed");
    inTrouble = NOT_TAKEN.includes(state());
  });
  document.addEventListener("send:failed", (event) => {
    const sent = underWay;
    underWay = null;
    inTrouble = true;
    away(event.detail.xhr.changesWhenSent === changes && sent ? sent : { wish: "save", once: number() });
  });
  window.addEventListener("online", tryAgain);
  window.surveySave = () => {
    if (typingSince) send();
  };
  window.surveyMark = mark; // a recording is kept beside the form, and can be refused there
  window.surveyTurn = turn; // for what is sent beside the form: it is late, too, when something newer came
  // without it a page that is loaded anew is drawn before the last words are there, and its next
  // save blanks them; hiding waits for nothing
  const headStart = () => {
    for (const until = Date.now() + HEAD_START; Date.now() < until && !document.documentElement.hidden; );
  };
  // a page that is left stops what it sends: what was typed last goes once more, with nobody waiting.
  // Returns its turn, "" where it did not go
  const farewell = () => {
    const body = new FormData(form());
    const last = turn();
    for (const [name, value] of [...body]) if (typeof value !== "string") body.delete(name);
    for (const [name, value] of Object.entries({ do: "save", once: number(), turn: last })) body.set(name, value);
    if (new Blob([...body].flat()).size > MOST_LAST_WORDS) return "";
    parted = changes;
    fetch(form().action, { method: "POST", body, keepalive: true, headers: { "HX-Request": "true" } }).catch(() => {});
    headStart();
    return last;
  };
  const isTyped = () => state() === "writing" && taken < changes;
  // what she says at this moment takes what was typed along; a piece that is on its way is awaited
  const lastWords = () => {
    const sound = window.surveyLastSound?.();
    if (!sound) return isTyped() ? farewell() : window.surveySoundOnItsWay?.() || "";
    parted = changes;
    headStart();
    return sound;
  };
  // for another window that hides
  window.surveyLastWords = () => (form() ? lastWords() : "");
  // the wish to hide may overtake them: it names them, and the laptop lets them in first
  document.addEventListener("formdata", ({ target, formData }) => {
    const last = /\/(hide|lock|daily\/show)$/.test(target.action) ? window.surveyLastWords() : "";
    if (last) formData.append("awaits", last);
  });
  // what waits, or was not taken, is in this page only: the browser asks before it goes. Hiding, and
  // the lock of a page that nobody touches, ask nothing.
  window.addEventListener("beforeunload", (event) => {
    const isLost = isTyped() && ((parted !== changes && !farewell()) || inTrouble);
    const isHereOnly = isLost || waiting || NOT_TAKEN.includes(state());
    if (isHereOnly && !document.documentElement.hidden) event.preventDefault();
  });
})();
