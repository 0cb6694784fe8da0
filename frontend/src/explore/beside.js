// What stands beside a map to explore: its buttons, the list of its areas, the words of the one chosen.

/**
 * @param {HTMLElement} maps - the pictures; the list becomes their neighbour.
 * @param {HTMLElement} box - with the template of it all.
 * @param {{zoom: (by: number) => void, all: () => void, end: () => void, choose: (number: number) => void}} does
 */
export function beside(maps, box, does) {
  const made = box.querySelector("template").content.cloneNode(true);
  const [list, said] = ["list", "said"].map((name) => made.querySelector(`[data-${name}]`));
  const part = (name) => made.querySelector(`[data-${name}]`);
  const start = box.querySelector("[data-start]");
  part("closer").addEventListener("click", () => does.zoom(1));
  part("farther").addEventListener("click", () => does.zoom(-1));
  part("all").addEventListener("click", () => does.all());
  part("end").addEventListener("click", () => {
    does.end();
    list.remove();
    bar.remove();
    start.hidden = false;
    start.querySelector("button").focus();
  });
  list.addEventListener("keydown", walk);
  const bar = part("bar");
  maps.append(list);
  maps.before(bar);
  start.hidden = true;

  return {
    /** The areas of a level, by name, each with its figure. */
    show(areas) {
      const collator = new Intl.Collator(document.documentElement.lang);
      const ordered = [...areas].sort((one, other) => collator.compare(one.told, other.told));
      list.firstElementChild.replaceChildren(
        ...ordered.map(({ number, told }, order) => {
          const button = Object.assign(document.createElement("button"), { type: "button", textContent: told });
          button.dataset.number = number;
          button.tabIndex = order ? -1 : 0;
          button.addEventListener("focus", () => does.choose(number));
          button.addEventListener("click", () => does.choose(number));
          const item = document.createElement("li");
          item.append(button);
          return item;
        }),
      );
    },
    /** The sentences of an area, one for each voice, each with its source; none for none. */
    say(sentences) {
      said.replaceChildren(
        ...sentences.map(({ voice, told, source }, at) => {
          const line = Object.assign(document.createElement("p"), { className: at ? "official" : "citizen" });
          const from = Object.assign(document.createElement("span"), { className: "muted", textContent: source });
          const who = Object.assign(document.createElement("strong"), { textContent: voice });
          line.append(...(voice ? [who, " "] : []), `${told} `, from);
          return line;
        }),
      );
    },
    /** Mark the area in the list, and bring it into the list's view without moving the page. */
    mark(number) {
      for (const one of list.querySelectorAll("button")) {
        const here = Number(one.dataset.number) === number;
        one.toggleAttribute("aria-current", here);
        if (here) one.setAttribute("aria-current", "true");
        if (here && one !== document.activeElement) list.scrollTop = one.offsetTop - list.clientHeight / 2;
      }
    },
  };
}

/** One stop for Tab; arrows lead from area to area. */
function walk(event) {
  const all = [...event.currentTarget.querySelectorAll("button")];
  const at = all.indexOf(event.target);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const found = all[Math.max(0, Math.min(all.length - 1, to))];
  event.target.tabIndex = -1;
  found.tabIndex = 0;
  found.focus();
}
