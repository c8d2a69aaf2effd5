// After a page was hidden, the way back leads nowhere: the harmless page takes the place of the first
// page of this program in the tab's history, and the others after it are dropped. Where a browser
// does not tell its history to a page, the last page alone is replaced. The beginning of the first script of a page.
(() => {
  "use strict";
  const SWEEP = "sweep";
  const SWEPT = "swept";
  const { sweep } = document.currentScript.dataset;
  const [asked, place] = window.name.split(" ");

  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.documentElement.hidden = true;
    window.location.reload();
  });

  const goTo = (target) => {
    window.name = SWEPT;
    window.location.replace(target);
  };
  const begin = () => {
    const known = window.navigation?.entries?.() ?? [];
    if (known.length < 2 || window.navigation.currentEntry.index === 0) {
      goTo(sweep);
      return;
    }
    window.name = `${SWEEP} ${sweep}`;
    window.navigation.traverseTo(known[0].key).finished?.catch(() => {});
  };

  if (asked === SWEEP && /^\/(month|daily\/[a-z]{2})$/.test(place)) {
    document.documentElement.hidden = true;
    goTo(place);
  } else if (asked === SWEPT) {
    window.name = "";
    // a new step drops every later one
    if (window.history.length > 1) window.history.pushState(null, "", window.location.href);
  } else if (sweep) {
    window.addEventListener("load", () => setTimeout(begin, 0));
  }
})();
