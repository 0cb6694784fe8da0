// What is kept on this phone: what was begun, and what waits to be sent or was sent.

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

const opened = new Promise<IDBDatabase>((resolve, reject) => {
  const request = indexedDB.open("datashift-fill", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("drafts", { keyPath: "id" }).createIndex("key", "key");
    request.result.createObjectStore("outbox", { keyPath: "instance" }).createIndex("key", "key");
  };
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function done(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

async function all<Name extends keyof Kept>(name: Name, key: string): Promise<Kept[Name][]> {
  const request = (await opened).transaction(name).objectStore(name).index("key").getAll(key);
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as Kept[Name][]);
    request.onerror = () => reject(request.error);
  });
}

export const drafts = (key: string): Promise<Draft[]> => all("drafts", key);

export async function outbox(key: string): Promise<Sending[]> {
  return (await all("outbox", key)).sort((one, other) => one.at.localeCompare(other.at));
}

async function written(name: keyof Kept, work: (store: IDBObjectStore) => void): Promise<void> {
  const transaction = (await opened).transaction(name, "readwrite", { durability: "strict" });
  work(transaction.objectStore(name));
  await done(transaction);
}

export const keepDraft = (draft: Draft): Promise<void> =>
  written("drafts", (store) => store.put(draft));
export const dropDraft = (id: string): Promise<void> =>
  written("drafts", (store) => store.delete(id));
export const keepSending = (sending: Sending): Promise<void> =>
  written("outbox", (store) => store.put(sending));
export const forget = (instance: string): Promise<void> =>
  written("outbox", (store) => store.delete(instance));

/** Into the outbox and out of the drafts at once: never in both, never in none. */
export async function finish(draft: string, sending: Sending): Promise<void> {
  const transaction = (await opened).transaction(["drafts", "outbox"], "readwrite", {
    durability: "strict",
  });
  transaction.objectStore("outbox").put(sending);
  transaction.objectStore("drafts").delete(draft);
  await done(transaction);
}
