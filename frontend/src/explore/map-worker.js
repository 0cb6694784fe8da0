// What MapLibre does beside the page; a file of its own, because the pages forbid workers from blobs.
import "maplibre-gl/dist/maplibre-gl-csp-worker.js";
