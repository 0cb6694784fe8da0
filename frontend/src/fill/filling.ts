// One filling of the questionnaire: which screens there are, where one is, what is saved.
import type { AnyNode, LoadForm, RootNode } from "@getodk/xforms-engine";
import { answerOf, field, faultOf, type Leaf, words } from "./fields";
import { here } from "./places";
import { button, codeOf, type Config, h, nameOf, say, type Version } from "./page";
import { type Draft, dropDraft, finish, keepDraft } from "./store";
import { overview, repeatScreen } from "./screens";

type Repeat = Extract<AnyNode, { nodeType: "repeat-range:uncontrolled" }>;

/** What is shown at once: questions, or whether to ask a group once more. */
export interface Screen {
  id: string;
  trail: string[];
  leaves: Leaf[];
  repeat?: Repeat;
  /** The repeat and the place in it, on the first screen of one of its times. */
  time?: { repeat: Repeat; place: number };
}

export interface Around {
  language: string;
  speak(language: string): void;
  show(...content: (Node | false | null)[]): void;
  leave(sent: boolean): void;
}

const SOON = 400; // milliseconds of quiet before what was typed is saved

export class Filling {
  private at = ""; // id of the screen that is shown; "end" after the last
  private saving: ReturnType<typeof setTimeout> | undefined;
  private tried = false;
  private saved = "";

  private constructor(
    private readonly config: Config,
    private readonly root: RootNode,
    private readonly draft: Draft,
    private readonly around: Around,
  ) {
    document.addEventListener("visibilitychange", this.saveNow);
  }

  /** Read the form, and what was begun. */
  static async open(
    config: Config,
    version: Version,
    begun: Draft | null,
    around: Around,
  ): Promise<Filling> {
    const { form, media } = begun ?? version;
    const text = await (await fetch(form)).text();
    const engine = (await import(config.addresses.engine)) as { loadForm: LoadForm };
    const loaded = await engine.loadForm(text, {
      fetchFormAttachment: (url) =>
        fetch(media[decodeURIComponent(url.pathname.split("/").pop() ?? "")] ?? "missing"),
      missingResourceBehavior: "BLANK",
    });
    if (loaded.status === "failure") throw loaded.error;
    const draft = begun ?? {
      id: crypto.randomUUID?.() ?? String(Date.now()),
      key: config.key,
      form,
      media,
      language: around.language,
      begun: new Date().toISOString(),
      answered: 0,
      place: "",
      xml: "",
      files: [],
    };
    const options = { geolocationProvider: { getLocation: here } };
    const instance = begun?.xml
      ? await loaded.restoreInstance({ data: [packed(begun)] as never }, options)
      : loaded.createInstance(options);
    const filling = new Filling(config, instance.root, draft, around);
    filling.speak(around.language || draft.language);
    const place = filling.screens().find((screen) => screen.id === draft.place);
    filling.at = place?.id ?? filling.screens()[0]?.id ?? "end";
    return filling;
  }

