// What is on this phone as one file: a mark, what the file is of, the content, and a SHA-256 of all
// that stands before it. Where the link protects the phone the content is sealed under the PIN.
import { bytes, hex } from "./hex";
import type { Config } from "./page";
import type { Draft, Sending } from "./store";
import { type Lock, packed, type Sealed, unpacked, type Vault } from "./vault";

export interface Content {
  drafts: Draft[];
  outbox: Sending[];
}

interface Head {
  of: string; // the link, as a hash: whoever finds the file does not find the link
  lock?: { salt: string; rounds: number; check: Closed };
  nonce?: string;
}

interface Closed {
  nonce: string;
  data: string;
}

/** A file that was read; with a lock it is opened by its PIN. */
export interface Found {
  lock: Lock | null;
  open(vault: Vault | null): Promise<Content>;
}

const MARK = new TextEncoder().encode("DataShift form 1");
const HASH = 32; // bytes
const ROUNDS = [600_000, 6_000_000] as const; // fewer would lock badly, more would never open

export async function written(content: Content, key: string, vault: Vault | null): Promise<Blob> {
  const closed = vault && (await vault.seal(content));
  const head: Head = { of: await nameOf(key) };
  if (vault && closed) {
    const { salt, rounds, check } = vault.lock;
    head.lock = { salt: hex(salt), rounds, check: { nonce: hex(check.nonce), data: hex(check.data) } };
    head.nonce = hex(closed.nonce);
  }
  const told = new TextEncoder().encode(JSON.stringify(head));
  const body = closed ? closed.data : await packed(content);
  const whole = await new Blob([MARK, new Uint32Array([told.length]), told, body]).arrayBuffer();
  return new Blob([whole, await crypto.subtle.digest("SHA-256", whole)], { type: "application/octet-stream" });
}

/** The content once it is opened; or what is wrong with the file. */
export async function read(file: Blob, config: Config): Promise<Found | "damaged" | "other"> {
  const all = await file.arrayBuffer();
  const whole = all.slice(0, Math.max(0, all.byteLength - HASH));
  const marked = MARK.every((byte, place) => new Uint8Array(whole)[place] === byte);
  if (!marked || hex(await crypto.subtle.digest("SHA-256", whole)) !== hex(all.slice(-HASH))) return "damaged";
  const start = MARK.length + 4;
  const end = start + (new Uint32Array(whole.slice(MARK.length, start))[0] ?? 0);
  const head = JSON.parse(new TextDecoder().decode(whole.slice(start, end))) as Head;
  if (head.of !== (await nameOf(config.key))) return "other";
  const lock = lockOf(head, config.key);
  if (config.protects !== Boolean(lock)) return "damaged";
  const body = whole.slice(end);
  const closed: Sealed = { nonce: bytes(head.nonce ?? ""), data: body };
  return {
    lock,
    open: async (vault) => safe((vault ? await vault.unseal(closed) : unpacked(body)) as Content, config),
  };
}

function lockOf({ lock }: Head, key: string): Lock | null {
  if (!lock || !(lock.rounds >= ROUNDS[0] && lock.rounds <= ROUNDS[1])) return null;
  const check = { nonce: bytes(lock.check.nonce), data: bytes(lock.check.data).buffer };
  return { key, salt: bytes(lock.salt), rounds: lock.rounds, check };
}

/** Only of this link: a file may have been written by anybody. */
function safe({ drafts, outbox }: Content, { key, addresses }: Config): Content {
  const own = (address: string): boolean => {
    const { origin, pathname } = new URL(address, location.href);
    return origin === location.origin && pathname.startsWith(addresses.fill);
  };
  return {
    drafts: drafts
      .filter(({ form, media }) => [form, ...Object.values(media)].every(own))
      .map((draft) => ({ ...draft, key })),
    outbox: outbox.map((sending) => ({ ...sending, key, server: null })),
  };
}

async function nameOf(key: string): Promise<string> {
  return hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`fill ${key}`)));
}
