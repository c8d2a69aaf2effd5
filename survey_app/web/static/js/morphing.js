// Make a part of the page like its newer version and leave alone what did not change: the field
// somebody stands in keeps its focus and what is typed in it.
(() => {
  "use strict";
  const same = (one, other) =>
    one.nodeType === other.nodeType && one.nodeName === other.nodeName && (one.id || "") === (other.id || "");
  const isHere = (element) => element === document.activeElement;

  const attributes = (old, fresh) => {
    for (const { name } of [...old.attributes]) {
      const opened = name === "open" && old.nodeName === "DETAILS";
      if (!fresh.hasAttribute(name) && !opened) old.removeAttribute(name);
    }
    for (const { name, value } of fresh.attributes) {
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
  };
  // what a person sees in a field is not its attribute
  const values = (old, fresh) => {
    if (isHere(old) || old.type === "file") return;
    if (old.nodeName === "INPUT") {
      old.checked = fresh.checked;
      if (old.value !== fresh.value) old.value = fresh.value;
    } else if (old.nodeName === "TEXTAREA" && old.value !== fresh.value) {
      old.value = fresh.value;
    } else if (old.nodeName === "SELECT") {
      old.value = fresh.value;
    }
  };
  const one = (old, fresh) => {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
      return;
    }
    attributes(old, fresh);
    children(old, fresh);
    values(old, fresh);
  };
  const children = (old, fresh) => {
    let at = old.firstChild;
    for (const next of [...fresh.childNodes]) {
      const known = next.id ? [...old.children].find((child) => same(child, next)) : null;
      const match = known || (at && same(at, next) ? at : null);
      if (!match) {
        old.insertBefore(next, at);
        continue;
      }
      // moving an element takes its focus away, so what stands before it goes instead
      while (at && at !== match && !(at.id && fresh.querySelector(`[id="${CSS.escape(at.id)}"]`))) at = dropped(at);
      if (at !== match) old.insertBefore(match, at);
      one(match, next);
      at = match.nextSibling;
    }
    while (at) at = dropped(at);
  };
  const dropped = (node) => {
    const after = node.nextSibling;
    node.remove();
    return after;
  };

  window.surveyMorph = (place, markup) => {
    const fresh = document.createElement("template");
    fresh.innerHTML = markup;
    children(place, fresh.content);
  };
})();
