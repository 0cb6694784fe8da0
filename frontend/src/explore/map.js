// A map to explore: MapLibre with tiles of our own, in place of the picture on the page.
//
// Everything it says it reads from that picture; of the tiles it takes the borders alone.
import maplibregl from "maplibre-gl/dist/maplibre-gl-csp.js";
import { answer, told } from "./archive.js";
import { beside } from "./beside.js";
import { read } from "./picture.js";
import { among, hatch, style } from "./style.js";

const ROOM = 16; // pixels around what is looked at
const LEAST = 280; // pixels: no map is lower
const CLOSER = 1.2; // zooms beyond all areas together: from here smaller areas are shown, if there are any
const BEYOND = 3; // zooms past the finest tiles, where a unit of theirs is a pixel: closer there is nothing

maplibregl.addProtocol("pmtiles", answer);

/**
 * Let maps be moved.
 *
 * @param {HTMLElement} maps - the pictures of one breakdown: citizens, then officials where they have one.
 * @param {HTMLElement} box - addresses and words: explore/parts/explored_map.html.
 */
export async function explore(maps, box) {
  const link = (name) => box.querySelector(`a[data-map-${name}]`);
  maplibregl.setWorkerUrl(link("worker").href);
  const [first, ground] = await Promise.all([
    level(maps, link("tiles").href, box),
    link("ground") ? told(link("ground").href) : null,
    styled(link("sheet").href),
  ]);
  const levels = [first];
  let depth = 0;
  const each = (does) => views.forEach(does);
  const lead = beside(maps, box, {
    zoom: (by) => views[0].map.zoomTo(views[0].map.getZoom() + by),
    all: () => views[0].map.fitBounds(first.bounds, { padding: ROOM }),
    end: () => {
      each((one) => one.remove());
      levels.slice(1).forEach((one) => one.end());
      first.keys.forEach((key) => (key.hidden = false));
    },
    choose: (number) => choose(number, true),
  });
  // After the list, which takes its part of the width: a map looks at all areas in the room it has.
  const views = first.pictures.map((picture, at) => view(picture, { at, levels, ground, marked: [[]] }));

  function choose(number, go) {
    const areas = levels[depth].pictures.map((one) => one.areas.find((area) => area.number === number));
    each((one) => one.mark(depth, [number]));
    lead.mark(number);
    const { pictures, sources } = levels[depth];
    lead.say(areas.map(({ told }, at) => ({ voice: pictures[at].voice, told, source: sources[at] })));
    if (go) views[0].map.fitBounds(areas[0].bounds, { padding: 2 * ROOM, maxZoom: closest(levels, depth) });
  }

  function show(to) {
    depth = to;
    each((one) => one.mark(to, []));
    lead.say([]);
    lead.show(levels[to].pictures[0].areas);
    levels.forEach((one, at) => one.keys.forEach((key) => (key.hidden = at !== to)));
  }

  together(views.map((one) => one.map));
  each((one) => {
    one.map.on("click", ({ point }) => {
      const area = one.touched(depth, point);
      if (area !== undefined) choose(area, false);
    });
    one.map.on("mousemove", ({ point }) => {
      const area = one.touched(depth, point);
      const areas = levels[depth].pictures[one.at]?.areas ?? [];
      one.map.getCanvas().title = areas.find(({ number }) => number === area)?.told ?? "";
    });
  });
  show(0);
  views[0].map.getCanvas().focus();
  if (link("finer")) {
    const zoom = () => views[0].map.getZoom();
    const from = zoom() + CLOSER;
    let coming = null;
    const bring = async () => {
      levels[1] = await finer(link("finer"), box, from);
      each((one) => one.redraw());
    };
    const look = async () => {
      if (zoom() >= from) await (coming ??= bring());
      const to = Number(levels.length > 1 && zoom() >= from);
      if (to !== depth) show(to);
    };
    const state = box.querySelector("[data-state]");
    views[0].map.on("zoomend", () => look().catch(() => (state.textContent = state.dataset.failed)));
  }
  await Promise.all(views.map((one) => new Promise((done) => one.map.once("load", done))));
}

/** How close one may come to an area without leaving its level. */
function closest(levels, depth) {
  const next = levels[depth + 1];
  return next ? next.from - 0.1 : levels[depth].finest + BEYOND;
}

