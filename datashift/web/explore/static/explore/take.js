// Copy and print need a script; without one the address can be marked and the browser prints.
for (const button of document.querySelectorAll("[data-copy], [data-print]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    if ("print" in button.dataset) return print();
    const field = document.getElementById(button.dataset.copy);
    field.select();
    await navigator.clipboard?.writeText(field.value);
  });
}
// A chart to explore: what draws it comes with the first tap, never before.
for (const box of document.querySelectorAll("[data-engine]")) {
  const [order, drawn, said] = ["order", "drawn", "said"].map((one) => box.querySelector(`[data-${one}]`));
  const say = (sentence) => (said.textContent = sentence);
  box.hidden = false;
  for (const button of box.querySelectorAll("[data-light]")) {
    button.addEventListener("click", async () => {
      button.setAttribute("aria-busy", "true");
      const dark = matchMedia("(prefers-color-scheme: dark)").matches;
      try {
        const [engine, answer] = await Promise.all([
          import(box.dataset.engine),
          fetch(dark ? button.dataset.dark : button.dataset.light),
        ]);
        drawn.hidden = false;
        const chart = await engine.draw(drawn, await answer.json(), say);
        order.hidden = !("ordered" in button.dataset);
        const choice = order.querySelector("select");
        choice.value = "figure";
        choice.onchange = () => chart.order(choice.value);
        chart.focus();
        say(said.dataset.hint);
      } catch {
        drawn.hidden = true;
        say(box.dataset.failed);
      }
      button.removeAttribute("aria-busy");
    });
  }
}
// A map to explore stands beside its picture. From a memory stick a page may load nothing more.
for (const box of location.protocol === "file:" ? [] : document.querySelectorAll("[data-map]")) {
  const near = box.previousElementSibling;
  const maps = near?.matches(".maps") ? near : document.querySelector(".maps");
  const [start, state] = ["start", "state"].map((one) => box.querySelector(`[data-${one}]`));
  const button = start.querySelector("button");
  maps.after(box);
  box.hidden = false;
  button.addEventListener("click", async () => {
    if (!document.createElement("canvas").getContext("webgl2")) {
      start.hidden = true;
      state.textContent = state.dataset.without;
      return;
    }
    button.setAttribute("aria-busy", "true");
    try {
      state.textContent = "";
      const engine = await import(box.querySelector("[data-map-engine]").href);
      await engine.explore(maps, box);
    } catch {
      state.textContent = state.dataset.failed;
    }
    button.removeAttribute("aria-busy");
  });
}
