// Answers are sent while they are given, and the mark below them tells the truth:
// "saved" appears only after the server answered that the encrypted draft is committed.
(() => {
  "use strict";
  const QUIET_AFTER_TYPING = 700;
  const EVENTS = { "answer-saved": "saved", "answer-look": "look", "answer-waiting": "waiting", "page-locked": "locked", "answer-failed": "failed" };
  let soon = 0;
  let changes = 0;

  const form = () => document.getElementById("answers");
  const mark = (state) => {
    const place = document.getElementById("saved");
    if (place && place.dataset.state !== state) place.dataset.state = state;
  };
  const isAnswer = (event) => form() && form().contains(event.target) && event.target.name;

  const send = () => {
    clearTimeout(soon);
    if (form()) form().dispatchEvent(new CustomEvent("answer-changed", { bubbles: true }));
  };
  const changed = () => {
    changes += 1;
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
  document.addEventListener("send:request", (event) => {
    const { button, more } = event.detail;
    more.do = button && button.name === "do" ? button.value : "save";
    if (button) clearTimeout(soon);
  });
  document.addEventListener("send:before", (event) => {
    event.detail.xhr.changesWhenSent = changes;
  });
  document.addEventListener("send:after", (event) => {
    const { xhr } = event.detail;
    const said = Object.keys(EVENTS).find((name) => (xhr.getResponseHeader("HX-Trigger") || "").includes(name));
    if (said && said !== "answer-failed") document.getElementById("why").textContent = "";
    if (said && (!["answer-saved", "answer-look"].includes(said) || xhr.changesWhenSent === changes)) mark(EVENTS[said]);
    else if (!said && xhr.status >= 400 && xhr.status !== 422) mark("failed");
  });
  document.addEventListener("send:failed", () => mark("failed"));
})();
