// Questions are put in order by dragging them within their group. The buttons beside it do the same.
(() => {
  "use strict";
  document.documentElement.classList.add("arranges");
  let dragged = null;
  let home = null; // what followed it before

  const rows = (list) => [...list.children].filter((each) => each !== dragged);

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest?.(".grip");
    if (!grip || event.button || dragged) return;
    event.preventDefault();
    dragged = grip.closest(".asked");
    home = dragged.nextElementSibling;
    dragged.classList.add("dragged");
    grip.setPointerCapture(event.pointerId);
  });

  document.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const after = rows(dragged.parentElement).find((each) => {
      const { top, height } = each.getBoundingClientRect();
      return event.clientY < top + Math.min(height, 80) / 2;
    });
    if ((after ?? null) !== dragged.nextElementSibling) {
      dragged.parentElement.insertBefore(dragged, after ?? null);
    }
  });

  const over = (keeps) => {
    if (!dragged) return;
    const row = dragged;
    const [following, moved] = [row.nextElementSibling, row.nextElementSibling !== home];
    row.classList.remove("dragged");
    dragged = null;
    if (!moved) return;
    if (!keeps) return void row.parentElement.insertBefore(row, home);
    const form = row.querySelector(".moves");
    const before = Object.assign(document.createElement("input"), { type: "hidden", name: "before" });
    before.value = following?.dataset.path ?? "";
    form.append(before);
    form.requestSubmit();
  };
  document.addEventListener("pointerup", () => over(true));
  document.addEventListener("pointercancel", () => over(false));
  document.addEventListener("keydown", (event) => event.key === "Escape" && over(false));
})();
