/// <reference lib="webworker" />

/** The files of the task screen, written in by the build; the list changes with every build that changes one. */
declare const FILES_OF_THE_BUILD: readonly string[];
const files = FILES_OF_THE_BUILD;
declare const CACHE_OF_THE_BUILD: string;
const cacheName = CACHE_OF_THE_BUILD;

const worker = self as unknown as ServiceWorkerGlobalScope;

/**
 * Keeps the task screen usable without network: its scripts, styles and words, and nothing the node says.
 * No answer of the interface is ever kept here.
 */
worker.addEventListener('install', (event) => {
  // A screen is given to who asks for a page; without the header the node takes it for a program's address.
  const asked = files.map((file) =>
    file === '/task' ? new Request(file, { headers: { accept: 'text/html' } }) : file,
  );
  const kept = caches.open(cacheName).then((cache) => cache.addAll(asked));
  event.waitUntil(kept.then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  const dropped = caches
    .keys()
    .then((names) =>
      Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name))),
    );
  event.waitUntil(dropped.then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  const isTask = request.mode === 'navigate' && pathname === '/task';
  if (!isTask && !files.includes(pathname)) return;
  const kept = async (): Promise<Response> =>
    (await caches.match(isTask ? '/task' : pathname, { cacheName })) ?? Response.error();
  // A name under /assets/ carries the hash of what is in it; everything else may be newer at the node.
  event.respondWith(
    pathname.startsWith('/assets/')
      ? caches.match(pathname, { cacheName }).then((found) => found ?? fetch(request))
      : fetch(request).catch(kept),
  );
});
