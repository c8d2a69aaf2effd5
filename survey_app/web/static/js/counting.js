// One more, one less: counted in the page, so that each of many quick presses counts, and sent as if
// it had been typed. What stands in the box and is no number of digits is left to the server.
(() => {
  "use strict";
  const ZEROS = ["0", "۰", "٠"];
  const inPlainDigits = (text) =>
    text.replace(/[۰-۹٠-٩]/g, (digit) => String(ZEROS.map((zero) => digit.codePointAt(0) - zero.codePointAt(0)).find((one) => one >= 0 && one < 10)));

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".counter button");
    const field = button?.closest(".counter").querySelector("input");
    const present = field && inPlainDigits(field.value.trim());
    if (!field || field.readOnly || !/^\d{0,9}$/.test(present)) return;
    event.preventDefault();
    const by = button.value.startsWith("more:") ? 1 : -1;
    field.value = String(Math.max(Number(present) + by, 0));
    button.closest(".counter").querySelector("[aria-live]").textContent = field.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
