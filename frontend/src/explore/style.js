// The looks of a map: what the style sheets of the page make of its picture, in light and in dark.

const SIDE = 20; // pixels of a hatch, two for each of the screen's

/**
 * A style of MapLibre.
 *
 * @param {object} shown - `at` (which voice), `levels`, `ground`, `marked` (numbers of areas by level).
 */
export function style({ at, levels, ground, marked }) {
  const sources = {};
  const layers = [];
  if (ground) {
    sources.ground = { type: "vector", url: ground.url };
    const colour = getComputedStyle(document.documentElement).getPropertyValue("--sunk").trim();
    layers.push({ id: "ground", type: "fill", source: "ground", "source-layer": "areas", paint: { "fill-color": colour } });
  }
  levels.forEach((level, depth) => {
    const picture = level.pictures[at];
    if (!picture) return;
    const zooms = depth ? { minzoom: level.from } : levels[1] ? { maxzoom: levels[1].from } : {};
    const areas = { source: `areas${depth}`, "source-layer": "areas", ...zooms };
    const add = (name, type, paint, more) => layers.push({ id: `${name}${depth}`, type, paint, ...areas, ...more });
    const points = (name, places) => {
      const geometry = { type: "MultiPoint", coordinates: places };
      sources[`${name}${depth}`] = { type: "geojson", data: { type: "Feature", properties: {}, geometry } };
      return { source: `${name}${depth}`, "source-layer": undefined };
    };
    const edge = getComputedStyle(picture.svg.querySelector(".ml")).stroke;
    sources[areas.source] = { type: "vector", url: level.url };
    picture.layers.forEach(({ group, hatch, areas: numbers, spots }, order) => {
      const look = getComputedStyle(group);
      const opacity = Number(look.fillOpacity);
      const filter = ["in", ["id"], ["literal", numbers]];
      const tint = hatch
        ? { "fill-pattern": `${hatch} ${inked(picture, hatch)}` }
        : { "fill-color": look.fill, "fill-opacity": opacity };
      add(`tint${order}-`, "fill", tint, { filter });
      if (spots.length && hatch !== "u") {
        const paint = { "circle-radius": 4.5, "circle-stroke-width": 0.75, "circle-stroke-color": edge };
        const inside = hatch ? { "circle-opacity": 0 } : { "circle-color": look.fill, "circle-opacity": opacity };
        add(`spot${order}-`, "circle", { ...paint, ...inside }, points(`spot${order}-`, spots));
      }
    });
    add("edge", "line", { "line-color": edge, "line-width": 0.75 });
    picture.dots.forEach(({ path, places }, order) => {
      const paint = { "circle-radius": 2.5, "circle-color": getComputedStyle(path).stroke };
      add(`dots${order}-`, "circle", paint, points(`dots${order}-`, places));
    });
    add("marked", "line", { "line-color": getComputedStyle(document.body).color, "line-width": 2.5 }, {
      filter: among(marked[depth]),
    });
    add("touched", "fill", { "fill-opacity": 0 });
  });
  for (const layer of layers) if (layer["source-layer"] === undefined) delete layer["source-layer"];
  return { version: 8, sources, layers };
}

/** The areas of these numbers. */
export function among(numbers = []) {
  return ["in", ["id"], ["literal", numbers]];
}

/** In which colour the page draws a hatch. */
function inked(picture, hatch) {
  const key = picture.svg.querySelector(".ml use").getAttribute("href").replace(/\d+$/, hatch);
  return getComputedStyle(picture.svg.ownerDocument.querySelector(`${key} path`)).stroke;
}

/** A hatch as MapLibre takes it: n has no figure, h is hidden, u could be in another class. */
export function hatch(name) {
  const kind = name[0];
  const pen = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE }).getContext("2d");
  Object.assign(pen, { strokeStyle: name.slice(2), fillStyle: name.slice(2), lineWidth: 3 });
  pen.beginPath();
  if (kind === "u") {
    for (const place of [5, 15]) pen.arc(place, place, 3, 0, 7), pen.closePath();
    pen.fill();
  } else {
    // Each line once more at both corners, so that it goes on in the next hatch.
    for (const away of [-SIDE, 0, SIDE]) {
      pen.moveTo(away - 5, SIDE + 5), pen.lineTo(away + SIDE + 5, -5);
      if (kind === "h") pen.moveTo(away - 5, -5), pen.lineTo(away + SIDE + 5, SIDE + 5);
    }
    pen.stroke();
  }
  const { data } = pen.getImageData(0, 0, SIDE, SIDE);
  return { width: SIDE, height: SIDE, data };
}
