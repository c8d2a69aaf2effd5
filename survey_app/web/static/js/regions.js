// Touching a region of a drawing presses its choice in the list below; the list is the truth.
(() => {
  "use strict";
  const listOf = (place) => place.closest(".question");
  const inputOf = (question, choice) =>
    [...question.querySelectorAll("input[type=radio], input[type=checkbox]")].find((one) => one.value === choice);

  document.addEventListener("click", (event) => {
    const region = event.target.closest?.(".drawing [data-choice]");
    const input = region && inputOf(listOf(region), region.dataset.choice);
    if (input && !input.disabled) input.click();
  });
  document.addEventListener("change", (event) => {
    const question = event.target.closest?.(".question");
    if (!question) return;
    question.querySelectorAll(".drawing [data-choice]").forEach((region) => {
      const input = inputOf(question, region.dataset.choice);
      region.classList.toggle("is-chosen", Boolean(input && input.checked));
    });
  });
})();
