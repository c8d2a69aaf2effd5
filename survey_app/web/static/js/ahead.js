// The font that the next page may need, once all of this one is there. `prefetch` does this for a page
// without scripts only where the browser does not hold it against `default-src 'none'`; Firefox does.
window.addEventListener("load", () => {
  const link = document.querySelector("link[data-ahead]");
  if (link) new FontFace("ahead", `url("${link.dataset.ahead}")`).load().catch(() => {});
});