/** The pictures of some areas, whose they are, and the tiles of the same areas. */
async function level(maps, address, box) {
  const tiles = await told(address);
  const figures = [...maps.querySelectorAll(".map-fig")];
  return {
    ...tiles,
    sources: [box.dataset.source, box.dataset.officials],
    pictures: figures.map((figure) => read(figure, tiles.degrees)),
    keys: figures.map((figure) => figure.querySelector("figcaption")),
  };
}

/** The smaller areas: the pictures of another page, and the tiles that it names. */
async function finer(link, box, from) {
  const page = new DOMParser().parseFromString(await (await fetch(link.href)).text(), "text/html");
  const [shapes, maps] = [".shapes", ".maps"].map((name) => document.adoptNode(page.querySelector(name)));
  const kept = Object.assign(document.createElement("div"), { hidden: true });
  kept.append(maps);
  box.append(shapes, kept); // a hatch that is hidden is drawn nowhere
  const address = page.querySelector("a[data-map-tiles]").getAttribute("href");
  const found = await level(maps, new URL(address, link.href).href, page.querySelector("[data-map]"));
  document.querySelectorAll(".map-fig:has(.map-gl)").forEach((figure, at) => found.keys[at] && figure.append(found.keys[at]));
  const end = () => [shapes, kept, ...found.keys].forEach((one) => one.remove());
  return { ...found, from, end };
}

/** One map in the place of one picture. */
function view(picture, shown) {
  const { svg, names } = picture;
  const [west, south, east, north] = shown.levels[0].bounds;
  const [wide, high] = [(east - west) / 2, (north - south) / 2];
  const place = Object.assign(document.createElement("div"), { className: "map-gl" });
  place.style.blockSize = `${Math.max(LEAST, Math.round(svg.getBoundingClientRect().height))}px`;
  svg.after(place);
  svg.parentElement.classList.add("moved");
  const map = new maplibregl.Map({
    container: place,
    style: style(shown),
    bounds: [west, south, east, north],
    fitBoundsOptions: { padding: ROOM },
    maxBounds: [west - wide, Math.max(south - high, -85), east + wide, Math.min(north + high, 85)],
    maxZoom: shown.levels[0].finest + BEYOND,
    renderWorldCopies: east > 180,
    attributionControl: false,
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 0,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.getCanvas().setAttribute("aria-label", picture.text);
  map.on("styleimagemissing", ({ id }) => map.addImage(id, hatch(id), { pixelRatio: 2 }));
  for (const name of names) {
    const element = Object.assign(document.createElement("span"), { className: "map-name", textContent: name.text });
    new maplibregl.Marker({ element, anchor: name.anchor }).setLngLat(name.place).addTo(map);
  }
  const redraw = () => map.setStyle(style(shown), { diff: false });
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", redraw);
  return {
    map,
    at: shown.at,
    redraw,
    /** The number of the area at a point of the screen. */
    touched(depth, point) {
      const layers = [`touched${depth}`].filter((name) => map.getLayer(name));
      return layers.length ? map.queryRenderedFeatures(point, { layers })[0]?.id : undefined;
    },
    mark(depth, numbers) {
      shown.marked = [];
      shown.marked[depth] = numbers;
      place.classList.toggle("closer", depth > 0); // the names are those of the larger areas
      shown.levels.forEach((_, at) => map.getLayer(`marked${at}`) && map.setFilter(`marked${at}`, among(shown.marked[at])));
    },
    remove() {
      dark.removeEventListener("change", redraw);
      map.remove();
      place.remove();
      svg.parentElement.classList.remove("moved");
    },
  };
}

/** What one map looks at, the others look at. */
function together(maps) {
  let leading = null;
  for (const map of maps) {
    map.on("move", () => {
      if (leading) return;
      leading = map;
      const [center, zoom] = [map.getCenter(), map.getZoom()];
      for (const other of maps) if (other !== map) other.jumpTo({ center, zoom });
      leading = null;
    });
  }
}

/** The sheet of a map that moves, which no page needs before. */
function styled(address) {
  if (document.querySelector(`link[href="${address}"]`)) return null;
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
  return new Promise((done, failed) => {
    sheet.addEventListener("load", done);
    sheet.addEventListener("error", failed);
    document.head.append(sheet);
  });
}
