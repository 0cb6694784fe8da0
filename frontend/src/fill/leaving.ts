// Away at once: nothing of this link stays on the phone that a page can take away.
import type { Config } from "./page";
import { wipe } from "./store";
import { withoutFiles } from "./wiping";

const PATIENCE = 2_000; // milliseconds; then away all the same

let others: BroadcastChannel | null = null; // the windows of this link

/** Who leaves in one window leaves in all: another would go on showing the answers, and keep them anew. */
export function leaveTogether(config: Config): void {
  if (!("BroadcastChannel" in window)) return;
  others = new BroadcastChannel(`datashift-leave-${config.key}`);
  others.onmessage = () => void leave(config);
}

export function leaveNow(config: Config): Promise<void> {
  others?.postMessage("leave");
  return leave(config);
}

async function leave(config: Config): Promise<void> {
  document.documentElement.hidden = true;
  document.title = "";
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  await Promise.race([Promise.allSettled([wipe(config.key), withoutNetwork(config), language(config)]), patience]);
  // This page's place in the history goes to the harmless one.
  location.replace(config.elsewhere);
}

/** What works without a network, and what keeps it working. */
async function withoutNetwork({ key, addresses }: Config): Promise<void> {
  const scope = new URL(addresses.fill, location.href);
  const worker = (await navigator.serviceWorker?.getRegistration(scope.href))?.active;
  if (worker) await wipedBy(worker, key);
  else if ("caches" in window) await withoutFiles(scope.pathname);
}

function wipedBy(worker: ServiceWorker, key: string): Promise<void> {
  const { port1: answer, port2: port } = new MessageChannel();
  return new Promise((resolve) => {
    answer.onmessage = () => resolve();
    worker.postMessage({ wipe: key }, [port]);
  });
}

async function language({ key }: Config): Promise<void> {
  localStorage.removeItem(`fill ${key} language`);
}
