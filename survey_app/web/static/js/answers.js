// Answers are sent while they are given, and the mark below them tells the truth:
// "saved" appears only after the server answered that the encrypted draft is committed.
// What got no answer at all is sent again by itself, as the same wish, until it got through:
// the server does a wish once, however often it arrives.
(() => {
  "use strict";
  const QUIET_AFTER_TYPING = 700;
  const EVENTS = { "answer-saved": "saved", "answer-look": "look", "answer-waiting": "waiting", "page-locked": "locked", "answer-failed": "failed" };
  const FIRST_TRY = 1000;
  const LONGEST_WAIT = 8000;
  const LET_GO = [404, 502, 503];
  let soon = 0;
  let changes = 0;
  let waiting = null; // the wish that got no answer: { wish, once }
  let repeating = false;
  let underWay = false;
  let tries = 0;
  let later = 0;

  const form = () => document.getElementById("answers");
  const mark = (state) => {
    const place = document.getElementById("saved");
    if (place && place.dataset.state !== state) place.dataset.state = state;
  };
  const isAnswer = (event) => form() && form().contains(event.target) && event.target.name;

  const send = () => {
    clearTimeout(soon);
    if (form()) window.htmx.trigger(form(), "answer-changed");
  };
  // crypto.randomUUID is for secure pages only, and this is one: loopback, or TLS
  const number = () => window.crypto.randomUUID();
  const tryAgain = () => {
    clearTimeout(later);
    if (!waiting || underWay || !form()) return;
    repeating = true;
    window.htmx.trigger(form(), "answer-changed");
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
    soon = setTimeout(send, QUIET_AFTER_TYPING);
  });
  document.addEventListener("change", (event) => {
    if (!isAnswer(event)) return;
    changed();
    send();
  });

  // which button was pressed is said by the event alone, never guessed from the focus
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt !== form()) return;
    const cause = event.detail.triggeringEvent;
    const button = cause && cause.type === "submit" ? cause.submitter : null;
    const fresh = { wish: button && button.name === "do" ? button.value : "save", once: number() };
    const { wish, once } = repeating && waiting ? waiting : fresh;
    event.detail.parameters.do = wish;
    event.detail.parameters.once = once;
    if (cause && cause.type === "submit") clearTimeout(soon);
  });
  document.addEventListener("htmx:beforeSend", (event) => {
    if (event.detail.elt !== form()) return;
    underWay = true;
    event.detail.xhr.changesWhenSent = changes;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { xhr, elt, successful, requestConfig } = event.detail;
    if (!elt || elt.id !== "answers") return;
    underWay = false;
    if (xhr.status === 0) {
      const sent = { wish: requestConfig.parameters.do, once: requestConfig.parameters.once };
      if (xhr.changesWhenSent === changes) away(sent);
      else away({ wish: "save", once: number() });
      return;
    }
    waiting = null;
    tries = 0;
    const said = Object.keys(EVENTS).find((name) => (xhr.getResponseHeader("HX-Trigger") || "").includes(name));
    if (said && said !== "answer-failed") document.getElementById("why").textContent = "";
    if (said && (!["answer-saved", "answer-look"].includes(said) || xhr.changesWhenSent === changes)) mark(EVENTS[said]);
    else if (!said && !successful) mark(LET_GO.includes(xhr.status) ? "gone" : "failed");
  });
  window.addEventListener("online", tryAgain);
  // what waits is in this page only: the browser asks before it goes. Hiding asks nothing.
  window.addEventListener("beforeunload", (event) => {
    if (waiting && !document.documentElement.hidden) event.preventDefault();
  });

  // what is typed meanwhile is newer than what the server sends back
  if (window.Idiomorph) window.Idiomorph.defaults.ignoreActiveValue = true;
})();
