// A chart to explore: drawn by Vega from the specification that the page hands out as a file.
//
// Expressions are read by an interpreter, because the pages forbid eval; nothing sets a style in
// markup, because they forbid that too. Vega-Embed would do both, so it is not used.
import { compile } from "vega-lite";
import { transforms } from "vega-dataflow";
import * as encode from "vega-encode";
import { expressionInterpreter } from "vega-interpreter";
import { parse } from "vega-parser";
import * as tables from "vega-transforms";
import { View } from "vega-view";
import * as views from "vega-view-transforms";

Object.assign(transforms, tables, views, encode);

const NARROW = 560; // pixels; below it names stand in less room
// What Vega-Lite remarks on is for whoever writes a chart; tests look at ours.
const quiet = { level: () => quiet, error: () => quiet, warn: () => quiet, info: () => quiet, debug: () => quiet };
const nothing = { load: () => Promise.reject(new Error("A chart loads nothing.")) };
const loader = { ...nothing, sanitize: nothing.load, http: nothing.load, file: nothing.load };

/**
 * Draw a specification, and draw it again in another order when asked.
 *
 * @param {HTMLElement} place - where it is drawn.
 * @param {object} specification - of Vega-Lite, with its data in it.
 * @param {(sentence: string) => void} say - told the sentence of the mark one is at.
 * @returns {Promise<{order: (by: string) => Promise<void>, focus: () => void}>}
 */
export async function draw(place, specification, say) {
  let view;
  async function show(by) {
    view?.finalize();
    place.replaceChildren();
    const fitted = fit(ordered(specification, by), place.clientWidth);
    const made = parse(compile(fitted, { logger: quiet }).spec, null, { ast: true });
    view = new View(made, { expr: expressionInterpreter, renderer: "svg", loader, hover: false });
    await view.initialize(place).runAsync();
    const svg = place.querySelector("svg");
    svg.setAttribute("role", "group");
    svg.setAttribute("aria-label", specification.description);
    walk(marks(svg, fitted.encoding?.y ? "y" : "x"), say);
  }
  await show("figure");
  return { order: show, focus: () => place.querySelector("[tabindex='0']")?.focus() };
}

/** The specification with its groups in another order: "figure" as it came, or "name". */
function ordered(specification, by) {
  const copy = structuredClone(specification);
  const groups = copy.encoding?.y;
  if (by === "name" && groups) {
    const [whole, ...others] = groups.sort;
    groups.sort = [whole, ...others.sort((one, other) => one.localeCompare(other))];
  }
  return copy;
}

/** As wide as the page lets it be; what the page says around it already is left out. */
function fit(specification, width) {
  delete specification.title;
  specification.background = "transparent";
  specification.padding = 4;
  specification.layer = specification.layer?.filter((one) => one.name !== "foot");
  specification.autosize = { type: "fit-x", contains: "padding" };
  specification.width = width;
  const axis = specification.encoding?.y?.axis;
  if (axis && width < NARROW) axis.labelLimit = Math.round(width / 3.2);
  return specification;
}

/** What carries a figure and its sentence, from the top down or from the left to the right. */
function marks(svg, along) {
  const all = [...svg.querySelectorAll(".mark-symbol.role-mark path")];
  const told = all.filter((mark) => mark.__data__?.datum?.told);
  return told.sort((one, other) => one.getBoundingClientRect()[along] - other.getBoundingClientRect()[along]);
}

/** One stop for Tab; arrows lead from mark to mark, and each says its sentence. */
function walk(stops, say) {
  stops.forEach((mark, at) => {
    const said = mark.__data__.datum.told;
    mark.setAttribute("tabindex", at ? "-1" : "0");
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", said);
    mark.removeAttribute("aria-roledescription");
    mark.addEventListener("pointerenter", () => say(said));
    mark.addEventListener("click", () => say(said));
    mark.addEventListener("focus", () => say(said));
    mark.addEventListener("keydown", (event) => {
      const next = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1 };
      const to = { ...next, Home: 0, End: stops.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const found = stops[Math.max(0, Math.min(stops.length - 1, to))];
      mark.setAttribute("tabindex", "-1");
      found.setAttribute("tabindex", "0");
      found.focus();
    });
  });
}
