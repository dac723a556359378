// Listens to the server's stream. A message only says what kind of thing changed ("leads",
// "notices", "ledger", "imports"); the pieces of the page that show it ask again by themselves
// (hx-trigger="leads from:body"). After a cut everything asks again, so a missed message costs
// nothing. New leads are announced politely, at most once in ten seconds.

const KINDS = ["leads", "notices", "ledger", "imports"];
const CALM = 10_000;
const banner = document.getElementById("stale");
const voice = document.getElementById("announce");
const due = new Map();
let stream = null;
let misses = 0;
let known = ids();
let fresh = 0;
let lastSaid = 0;
let saying = 0;

function ids() {
  return new Set([...document.querySelectorAll("#queue [data-row]")].map((row) => row.dataset.row));
}

function refetch(kind) {
  clearTimeout(due.get(kind));
  due.set(kind, setTimeout(() => window.htmx.trigger(document.body, kind), 150));
}

function connect() {
  stream = new EventSource(document.body.dataset.live);
  for (const kind of KINDS) stream.addEventListener(kind, () => refetch(kind));
  stream.addEventListener("open", opened);
  stream.addEventListener("error", broken);
}

function opened() {
  if (misses) KINDS.forEach(refetch);
  misses = 0;
  banner.hidden = true;
}

function broken() {
  misses += 1;
  if (misses > 1 || !navigator.onLine) banner.hidden = false;
  if (stream.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
  const wait = Math.min(60_000, 500 * 2 ** misses) * (0.7 + 0.6 * Math.random());
  setTimeout(connect, wait);
}

function say() {
  const { newOne, newMany } = document.body.dataset;
  voice.textContent = fresh === 1 ? newOne : newMany.replace("%s", fresh);
  fresh = 0;
  saying = 0;
  lastSaid = Date.now();
}

function countNew(event) {
  if (!event.target.closest?.("#queue") && event.target.id !== "queue") return;
  const now = ids();
  fresh += [...now].filter((id) => !known.has(id)).length;
  known = now;
  if (fresh && !saying) saying = setTimeout(say, Math.max(0, lastSaid + CALM - Date.now()));
}

if (document.body.dataset.live) {
  connect();
  document.addEventListener("htmx:after:swap", countNew);
  window.addEventListener("offline", () => (banner.hidden = false));
  window.addEventListener("online", () => KINDS.forEach(refetch));
  window.addEventListener("pagehide", () => stream.close());
  window.addEventListener("pageshow", (event) => event.persisted && connect());
}
