// Away at once: nothing of this link stays on the phone that a page can take away.
import type { Config } from "./page";
import { wipe } from "./store";

const PATIENCE = 2_000; // milliseconds; then away all the same

export async function leaveNow(config: Config): Promise<void> {
  document.documentElement.hidden = true;
  document.title = "";
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  await Promise.race([Promise.allSettled([wipe(config.key), withoutNetwork(config), language(config)]), patience]);
  // This page's place in the history goes to the harmless one.
  location.replace(config.elsewhere);
}

/** What works without a network, and what keeps it working. */
async function withoutNetwork({ addresses }: Config): Promise<void> {
  const scope = new URL(addresses.fill, location.href).href;
  const worker = await navigator.serviceWorker?.getRegistration(scope);
  await worker?.unregister();
  if (!("caches" in window)) return;
  const { pathname } = new URL(scope);
  const names = (await caches.keys()).filter((name) => name.startsWith(`fill ${pathname} `));
  await Promise.all(names.map(emptied));
}

/** Each file on its own: a store that is still open somewhere is only forgotten, not deleted. */
async function emptied(name: string): Promise<void> {
  const cache = await caches.open(name);
  await Promise.all((await cache.keys()).map((file) => cache.delete(file)));
  await caches.delete(name);
}

async function language({ key }: Config): Promise<void> {
  localStorage.removeItem(`fill ${key} language`);
}
