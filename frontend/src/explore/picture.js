// What the picture of a map says: its classes, hatches, dots and words, so that nothing is said twice.

const DOT = /M(-?\d+) (-?\d+)h0/g;
const ANCHORS = { start: "left", middle: "center", end: "right" };
const RING = /M(-?\d+) (-?\d+)l([^z]*)z/g;

/**
 * @param {HTMLElement} figure - of figures/templates/map.html.j2.
 * @param {(x: number, y: number) => [number, number]} degrees - of a place on the drawing.
 */
export function read(figure, degrees) {
  const svg = figure.querySelector("svg.map");
  const all = (selector) => [...svg.querySelectorAll(selector)];
  const at = (mark, x, y) => degrees(Number(mark.getAttribute(x)), Number(mark.getAttribute(y)));
  return {
    figure,
    svg,
    text: svg.getAttribute("aria-label"),
    voice: figure.querySelector("p strong")?.textContent ?? "",
    layers: all(":scope > g:not(.ml, .halo)").map((group) => ({
      group,
      hatch: /([nhu])\)$/.exec(group.getAttribute("fill"))?.[1],
      areas: [...group.querySelectorAll("use")].map(number),
      spots: [...group.querySelectorAll("circle")].map((spot) => at(spot, "cx", "cy")),
    })),
    dots: all(":scope > path").map((path) => ({
      path,
      places: [...path.getAttribute("d").matchAll(DOT)].map(([, x, y]) => degrees(Number(x), Number(y))),
    })),
    names: all(".halo text").map((text) => ({
      text: text.textContent,
      place: at(text, "x", "y"),
      anchor: ANCHORS[getComputedStyle(text).textAnchor],
    })),
    areas: all(".ml use").map((use) => ({
      number: number(use),
      told: use.textContent,
      bounds: reach(use.ownerDocument.getElementById(use.getAttribute("href").slice(1)), degrees),
    })),
  };
}

/** The place of an area in its set, which ends the id of its shape. */
function number(use) {
  return Number(use.getAttribute("href").split("-").pop());
}

/** West, south, east and north of a shape. */
function reach(shape, degrees) {
  let [left, top, right, low] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [, x0, y0, steps] of shape.getAttribute("d").matchAll(RING)) {
    let [x, y] = [Number(x0), Number(y0)];
    const moves = [0, 0, ...steps.match(/-?\d+/g).map(Number)];
    for (let at = 0; at < moves.length; at += 2) {
      x += moves[at];
      y += moves[at + 1];
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, low] = [Math.min(top, y), Math.max(low, y)];
    }
  }
  return [...degrees(left, low), ...degrees(right, top)];
}
