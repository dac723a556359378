// Which part of the matrix is seen: between scores (x: interest, y: fit) and pixels, and back.

import { SIDE } from "./matrix_points.js";

const LEFT = 40, BOTTOM = 36, EDGE = 8; // pixels around the plot
const CLOSEST = 24; // times as near as the whole

export class View {
  constructor(root) {
    Object.assign(this, { root, zoom: 1, x: 0, y: 0, frame: 0 });
    [this.under, this.over] = root.querySelectorAll("canvas");
  }

  measure() {
    const { clientWidth, clientHeight } = this.root;
    this.dense = window.devicePixelRatio || 1;
    for (const canvas of [this.under, this.over]) {
      canvas.width = clientWidth * this.dense;
      canvas.height = clientHeight * this.dense;
    }
    this.width = clientWidth - LEFT - EDGE;
    this.height = clientHeight - BOTTOM - EDGE;
    this.box = { left: LEFT, top: EDGE, right: clientWidth - EDGE, bottom: EDGE + this.height };
    this.later();
  }

  get across() { return (this.width * this.zoom) / SIDE; }
  get up() { return (this.height * this.zoom) / SIDE; }
  left(x) { return LEFT + (x - this.x) * this.across; }
  top(y) { return EDGE + this.height - (y - this.y) * this.up; }
  place(left, top) {
    return [this.x + (left - LEFT) / this.across, this.y + (EDGE + this.height - top) / this.up];
  }

  look(zoom, x, y) {
    this.zoom = Math.min(CLOSEST, Math.max(1, zoom));
    const most = SIDE - SIDE / this.zoom;
    this.x = Math.min(most, Math.max(0, x));
    this.y = Math.min(most, Math.max(0, y));
    this.root.classList.toggle("is-zoomed", this.zoom > 1);
    this.later();
  }

  // Zoom by a factor (0: to the whole) around a place in pixels, or around the middle.
  nearer(factor, left = this.root.clientWidth / 2, top = this.root.clientHeight / 2) {
    const [x, y] = this.place(left, top);
    const zoom = Math.min(CLOSEST, Math.max(1, this.zoom * factor));
    const kept = this.zoom / zoom;
    this.look(zoom, x - (x - this.x) * kept, y - (y - this.y) * kept);
  }

  later() {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }
}
