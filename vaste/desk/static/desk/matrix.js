// The matrix of a page: fetches its leads, draws them, and lets them be used. Without it the page
// has the same leads as a list.

import { About } from "./matrix_about.js";
import { Plot } from "./matrix_draw.js";
import { Filter } from "./matrix_filter.js";
import { Hand } from "./matrix_hand.js";
import { Points } from "./matrix_points.js";

const card = document.getElementById("matrix");
const form = document.getElementById("matrix-filters");

async function fetched(url) {
  const answer = await fetch(url).catch(() => null);
  return answer?.ok ? new Points(await answer.arrayBuffer()) : null;
}

async function begin() {
  card.hidden = false;
  const root = document.getElementById("matrix-plot");
  const wait = root.querySelector(".matrix-wait");
  const { points: url } = document.getElementById("matrix-total").dataset;
  const points = await fetched(url);
  if (!points) {
    wait.textContent = card.dataset.failed;
    return;
  }
  const plot = new Plot(root, card, points);
  const about = new About(plot);
  const filter = new Filter(plot, form, url, async (address) => {
    const newer = await fetched(address);
    if (newer) take(newer);
  });
  new Hand(plot, about);
  new ResizeObserver(() => plot.measure()).observe(root);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show(plot, plot.mode));
  for (const button of card.querySelectorAll("[data-mode]"))
    button.addEventListener("click", () => show(plot, button.dataset.mode));
  wait.remove();
  take(points);

  function take(some) {
    about.forget();
    plot.points = some;
    const other = card.querySelector("[data-other]");
    const known = card.querySelectorAll('[data-legend="category"] [data-key]').length - 1;
    other.hidden = !some.place.some((place) => place >= known);
    filter.apply();
  }
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

if (card) begin();
