// On a phone: let the shell of the pages be kept, so that the laptop out of reach is told in our
// own words and not in the browser's. The worker keeps no page with a question or an answer.
(() => {
  "use strict";
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register("/away.js").catch(() => {});
})();
