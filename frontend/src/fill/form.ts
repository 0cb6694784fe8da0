// <fill-form>: a questionnaire one question at a time, kept on this phone until it is sent. Without
// this script the page it stands in is a plain form, and just as complete.
import { carrying } from "./carrying";
import type { Filling } from "./filling";
import { hold } from "./holding";
import { leaveNow, leaveTogether } from "./leaving";
import { askPin, choosePin } from "./locking";
import { button, type Config, h, say, speak, type Version } from "./page";
import { askStates, pauseOf, sendAll } from "./sending";
import * as store from "./store";
import { type Draft, drafts, dropDraft, forget, keepSending, outbox, type Sending } from "./store";
import type { Lock, Vault } from "./vault";

type Needed = [string, typeof import("./engine"), typeof import("./filling")];

const AGAIN = 30_000; // milliseconds between tries while the page is open
const UNSEEN = 5 * 60_000; // milliseconds after which what a PIN locks is locked again

class FillForm extends HTMLElement {
  private config!: Config;
  private filling: Filling | null = null;
  private release: (() => void) | null = null; // of the draft that is answered here
  private language = "";
  private plain: Node[] = [];
  private busy = false;
  private asked = false;
  private opening = false; // the questions are on their way
  private refused = false; // the plain page is shown, and may have been typed into
  private lock: Lock | null = null; // that must be opened first
  private vault: Vault | null = null;
  private bringing = false; // a file that a PIN locks
  private carried = ""; // what became of the last file
  private thanks = false; // something was just sent
  private hindered = ""; // why what was chosen did not open, by the name of the words
  private keepsNothing = false;
  private mayVanish = false;

  connectedCallback(): void {
    this.config = JSON.parse(this.dataset.config ?? "{}") as Config;
    this.plain = [...this.childNodes];
    this.language = localStorage.getItem(`fill ${this.config.key} language`) ?? "";
    this.lang = speak(this.config, this.language);
    void this.begin();
  }

  private async begin(): Promise<void> {
    const { key, protects } = this.config;
    if (protects) {
      // Without https a browser encrypts nothing: then nothing is kept.
      this.lock = await store.protect(key);
      this.lockAgain();
      leaveTogether(this.config);
    }
    this.keepsNothing = !(await store.keeps()) || (protects && !crypto.subtle);
    this.mayVanish = !(await navigator.storage?.persisted?.());
    await this.home();
    const go = (): void => void this.send();
    window.addEventListener("online", go);
    document.addEventListener("visibilitychange", go);
    setInterval(go, AGAIN);
    go();
    // A person in danger closes a page that protects them at once.
    if (!protects) {
      window.addEventListener("beforeunload", (event) => {
        if (store.isOnlyHere()) event.preventDefault();
      });
    }
    await this.keepWithoutNetwork();
    if (!this.filling) await this.home();
  }

  private async keepWithoutNetwork(): Promise<void> {
    if (!("serviceWorker" in navigator)) return;
    try {
      await navigator.serviceWorker.register(this.config.addresses.worker);
      await navigator.serviceWorker.ready;
      this.dataset.offline = "ready";
    } catch (error) {
      console.warn("This page will need a network:", error);
    }
  }

