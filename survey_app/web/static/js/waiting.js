// While long work goes on: ask how far it is, and show its end as soon as it is there.
(() => {
  "use strict";
  const far = document.getElementById("far");
  const ROUND = 1000;
  const ask = async () => {
    const reply = await fetch(far.dataset.asked).catch(() => null);
    const told = reply?.ok && !reply.redirected ? await reply.json() : { over: true };
    far.value = told.percent ?? far.value;
    if (told.over) window.location.reload();
    else setTimeout(ask, ROUND);
  };
  setTimeout(ask, ROUND);
})();
