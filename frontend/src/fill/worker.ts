// Keeps a questionnaire working without a network. Its address bounds it to one link; what is to be
// kept stands in FILES, which the server writes in front of it.
import { withoutFiles, withoutRowsOf } from "./wiping";

declare const FILES: string[];
const worker = self as unknown as ServiceWorkerGlobalScope;

const PATIENCE = 4000; // milliseconds before a slow network counts as none
const scope = new URL(worker.registration.scope).pathname;
const shell = `fill ${scope} ${[...FILES.join()].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7)}`;
const forms = `fill ${scope} forms`; // drafts may need the form of an earlier version
const OURS = "<fill-form"; // in every page of ours, in none that a network puts in its place
const FORM = /\/(form\.xml|media\/[^/]+)$/;
let wiped = false;

worker.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(shell);
      await Promise.all(
        [scope, ...FILES].map(async (file) => {
          const answer = await fetch(file);
          const right = file === scope ? await isPage(answer) : isFile(answer);
          if (!right) throw new TypeError(`not ours: ${file}`);
          await cache.put(file, answer);
        }),
      );
      await worker.skipWaiting();
    })(),
  );
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith(`fill ${scope} `) && name !== shell && name !== forms) {
          await keepForms(await caches.open(name));
          await caches.delete(name);
        }
      }
      await worker.clients.claim();
    })(),
  );
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (request.mode === "navigate" && url.pathname === scope) event.respondWith(page(event));
  else if (FORM.test(url.pathname)) event.respondWith(forGood(request));
  else if (!url.pathname.startsWith(scope)) event.respondWith(kept(request));
});

// Whoever leaves at once waits no longer than a moment: the rest is taken away after the page is gone.
worker.addEventListener("message", (event) => {
  const { wipe } = event.data as { wipe?: string };
  if (!wipe) return;
  wiped = true;
  const all = [withoutRowsOf(wipe), withoutFiles(scope), worker.registration.unregister()];
  event.waitUntil(Promise.allSettled(all).then(() => event.ports[0]?.postMessage("wiped")));
});

async function keepForms(from: Cache): Promise<void> {
  const kept = await caches.open(forms);
  for (const file of await from.keys()) {
    const found = FORM.test(new URL(file.url).pathname) && (await from.match(file));
    if (found) await kept.put(file.url, found);
  }
}

const isHtml = (answer: Response): boolean =>
  answer.headers.get("Content-Type")?.startsWith("text/html") ?? false;

const isFile = (answer: Response): boolean => answer.ok && !answer.redirected && !isHtml(answer);

/** Whether it is our page, of this release: another names files that are not kept yet. */
async function isPage(answer: Response): Promise<boolean> {
  if (!answer.ok || answer.redirected || !isHtml(answer)) return false;
  const text = await answer.clone().text();
  const named = FILES.filter((file) => /(\.js|\/form\.xml)$/.test(file));
  return [OURS, ...named].every((each) => text.includes(each));
}

/** The page from the network when it answers soon, else as it was. */
async function page(event: FetchEvent): Promise<Response> {
  const cache = await caches.open(shell);
  const fresh = fetch(event.request).then(async (answer) => {
    const plain = !new URL(event.request.url).search;
    if (plain && (await isPage(answer)) && !wiped) await cache.put(scope, answer.clone());
    return answer;
  });
  const slow = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE));
  const first = await Promise.race([fresh.catch(() => undefined), slow]);
  if (first && first.status < 500) return first;
  event.waitUntil(fresh.catch(() => undefined));
  return (await cache.match(scope)) ?? fresh;
}

async function forGood(request: Request): Promise<Response> {
  const found = await caches.match(request.url);
  if (found) return found;
  const answer = await fetch(request);
  if (isFile(answer) && !wiped) await (await caches.open(forms)).put(request.url, answer.clone());
  return answer;
}

/** What belongs to the look: as it was kept, because its name changes when it changes. */
async function kept(request: Request): Promise<Response> {
  return (await (await caches.open(shell)).match(request.url)) ?? fetch(request);
}