  /** Who takes the phone up later finds it locked. */
  private lockAgain(): void {
    let since = 0;
    const reload = (): void => {
      const away = Date.now() - since; // less than nothing where the clock was set back
      if (since && (away > UNSEEN || away < 0) && store.isUnlocked()) location.reload();
    };
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") since = Date.now();
      else reload();
    });
    setInterval(() => document.visibilityState === "hidden" && reload(), AGAIN);
  }

  /** Send what waits; who asks while it is being sent has it tried once more. */
  private async send(): Promise<void> {
    if (document.visibilityState === "hidden") return;
    this.asked = true;
    if (this.busy) return;
    this.busy = true;
    const show = (): void => void this.home();
    while (this.asked) {
      this.asked = false;
      try {
        await sendAll(this.config, show);
        if (await askStates(this.config)) show();
      } catch {
        // No network, or none of ours: what waits goes on waiting.
      }
    }
    this.busy = false;
  }

  /** Where one begins, goes on, and sees what became of what was sent. */
  private async home(): Promise<void> {
    const [begun, sent] = [await drafts(this.config.key), await outbox(this.config.key)];
    if (this.filling || this.opening || this.refused) return;
    if (this.bringing || this.querySelector("#pin-new")) return; // it may have been typed into
    if (this.lock) return this.locked(this.lock);
    const { state, once, title } = this.config;
    const here = sent.every((each) => each.state === "done");
    const waits = begun.length > 0 || !here;
    const closed = state !== "open" ? state : once && sent.length ? "used_here" : "";
    const act = begun.length
      ? begun.map((draft) => this.draftLine(draft))
      : closed
        ? [h("p", { class: "lead" }, say(closed))]
        : [button(say(sent.length ? "another" : "begin"), () => void this.first(), "main big")];
    this.show(
      h(
        "div",
        { class: "stack top" },
        h("h1", {}, title),
        this.thanks &&
          h(
            "p",
            { class: "lead", role: "status", tabindex: "-1", id: "thanks" },
            say(
              here
                ? "thanks_done"
                : store.isOnlyHere()
                  ? "thanks_open"
                  : navigator.onLine
                    ? "thanks"
                    : "thanks_offline",
            ),
          ),
        this.hindered && h("p", { class: "plate", role: "status" }, say(this.hindered)),
      ),
      !closed && this.safety(waits),
      h("div", { class: "stack" }, ...act),
      sent.length > 0 && this.sent(sent),
      this.carrying(waits),
      h(
        "p",
        { class: "small muted home-foot" },
        this.dataset.offline === "ready" && `${say("offline_ready")} `,
        !closed && h("a", { href: "?plain=yes" }, say("one_page")),
      ),
    );
  }

  /** What this browser does with what is kept in it, said before anybody begins. */
  private safety(waits: boolean): HTMLElement | null {
    if (this.keepsNothing || store.isOnlyHere()) return h("p", { class: "plate", "data-safety": "nothing" }, say("keeps_nothing"));
    if (this.config.protects && !store.isUnlocked()) {
      return h("p", { "data-safety": "locks" }, say("locks"));
    }
    if (!this.mayVanish) return null;
    return h("p", { class: "small", "data-safety": "vanish" }, say("may_vanish"), waits && ` ${say("send_soon")}`);
  }

  private carrying(some: boolean): HTMLElement | null {
    if (this.config.protects && this.keepsNothing) return null;
    return carrying(this.config, some, {
      vault: this.vault,
      told: this.carried,
      unlock: (vault) => this.unlock(vault),
      show: (...content) => {
        this.bringing = true;
        this.show(...content);
        this.querySelector<HTMLElement>("#pin")?.focus();
      },
      home: async (told) => {
        [this.bringing, this.carried, this.thanks] = [false, told, false];
        await this.home();
        await this.send();
      },
    });
  }

  /** Whether what is kept opens with it: another tab may have chosen a PIN meanwhile. */
  private async unlock(vault: Vault): Promise<boolean> {
    const other = await store.unlock(vault).catch(() => {
      this.keepsNothing = true; // a lock that is nowhere would open nothing
      return null;
    });
    if (!other) this.vault = this.keepsNothing ? null : vault;
    else {
      [this.lock, this.bringing] = [other, false];
      this.locked(other);
    }
    return !other;
  }

  private locked(lock: Lock): void {
    const opened = async (vault: Vault): Promise<void> => {
      this.lock = null;
      await this.unlock(vault);
      await this.home();
      await this.send();
    };
    // What is asked is left alone: it may have been typed into.
    if (!this.querySelector("#pin")) this.show(askPin(lock, (vault) => void opened(vault)));
  }

  /** Before the first question: a PIN where the link asks for one, and leave to keep what is typed. */
  private async first(): Promise<void> {
    this.mayVanish = !(await navigator.storage?.persist?.().catch(() => false));
    if (!this.config.protects || this.keepsNothing || store.isUnlocked()) return this.open();
    const chosen = async (vault: Vault): Promise<void> => {
      if (await this.unlock(vault)) await this.open();
    };
    const without = (): void => {
      this.keepsNothing = true;
      void this.open();
    };
    this.show(choosePin(this.config.key, (vault) => void chosen(vault), without));
    this.querySelector<HTMLElement>("#pin-new")?.focus();
  }

  private draftLine(draft: Draft): HTMLElement {
    const day = new Date(draft.begun).toLocaleString(this.written, {
      dateStyle: "medium",
      timeStyle: "short",
      hourCycle: "h23",
    });
    const drop = (): void => {
      if (confirm(say("drop_sure"))) void dropDraft(draft.id).then(() => this.home());
    };
    return h(
      "div",
      { class: "stack-s" },
      button(say("go_on"), () => void this.open(draft), "main big"),
      h("p", { class: "small muted" }, say("begun", day, draft.answered)),
      button(say("drop"), drop, "text"),
    );
  }

  /** Days as the site writes them: English of Kenya, not of America. */
  private get written(): string {
    return this.lang === "en" ? "en-GB" : this.lang;
  }

  /** The time of day after so many milliseconds, in whole minutes. */
  private clock(after: number): string {
    const minute = new Date(Math.ceil((Date.now() + after) / 60_000) * 60_000);
    return minute.toLocaleTimeString(this.written, { timeStyle: "short", hourCycle: "h23" });
  }

  private sent(list: Sending[]): HTMLElement {
    const lines = [...list].reverse().map((each) => this.receipt(each));
    return h(
      "section",
      { class: "stack-s", "aria-labelledby": "sent" },
      h("h2", { id: "sent" }, say("sent_from")),
      h("ul", { class: "lines receipts" }, ...lines),
    );
  }

  private receipt(each: Sending): HTMLElement {
    const state = each.server?.state ?? "";
    const left = each.files.filter((file) => !file.done).length;
    const here = each.state === "done" && !each.server?.waiting;
    const reached = [true, here, state === "ACCEPTED", each.server?.counted === true];
    const names = ["on_phone", "received", "checked", "counted"];
    const told: Record<string, string> = {
      QUARANTINED: "quarantined",
      ASKED_BACK: "asked_back",
      SET_ASIDE: "set_aside",
    };
    const waits = each.state === "waiting" || each.state === "text";
    const pause = waits && navigator.onLine ? pauseOf(each.instance) : 0;
    const note =
      each.state === "refused"
        ? say("refused")
        : each.state === "done"
          ? told[state] && say(told[state] as string)
          : left && each.state === "text"
            ? say("files_left", left)
            : !pause && say(navigator.onLine ? "sending" : "waiting");
    const again = (): void => {
      each.state = "waiting";
      void keepSending(each).then(() => this.send());
    };
    const ticks = names.map((name, place) =>
      h(
        "li",
        { class: reached[place] ? "yes" : "todo", "data-tick": reached[place] ? name : null },
        h("b", { "aria-hidden": "true" }, reached[place] ? "✓" : "·"),
        say(name),
      ),
    );
    return h(
      "li",
      { "data-instance": each.instance },
      h(
        "div",
        { class: "stack-s" },
        h("p", {}, h("span", { class: "small muted" }, `${say("receipt")} `), h("code", { class: "id" }, each.instance.replace("uuid:", "").slice(0, 13))),
        h("ol", { class: "ticked" }, ...ticks),
        note ? h("p", { class: "small" }, note) : null,
        pause > 0 && h("p", { class: "small", "data-pause": Math.ceil(pause / 1000) }, say("later", this.clock(pause))),
        each.state === "refused" && button(say("send_now"), again),
        here && this.config.protects && h("p", { class: "small" }, say("nothing_left")),
        here && button(say("forget"), () => void forget(each.instance).then(() => this.home()), "text"),
      ),
    );
  }

  /** Ask the questions, from the first or from where somebody stopped. */
  private async open(listed?: Draft): Promise<void> {
    const version = this.config.versions[0];
    if (!version || this.opening) return;
    [this.opening, this.thanks, this.hindered] = [true, false, ""];
    const moment = h("p", { class: "lead", role: "status", tabindex: "-1" }, say("moment"));
    this.show(h("div", { class: "stack top" }, h("h1", {}, this.config.title), moment));
    moment.focus({ preventScroll: true });
    try {
      await this.ask(version, listed);
    } catch (error) {
      this.cannot(error);
    }
    this.opening = false;
    if (!this.filling) await this.home();
  }

  private async ask(version: Version, listed?: Draft): Promise<void> {
    let draft = listed;
    if (listed) {
      this.release = await hold(listed.id);
      // As it is now: another tab may have gone on with it since it was listed, or ended it.
      draft = (await drafts(this.config.key)).find((each) => each.id === listed.id);
      if (!this.release || !draft) {
        this.hindered = this.release ? "" : "open_elsewhere";
        return this.letGo();
      }
    }
    const needed = await this.needed((draft ?? version).form).catch(() => null);
    if (!needed) {
      this.hindered = "not_loaded";
      return this.letGo();
    }
    const [text, { loadForm }, { Filling }] = needed;
    const asking = await Filling.open(this.config, version, draft ?? null, {
      text,
      store,
      loadForm,
      language: this.language,
      speak: (name) => this.change(name),
      show: (...content) => this.show(...content),
      leave: (sent) => void this.leave(sent),
    });
    this.release ??= await hold(asking.draft.id);
    this.filling = asking;
    asking.render();
  }

  /** What asks the questions: from the network the first time, from this phone later. */
  private needed(form: string): Promise<Needed> {
    const { engine, filling } = this.config.addresses;
    const text = async (): Promise<string> => {
      const answer = await fetch(form);
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.text();
    };
    return Promise.all([text(), import(engine), import(filling)]) as Promise<Needed>;
  }

  private async leave(sent: boolean): Promise<void> {
    this.letGo();
    [this.filling, this.carried] = [null, ""];
    this.thanks = sent;
    await this.home();
    // What had the focus is gone; who listens or types goes on from where they are now.
    this.querySelector<HTMLElement>(sent ? "#thanks" : "button.main")?.focus();
    if (sent) await this.send();
  }

  private letGo(): void {
    this.release?.();
    this.release = null;
  }

  private change(language: string): void {
    this.language = language;
    localStorage.setItem(`fill ${this.config.key} language`, language);
    this.lang = speak(this.config, language);
  }

  /** The engine cannot do this form, or did not come: the plain page does. */
  private cannot(error: unknown): void {
    console.warn(error);
    [this.filling, this.refused] = [null, true];
    this.letGo();
    const why = error instanceof Error ? error.message : String(error);
    this.replaceChildren(
      h("p", { class: "plate", role: "alert" }, `${say("cannot")} ${why.slice(0, 300)}`),
      ...this.plain,
    );
  }

  private show(...content: (Node | false | null)[]): void {
    const leave = this.config.protects && button(say("leave_now"), () => void leaveNow(this.config), "main");
    const all = [leave && h("p", { class: "leave" }, leave), ...content];
    const held = this.contains(document.activeElement) ? document.activeElement : null;
    this.replaceChildren(...all.filter((each): each is Node => Boolean(each)));
    if (!held) return;
    // The page is made anew whenever something was sent: who is at a button stays at it.
    const same = [...this.querySelectorAll<HTMLElement>(held.tagName)];
    same
      .find((each) => (held.id ? each.id === held.id : each.textContent === held.textContent))
      ?.focus({ preventScroll: true });
  }
}

customElements.define("fill-form", FillForm);
