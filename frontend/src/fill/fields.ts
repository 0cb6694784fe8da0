// The field of each kind of question. An answer goes to the engine as XForms write it.
import type { AnyControlNode, TextRange } from "@getodk/xforms-engine";
import { drawing, isDrawn, type Keeping } from "./drawing";
import { button, h, say } from "./page";
import { shrunk } from "./pictures";
import { here } from "./places";

export type Leaf = AnyControlNode;
type Of<Type extends Leaf["nodeType"]> = Extract<Leaf, { nodeType: Type }>;

export interface Around extends Keeping {
  /** Enter, or what stands in its place on the keyboard of a phone, or a scanner of codes. */
  entered(): void;
  tried: boolean;
  media: Record<string, string>;
}

const LARGEST = 100_000_000; // bytes of a file that the server takes
const typed = new WeakMap<Leaf, string>(); // what was typed and is no answer of the kind
const NUMBERS: Record<string, [RegExp, string]> = {
  int: [/^[+-]?\d{1,9}$/, "whole"],
  decimal: [/^[+-]?(\d+\.?\d*|\.\d+)$/, "number"],
};

/** The words of a label, without the marks of Markdown. */
export function words(range: TextRange<never> | null | unknown): string {
  const text = (range as { asString?: string } | null)?.asString ?? "";
  return text
    .replace(/<[^>]{0,200}>/g, "")
    .replace(/\*\*|__/g, "")
    .replace(/^#{1,6}\s+/gm, "")
    .trim();
}

export function answerOf(leaf: Leaf): string {
  return typed.get(leaf) ?? leaf.currentState.instanceValue;
}

/** What is wrong with the answer, in words; "" when nothing is. */
export function faultOf(leaf: Leaf): string {
  const wrong = typed.get(leaf);
  if (wrong) return miswritten(leaf, wrong);
  const { violation } = leaf.validationState;
  if (!violation || violation.valid) return "";
  const own = violation.message?.asString;
  return own || say(violation.condition === "required" ? "required" : "invalid");
}

/** What is wrong with how an answer is written, which the engine is not asked; "" when nothing is. */
function miswritten(leaf: Leaf, written: string): string {
  const [pattern, name] = NUMBERS[leaf.valueType] ?? [];
  if (pattern && !pattern.test(written)) return say(name as string);
  if (leaf.nodeType !== "range") return "";
  // The engine takes any number here, and no constraint stands in the form.
  const { least, most, step } = boundsOf(leaf);
  const steps = (Number(written) - least) / step;
  if (steps < 0 || Number(written) > most) return say("from_to", least, most);
  return Math.abs(steps - Math.round(steps)) < 1e-6 ? "" : say("invalid");
}

function boundsOf(leaf: Of<"range">): { least: number; most: number; step: number } {
  const { start, end, step } = leaf.definition.bounds;
  const [least = 0, most = 0] = [Number(start), Number(end)].sort((one, other) => one - other);
  return { least, most, step: Math.abs(Number(step)) || 1 };
}

/** The answer as a person would say it. */
export function saidAnswer(leaf: Leaf): string {
  if (leaf.nodeType === "select" || leaf.nodeType === "rank") {
    const options = leaf.currentState.valueOptions;
    return leaf.currentState.value
      .map((value) => words(options.find((option) => option.value === value)?.label) || value)
      .join(", ");
  }
  return answerOf(leaf);
}

export function field(leaf: Leaf, around: Around): HTMLElement {
  const { label, hint } = leaf.currentState;
  const id = leaf.nodeId.replace(/[^\w-]/g, "-");
  const fault = around.tried ? faultOf(leaf) : "";
  const drawn = leaf.nodeType === "upload" && isDrawn(leaf);
  const grouped = drawn || ["select", "rank", "trigger"].includes(leaf.nodeType) || isPlace(leaf);
  const title = words(label) || words(hint);
  const described = [hint && `${id}-hint`, fault && `${id}-err`].filter(Boolean).join(" ");
  const beside = [
    leaf.currentState.required && h("p", { class: "hint" }, say("needs_answer")),
    ...pictures(label as never, around.media),
    label && hint && h("p", { class: "hint", id: `${id}-hint` }, words(hint)),
    leaf.nodeType === "range" && !fault && h("p", { class: "hint" }, say("from_to", boundsOf(leaf).least, boundsOf(leaf).most)),
    fault && h("p", { class: "err", id: `${id}-err`, role: "alert", tabindex: "-1" }, fault),
  ];
  if (leaf.nodeType === "note") {
    return h("div", { class: "field" }, h("h2", { class: "h2 said" }, title), ...beside.slice(1), noted(leaf));
  }
  const kind = `field ask${fault ? " bad" : ""}`;
  const control = controlOf(leaf, id, described, around);
  if (grouped) {
    return h("fieldset", { class: kind, "aria-describedby": described || null }, h("legend", {}, title), ...beside, control);
  }
  return h("div", { class: kind }, h("label", { for: id }, title), ...beside, control);
}

function noted(leaf: Leaf): HTMLElement | null {
  const value = leaf.currentState.instanceValue;
  return value ? h("p", {}, value) : null;
}

/** Pictures and sounds of a label, from the files of the form. */
function pictures(label: Partial<TextRange<"label">> | null, media: Record<string, string>): Node[] {
  const file = (source: { href: string } | undefined): string =>
    (source && media[decodeURIComponent(source.href.split("/").pop() ?? "")]) || "";
  const image = file(label?.imageSource);
  const audio = file(label?.audioSource);
  const video = file(label?.videoSource);
  const found: Node[] = [];
  if (image) found.push(h("img", { src: image, alt: "", class: "shown" }));
  if (audio) found.push(h("audio", { src: audio, controls: true }));
  if (video) found.push(h("video", { src: video, controls: true, class: "shown" }));
  return found;
}

function isPlace(leaf: Leaf): boolean {
  return ["geopoint", "geotrace", "geoshape"].includes(leaf.valueType);
}

function controlOf(leaf: Leaf, id: string, described: string, around: Around): HTMLElement {
  switch (leaf.nodeType) {
    case "select":
      return choices(leaf, id, around);
    case "rank":
      return ranking(leaf, around);
    case "trigger":
      return agreement(leaf, around);
    case "upload":
      return isDrawn(leaf) ? drawing(leaf, id, described, around) : upload(leaf, id, described, around);
    case "range":
    case "input":
      if (leaf.valueType === "geopoint") return point(leaf as Of<"input">, around);
      if (isPlace(leaf)) return trace(leaf as Of<"input">, around);
      return text(leaf, id, described, around);
    default:
      return h("p", { class: "hint" }, say("unsupported"));
  }
}

function text(leaf: Of<"input" | "range">, id: string, described: string, around: Around): HTMLElement {
  const kinds: Record<string, Record<string, string>> = {
    int: { inputmode: "numeric" },
    decimal: { inputmode: "decimal" },
    date: { type: "date" },
    time: { type: "time" },
    dateTime: { type: "datetime-local" },
  };
  const { valueType } = leaf as { valueType: string };
  const { multiline } = leaf.appearances as { multiline?: boolean };
  const attributes = {
    id,
    autocomplete: "off",
    "aria-describedby": described || null,
    readonly: leaf.currentState.readonly,
    oninput: (event: Event) => {
      const written = (event.target as HTMLInputElement).value.trim();
      set(leaf, valueType === "decimal" ? written.replace(",", ".") : written);
      around.changed();
    },
  };
  if (multiline && valueType === "string") {
    return h("textarea", { ...attributes, rows: 4 }, answerOf(leaf));
  }
  const shown = answerOf(leaf);
  const short: Record<string, number> = { date: 10, time: 5, dateTime: 16 };
  const enter = (event: Event): void => {
    const { key, repeat, isComposing } = event as KeyboardEvent;
    if (key === "Enter" && !repeat && !isComposing) around.entered();
  };
  const input = h("input", { ...attributes, ...kinds[valueType], enterkeyhint: "next", onkeydown: enter });
  input.value = shown.slice(0, short[valueType] ?? shown.length);
  return input;
}

/** Give the engine an answer; what is no number is remembered beside it, and said to be wrong. */
function set(leaf: Of<"input" | "range">, written: string): void {
  const good = !written || !miswritten(leaf, written);
  if (good) typed.delete(leaf);
  else typed.set(leaf, written);
  const node = leaf as { setValue(value: string): unknown };
  node.setValue(good ? written : "");
}

function choices(leaf: Of<"select">, id: string, around: Around): HTMLElement {
  const single = leaf.selectType === "select1";
  const chosen = new Set(leaf.currentState.value);
  const pick = (value: string, on: boolean): void => {
    if (single) leaf.selectValue(value);
    else {
      const now = leaf.currentState.value.filter((each) => each !== value);
      leaf.selectValues(on ? [...now, value] : now);
    }
    around.changed();
  };
  const options = leaf.currentState.valueOptions.map((option) => {
    const input = h("input", {
      type: single ? "radio" : "checkbox",
      name: id,
      value: option.value,
      onchange: (event) => pick(option.value, (event.target as HTMLInputElement).checked),
    });
    input.checked = chosen.has(option.value);
    const shown = pictures(option.label as never, around.media);
    return h("label", { class: "opt" }, input, h("span", {}, ...shown, words(option.label) || option.value));
  });
  const list = h("div", {}, finding(id, options), ...options);
  if (!single || leaf.currentState.required) return list;
  const clear = button(say("clear"), () => {
    leaf.selectValue(null);
    for (const input of list.querySelectorAll("input")) input.checked = false;
    clear.hidden = true;
    around.changed();
  }, "text");
  clear.hidden = !chosen.size;
  list.addEventListener("change", () => {
    clear.hidden = false;
  });
  return h("div", {}, list, clear);
}

const MANY = 12; // answers that are looked through without a search

/** A box that keeps those answers in sight that hold what is typed, and those that are chosen. */
function finding(id: string, options: HTMLLabelElement[]): HTMLElement | null {
  if (options.length <= MANY) return null;
  const told = options.map((each) => folded(each.textContent ?? ""));
  const status = h("p", { class: "small muted", role: "status" });
  const box = h("input", {
    id: `${id}-find`,
    type: "search",
    autocomplete: "off",
    oninput: () => {
      const wanted = folded(box.value).split(" ").filter(Boolean);
      let found = 0;
      options.forEach((each, at) => {
        const fits = wanted.every((word) => told[at]?.includes(word));
        if (fits) found += 1;
        each.hidden = !fits && !each.querySelector<HTMLInputElement>("input")?.checked;
      });
      status.textContent = wanted.length ? say("found", found, options.length) : "";
    },
  });
  box.addEventListener("change", (event) => event.stopPropagation()); // it is no answer
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // nor does it end the question
  });
  return h("div", { class: "field" }, h("label", { for: box.id }, say("find")), box, status);
}

