// The key "/" leads to the field of the page, unless somebody switched that off (WCAG 2.1.4).
const off = () => localStorage.getItem("slash") === "off";
const field = document.querySelector("[data-slash]");
const button = document.querySelector("[data-slash-off]");
const show = () => {
  off() ? field?.removeAttribute("aria-keyshortcuts") : field?.setAttribute("aria-keyshortcuts", "/");
  button?.setAttribute("aria-pressed", off());
};
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || off()) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  event.preventDefault();
  field?.focus();
});
button?.addEventListener("click", () => {
  localStorage.setItem("slash", off() ? "on" : "off");
  show();
});
if (matchMedia("(hover: hover)").matches) button?.closest("[data-slash-note]").removeAttribute("hidden");
show();
