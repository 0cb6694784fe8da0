/*! @getodk/xforms-engine: Apache-2.0, ODK. solid-js, papaparse, mdast: MIT. tree-sitter: MIT. */
// What reads the form and follows its logic: ODK's own engine, in a file of its own because it is
// large. The page is complete without it, and it is kept on the phone after the first visit.
export { loadForm } from "@getodk/xforms-engine";