/** Small letters without their marks, so that nobody has to type those. */
function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase().replace(/\s+/g, " ");
}

function ranking(leaf: Of<"rank">, around: Around): HTMLElement {
  const options = leaf.currentState.valueOptions;
  const now = leaf.currentState.value;
  const order = now.length ? [...now] : options.map((option) => option.value);
  const list = h("ol", { class: "lines rank" });
  const move = (from: number, by: number): void => {
    const [value] = order.splice(from, 1);
    if (value !== undefined) order.splice(from + by, 0, value);
    leaf.setValues(order);
    around.changed();
    agree.hidden = true;
    draw();
    // Who goes on pressing moves the same answer on.
    const [up, down] = list.children[from + by]?.querySelectorAll("button") ?? [];
    const [same, other] = by < 0 ? [up, down] : [down, up];
    if (by) (same?.disabled ? other : same)?.focus();
  };
  const draw = (): void => {
    const rows = order.map((value, place) => {
      const label = words(options.find((option) => option.value === value)?.label) || value;
      const shift = (name: string, by: number): HTMLElement => {
        const press = button(by < 0 ? "↑" : "↓", () => move(place, by));
        press.setAttribute("aria-label", `${say(name)}: ${label}`);
        press.disabled = place + by < 0 || place + by >= order.length;
        return press;
      };
      return h("li", {}, h("span", {}, label), h("span", { class: "row" }, shift("up", -1), shift("down", 1)));
    });
    list.replaceChildren(...rows);
  };
  const agree = button(say("order_right"), () => move(0, 0));
  agree.hidden = now.length > 0;
  draw();
  return h("div", { class: "stack-s" }, h("p", { class: "hint" }, say("rank")), list, agree);
}

