// What is on this phone into one file, and back: for another phone, or in case this one is lost.
import { edited } from "./editing";
import { hex } from "./hex";
import { askPin } from "./locking";
import { button, type Config, h, say } from "./page";
import { bringSending, drafts, keepDraft, outbox, type Sending } from "./store";
import type { Vault } from "./vault";

type Backup = typeof import("./backup");
type Content = import("./backup").Content;

export interface Carrier {
  vault: Vault | null;
  told: string; // what became of the last file
  unlock(vault: Vault): Promise<boolean>;
  show(...content: Node[]): void;
  /** The first screen again, with what became of the file. */
  home(told: string): Promise<void>;
}

/** What can be done with files; `some` where there is anything to save. */
export function carrying(config: Config, some: boolean, carrier: Carrier): HTMLElement | null {
  if (!crypto.subtle) return null; // without https
  const seals = !config.protects || carrier.vault;
  const chosen = h("input", { type: "file", hidden: true, onchange: () => void bring() });
  const bring = async (): Promise<void> => {
    const [file] = chosen.files ?? [];
    if (file) await brought(config, file, carrier);
  };
  return h(
    "section",
    { class: "carry", "aria-label": say("file_heading") },
    some && seals && button(say("file_save"), () => void save(config, carrier.vault), "text"),
    some && seals && h("p", { class: "small muted" }, say(config.protects ? "file_sealed" : "file_plain")),
    button(say("file_bring"), () => chosen.click(), "text"),
    chosen,
    h("p", { role: "status" }, carrier.told),
  );
}

const backup = ({ addresses }: Config): Promise<Backup> => import(addresses.backup) as Promise<Backup>;

async function save(config: Config, vault: Vault | null): Promise<void> {
  const waiting = (await outbox(config.key)).filter((each) => each.state !== "done");
  const content = { drafts: await drafts(config.key), outbox: waiting };
  const file = await (await backup(config)).written(content, config.key, vault);
  const address = URL.createObjectURL(file);
  // A name that tells nothing.
  h("a", { href: address, download: `${new Date().toISOString().slice(0, 10)}.datashift` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

async function brought(config: Config, file: File, carrier: Carrier): Promise<void> {
  const found = await (await backup(config)).read(file, config).catch(() => "damaged" as const);
  if (typeof found === "string") return carrier.home(say(`file_${found}`));
  const back = async (vault: Vault | null): Promise<void> => {
    const told = await found.open(vault).then(
      async (content) => say((await restored(config, content)) ? "file_back" : "file_nothing"),
      () => say("file_damaged"),
    );
    await carrier.home(told);
  };
  if (!found.lock) return back(null);
  const opened = async (vault: Vault): Promise<void> => {
    // On a phone that locks nothing yet, the PIN of the file is the PIN from here on.
    if (carrier.vault || (await carrier.unlock(vault))) await back(vault);
  };
  const locked = askPin(found.lock, (vault) => void opened(vault), "file_pin");
  carrier.show(locked, button(say("back"), () => void carrier.home(""), "text"));
}

/**
 * As it is to be brought; null where it is here. What was sent from here is sent again: whether it
 * was this very text is not known any more, and the same text is received once.
 */
async function missing(each: Sending, sent: Sending[]): Promise<Sending | null> {
  const here = sent.find(({ instance }) => instance === each.instance);
  if (!here || here.state === "done") return each;
  if (here.xml === each.xml) return null;
  // From its text, so that the same file brought twice brings one.
  const told = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(each.xml));
  const edit = edited(each.xml, hex(told).slice(0, 32));
  const known = sent.some(({ instance }) => instance === edit.instance);
  return known ? null : { ...each, ...edit, state: "waiting" };
}

/** How many came back. What is here already stays as it is. */
async function restored({ key }: Config, content: Content): Promise<number> {
  const [begun, sent] = [await drafts(key), await outbox(key)];
  const here = new Set(sent.map((each) => each.instance));
  const brought = await Promise.all(content.outbox.map((each) => missing(each, sent)));
  const waiting = brought.filter((each) => each !== null);
  const open = content.drafts.filter(
    ({ xml }) => ![...here].some((id) => xml.includes(`>${id}<`)) && !begun.some((each) => each.xml === xml),
  );
  for (const draft of open) {
    const changed = begun.some((each) => each.id === draft.id); // here, since: both are kept
    await keepDraft(changed ? { ...draft, id: `${draft.id} ${Date.now()}` } : draft);
  }
  for (const each of waiting) await bringSending(each);
  return open.length + waiting.length;
}
