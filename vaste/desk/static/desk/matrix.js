// The matrix of a page: fetches its leads, draws them, and lets them be used. Without it the page
// has the same leads as a list.

import { About } from "./matrix_about.js";
import { Plot } from "./matrix_draw.js";
import { Hand } from "./matrix_hand.js";
import { Points } from "./matrix_points.js";

const OTHER = 255; // the place of a category that the definition in force does not have
const card = document.getElementById("matrix");
const form = document.getElementById("matrix-filters");

async function begin() {
  card.hidden = false;
  const root = document.getElementById("matrix-plot");
  const wait = root.querySelector(".matrix-wait");
  const answer = await fetch(card.dataset.points).catch(() => null);
  if (!answer?.ok) {
    wait.textContent = card.dataset.failed;
    return;
  }
  const points = new Points(await answer.arrayBuffer());
  card.querySelector("[data-other]").hidden = !points.place.includes(OTHER);
  await new Promise(requestAnimationFrame); // a breath between two pieces of work
  const plot = new Plot(root, card, points);
  new Hand(plot, new About(plot));
  new ResizeObserver(() => plot.measure()).observe(root);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show(plot, plot.mode));
  for (const button of card.querySelectorAll("[data-mode]"))
    button.addEventListener("click", () => show(plot, button.dataset.mode));
  wait.remove();
}

// Let color and size stand for category, age or value.
function show(plot, mode) {
  for (const button of card.querySelectorAll("[data-mode]"))
    button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
  for (const legend of card.querySelectorAll("[data-legend]"))
    legend.hidden = legend.dataset.legend !== mode;
  plot.mode = mode;
  plot.sort();
  plot.later();
}

form?.addEventListener("change", () => form.requestSubmit());
if (card) begin();
