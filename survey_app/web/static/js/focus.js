// After a step the reader stands at the start of what is new: the question, or what went wrong.
(() => {
  "use strict";
  const shown = () => document.getElementById("screen")?.dataset.screen;
  let last = shown();

  const stand = (element) => {
    if (!element) return;
    if (!element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
    element.focus({ preventScroll: true });
  };
  const look = () => {
    const problems = document.getElementById("problems");
    if (problems) {
      stand(problems);
      problems.scrollIntoView({ block: "start" });
    } else if (shown() !== last) {
      stand(document.getElementById("asked") || document.getElementById("main"));
      window.scrollTo(0, 0);
    }
    last = shown();
  };

  document.addEventListener("send:swapped", (event) => {
    if (event.detail.target && event.detail.target.id === "main") look();
  });
  document.addEventListener("DOMContentLoaded", () => stand(document.getElementById("problems")));
})();
