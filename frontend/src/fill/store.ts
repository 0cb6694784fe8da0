// What is kept on this phone: what was begun, and what waits to be sent or was sent. Where the link
// protects the phone it is sealed; where the browser refuses to keep something it is in memory.
import { BASE, done } from "./base";
import { hex } from "./hex";
import type { Lock, Sealed, Vault } from "./vault";
import { withoutRows } from "./wiping";

export interface Draft {
  id: string;
  key: string;
  form: string;
  media: Record<string, string>;
  language: string;
  begun: string;
  answered: number;
  place: string;
  xml: string;
  files: File[];
}

export interface Attached {
  name: string;
  kind: string;
  size: number;
  blob: Blob | null;
  sha256: string;
  done: boolean;
}

export interface Server {
  state: string;
  waiting: number;
  counted: boolean;
  quarantine: string;
}

export interface Sending {
  instance: string;
  key: string;
  at: string;
  xml: string;
  files: Attached[];
  state: "waiting" | "text" | "done" | "refused";
  server: Server | null;
}

interface Kept {
  drafts: Draft;
  outbox: Sending;
}

interface Row {
  key: string;
  sealed?: Sealed;
}

const OWN = { drafts: "id", outbox: "instance" } as const;
const memory = { drafts: new Map<string, Draft>(), outbox: new Map<string, Sending>() };
const late = new Map<string, string>(); // submissions that the disk refused to the drafts that it has of them
const names = new Map<string, string>(); // of sealed rows: the id of a submission tells who sent it
let vault: Vault | null = null;
let protects = false;
let wiped = false;

const opened = new Promise<IDBDatabase>((resolve, reject) => {
  const request = indexedDB.open(BASE, 2);
  request.onupgradeneeded = () => {
    const { result } = request;
    for (const name of ["drafts", "outbox"] as const) {
      if (result.objectStoreNames.contains(name)) continue;
      result.createObjectStore(name, { keyPath: OWN[name] }).createIndex("key", "key");
    }
    result.createObjectStore("locks", { keyPath: "key" });
  };
  request.onsuccess = () => {
    request.result.onversionchange = () => request.result.close();
    resolve(request.result);
  };
  request.onerror = () => reject(request.error);
}).catch((error: unknown) => {
  console.warn("Nothing can be kept here:", error);
  return null;
});

/** Whether this browser lets a page keep anything. */
export const keeps = async (): Promise<boolean> => (await opened) !== null;

/** From here on everything is sealed, or (before there is a PIN) in memory only. */
export async function protect(key: string): Promise<Lock | null> {
  protects = true;
  const base = await opened;
  if (!base) return null;
  return (await asked<Lock | undefined>(base.transaction("locks").objectStore("locks").get(key))) ?? null;
}

/**
 * The PIN was typed or chosen. Where another tab has chosen one meanwhile nothing is unlocked, and its
 * lock comes back: what that tab sealed opens with no other, not even with the same PIN.
 */
export async function unlock(with_: Vault): Promise<Lock | null> {
  let other: Lock | null = null;
  await written("locks", (store) => {
    const asks: IDBRequest<Lock | undefined> = store.get(with_.lock.key);
    asks.onsuccess = () => {
      if (!asks.result) store.put(with_.lock);
      else if (hex(asks.result.salt) !== hex(with_.lock.salt)) other = asks.result;
    };
  });
  if (!other) vault = with_;
  return other;
}

export const isUnlocked = (): boolean => vault !== null;

/** Whether closing the page would lose something. */
export const isOnlyHere = (): boolean =>
  memory.drafts.size > 0 || [...memory.outbox.values()].some((each) => each.state !== "done");

/** Everything of this link: what was begun, what was not sent, the lock. */
export async function wipe(key: string): Promise<void> {
  [vault, wiped] = [null, true];
  for (const rows of [...Object.values(memory), late]) rows.clear();
  const base = await opened;
  if (!base) return;
  await withoutRows(base, key);
}

function asked<Result>(request: IDBRequest): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as Result);
    request.onerror = () => reject(request.error);
  });
}

async function all<Name extends keyof Kept>(name: Name, key: string): Promise<Kept[Name][]> {
  const here = ([...memory[name].values()] as Kept[Name][]).filter((each) => each.key === key);
  const base = await opened;
  if (!base) return here;
  type Either = Kept[Name] & Row;
  const rows = await asked<Either[]>(base.transaction(name).objectStore(name).index("key").getAll(key));
  const found = await Promise.all(rows.map((row) => (row.sealed ? unsealed(name, row, row.sealed) : row)));
  const newer = new Set([...memory[name].keys(), ...(name === "drafts" ? late.values() : [])]);
  return [...here, ...found.filter((each) => each && !newer.has(idOf(name, each)))] as Kept[Name][];
}

