// What the page says to its script, the words of the reader's language, and small pieces of HTML.

export interface Version {
  id: string;
  name: string;
  form: string;
  media: Record<string, string>;
}

export interface Config {
  key: string;
  title: string;
  state: "open" | "closed" | "encrypted" | "used" | "revoked";
  once: boolean;
  protects: boolean; // what is on the phone is locked with a PIN
  elsewhere: string;
  page: string;
  addresses: Record<"fill" | "send" | "states" | "worker" | "file" | "filling" | "engine" | "backup", string>;
  versions: Version[];
  words: Record<string, Record<string, string>>;
}

let spoken: Record<string, string> = {};
let written = new Intl.NumberFormat("en");

/** Words are those of this language of the questionnaire from here on, else of the page; its code. */
export function speak(config: Config, language: string): string {
  const own = codeOf(language);
  const code = own in config.words ? own : config.page;
  spoken = config.words[code] ?? {};
  written = new Intl.NumberFormat(code);
  return code;
}

/** Words by name, each `{}` in them filled in order; numbers as the language writes them. */
export function say(name: string, ...values: (string | number)[]): string {
  let place = 0;
  const filled = (): string => {
    const value = values[place++] ?? "";
    return typeof value === "number" ? written.format(value) : value;
  };
  return (spoken[name] ?? name).replace(/\{\}/g, filled);
}

type Child = Node | string | null | undefined | false;
type Value = string | number | boolean | null | undefined | EventListener;

/** An element; `on...` adds a listener, true an attribute without a value, false and null none. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
  return element;
}

export function button(words: string, press: () => void, kind = ""): HTMLButtonElement {
  return h("button", { type: "button", class: `btn ${kind}`.trim(), onclick: () => press() }, words);
}

/** The code in a language's name as XLSForm writes it: `Español (es)` is `es`. */
export function codeOf(language: string): string {
  return /\(([A-Za-z]{2,3}(?:-\w+)?)\)\s*$/.exec(language)?.[1] ?? "";
}

export function nameOf(language: string): string {
  return language.replace(/\s*\([A-Za-z]{2,3}(?:-\w+)?\)\s*$/, "") || language;
}
