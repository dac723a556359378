// What is said of the lead under the pointer or the keyboard: its scores and category at once,
// its name and the rest as soon as the server has told them. It never leaves before another comes.

const WAIT = 60; // ms; who only passes over a lead does not ask about it
const MOST = 500; // leads whose answers are kept

export class About {
  constructor(plot) {
    const { card } = plot;
    this.place = document.getElementById("matrix-about");
    this.empty = this.place.firstElementChild;
    this.names = [...card.querySelectorAll('[data-legend="category"] li')].map((one) => one.innerText);
    Object.assign(this, { plot, known: new Map(), timer: 0, asked: null });
    this.place.hidden = false;
  }

  said(i, name = "") {
    const { points, card } = this.plot;
    const category = this.names[points.place[i]] ?? this.names.at(-1);
    const scores = { "%f": points.fit[i], "%i": points.interest[i], "%c": category };
    const text = card.dataset.said.replace(/%[fic]/g, (mark) => scores[mark]);
    return name ? `${name} · ${text}` : text;
  }

  address(name, i) {
    return this.plot.card.dataset[name].replace(/0{8}-[0-]+/, this.plot.points.id(i));
  }

  show(i) {
    if (i === this.plot.marked) return;
    this.plot.mark(i, this.said(i));
    this.bring(i);
    clearTimeout(this.timer);
    this.asked?.abort();
    const known = this.known.get(i);
    if (known) this.put(i, known);
    else this.timer = setTimeout(() => this.ask(i), WAIT);
  }

  // A lead chosen by keyboard may be outside of what is zoomed into.
  bring(i) {
    const { plot } = this;
    const left = plot.left(plot.points.x[i]);
    const top = plot.top(plot.points.y[i]);
    const { box } = plot;
    const isIn = left >= box.left && left <= box.right && top >= box.top && top <= box.bottom;
    if (isIn) return;
    const half = 50.5 / plot.zoom;
    plot.look(plot.zoom, plot.points.x[i] - half, plot.points.y[i] - half);
  }

  async ask(i) {
    this.asked = new AbortController();
    try {
      const answer = await fetch(this.address("piece", i), { signal: this.asked.signal });
      if (!answer.ok) return this.put(i, null);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const told = page.body.firstElementChild;
      if (this.known.size >= MOST) this.known.clear();
      this.known.set(i, told);
      this.put(i, told);
    } catch (failure) {
      if (failure.name !== "AbortError") this.put(i, null);
    }
  }

  put(i, told) {
    if (i !== this.plot.marked) return;
    this.place.replaceChildren(told ?? this.empty);
    if (told) this.plot.mark(i, this.said(i, told.dataset.name));
  }

  // Forget what was told: the leads have other places now.
  forget() {
    this.known.clear();
    this.hide();
  }

  hide() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.plot.mark(-1);
    this.place.replaceChildren(this.empty);
  }

  open(i, event) {
    const url = this.address("href", i);
    if (event.ctrlKey || event.metaKey) window.open(url, "_blank", "noopener");
    else location.assign(url);
  }
}
