// How the matrix is used: pointing and clicking, dragging and zooming, and the same by keyboard.

const REACH = 14; // pixels from a mark that still mean it
const STILL = 5; // pixels that a click may wander
const ZOOMS = { "+": 1.6, "=": 1.6, "-": 1 / 1.6, 0: 0, in: 1.6, out: 1 / 1.6, all: 0 };
const KEYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export class Hand {
  constructor(plot, about) {
    Object.assign(this, { plot, about, held: null });
    const { root } = plot;
    root.addEventListener("pointermove", (event) => this.moved(event));
    root.addEventListener("pointerdown", (event) => this.pressed(event));
    root.addEventListener("pointerup", (event) => this.released(event));
    root.addEventListener("pointercancel", () => (this.held = null));
    root.addEventListener("wheel", (event) => this.turned(event), { passive: false });
    root.addEventListener("keydown", (event) => this.typed(event));
    root.addEventListener("focus", () => root.matches(":focus-visible") && this.begin());
    for (const button of plot.card.querySelectorAll("[data-zoom]"))
      button.addEventListener("click", () => this.plot.nearer(ZOOMS[button.dataset.zoom]));
  }

  at(event) {
    const box = this.plot.root.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  under(event) {
    const { across, up } = this.plot;
    return this.plot.points.nearest(...this.plot.place(...this.at(event)), { across, up, reach: REACH });
  }

  moved(event) {
    if (this.held) return this.drag(event);
    const found = this.under(event);
    this.plot.root.classList.toggle("is-over", found >= 0);
    if (found >= 0) this.about.show(found);
  }

  pressed(event) {
    if (event.button) return;
    const { x, y } = this.plot;
    this.held = { from: this.at(event), x, y, wandered: 0 };
    if (this.plot.zoom > 1) this.plot.root.setPointerCapture(event.pointerId);
  }

  drag(event) {
    const [left, top] = this.at(event);
    const [dx, dy] = [left - this.held.from[0], top - this.held.from[1]];
    this.held.wandered = Math.max(this.held.wandered, Math.hypot(dx, dy));
    const { zoom, across, up } = this.plot;
    if (zoom > 1) this.plot.look(zoom, this.held.x - dx / across, this.held.y + dy / up);
  }

  released(event) {
    const isClick = this.held && this.held.wandered < STILL;
    this.held = null;
    if (!isClick) return;
    const found = this.under(event);
    const isKnown = event.pointerType === "mouse" || found === this.plot.marked;
    if (found >= 0) isKnown ? this.about.open(found, event) : this.about.show(found);
  }

  // Ctrl and the wheel, or two fingers, zoom around the pointer; the wheel alone scrolls the page.
  turned(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.plot.nearer(2 ** (-event.deltaY / 200), ...this.at(event));
  }

  begin() {
    const { across, up, marked } = this.plot;
    if (marked < 0 && this.plot.points.shown)
      this.about.show(this.plot.points.nearest(101, 101, { across, up }));
  }

  typed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in ZOOMS) this.plot.nearer(ZOOMS[event.key]);
    else if (event.key === "Enter" && this.plot.marked >= 0) this.about.open(this.plot.marked, event);
    else if (event.key === "Escape") this.about.hide();
    else if (event.key in KEYS) this.step(...KEYS[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  step(right, up) {
    if (this.plot.marked < 0) return this.begin();
    const scale = { across: this.plot.across, up: this.plot.up };
    const found = this.plot.points.toward(this.plot.marked, right, up, scale);
    if (found >= 0) this.about.show(found);
  }
}
