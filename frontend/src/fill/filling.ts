// One filling of the questionnaire: which screens there are, where one is, what is saved. In a file of
// its own with every kind of question: nobody needs it before they begin.
import type { LoadForm, RootNode } from "@getodk/xforms-engine";
import { edited } from "./editing";
import { answerOf, field, faultOf } from "./fields";
import { type Screen, screensOf, uploadsOf } from "./nodes";
import { here } from "./places";
import { button, codeOf, type Config, h, nameOf, say, speak, type Version } from "./page";
import { hex } from "./hex";
import type * as store from "./store";
import { overview, repeatScreen } from "./screens";

type Draft = store.Draft;

export interface Around {
  text: string; // the form
  store: Pick<typeof store, "finish" | "keepDraft" | "outbox">; // of the page, which knows the PIN
  loadForm: LoadForm;
  language: string;
  speak(language: string): void;
  show(...content: (Node | false | null)[]): void;
  leave(sent: boolean): void;
}

interface Payload {
  xml: string;
  files: File[];
  instance: string;
}

const SOON = 400; // milliseconds of quiet before what was typed is saved

export class Filling {
  private at = ""; // id of the screen that is shown; "end" after the last
  private saving: ReturnType<typeof setTimeout> | undefined;
  private last: Promise<void> = Promise.resolve(); // one saving after the other
  private unwritten = 0; // savings that are asked for and not over
  private over = false; // nothing is saved any more
  private tried = false;
  private saved = "";
  private readonly waits = new Set<Promise<unknown>>(); // pictures that are being made smaller
  private unsettled: (() => void)[] = [];

  private constructor(
    private readonly config: Config,
    private readonly root: RootNode,
    readonly draft: Draft,
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
    speak(config, around.language);
    const { form, media } = begun ?? version;
    const loaded = await around.loadForm(around.text, {
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
    const options = {
      geolocationProvider: { getLocation: here },
      instanceAttachments: { fileNameFactory: ownName },
    };
    const instance = begun?.xml
      ? await loaded.restoreInstance({ data: [packed(begun)] as never }, options)
      : loaded.createInstance(options);
    const filling = new Filling(config, instance.root, draft, around);
    filling.speak(around.language || draft.language);
    const ids = [...filling.screens().map((screen) => screen.id), "end"];
    filling.at = ids.find((id) => id === draft.place) ?? ids[0] ?? "end";
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
    );
    const first = document.querySelector<HTMLElement>(".asking h2, .asking legend, .asking label");
    if (focus && first) {
      first.tabIndex = -1;
      first.focus({ preventScroll: true });
      // Past the mast, which a small screen has no room for.
      const top = document.querySelector("fill-form")?.getBoundingClientRect().top ?? 0;
      window.scrollTo(0, top + window.scrollY);
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
      h("p", { class: "small muted", role: "status", "data-saved": this.kept }, this.saved),
      number !== 0 && button(say("back"), () => this.back(), "step"),
      forward && button(say("next"), () => this.next(), "main step"),
    );
  }

  private questions(screen: Screen): HTMLElement {
    const { time } = screen;
    this.unsettled = [];
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
          kept: () => {
            this.changed(screen);
            void this.save();
          },
          wait: (work) => {
            this.waits.add(work);
            void work.finally(() => this.waits.delete(work));
          },
          settle: (work) => this.unsettled.push(work),
          entered: () => screen.leaves.length === 1 && this.next(),
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
    this.tell("");
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
    if (!found) return;
    speak(this.config, chosen.language);
    this.around.speak(chosen.language);
  }

  private next(): void {
    this.settle();
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
    this.over = true;
    clearTimeout(this.saving);
    document.removeEventListener("visibilitychange", this.saveNow);
  }

  private readonly saveNow = (): void => {
    if (document.visibilityState === "hidden") void this.save();
  };

  /** What is in the middle of being answered counts as it stands. */
  private settle(): void {
    for (const work of this.unsettled) work();
  }

  private save(): Promise<void> {
    clearTimeout(this.saving);
    this.saving = undefined;
    this.settle();
    this.unwritten += 1;
    this.last = this.last.then(() => this.write());
    return this.last;
  }

  /** Whether this phone holds every answer, and where one is. */
  private get kept(): "yes" | "no" {
    return this.saving || this.unwritten ? "no" : "yes";
  }

  private async write(): Promise<void> {
    let said = say("saved");
    try {
      if (this.over) return;
      const { xml, files } = await this.payload();
      const answered = this.screens().flatMap((screen) => screen.leaves).filter(answerOf).length;
      Object.assign(this.draft, { xml, files, answered });
      if (!(await this.around.store.keepDraft(this.draft))) said = say("not_saved");
    } catch (error) {
      console.warn(error);
      said = say("not_saved");
    } finally {
      this.unwritten -= 1;
    }
    if (this.kept === "yes") this.tell(said); // else something newer is not
  }

  private tell(saved: string): void {
    this.saved = saved;
    const told = document.querySelector<HTMLElement>("[data-saved]");
    if (!told) return;
    told.dataset.saved = this.kept;
    if (told.textContent !== saved) told.textContent = saved;
  }

  private async payload(): Promise<Payload> {
    const payload = await this.root.prepareInstancePayload({ payloadType: "monolithic" });
    const [data] = payload.data;
    const files: File[] = [];
    let xml = "";
    for (const [name, file] of data.entries()) {
      if (name === "xml_submission_file") xml = await file.text();
      else files.push(file);
    }
    // The engine leaves out what came with the draft and was not changed since.
    const named = new Set(uploadsOf(this.root).map((node) => node.currentState.instanceValue));
    for (const file of files) named.delete(file.name);
    files.push(...this.draft.files.filter((file) => named.has(file.name)));
    const instance = /<(?:\w+:)?instanceID>([^<]+)</.exec(xml)?.[1] ?? "";
    return { xml, files, instance };
  }

  /** What is sent. Another text of a submission that lies there already is an edit of it, not the same. */
  private async finished(): Promise<Payload> {
    const payload = await this.payload();
    const sent = await this.around.store.outbox(this.config.key);
    if (!sent.some((each) => each.instance === payload.instance)) return payload;
    const chance = crypto.randomUUID?.() ?? hex(crypto.getRandomValues(new Uint8Array(16)));
    return { ...payload, ...edited(payload.xml, chance) };
  }

  /** Into the outbox; from here on it is sent, now or when there is a network. */
  private async send(): Promise<void> {
    await Promise.allSettled(this.waits);
    if (this.over) return;
    if (this.screens().some((screen) => screen.leaves.some((leaf) => faultOf(leaf)))) {
      this.render();
      return;
    }
    this.stop();
    await this.last;
    const { xml, files, instance } = await this.finished();
    const sending: store.Sending = {
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
    };
    await this.around.store.finish(this.draft.id, sending);
    this.around.leave(true);
  }

  /** The screens as they are now: relevance and repeats may have changed them. */
  private screens(): Screen[] {
    return [...screensOf(this.root, [])];
  }
}

/** A name that no other file of the submission has: phones call every photograph `image.jpg`. */
function ownName({ basename, extension }: { basename: string; extension: string | null }): string {
  const chance = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return `${basename.slice(0, 60)}-${chance.toString(16).padStart(8, "0")}${extension ?? ""}`;
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
