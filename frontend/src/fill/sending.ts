// What waits on this phone is sent: first the text, so that it is safe; then each file in pieces
// that go on where they stopped; then the text again, with the names of the files.
import { hex } from "./hex";
import type { Config } from "./page";
import { type Attached, keepSending, outbox, type Sending, type Server } from "./store";

const PIECE = 256 * 1024;
const LEAST = 16 * 1024; // after a line that died with nothing of a piece come, then a little more
const MORE = 2 * 1024;
const PATIENCE = 60_000; // milliseconds for one piece
const BREATH = 250; // milliseconds before the first try after one in vain, then twice as many
const MOST_IN_VAIN = 3;
const LATER = [10, 3600] as const; // seconds: bounds of what a server may ask for
const SCATTER = 0.2; // of it at most is added by chance, so that not all phones come back at once

class Refused extends Error {}

/** The server says when it may be asked again. */
class Later extends Error {
  constructor(readonly at: number) {
    super("Retry-After");
  }
}

// In milliseconds since the page was opened, which nobody sets back as the clock of a phone.
let busy = 0; // until then nothing is asked of the server
const held = new Map<string, number>(); // submissions to when each may be tried again

/** Milliseconds until a submission may be tried again; 0 where nothing was said. */
export function pauseOf(instance: string): number {
  return Math.max(0, Math.max(busy, held.get(instance) ?? 0) - performance.now());
}

/**
 * Send all that waits, one tab at a time; true when nothing is left that could be sent. What does not
 * go through keeps nothing back that waits behind it.
 */
export async function sendAll(config: Config, changed: () => void): Promise<boolean> {
  const work = async (): Promise<boolean> => {
    let all = true;
    for (const sending of await outbox(config.key)) {
      if (!navigator.onLine) return false;
      if (sending.state === "done" || sending.state === "refused") continue;
      if (pauseOf(sending.instance)) {
        all = false;
        continue;
      }
      try {
        await sendOne(config, sending);
      } catch (error) {
        if (error instanceof Later) held.set(sending.instance, error.at);
        if (error instanceof Refused) {
          sending.state = "refused";
          await keepSending(sending);
        } else all = false;
      } finally {
        changed();
      }
    }
    return all;
  };
  if (!("locks" in navigator)) return work();
  return navigator.locks.request(
    `datashift-fill-${config.key}`,
    { ifAvailable: true },
    async (lock) => (lock ? work() : true),
  );
}

async function sendOne(config: Config, sending: Sending): Promise<void> {
  if (sending.state === "waiting") {
    await post(config, sending);
    sending.state = "text";
    await keepSending(sending);
  }
  for (const file of sending.files.filter((file) => !file.done && file.blob)) {
    if (crypto.subtle) await sendFile(config, file, file.blob as Blob);
    await keepSending(sending);
  }
  if (sending.files.length) {
    const awaited = await post(config, sending);
    const lost = sending.files.filter((file) => file.blob && awaited.includes(file.name));
    for (const file of lost) file.done = false;
    if (lost.length) {
      await keepSending(sending);
      throw new Error("the server has not all of it");
    }
  }
  // What is on the server need not be on this phone: not the answers, nor names of photographs.
  Object.assign(sending, { state: "done", xml: "", files: [] });
  await keepSending(sending);
}

/** Send the text; the names of the files that the server waits for. Only a receipt of this very text counts. */
async function post(config: Config, sending: Sending): Promise<string[]> {
  const body = new FormData();
  const text = new Blob([sending.xml], { type: "text/xml" });
  body.append("submission", text, "submission.xml");
  const come = sending.files.filter((file) => file.done);
  body.append("files", JSON.stringify(come.map(({ name, sha256 }) => ({ name, sha256 }))));
  if (!crypto.subtle && sending.state === "text") {
    // Without https a browser makes no hashes: the files go whole.
    for (const file of sending.files) if (file.blob) body.append("file", file.blob, file.name);
  }
  const answer = await answered(await ask(config.addresses.send, { method: "POST", body }));
  const told = (await answer.json()) as { instance: string; sha256: string; waiting: string[] };
  const ours = crypto.subtle
    ? told.sha256 === (await hashOf(text))
    : told.instance === sending.instance;
  if (![201, 202].includes(answer.status) || !ours) throw new Error("no receipt");
  return told.waiting;
}

