// ODK's form engine without any page of ours: fetches the forms of an app user, fills them, sends
// them. It needs a browser's XML parser, so it runs in an empty page of chromium.
//
// `fillAll({engine, address, times})` answers {form, status, xml, violations} or {form, problem} of
// each; the address is as /v1/key/TOKEN/projects/1.

let seed = 7;
/** Chance that is the same each time (Park and Miller's generator). */
const chance = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
const whole = (most) => Math.floor(chance() * most);
const one = (several) => several[whole(several.length)];

const DAY = "2026-03-0";
const ANSWERS = {
  string: () => one(["Nyalenda", "Kisumu ndogo & <more>", "पानी", "o'clock \"7\""]),
  int: () => BigInt(whole(50)),
  decimal: () => whole(500) / 10,
  date: () => DAY + (1 + whole(9)),
  dateTime: () => DAY + (1 + whole(9)) + "T08:30:00.000+03:00",
  time: () => "08:30:00.000+03:00",
  geopoint: () => ({ latitude: -0.1, longitude: 34.75, altitude: 1131, accuracy: 4.5 }),
};

/** Answer a question as its kind wants it; what is not relevant or is calculated stays. */
function answer(node) {
  const { relevant, readonly } = node.currentState;
  if (!relevant || readonly) return;
  if (node.nodeType === "select") {
    const names = node.currentState.valueOptions.map((option) => option.value);
    if (names.length === 0) return;
    if (node.selectType === "select") node.selectValues(names.filter(() => chance() < 0.5));
    else node.selectValue(one(names));
  } else if (node.nodeType === "rank") {
    node.setValues(node.currentState.valueOptions.map((option) => option.value).reverse());
  } else if (node.nodeType === "range") {
    node.setValue(node.definition.bodyElement.bounds?.max ?? 1);
  } else if (node.nodeType === "trigger") {
    node.setValue(true);
  } else if (node.nodeType === "upload") {
    node.setValue(new File([new Uint8Array([255, 216, 255, whole(256)])], "p.jpg", { type: "image/jpeg" }));
  } else if (node.nodeType === "input" && ANSWERS[node.valueType]) {
    node.setValue(ANSWERS[node.valueType]());
  }
}

/** Everything below, in order; a repeat is asked up to three times. */
function fill(node) {
  if (node.nodeType === "repeat-range:uncontrolled") {
    const wanted = whole(4) - node.currentState.children.length;
    if (wanted > 0) node.addInstances(node.currentState.children.length - 1, wanted);
  }
  const children = node.currentState.children;
  if (children === null) answer(node);
  else for (const child of children) fill(child);
}

/** Whole numbers that a limit refuses are tried again, smaller. */
function mend(root) {
  for (const { nodeId } of root.validationState.violations) {
    const find = (node) =>
      node.nodeId === nodeId ? node : (node.currentState.children ?? []).map(find).find(Boolean);
    const node = find(root);
    if (node?.valueType === "int") node.setValue(BigInt(1 + whole(9)));
    else if (node) answer(node);
  }
}

async function send(address, payload) {
  const data = payload.data[0];
  const body = new FormData();
  for (const [name, file] of data.entries()) body.append(name, file);
  return fetch(`${address}/submission`, { method: "POST", body });
}

/** The files of a form by their names, as its manifest gives them; what it has not is not found. */
async function attachments(manifest) {
  const listed = manifest ? await (await fetch(manifest)).text() : "";
  const places = new Map(
    [...listed.matchAll(/<filename>(.*?)<\/filename>.*?<downloadUrl>(.*?)<\/downloadUrl>/gs)].map(
      ([, name, place]) => [name, place.replaceAll("&amp;", "&")],
    ),
  );
  return async (resource) => {
    const place = places.get(String(resource).split("/").at(-1));
    return place ? fetch(place) : new Response("", { status: 404 });
  };
}

async function filled({ address, times, loadForm, say }, form, text, manifest) {
  const fetchFormAttachment = await attachments(manifest);
  const loaded = await loadForm(text, { missingResourceBehavior: "BLANK", fetchFormAttachment });
  if (loaded.status === "failure") throw loaded.error;
  for (let time = 0; time < times; time += 1) {
    const { root } = loaded.createInstance();
    fill(root);
    for (let attempt = 0; attempt < 20 && root.validationState.violations.length; attempt += 1) mend(root);
    const payload = await root.prepareInstancePayload();
    const told = await send(address, payload);
    const xml = await payload.data[0].get("xml_submission_file").text();
    say({ form, status: told.status, xml, violations: payload.violations?.length ?? 0 });
  }
}

globalThis.fillAll = async ({ engine, address, times }) => {
  const lines = [];
  const { loadForm } = await import(engine);
  const about = { address, times, loadForm, say: (line) => lines.push(line) };
  const listed = await (await fetch(`${address}/formList`)).text();
  for (const [, entry] of listed.matchAll(/<xform>(.*?)<\/xform>/gs)) {
    const form = entry.match(/<formID>(.*?)<\/formID>/)[1];
    const [place, manifest] = ["downloadUrl", "manifestUrl"].map((name) =>
      entry.match(`<${name}>(.*?)</${name}>`)?.[1].replaceAll("&amp;", "&"),
    );
    try {
      await filled(about, form, await (await fetch(place)).text(), manifest);
    } catch (error) {
      lines.push({ form, problem: String(error?.message ?? error) });
    }
  }
  return lines;
};