  /** Show the question that one is at. */
  render(focus = true): void {
    const screens = this.screens();
    const number = screens.findIndex((screen) => screen.id === this.at);
    const screen = screens[number];
    const content = !screen
      ? overview(this.config, screens, (id) => this.go(id), () => void this.send())
      : screen.repeat
        ? repeatScreen(screen, (next) => this.moved(next), () => this.next())
        : this.questions(screen);
    this.around.show(
      this.head(number, screens.length),
      h("div", { class: "asking stack", lang: this.code || null }, content),
      this.foot(number, screen),
      h("p", { class: "small muted", role: "status", "data-saved": true }, this.saved),
    );
    const first = document.querySelector<HTMLElement>(".asking h2, .asking legend, .asking label");
    if (focus && first) {
      first.tabIndex = -1;
      first.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
  }

  private get code(): string {
    return codeOf(this.root.currentState.activeLanguage.language);
  }

  private head(number: number, of: number): HTMLElement {
    const { languages } = this.root;
    const choose = (event: Event): void => {
      this.speak((event.target as HTMLSelectElement).value);
      this.render(false);
    };
    const now = this.root.currentState.activeLanguage.language;
    const picked = languages.map(({ language }) =>
      h("option", { value: language, selected: language === now }, nameOf(language)),
    );
    const done = number < 0 ? of : number + 1;
    return h(
      "div",
      { class: "asking-head" },
      h("h1", { class: "small muted" }, this.config.title),
      h("progress", { max: of || 1, value: done, "aria-label": say("progress", done, of) }),
      h(
        "div",
        { class: "asking-bar" },
        button(say("close"), () => void this.close(), "text"),
        languages.length > 1 &&
          h("label", {}, h("span", { class: "vh" }, say("language")), h("select", { onchange: choose }, ...picked)),
      ),
    );
  }

  private foot(number: number, screen: Screen | undefined): HTMLElement {
    const forward = screen && !screen.repeat;
    return h(
      "div",
      { class: "asking-foot" },
      number !== 0 && button(say("back"), () => this.back(), "step"),
      forward && button(say("next"), () => this.next(), "main step"),
    );
  }

  private questions(screen: Screen): HTMLElement {
    const { time } = screen;
    const trail = screen.trail.filter(Boolean).map((label) => h("span", {}, label));
    const drop = (): void => {
      time?.repeat.removeInstances(time.place);
      this.moved(this.screens().find((each) => each.repeat === time?.repeat)?.id ?? "end");
    };
    return h(
      "div",
      { class: "stack" },
      trail.length > 0 && h("p", { class: "trail small muted" }, ...trail),
      ...screen.leaves.map((leaf) =>
        field(leaf, {
          changed: () => this.changed(screen),
          tried: this.tried,
          media: this.draft.media,
        }),
      ),
      time && button(say("take_one"), drop, "text"),
    );
  }

  /** An answer changed: save soon, and show what depends on it on the same screen. */
  private changed(screen: Screen): void {
    clearTimeout(this.saving);
    this.saving = setTimeout(() => void this.save(), SOON);
    const now = this.screens().find((each) => each.id === screen.id);
    const before = screen.leaves.map((leaf) => leaf.nodeId).join();
    if (now && now.leaves.map((leaf) => leaf.nodeId).join() !== before) this.render(false);
  }

  private speak(language: string): void {
    const found = this.root.languages.find((each) => each.language === language);
    const same = this.root.languages.find((each) => codeOf(each.language) === this.config.page);
    const chosen = found ?? same;
    if (!chosen || chosen.isSyntheticDefault) return;
    this.root.setLanguage(chosen);
    this.draft.language = chosen.language;
    if (found) this.around.speak(chosen.language);
  }

  private next(): void {
    const screens = this.screens();
    const number = screens.findIndex((screen) => screen.id === this.at);
    const faulty = screens[number]?.leaves.some((leaf) => faultOf(leaf));
    this.tried = Boolean(faulty);
    if (faulty) {
      this.render(false);
      document.querySelector<HTMLElement>(".asking .err")?.focus();
      return;
    }
    this.moved(screens[number + 1]?.id ?? "end");
  }

  private back(): void {
    const screens = this.screens();
    const number = screens.findIndex((screen) => screen.id === this.at);
    this.moved(screens[number < 0 ? screens.length - 1 : number - 1]?.id ?? "end");
  }

  private go(id: string): void {
    this.moved(id);
    this.tried = true;
    this.render();
  }

  private moved(id: string): void {
    this.at = id;
    this.tried = false;
    this.draft.place = id;
    void this.save();
    this.render();
  }

  private async close(): Promise<void> {
    await this.save();
    this.stop();
    this.around.leave(false);
  }

  private stop(): void {
    clearTimeout(this.saving);
    document.removeEventListener("visibilitychange", this.saveNow);
  }

  private readonly saveNow = (): void => {
    if (document.visibilityState === "hidden") void this.save();
  };

  private async save(): Promise<void> {
    clearTimeout(this.saving);
    try {
      const { xml, files } = await this.payload();
      const answered = this.screens().flatMap((screen) => screen.leaves).filter(answerOf).length;
      Object.assign(this.draft, { xml, files, answered });
      await keepDraft(this.draft);
      this.saved = say("saved");
    } catch (error) {
      console.warn(error);
      this.saved = say("not_saved");
    }
    const told = document.querySelector("[data-saved]");
    if (told) told.textContent = this.saved;
  }

  private async payload(): Promise<{ xml: string; files: File[]; instance: string }> {
    const payload = await this.root.prepareInstancePayload({ payloadType: "monolithic" });
    const [data] = payload.data;
    const files: File[] = [];
    let xml = "";
    for (const [name, file] of data.entries()) {
      if (name === "xml_submission_file") xml = await file.text();
      else files.push(file);
    }
    const instance = /<(?:\w+:)?instanceID>([^<]+)</.exec(xml)?.[1] ?? "";
    return { xml, files, instance };
  }

  /** Into the outbox; from here on it is sent, now or when there is a network. */
  private async send(): Promise<void> {
    if (this.screens().some((screen) => screen.leaves.some((leaf) => faultOf(leaf)))) {
      this.render();
      return;
    }
    const { xml, files, instance } = await this.payload();
    this.stop();
    await finish(this.draft.id, {
      instance,
      key: this.config.key,
      at: new Date().toISOString(),
      xml,
      files: files.map((file) => ({
        name: file.name,
        kind: file.type,
        size: file.size,
        blob: file,
        sha256: "",
        done: false,
      })),
      state: "waiting",
      server: null,
    });
    await dropDraft(this.draft.id);
    this.around.leave(true);
  }

  /** The screens as they are now: relevance and repeats may have changed them. */
  private screens(): Screen[] {
    return [...screensOf(this.root, [])];
  }
}

function* screensOf(parent: AnyNode, trail: string[], time?: Screen["time"]): Generator<Screen> {
  let first = time;
  for (const node of (parent.currentState.children ?? []) as readonly AnyNode[]) {
    if (!node.currentState.relevant) continue;
    const below = [...trail, words(node.currentState.label)];
    const about = first ? { time: first } : {};
    switch (node.nodeType) {
      case "group":
        if ((node.appearances as Record<string, unknown> | null)?.["field-list"]) {
          const leaves = [...leavesOf(node)];
          if (leaves.length) yield { id: node.currentState.reference, trail: below, leaves, ...about };
        } else yield* screensOf(node, below, first);
        break;
      case "repeat-range:controlled":
      case "repeat-range:uncontrolled": {
        const open = node.nodeType === "repeat-range:uncontrolled" ? node : undefined;
        for (const [place, each] of node.currentState.children.entries()) {
          const label = `${words(node.currentState.label)} ${place + 1}`.trim();
          yield* screensOf(each, [...trail, label], open && { repeat: open, place });
        }
        if (open) {
          yield { id: `${node.currentState.reference}+`, trail: below, leaves: [], repeat: open };
        }
        continue;
      }
      case "model-value":
        continue;
      default:
        if (!isLeaf(node)) continue;
        yield { id: node.currentState.reference, trail, leaves: [node], ...about };
    }
    first = undefined;
  }
}

function* leavesOf(parent: AnyNode): Generator<Leaf> {
  for (const node of (parent.currentState.children ?? []) as readonly AnyNode[]) {
    if (!node.currentState.relevant) continue;
    if (isLeaf(node)) yield node;
    else yield* leavesOf(node);
  }
}

const LEAVES = new Set(["input", "select", "note", "range", "rank", "trigger", "upload"]);

function isLeaf(node: AnyNode): node is Leaf {
  return LEAVES.has(node.nodeType);
}

/** What was begun, as the engine takes it back. */
function packed(draft: Draft): FormData {
  const data = new FormData();
  data.append(
    "xml_submission_file",
    new File([draft.xml], "xml_submission_file", { type: "text/xml" }),
  );
  for (const file of draft.files) data.append(file.name, file);
  return data;
}
