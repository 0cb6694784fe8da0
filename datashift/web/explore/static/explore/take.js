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
// What draws a chart or a map, and what stands beside it, comes with the first tap, never before.
async function brought(box, kind) {
  const there = box.querySelector("[data-of]");
  if (there) return there;
  const answer = await fetch(box.querySelector("[data-words]").href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const part = document.adoptNode(page.querySelector(`[data-of=${kind}]`));
  for (const link of part.querySelectorAll("a")) link.href = new URL(link.getAttribute("href"), answer.url);
  box.querySelector("[role=status]").before(part);
  return part;
}
for (const box of document.querySelectorAll("[data-chart]")) {
  const said = box.querySelector("[data-said]");
  const say = (sentence) => (said.textContent = sentence);
  document.querySelectorAll(".finding .chart")[box.dataset.at]?.closest("figure").after(box);
  box.hidden = false;
  for (const button of box.querySelectorAll("[data-light]")) {
    button.addEventListener("click", async () => {
      button.setAttribute("aria-busy", "true");
      const dark = matchMedia("(prefers-color-scheme: dark)").matches;
      try {
        const [part, answer] = await Promise.all([
          brought(box, "chart"),
          fetch(dark ? button.dataset.dark : button.dataset.light),
        ]);
        const [order, drawn] = ["order", "drawn"].map((one) => part.querySelector(`[data-${one}]`));
        const [engine] = await Promise.all([
          import(part.querySelector("[data-chart-engine]").href),
          styled(part.querySelector("[data-chart-sheet]").href),
        ]);
        drawn.hidden = false;
        const chart = await engine.draw(drawn, await answer.json(), say);
        order.hidden = !("ordered" in button.dataset);
        const choice = order.querySelector("select");
        choice.value = "figure";
        choice.onchange = () => chart.order(choice.value);
        chart.focus();
        say(drawn.dataset.hint);
      } catch {
        box.querySelector("[data-drawn]")?.setAttribute("hidden", "");
        say(box.dataset.failed);
      }
      button.removeAttribute("aria-busy");
    });
  }
}
function styled(address) {
  if (document.querySelector(`link[href="${address}"]`)) return null;
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
  document.head.append(sheet);
  return new Promise((done, failed) => Object.assign(sheet, { onload: done, onerror: failed }));
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
    button.setAttribute("aria-busy", "true");
    try {
      state.textContent = "";
      const part = await brought(box, "map");
      if (document.createElement("canvas").getContext("webgl2")) {
        const engine = await import(part.querySelector("[data-map-engine]").href);
        await engine.explore(maps, box);
      } else {
        start.hidden = true;
        state.textContent = part.dataset.without;
      }
    } catch {
      state.textContent = state.dataset.failed;
    }
    button.removeAttribute("aria-busy");
  });
}
