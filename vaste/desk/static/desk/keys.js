// Single keys and sequences: an element says its own in data-hotkey. They are off inside fields
// (the library sees to that), and off altogether when the user has turned them off.

import { install, uninstall } from "../vendor/hotkey/hotkey.js";

const wired = new Set();

function wire() {
  for (const element of wired) {
    if (element.isConnected) continue;
    uninstall(element);
    wired.delete(element);
  }
  for (const element of document.querySelectorAll("[data-hotkey]")) {
    if (wired.has(element)) continue;
    install(element);
    wired.add(element);
  }
}

// A section that is already open takes the focus instead of closing; nothing fires behind a
// dialog.
function fired(event) {
  const element = event.target;
  const section = element.closest("details");
  if (document.querySelector("dialog[open]") || !element.checkVisibility()) {
    event.preventDefault();
  } else if (element.matches("summary") && section.open) {
    event.preventDefault();
    section.querySelector("form :checked, form input:not([type=hidden])")?.focus();
  } else if (element.matches("summary")) {
    element.focus();
  }
}

if (document.body.dataset.keys === "on") {
  wire();
  document.addEventListener("htmx:after:swap", wire);
  document.addEventListener("hotkey-fire", fired, true);
}
