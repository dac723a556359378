// Draws the matrix on two canvases: marks, axes and thresholds below; above them the ring around
// one lead, so that pointing at one does not draw 50,000 again. Colors are those of the legend.

import { drawAxes, drawRing } from "./matrix_axes.js";
import { sorted } from "./matrix_kinds.js";
import { clear, mark, RADII, stamp } from "./matrix_marks.js";
import { View } from "./matrix_view.js";

const MARGIN = 40; // pixels around the canvas: a mark that is seen in part is put whole

export class Plot extends View {
  constructor(root, card, points) {
    super(root);
    Object.assign(this, { card, points, mode: "category", marked: -1, byKind: [] });
  }

  // Take what passes the filters now; the ring leaves a lead that does not.
  chosen() {
    const { root, points } = this;
    this.sort();
    this.later();
    if (this.marked >= 0 && !points.chosen.includes(this.marked)) this.mark(-1);
    root.classList.toggle("is-empty", !points.shown);
  }

  sort() {
    const keys = this.card.querySelectorAll(`[data-legend="${this.mode}"] [data-key]`);
    this.colors = [...keys].map((key) => getComputedStyle(key).color);
    Object.assign(this, sorted(this.points, this.mode, keys.length));
  }

  draw() {
    const style = getComputedStyle(this.root);
    const pen = this.under.getContext("2d");
    const { width, height } = this.under;
    if (!this.box || !width || !height) return;
    const more = 2 * Math.ceil(MARGIN * this.dense);
    if (this.picture?.width !== width + more || this.picture.height !== height + more) {
      this.picture = pen.createImageData(width + more, height + more);
      this.whole = new Uint32Array(this.picture.data.buffer);
    }
    clear(this.picture, this.whole, style.backgroundColor);
    for (let kind = this.ends.length - 1; kind >= 0; kind--) this.drawKind(kind, style);
    pen.putImageData(this.picture, -more / 2, -more / 2);
    this.scaled(pen, () => drawAxes(pen, this, style));
    this.mark(this.marked, this.said);
  }

  drawKind(kind, style) {
    const { points, dense, box, across, up, byKind } = this;
    const usual = points.shown > 20000 ? 2.2 : points.shown > 2000 ? 3 : 4.5;
    const size = this.mode === "value" ? RADII[kind >> 1] : 1;
    const radius = usual * size * this.zoom ** 0.3 * dense;
    const shape = this.mode === "category" ? kind >> 1 : 0;
    const one = mark(this.colors[kind >> 1], radius, shape, kind & 1, style.backgroundColor);
    const [zeroX, zeroY] = [this.left(0), this.top(0)];
    const corner = Math.ceil(MARGIN * dense) - one.half;
    for (let k = this.ends[kind - 1] ?? 0; k < this.ends[kind]; k++) {
      const left = zeroX + points.x[byKind[k]] * across;
      const top = zeroY - points.y[byKind[k]] * up;
      if (left < box.left || left > box.right || top < box.top || top > box.bottom) continue;
      const [x, y] = [(left * dense + corner) | 0, (top * dense + corner) | 0];
      stamp(this.picture, this.whole, one, x, y);
    }
  }

  scaled(pen, drawn) {
    pen.save();
    pen.scale(this.dense, this.dense);
    drawn();
    pen.restore();
  }

  // Put the ring around a lead (-1: none), with what is said of it.
  mark(i, said) {
    if (i < 0 && this.marked < 0) return;
    Object.assign(this, { marked: i, said });
    const pen = this.over.getContext("2d");
    pen.clearRect(0, 0, this.over.width, this.over.height);
    const style = getComputedStyle(this.root);
    if (i >= 0) this.scaled(pen, () => drawRing(pen, this, style, i, said));
  }
}
