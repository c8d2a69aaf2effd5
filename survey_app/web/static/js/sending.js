// Send the form of the interview in the background and put what comes back into the page. One
// wish at a time: of those that wait, the last one goes, and a pressed button before a mere save.
// A page on which something was typed since is not replaced: that is sent first. And a button
// counts for the page it was pressed on: one that waited while the page was replaced is dropped.
// The form, its button and the reply are what they are without this script.
// What happens is told by the events request (on its way, may be added to), before, after, failed
// and swapped, all below "send:", as bubbling events of the form.
(() => {
  "use strict";
  const SECONDS = 15;
  const SLOWEST = 32_000; // bytes a second
  const HELD_BY_THE_SYSTEM = 4_000_000;
  let underWay = null;
  let waiting = null;

  const form = () => document.getElementById("answers");
  const tell = (place, name, detail) => place.dispatchEvent(new CustomEvent(`send:${name}`, { bubbles: true, detail }));

  const bodyOf = (sender, button) => {
    const sent = new FormData(sender);
    const detail = { form: sender, button, more: {} };
    tell(sender, "request", detail);
    for (const [name, value] of Object.entries(detail.more)) sent.set(name, value);
    return sender.enctype === "multipart/form-data" ? sent : new URLSearchParams(sent);
  };

  const ask = (sender, button) => {
    if (underWay) {
      if (button || !waiting?.button) waiting = { button };
      return;
    }
    const xhr = new XMLHttpRequest();
    underWay = xhr;
    xhr.open("POST", sender.action);
    xhr.setRequestHeader("HX-Request", "true");
    const body = bodyOf(sender, button);
    tell(sender, "before", { form: sender, xhr });
    const heed = patience(xhr);
    for (const cause of ["onload", "onerror", "onabort"]) {
      xhr[cause] = () => {
        heed.end();
        done(sender, xhr);
      };
    }
    xhr.send(body);
  };

  // silence ends a wish, never its length: a photograph may take minutes over a weak hotspot. When
  // all of it was given to the system, the last of it is still on its way
  const patience = (xhr) => {
    let last = 0;
    const begin = ({ loaded = 0, total = 0 } = {}) => {
      clearTimeout(last);
      const onItsWay = loaded < total ? 0 : Math.min(total, HELD_BY_THE_SYSTEM) / SLOWEST;
      last = setTimeout(() => xhr.abort(), (SECONDS + onItsWay) * 1000);
    };
    for (const side of [xhr, xhr.upload]) side.addEventListener("progress", begin);
    begin();
    return { end: () => clearTimeout(last) };
  };

  const done = (sender, xhr) => {
    underWay = null;
    const place = form() || document.body;
    const detail = { form: sender, xhr, stays: false };
    tell(place, xhr.status ? "after" : "failed", detail);
    const next = waiting;
    waiting = null;
    if (isAnotherPage(xhr)) {
      if (detail.stays && form()) ask(form(), next?.button);
      else open(xhr);
      return;
    }
    if (hasMarkup(xhr)) swap(xhr, Boolean(next));
    if (next && form()) ask(form(), next.button);
  };

  const hasMarkup = (xhr) => xhr.status === 200 || xhr.status === 422;
  const isAnotherPage = (xhr) =>
    xhr.getResponseHeader("HX-Redirect") || xhr.getResponseHeader("HX-Refresh") || (hasMarkup(xhr) && !xhr.getResponseHeader("HX-Retarget"));
  const open = (xhr) => {
    if (xhr.getResponseHeader("HX-Redirect")) window.location.assign(xhr.getResponseHeader("HX-Redirect"));
    else if (xhr.getResponseHeader("HX-Refresh")) window.location.reload();
    else swap(xhr, false);
  };

  const swap = (xhr, isOld) => {
    const target = xhr.getResponseHeader("HX-Retarget");
    const place = target ? document.querySelector(target) : document.getElementById("main");
    // a part of a page that was changed since is older than what waits to be sent
    if (!place || (target === "#asking" && isOld)) return;
    if (target) window.surveyMorph(place, xhr.responseText);
    else replace(place, xhr.responseText);
    tell(place, "swapped", { target: place });
  };

  const replace = (place, markup) => {
    const { id, selectionStart, selectionEnd } = document.activeElement || {};
    place.innerHTML = markup;
    const here = place.querySelector("[autofocus]") || (id && document.getElementById(id));
    if (!here || !place.contains(here)) return;
    here.focus({ preventScroll: true });
    if (typeof selectionStart === "number" && here.id === id && "setSelectionRange" in here) here.setSelectionRange(selectionStart, selectionEnd);
  };

  document.addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    event.preventDefault();
    ask(event.target, event.submitter);
  });
  document.addEventListener("answer-changed", (event) => {
    if (event.target === form()) ask(event.target, null);
  });
})();