function agreement(leaf: Of<"trigger">, around: Around): HTMLElement {
  const input = h("input", {
    type: "checkbox",
    onchange: (event) => {
      leaf.setValue((event.target as HTMLInputElement).checked);
      around.changed();
    },
  });
  input.checked = Boolean(leaf.currentState.value);
  return h("label", { class: "opt" }, input, h("span", {}, say("agree")));
}

function point(leaf: Of<"input">, around: Around): HTMLElement {
  const [north = "", east = "", , near = ""] = answerOf(leaf).split(" ");
  const latitude = h("input", { inputmode: "text", autocomplete: "off", oninput: () => read() });
  const longitude = h("input", { inputmode: "text", autocomplete: "off", oninput: () => read() });
  [latitude.value, longitude.value] = [north, east];
  const told = h("p", { class: "small", role: "status" }, near && near !== "0" ? say("accuracy", Math.round(Number(near))) : "");
  const put = (value: string): void => {
    (leaf as { setValue(value: string | null): unknown }).setValue(value || null);
    around.changed();
  };
  const read = (): void => {
    const both = [latitude.value, longitude.value].map((each) => each.trim().replace(",", "."));
    const good = both.every((each) => /^[+-]?\d+(\.\d+)?$/.test(each));
    put(good ? `${both.join(" ")} 0 0` : "");
  };
  const find = (): void => {
    told.textContent = say("place_wait");
    here().then(
      (found) => {
        const parts = found.split(" ");
        [latitude.value = "", longitude.value = ""] = parts;
        told.textContent = say("accuracy", Math.round(Number(parts[3])));
        put(found);
      },
      () => {
        told.textContent = say("place_fail");
      },
    );
  };
  return h(
    "div",
    { class: "stack-s" },
    button(say("place_ask"), find, "big"),
    told,
    h("div", { class: "pair" }, h("label", {}, say("latitude"), latitude), h("label", {}, say("longitude"), longitude)),
  );
}

