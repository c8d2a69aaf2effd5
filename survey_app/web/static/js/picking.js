// A field for files speaks the language of the page: our button, and below it the names that were chosen.
(() => {
  "use strict";
  document.documentElement.classList.add("picks");
  const tell = (field) => {
    const place = document.getElementById(`${field.id}-chosen`);
    if (!place) return;
    const names = [...field.files].map((file) => {
      const name = document.createElement("bdi");
      name.textContent = file.name;
      return name;
    });
    place.replaceChildren(...names.flatMap((name) => [name, document.createElement("br")]));
    place.hidden = !names.length;
  };
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.type === "file") tell(event.target);
  });
})();
