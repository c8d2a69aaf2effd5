// What was recorded goes to the laptop beside the form, each piece behind what it has already; and
// what shall not stay goes with every wish until the laptop has heard it.
(() => {
  "use strict";
  const A_MINUTE = 60_000;
  const PATIENCE = 20_000;
  const SLOWEST = 32; // bytes a millisecond
  const MAY_OUTLIVE_THE_PAGE = 60_000; // bytes, the form's words with them
  const FRAME = 250; // bytes that a browser sets around each field it sends
  const { form } = window.surveyFiles;
  let missed = false; // a piece carried words, and what they changed in the page was not drawn
  let held = null; // the recording that its field holds: { field, file, name, goesOn }

  // one recording on its way: how much of it the laptop has, and what stands in the way of the rest
  const begin = (id, goesOn) => ({ id, goesOn, name: window.crypto.randomUUID(), turn: "", kept: 0, isKept: false, mayBeKept: false, sending: null, restsUntil: 0, trouble: "", isOver: false });

  // sends what is new of `whole`. Says "locked" or "refused" where nothing more can be kept, else ""
  const send = async (way, whole) => {
    if (!form() || way.sending || Date.now() < way.restsUntil) return "";
    const piece = whole.slice(way.kept, whole.size, whole.type);
    if (!piece.size) return "";
    const sent = bodyOf(way, piece);
    way.mayBeKept = true;
    way.sending = new AbortController();
    const { signal } = way.sending;
    const silence = setTimeout(() => way.sending?.abort(), PATIENCE + piece.size / SLOWEST);
    const keepalive = bytesOf(sent) < MAY_OUTLIVE_THE_PAGE;
    const reply = await fetch(form().action, { method: "POST", body: sent, headers: { "HX-Request": "true" }, signal, keepalive }).catch(() => null);
    clearTimeout(silence);
    way.sending = null;
    if (way.isOver) return "";
    if (reply) return heed(way, reply, whole.size);
    tell(way, "away");
    return "";
  };
  const bodyOf = (way, piece) => {
    const sent = new FormData(form());
    if (way.isKept) sent.delete("erase"); // what was erased lay before this recording
    sent.set(way.id, piece, "recording");
    sent.set(`${way.id}:recorder`, way.name);
    if (way.goesOn) sent.set(`${way.id}:goes-on`, way.goesOn);
    if (way.kept) sent.set(`${way.id}-behind`, way.kept);
    sent.set("do", "save");
    sent.set("beside", 1);
    way.turn = window.surveyTurn();
    sent.set("turn", way.turn);
    return sent;
  };
  const bytesOf = (sent) => [...sent].reduce((sum, [name, value]) => sum + FRAME + name.length + (value.size ?? new Blob([value]).size), 0);
  // a piece that does not fit is followed by the whole, one that was overtaken comes once more, and
  // after one that could not be kept the laptop is left alone for a minute
  const heed = (way, reply, size) => {
    const said = reply.headers.get("HX-Trigger") || "";
    let verdict = "";
    if (said.includes("page-locked")) {
      window.surveyMark("locked");
      verdict = "locked";
    } else if (said.includes("file-refused")) {
      verdict = "refused";
    } else if (/answer-(saved|look|waiting)/.test(said)) {
      if (way.trouble && document.getElementById("saved")?.dataset.state === way.trouble) window.surveyMark(said.match(/answer-(\w+)/)[1]);
      Object.assign(way, { kept: size, isKept: true, restsUntil: 0, trouble: "" });
    } else if (said.includes("piece-misfits")) {
      way.kept = 0;
      missed = true;
    } else if (!said.includes("answer-late")) {
      way.restsUntil = Date.now() + A_MINUTE;
      tell(way, reply.status === 404 ? "gone" : "failed");
    }
    if (said.includes("page-behind")) {
      missed = true;
      form().dispatchEvent(new CustomEvent("answer-changed", { bubbles: true }));
    }
    return verdict;
  };
  const tell = (way, state) => {
    way.trouble = state;
    missed = true;
    window.surveyMark(state);
  };

  // the field holds all of it now, and the next wish says whose it is
  const hold = (way, field) => {
    missed = true; // its pieces may be kept, and the page has not drawn them
    held = { field: way.id, file: field.files[0], name: way.name, goesOn: way.goesOn };
  };
  // `before` is what was kept when it began, where that is to go, too
  const forget = (way, before = "") => {
    way.isOver = true;
    way.sending?.abort();
    const take = way.mayBeKept ? [`${way.name} ${way.goesOn}`.trim()] : [];
    erase(way.id, ...take, ...(before ? [before] : []));
  };
  // it goes with every wish until the laptop has heard it: a press of another button, or words typed
  // while the laptop is out of reach, do not take its place
  // and it names what it means, as another window may keep something else by then; a take also what
  // it goes on with. All goes with one wish: its reply may be a page that forgets another one
  const erase = (id, ...meant) => {
    for (const what of meant) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: "erase", value: `${id} ${what}` });
      form().append(field);
    }
    if (meant.length) wish(`remove-file-now:${id}:${meant.at(-1).split(" ")[0]}`);
  };
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

  document.addEventListener("send:request", (event) => {
    if (missed) event.detail.more.anew = 1;
    if (!held || document.getElementById(held.field)?.files?.[0] !== held.file) return;
    event.detail.more[`${held.field}:recorder`] = held.name;
    if (held.goesOn) event.detail.more[`${held.field}:goes-on`] = held.goesOn;
  });
  document.addEventListener("send:before", (event) => {
    event.detail.xhr.erased = [...form().querySelectorAll("input[name=erase]")];
  });
  document.addEventListener("send:after", (event) => {
    const { xhr } = event.detail;
    if (![200, 204, 422].includes(xhr.status)) return;
    if (xhr.status === 200) missed = false;
    for (const field of xhr.erased || []) field.remove();
  });

  window.surveyPieces = Object.freeze({ begin, send, hold, forget, erase });
})();
