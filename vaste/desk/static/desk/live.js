// Listens to the server's stream. A message only says what kind of thing changed ("leads",
// "notices", "ledger", "imports"); the pieces of the page that show it ask again by themselves
// (hx-trigger="leads from:body"); an open lead asks again only when it is named ("lead"). Messages
// within 150 ms are one. After a cut everything asks again, so a missed message costs nothing.
// New leads are announced politely, at most once in ten seconds.

const KINDS = ["leads", "notices", "ledger", "imports"];
const CALM = 10_000; // milliseconds
const MOST_NAMES = 200; // vaste/desk/stream.py has the same
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

// A message names the leads it is about; none, or as many as fit into one, stand for all.
function namesOf(event) {
  const { leads = [] } = event ? JSON.parse(event.data) : {};
  return leads.length && leads.length < MOST_NAMES ? leads : ["*"];
}

function refetch(kind, event) {
  if (due.has(kind)) return due.get(kind).push(...namesOf(event));
  due.set(kind, namesOf(event));
  setTimeout(() => tell(kind), 150);
}

function tell(kind) {
  const names = due.get(kind);
  due.delete(kind);
  window.htmx.trigger(document.body, kind);
  for (const lead of kind === "leads" ? document.querySelectorAll("[data-lead]") : []) {
    if (names.includes("*") || names.includes(lead.dataset.lead)) window.htmx.trigger(lead, "lead");
  }
}

function connect() {
  stream = new EventSource(document.body.dataset.live);
  for (const kind of KINDS) stream.addEventListener(kind, (event) => refetch(kind, event));
  stream.addEventListener("open", opened);
  stream.addEventListener("error", broken);
}

function opened() {
  if (misses) KINDS.forEach((kind) => refetch(kind));
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
  window.addEventListener("online", () => KINDS.forEach((kind) => refetch(kind)));
  window.addEventListener("pagehide", () => stream.close());
  window.addEventListener("pageshow", (event) => event.persisted && connect());
}
