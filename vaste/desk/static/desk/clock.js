// Counts every promise on the page on from the server's clock, with one timer for all of them.
// <time class="clock" data-due="…" data-warn="…">: the text says what is left or over in words,
// the class colors it. Past twelve hours the server's text (day and time) stays.

const SOON = 12 * 3600; // seconds; vaste/desk/formats.py has the same
const words = JSON.parse(document.body.dataset.words || "{}");
const [navigation] = performance.getEntriesByType("navigation");
const arrived = performance.timeOrigin + (navigation?.responseStart ?? 0);
const offset = Date.parse(document.body.dataset.now) - arrived || 0;

const fill = (pattern, name, value) => pattern.replace(`%(${name})s`, value);

export function length(seconds) {
  const whole = Math.round(Math.abs(seconds));
  if (whole < 60) return fill(words.s, "n", whole);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return fill(words.m, "n", minutes);
  const hours = fill(words.h, "n", Math.floor(minutes / 60));
  return minutes % 60 ? `${hours} ${fill(words.m, "n", minutes % 60)}` : hours;
}

function state(left, now, element) {
  if (left < 0) return "over";
  return Date.parse(element.dataset.warn) <= now ? "warn" : "ok";
}

function show(element, now) {
  const left = (Date.parse(element.dataset.due) - now) / 1000;
  if (left >= SOON) return;
  const text = fill(left < 0 ? words.over : words.left, "time", length(left));
  if (element.textContent !== text) element.textContent = text;
  const next = state(left, now, element);
  if (element.classList.contains(`clock-${next}`)) return;
  for (const holder of [element, element.closest(".clock-card")]) {
    const prefix = holder === element ? "clock" : "is";
    holder?.classList.remove(`${prefix}-ok`, `${prefix}-warn`, `${prefix}-over`);
    holder?.classList.add(`${prefix}-${next}`);
  }
}

function tick() {
  const now = Date.now() + offset;
  for (const element of document.querySelectorAll("time[data-due]")) show(element, now);
}

if (words.s) {
  tick();
  setInterval(tick, 1000);
  document.addEventListener("htmx:after:swap", tick);
}
