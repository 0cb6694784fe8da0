// A signature or a drawing: strokes on a canvas. Whatever stands on it becomes the answer at once,
// in the same turn in which a stroke ends, so that a quick tap on Next can lose nothing.
import type { UploadNode } from "@getodk/xforms-engine";
import { button, h, say } from "./page";
import { shrunk } from "./pictures";

type Stroke = [number, number][];

/** What stands on the canvas: strokes over a picture, or a name that was typed. */
interface Sheet {
  picture: ImageBitmap | null;
  strokes: Stroke[];
  name: string;
}

export interface Keeping {
  /** The answer changes and is saved soon. */
  changed(): void;
  /** The answer changed and is saved now. */
  kept(): void;
  /** Nothing is sent before this is over. */
  wait(work: Promise<unknown>): void;
  /** Called before the question is left: a stroke may not have ended. */
  settle(work: () => void): void;
}

const sheets = new WeakMap<UploadNode, Sheet>(); // to take strokes back after one has moved on
const INK = "#111";
const WIDE = 1000; // units across a canvas; photographs keep their own size

/** Whether the form wants it drawn. */
export function isDrawn(leaf: UploadNode): boolean {
  const { signature, draw, annotate } = leaf.appearances;
  return leaf.nodeOptions.media.type === "image" && Boolean(signature || draw || annotate);
}

export function drawing(leaf: UploadNode, id: string, described: string, around: Keeping): HTMLElement {
  const signed = Boolean(leaf.appearances.signature);
  const sheet = sheets.get(leaf) ?? { picture: null, strokes: [], name: "" };
  sheets.set(leaf, sheet);
  const canvas = h("canvas", { id: `${id}-canvas`, class: "canvas", role: "img" });
  const file = h("input", {
    id,
    type: "file",
    accept: "image/*",
    "aria-describedby": described || null,
    onchange: () => around.wait(choose(file.files?.[0] ?? null)),
  });
  const name = h("input", { autocomplete: "off", value: sheet.name, oninput: () => write() });
  const told = h("p", { class: "err", role: "alert" });
  let stroke: Stroke | null = null;

  const empty = (): boolean => !sheet.strokes.length && !sheet.picture && !sheet.name.trim();
  const answer = (): void => {
    leaf.setValue(empty() ? null : pictureOf(leaf, canvas, sheet));
    show();
  };
  const keep = (): void => {
    answer();
    around.kept();
  };
  const show = (): void => {
    canvas.setAttribute("aria-label", say(empty() ? "canvas_empty" : "canvas_drawn"));
    undo.disabled = !sheet.strokes.length;
    clear.disabled = empty();
  };
  const end = (): void => {
    if (!stroke) return;
    sheet.strokes.push(stroke);
    stroke = null;
    keep();
  };
  const place = (event: PointerEvent): [number, number] => {
    const box = canvas.getBoundingClientRect();
    const scale = canvas.width / (box.width || 1);
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
  };
  const begin = (event: PointerEvent): void => {
    if (stroke || event.button) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    stroke = [place(event)];
    line(canvas, stroke);
  };
  const move = (event: PointerEvent): void => {
    if (!stroke) return;
    const between = event.getCoalescedEvents?.() ?? [];
    for (const each of between.length ? between : [event]) stroke.push(place(each));
    line(canvas, stroke);
  };
  const take = (): void => {
    sheet.strokes.pop();
    paint(canvas, sheet, signed);
    keep();
  };
  const wipe = (): void => {
    Object.assign(sheet, { picture: null, strokes: [], name: "" });
    name.value = file.value = "";
    paint(canvas, sheet, signed);
    keep();
  };
  const write = (): void => {
    Object.assign(sheet, { picture: null, strokes: [], name: name.value });
    paint(canvas, sheet, signed);
    answer();
    around.changed();
  };
  const choose = async (chosen: File | null): Promise<void> => {
    const small = chosen && (await shrunk(chosen, leaf.maxPixels));
    told.textContent = chosen && !small ? say("photo_fail") : "";
    if (!small) return;
    Object.assign(sheet, { picture: await createImageBitmap(small), strokes: [], name: "" });
    paint(canvas, sheet, signed);
    keep();
  };
  /** What was drawn before the page was closed comes back as a picture that is drawn on. */
  const restore = async (file: File): Promise<void> => {
    const picture = await createImageBitmap(file).catch(() => null);
    if (sheet.name || sheet.picture) return;
    sheet.picture = picture;
    paint(canvas, sheet, signed);
    if (sheet.strokes.length) keep();
    show();
  };
  const undo = button(say("stroke_undo"), take, "text");
  const clear = button(say("canvas_clear"), wipe, "text");

  canvas.addEventListener("pointerdown", begin);
  canvas.addEventListener("pointermove", move);
  for (const over of ["pointerup", "pointercancel", "lostpointercapture"]) {
    canvas.addEventListener(over, end);
  }
  around.settle(end);
  const before = empty() ? leaf.currentState.value : null;
  paint(canvas, sheet, signed);
  if (before) around.wait(restore(before));
  show();
  return h(
    "div",
    { class: "stack-s" },
    h("p", { class: "hint" }, say(signed ? "sign_here" : leaf.appearances.annotate ? "annotate_here" : "draw_here")),
    canvas,
    h("div", { class: "row" }, undo, clear),
    signed && h("label", { class: "field" }, h("span", {}, say("sign_typed")), name),
    h("label", { for: id }, say(leaf.appearances.annotate ? "photo" : "draw_file")),
    file,
    told,
  );
}

function paint(canvas: HTMLCanvasElement, sheet: Sheet, signed: boolean): void {
  canvas.width = sheet.picture?.width ?? WIDE;
  canvas.height = sheet.picture?.height ?? (signed ? WIDE * 0.4 : WIDE);
  const context = canvas.getContext("2d");
  if (!context) return;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  if (sheet.picture) context.drawImage(sheet.picture, 0, 0);
  context.fillStyle = INK;
  context.font = "italic 110px Georgia, serif";
  context.fillText(sheet.name, 40, canvas.height * 0.62, canvas.width - 80);
  for (const stroke of sheet.strokes) line(canvas, stroke);
}

function line(canvas: HTMLCanvasElement, stroke: Stroke): void {
  const context = canvas.getContext("2d");
  const [first, ...others] = stroke;
  if (!context || !first) return;
  Object.assign(context, { strokeStyle: INK, lineCap: "round", lineJoin: "round" });
  context.lineWidth = Math.max(4, canvas.width / 160);
  context.beginPath();
  context.moveTo(...first);
  if (!others.length) context.lineTo(...first); // a dot
  for (const point of others) context.lineTo(...point);
  context.stroke();
}

/** The canvas as a file, without waiting: `toBlob` answers only when one may have moved on. */
function pictureOf(leaf: UploadNode, canvas: HTMLCanvasElement, sheet: Sheet): File {
  const photograph = leaf.appearances.annotate && sheet.picture;
  const kind = photograph ? "image/jpeg" : "image/png";
  const coded = canvas.toDataURL(kind, 0.85).split(",")[1] ?? "";
  const bytes = Uint8Array.from(atob(coded), (letter) => letter.charCodeAt(0));
  const name = leaf.appearances.signature ? "signature" : "drawing";
  return new File([bytes], `${name}.${photograph ? "jpg" : "png"}`, { type: kind });
}
