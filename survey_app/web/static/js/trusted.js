// Markup may reach the page only through this policy: parts of pages of this server,
// which hold no script. Script text and script addresses are always refused.
(() => {
  "use strict";
  if (!window.trustedTypes) return;
  const foreign = /<(script|iframe|object|embed|base|meta|link)\b|\son\w+\s*=/i;
  window.trustedTypes.createPolicy("default", {
    createHTML: (markup) => {
      if (foreign.test(markup)) throw new TypeError("This markup is not ours.");
      return markup;
    },
  });
})();
