// Single keys and sequences: an element says its own in data-hotkey. They are off inside fields
// (the library sees to that), and off altogether when the user has turned them off.

import { install, uninstall } from "../vendor/hotkey/hotkey.js";
import { enter } from "./enter.js";

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

// Nothing fires behind a dialog or from what is not on the screen.
function fired(event) {
  const element = event.target;
  const isCovered = document.querySelector("dialog[open]") || !element.checkVisibility();
  if (isCovered || element.matches("summary")) event.preventDefault();
  if (!isCovered && element.matches("summary")) enter(element);
}

if (document.body.dataset.keys === "on") {
  wire();
  document.addEventListener("htmx:after:swap", wire);
  document.addEventListener("hotkey-fire", fired, true);
}