function trace(leaf: Of<"input">, around: Around): HTMLElement {
  const points = answerOf(leaf).split(";").map((each) => each.trim()).filter(Boolean);
  const told = h("p", { class: "small", role: "status" }, say("trace_points", points.length));
  const put = (): void => {
    // A shape ends where it began.
    const closed = leaf.valueType === ("geoshape" as never) && points.length > 2 && points[0] !== points.at(-1);
    const value = (closed ? [...points, points[0]] : points).join(";");
    (leaf as { setValue(value: string | null): unknown }).setValue(value || null);
    told.textContent = say("trace_points", points.length);
    back.disabled = !points.length;
    around.changed();
  };
  const add = (): void => {
    told.textContent = say("place_wait");
    here().then(
      (found) => {
        points.push(found);
        put();
      },
      () => {
        told.textContent = say("place_fail");
      },
    );
  };
  const undo = (): void => {
    points.pop();
    put();
  };
  const back = button(say("trace_undo"), undo, "text");
  back.disabled = !points.length;
  return h("div", { class: "stack-s" }, button(say("trace_add"), add, "big"), told, back);
}

function upload(leaf: Of<"upload">, id: string, described: string, around: Around): HTMLElement {
  const kind = leaf.nodeOptions.media.type;
  const names: Record<string, string> = { image: "photo", audio: "sound", video: "video" };
  const place = h("div", { class: "stack-s", role: "status" });
  const take = async (file: File | null): Promise<void> => {
    const small = file && kind === "image" ? await shrunk(file, leaf.maxPixels) : file;
    const wrong =
      file && !small
        ? say("photo_fail")
        : small && small.size > LARGEST && say("too_large", LARGEST / 1_000_000);
    if (wrong) {
      place.replaceChildren(h("p", { class: "err" }, wrong));
      return;
    }
    leaf.setValue(small);
    around.kept();
    draw();
  };
  const draw = (): void => {
    const file = leaf.currentState.value;
    if (!file) return place.replaceChildren();
    const picture = file.type.startsWith("image/") && h("img", { src: URL.createObjectURL(file), alt: "", class: "shown" });
    const drop = button(say("take_away"), () => void take(null), "text");
    const told = say("chosen", `${file.name}, ${Math.ceil(file.size / 1000)} kB`);
    place.replaceChildren(h("p", { class: "small" }, told), drop);
    if (picture) place.prepend(picture);
  };
  draw();
  const input = h("input", {
    id,
    type: "file",
    accept: leaf.nodeOptions.media.accept,
    "aria-describedby": described || null,
    onchange: (event) => around.wait(take((event.target as HTMLInputElement).files?.[0] ?? null)),
  });
  return h(
    "div",
    { class: "stack-s" },
    h("p", { class: "hint" }, say(names[kind ?? ""] ?? "file"), kind === "image" ? `. ${say("photo_told")}` : ""),
    input,
    place,
  );
}
