// The font that the next page may need, once all of this one is there: not every browser heeds
// `prefetch`, and who begins an interview shall not see its first question without its letters.
window.addEventListener("load", () => {
  const link = document.querySelector("link[rel=prefetch][as=font]");
  if (link) new FontFace("ahead", `url("${link.href}")`).load().catch(() => {});
});