/** Send what is missing of a file; the line may die any number of times if something arrives each time. */
async function sendFile(config: Config, file: Attached, blob: Blob): Promise<void> {
  file.sha256 ||= await hashOf(blob);
  const address = config.addresses.file.replace("0".repeat(64), file.sha256);
  let offset: number | null = null; // how much is there; unknown when the line died
  let [most, inVain, size] = [0, 0, PIECE];
  while (offset === null || offset < blob.size) {
    try {
      const next: number =
        offset === null
          ? await offsetIn(await answered(await ask(address)))
          : await sendPiece(address, file.kind, blob, offset, size);
      if (offset !== null && next <= most) throw new Error("no piece arrives");
      if (next > most) {
        // Where what came of a piece before the line died is kept, small ones gain nothing.
        size = offset === null ? PIECE : Math.min(size + MORE, PIECE);
        [most, inVain] = [next, 0];
      }
      offset = next;
    } catch (error) {
      if (error instanceof Refused || error instanceof Later || inVain === MOST_IN_VAIN) throw error;
      // What came before the line died is being written.
      await new Promise((resolve) => setTimeout(resolve, BREATH * 2 ** inVain++));
      [offset, size] = [null, LEAST];
    }
  }
  file.done = true;
}

async function sendPiece(
  address: string,
  kind: string,
  blob: Blob,
  offset: number,
  size: number,
): Promise<number> {
  const piece = blob.slice(offset, offset + size);
  const told = new URLSearchParams({ size: String(blob.size), offset: String(offset), kind });
  const answer = await ask(`${address}?${told}`, { method: "POST", body: piece });
  return offsetIn(answer.status === 409 ? answer : await answered(answer));
}

async function hashOf(blob: Blob): Promise<string> {
  return hex(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
}

async function ask(address: string, more: RequestInit = {}): Promise<Response> {
  if (performance.now() < busy) throw new Later(busy);
  const patience = new AbortController();
  const over = setTimeout(() => patience.abort(), PATIENCE);
  const asked = fetch(address, { ...more, credentials: "omit", signal: patience.signal });
  return asked.finally(() => clearTimeout(over));
}

/** The answer, if it is one of ours; what a café's or an operator's page says in between is none. */
async function answered(answer: Response): Promise<Response> {
  const ours = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (answer.ok && ours) return answer;
  const at = laterOf(answer);
  if (at) {
    // Too large just now is this one; too much just now is whatever comes.
    if (answer.status !== 413) busy = at;
    throw new Later(at);
  }
  if (ours && [400, 413].includes(answer.status)) {
    const { problem } = (await answer.json()) as { problem?: unknown };
    if (problem) throw new Refused(String(answer.status));
  }
  throw new Error(String(answer.status));
}

/** When it may be asked again, by Retry-After (RFC 9110, 10.2.3): seconds or a date; 0 where it says nothing. */
function laterOf(answer: Response): number {
  const said = answer.headers.get("Retry-After")?.trim();
  if (!said || ![413, 429, 503].includes(answer.status)) return 0;
  // By the clock of who said it: that of a phone may be wrong by years.
  const now = Date.parse(answer.headers.get("Date") ?? "") || Date.now();
  const seconds = /^\d+$/.test(said) ? Number(said) : (Date.parse(said) - now) / 1000;
  if (Number.isNaN(seconds)) return 0;
  const bounded = Math.min(Math.max(seconds, LATER[0]), LATER[1]);
  return performance.now() + bounded * 1000 * (1 + Math.random() * SCATTER);
}

async function offsetIn(answer: Response): Promise<number> {
  const { offset } = (await answer.json()) as { offset?: unknown };
  if (typeof offset !== "number") throw new Error("no offset");
  return offset;
}

/** Ask how far the submissions of this phone are, and write it down; true when anything changed. */
export async function askStates(config: Config): Promise<boolean> {
  const sent = (await outbox(config.key)).filter((each) => each.state === "done");
  if (!sent.length) return false;
  const body = JSON.stringify(sent.slice(-200).map((each) => each.instance));
  const answer = await answered(await ask(config.addresses.states, { method: "POST", body }));
  const { states } = (await answer.json()) as { states: Record<string, Server> };
  let changed = false;
  for (const each of sent) {
    const state = states[each.instance];
    if (state && JSON.stringify(state) !== JSON.stringify(each.server)) {
      each.server = state;
      await keepSending(each);
      changed = true;
    }
  }
  return changed;
}
