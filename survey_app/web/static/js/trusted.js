// Markup may reach the page only through this policy: parts of pages of this server,
// which hold no script. Script text is always refused, and so is every script address but the
// one of the worker that keeps the shell on a phone.
(() => {
  "use strict";
  if (!window.trustedTypes) return;
  const foreign = /<(script|iframe|object|embed|base|meta|link)\b|\son\w+\s*=/i;
  window.trustedTypes.createPolicy("default", {
    createHTML: (markup) => {
      if (foreign.test(markup)) throw new TypeError("This markup is not ours.");
      return markup;
    },
    createScriptURL: (address) => {
      if (address !== "/away.js") throw new TypeError("This script is not ours.");
      return address;
    },
  });
})();