/** null while it is locked, and where it does not open: what does is shown and sent all the same. */
async function unsealed<Name extends keyof Kept>(
  name: Name,
  row: Kept[Name],
  closed: Sealed,
): Promise<Kept[Name] | null> {
  if (!vault) return null;
  const found = await vault.unseal<Kept[Name]>(closed).catch(() => null);
  if (!found) return null;
  names.set(idOf(name, found), idOf(name, row));
  return found;
}

function idOf<Name extends keyof Kept>(name: Name, row: Kept[Name]): string {
  return (row as unknown as Record<string, string>)[OWN[name]] ?? "";
}

/** The row as it goes to the disk; null where it stays in memory. */
async function row<Name extends keyof Kept>(name: Name, content: Kept[Name]): Promise<object | null> {
  const sent = name === "outbox" && (content as Sending).state === "done";
  if (!(await opened) || (protects && (!vault || sent))) return null;
  if (!protects || !vault) return content;
  const own = names.get(idOf(name, content)) ?? crypto.randomUUID();
  names.set(idOf(name, content), own);
  return { [OWN[name]]: own, key: content.key, sealed: await vault.seal(content) };
}

export const drafts = (key: string): Promise<Draft[]> => all("drafts", key);

export async function outbox(key: string): Promise<Sending[]> {
  return (await all("outbox", key)).sort((one, other) => one.at.localeCompare(other.at));
}

async function written(name: string | string[], work: (...stores: IDBObjectStore[]) => void): Promise<void> {
  const base = await opened;
  if (!base || wiped) return;
  const transaction = base.transaction(name, "readwrite", { durability: "strict" });
  work(...[name].flat().map((each) => transaction.objectStore(each)));
  await done(transaction);
}

/** Whether it is on the disk. Where the disk refuses, it is in memory while the page is open. */
async function keep<Name extends keyof Kept>(name: Name, content: Kept[Name], anew: boolean): Promise<boolean> {
  if (wiped) return false;
  const here = memory[name] as Map<string, Kept[Name]>;
  const made = await row(name, content);
  const id = idOf(name, content);
  try {
    await written([name, "drafts"], (store, begun) => {
      const own = names.get(id) ?? id;
      if (!made) store?.delete(own);
      else if (anew || here.has(id)) store?.put(made);
      else if (store) renewed(store, own, made);
      const draft = name === "outbox" && late.get(id);
      if (draft) begun?.delete(names.get(draft) ?? draft);
    });
  } catch (error) {
    console.warn(error);
    here.set(id, content);
    return false;
  }
  if (name === "outbox") late.delete(id);
  if (made) here.delete(id);
  else here.set(id, content);
  return Boolean(made);
}

/** Only where it still is: what was forgotten or wiped meanwhile does not come back. */
function renewed(store: IDBObjectStore, own: string, made: object): void {
  const there = store.count(own);
  there.onsuccess = () => {
    if (there.result) store.put(made);
  };
}

async function drop(name: keyof Kept, id: string): Promise<void> {
  memory[name].delete(id);
  await written(name, (store) => store.delete(names.get(id) ?? id));
}

export const keepDraft = (draft: Draft): Promise<boolean> => keep("drafts", draft, true);
export const dropDraft = (id: string): Promise<void> => drop("drafts", id);
export const bringSending = (sending: Sending): Promise<boolean> => keep("outbox", sending, true);
export const keepSending = (sending: Sending): Promise<boolean> => keep("outbox", sending, false);
export const forget = (instance: string): Promise<void> => drop("outbox", instance);

/**
 * Into the outbox and out of the drafts at once: never in both, never in none. Where the disk refuses,
 * it is sent from memory, and what the disk has of the draft stays until then.
 */
export async function finish(draft: string, sending: Sending): Promise<void> {
  const made = await row("outbox", sending);
  const kept = written(["outbox", "drafts"], (waiting, begun) => {
    if (made) waiting?.put(made);
    begun?.delete(names.get(draft) ?? draft);
  });
  await kept.catch((error: unknown) => {
    console.warn(error);
    memory.outbox.set(sending.instance, sending);
    late.set(sending.instance, draft);
  });
  if (!made) memory.outbox.set(sending.instance, sending);
  memory.drafts.delete(draft);
}
