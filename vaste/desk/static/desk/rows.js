// Rows worked from the keyboard: j and k move, Enter opens beside the list, x selects, and the
// row's own letter presses its button. Used by the queue and by the review lane.

import { enter } from "./enter.js";
import { clear, picked, tell } from "./picks.js";

const wide = matchMedia("(width >= 75rem)");
const ACTS = { c: "claim", r: "release", d: "dismiss" };
const ON_LEAD = { e: "log-open", s: "snooze-open", w: "close-open", t: "call" };
const rows = () => [...document.querySelectorAll("[data-row]")];
const rowOf = (node) => node?.closest?.("[data-row]");
const link = (row) => row?.querySelector("a.lead-link");
const shown = () => document.querySelector("#preview [data-lead]")?.dataset.lead;
let place = -1;
let afterwards = null;
let soon = 0;

function mark(id) {
  for (const row of rows()) row.classList.toggle("is-open", row.dataset.row === id);
}

function preview(row) {
  mark(row.dataset.row);
  link(row).dispatchEvent(new Event("preview"));
  const url = new URL(location);
  url.searchParams.set("lead", row.dataset.row);
  history.replaceState(history.state, "", url);
}

function move(step) {
  const all = rows();
  const from = all.indexOf(rowOf(document.activeElement));
  const row = all[Math.min(Math.max((from < 0 ? place : from) + step, 0), all.length - 1)];
  link(row)?.focus();
  if (!shown() || !wide.matches || !row) return;
  clearTimeout(soon);
  soon = setTimeout(() => preview(row), 120);
}

function press(act, row) {
  const chosen = picked();
  for (const one of chosen.length ? chosen : [row]) one?.querySelector(`[data-act="${act}"]`)?.click();
}

function onLead(id, row) {
  if (!row || !document.getElementById("preview") || shown() === row.dataset.row) return false;
  if (!wide.matches) location.assign(link(row).href);
  afterwards = id;
  preview(row);
  return true;
}

function keyed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.closest("input:not(.lead-check), textarea, select, [contenteditable]")) return;
  const row = rowOf(document.activeElement);
  if (event.key === "j" || event.key === "k") move(event.key === "j" ? 1 : -1);
  else if (event.key === "x" && row) row.querySelector(".lead-check")?.click();
  else if (event.key === "Escape" && picked().length) clear();
  else if (event.key === "Escape" && document.activeElement.closest("#preview")) move(0);
  else if (ACTS[event.key] && (row || picked().length)) press(ACTS[event.key], row);
  else if (!ON_LEAD[event.key] || !onLead(ON_LEAD[event.key], row)) return;
  event.preventDefault();
  event.stopPropagation();
}

function clicked(event) {
  const act = event.target.closest("[data-picked]")?.dataset.picked;
  if (act === "clear") clear();
  else if (act) press(act);
  const row = event.target.matches("a.lead-link") && rowOf(event.target);
  if (!row || !wide.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!document.getElementById("preview")) return;
  event.preventDefault();
  if (shown() === row.dataset.row) document.getElementById("lead-name").focus();
  else preview(row);
}

// Focus stays where the work is: on what was asked for, else on the row that took the place.
function swapped(event) {
  if (event?.target.id === "queue") tell();
  const wanted = afterwards && document.getElementById(afterwards);
  if (wanted) {
    afterwards = null;
    if (wanted.matches("summary")) enter(wanted);
    else wanted.click();
  }
  mark(shown());
  if (document.activeElement === document.body && place >= 0) move(0);
}

document.addEventListener("focusin", (event) => {
  const row = rowOf(event.target);
  place = row ? rows().indexOf(row) : event.target.closest("#preview") ? place : -1;
});
document.addEventListener("click", clicked);
document.addEventListener("htmx:after:swap", swapped);
if (document.body.dataset.keys === "on") document.addEventListener("keydown", keyed, true);
swapped();
