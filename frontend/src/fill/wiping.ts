// What a link kept on this phone is taken away. Page and worker share it: a page that is left ends
// in the middle of its work, a worker ends it.
import { BASE, done } from "./base";

/** The rows of a link: what was begun, what was not sent, the lock. */
export async function withoutRows(base: IDBDatabase, key: string): Promise<void> {
  const transaction = base.transaction(["drafts", "outbox", "locks"], "readwrite", { durability: "strict" });
  transaction.objectStore("locks").delete(key);
  for (const name of ["drafts", "outbox"]) {
    const keys = transaction.objectStore(name).index("key").openKeyCursor(key);
    keys.onsuccess = () => {
      if (!keys.result) return;
      transaction.objectStore(name).delete(keys.result.primaryKey);
      keys.result.continue();
    };
  }
  await done(transaction);
}

/** The same where nobody has opened the base. */
export function withoutRowsOf(key: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(BASE);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      resolve(withoutRows(request.result, key));
      request.result.close(); // when what was begun is done
    };
  });
}

/** What makes a link work without a network; `scope` is the path of its page. */
export async function withoutFiles(scope: string): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(`fill ${scope} `));
  await Promise.all(names.map(emptied));
}

/** Each file on its own: a store that is still open somewhere is only forgotten, not deleted. */
async function emptied(name: string): Promise<void> {
  const cache = await caches.open(name);
  await Promise.all((await cache.keys()).map((file) => cache.delete(file, { ignoreVary: true })));
  await caches.delete(name);
}
