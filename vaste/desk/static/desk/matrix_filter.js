// The filters of the matrix: the plot has every lead and applies them by itself, at once, while the
// server makes the list anew. Where the list then counts otherwise, because leads have come or gone
// since, the plot asks for its leads anew: the two never disagree for long.

const NOBODY = "none", MINE = "me", NOT_TOLD = "-"; // as desk/build/matrix.py says them
const SNOOZED = 4;

// Return which leads of the points pass what the form asks for.
function passing(points, form, mine) {
  const asked = Object.fromEntries(new FormData(form));
  const { owners, sources, categories } = points.codes;
  const checks = [];
  if (asked.owner) {
    const owner = asked.owner === MINE ? mine : asked.owner;
    const code = asked.owner === NOBODY ? 0 : owners.indexOf(owner) + 1 || -1;
    checks.push((i) => ((points.high[i] << 8) | points.low[i]) === code);
  }
  if (asked.source) {
    const code = sources.indexOf(asked.source === NOT_TOLD ? "" : asked.source);
    checks.push((i) => points.source[i] === code);
  }
  if (asked.category) {
    const code = categories.indexOf(asked.category);
    checks.push((i) => points.place[i] === code);
  }
  if (asked.state) {
    const wanted = asked.state === "snoozed" ? SNOOZED : 0;
    checks.push((i) => (points.marks[i] & SNOOZED) === wanted);
  }
  return (i) => checks.every((check) => check(i));
}

// Return how many of the leads shown stand in each quadrant.
function counted(points, card) {
  const [goodFit, interested] = [Number(card.goodFit), Number(card.interested)];
  const sums = { sales_now: 0, nurture: 0, light_touch: 0, no_time: 0 };
  for (const i of points.chosen) {
    if (points.fit[i] >= goodFit) sums[points.interest[i] >= interested ? "sales_now" : "nurture"]++;
    else sums[points.interest[i] >= interested ? "light_touch" : "no_time"]++;
  }
  return sums;
}

export class Filter {
  constructor(plot, form, url, again) {
    Object.assign(this, { plot, form, url, again });
    form.addEventListener("change", () => this.apply());
    document.getElementById("matrix-all").addEventListener("click", (event) => this.clear(event));
    document.addEventListener("htmx:after:swap", () => this.compare());
  }

  apply() {
    const { plot, form } = this;
    const { card, points } = plot;
    points.choose(passing(points, form, card.dataset.mine));
    this.sums = counted(points, card.dataset);
    for (const one of card.querySelectorAll("[data-quadrant]"))
      one.textContent = this.sums[one.dataset.quadrant].toLocaleString(document.documentElement.lang);
    const isFiltered = [...form.elements].some((one) => one.name && one.value);
    document.getElementById("matrix-all").hidden = !isFiltered;
    plot.chosen();
  }

  clear(event) {
    event.preventDefault();
    for (const one of this.form.elements) if (one.name) one.value = "";
    this.form.querySelector("select").focus(); // the link goes away
    this.form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // The list was made anew: ask for the plot's leads where it counts others than the plot.
  compare() {
    const url = document.getElementById("matrix-total").dataset.points;
    if (url === this.url) return;
    this.url = url;
    const told = [...document.querySelectorAll("#matrix-tracks [data-track]")];
    const isSame = told.every((one) => Number(one.dataset.count) === this.sums[one.dataset.track]);
    if (!isSame) this.again(url);
  }
}
