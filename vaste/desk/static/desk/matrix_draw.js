// Draws the matrix on two canvases: marks, axes and thresholds below; above them the ring around
// one lead, so that pointing at one does not draw 50,000 again. Colors are those of the legend.

import { drawAxes, drawRing } from "./matrix_axes.js";
import { clear, mark, RADII, stamp } from "./matrix_marks.js";
import { View } from "./matrix_view.js";

const AGES = [1, 8, 31, 91]; // days; the legend has the same steps

const KINDS = {
  category: (points, i, last) => Math.min(points.place[i], last),
  age: (points, i) => {
    let step = 0;
    while (points.age[i] >= AGES[step]) step++;
    return step;
  },
  value: (points, i) => points.band[i],
};

export class Plot extends View {
  constructor(root, card, points) {
    super(root);
    Object.assign(this, { card, points, mode: "category", marked: -1, byKind: [] });
    this.sort();
  }

  // Order the leads by their mark: by kind, snoozed ones apart, the first kind last and on top.
  sort() {
    const keys = this.card.querySelectorAll(`[data-legend="${this.mode}"] [data-key]`);
    this.colors = [...keys].map((key) => getComputedStyle(key).color);
    const { count, snoozed } = this.points;
    const most = 2 * keys.length;
    const kinds = new Uint8Array(count);
    this.ends = new Int32Array(most);
    for (let i = 0; i < count; i++) {
      const kind = KINDS[this.mode](this.points, i, keys.length - 1);
      kinds[i] = 2 * kind + snoozed[i];
      this.ends[kinds[i]]++;
    }
    for (let kind = 1; kind < most; kind++) this.ends[kind] += this.ends[kind - 1];
    this.byKind = new Int32Array(count);
    const next = this.ends.slice();
    for (let i = 0; i < count; i++) this.byKind[--next[kinds[i]]] = i;
  }

  draw() {
    const style = getComputedStyle(this.root);
    const pen = this.under.getContext("2d");
    const { width, height } = this.under;
    if (!width || !height) return;
    if (this.picture?.width !== width || this.picture.height !== height)
      this.picture = pen.createImageData(width, height);
    clear(this.picture, style.backgroundColor);
    for (let kind = this.ends.length - 1; kind >= 0; kind--) this.drawKind(kind, style);
    pen.putImageData(this.picture, 0, 0);
    this.scaled(pen, () => drawAxes(pen, this, style));
    this.mark(this.marked, this.said);
  }

  drawKind(kind, style) {
    const { points, dense, box } = this;
    const usual = points.count > 20000 ? 2.2 : points.count > 2000 ? 3 : 4.5;
    const size = this.mode === "value" ? RADII[kind >> 1] : 1;
    const radius = usual * size * this.zoom ** 0.3 * dense;
    const shape = this.mode === "category" ? kind >> 1 : 0;
    const one = mark(this.colors[kind >> 1], radius, shape, kind & 1, style.backgroundColor);
    for (let k = this.ends[kind - 1] ?? 0; k < this.ends[kind]; k++) {
      const left = this.left(points.x[this.byKind[k]]);
      const top = this.top(points.y[this.byKind[k]]);
      if (left < box.left || left > box.right || top < box.top || top > box.bottom) continue;
      stamp(this.picture, one, (left * dense - one.half) | 0, (top * dense - one.half) | 0);
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
    Object.assign(this, { marked: i, said });
    const pen = this.over.getContext("2d");
    pen.clearRect(0, 0, this.over.width, this.over.height);
    const style = getComputedStyle(this.root);
    if (i >= 0) this.scaled(pen, () => drawRing(pen, this, style, i, said));
  }
}
