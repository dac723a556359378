// The leads of the matrix, unpacked: filtered, and found by place. Those that pass the filters are
// binned into the cells of the plot, one for each fit and interest, so that the nearest of 50,000
// is found by looking at a few. scoring/matrix.py (points) says how a lead is packed.

export const SIDE = 101; // scores go from 0 to 100
const SPREAD = 0.84; // of a cell: leads with equal scores lie apart, by their ids, always the same
const COLUMNS = ["fit", "interest", "place", "marks", "age", "high", "low", "source"]; // then the id
const ID = 16; // bytes

export class Points {
  constructor(buffer) {
    const size = new DataView(buffer).getUint32(0);
    this.codes = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
    this.count = (buffer.byteLength - 4 - size) / (COLUMNS.length + ID);
    const column = (at) => new Uint8Array(buffer, 4 + size + at * this.count, this.count);
    COLUMNS.forEach((name, at) => (this[name] = column(at)));
    this.ids = Array.from({ length: ID }, (_, at) => column(COLUMNS.length + at));
    this.x = new Float32Array(this.count);
    this.y = new Float32Array(this.count);
    for (let i = 0; i < this.count; i++) {
      this.x[i] = this.interest[i] + 0.5 + (this.ids[15][i] / 255 - 0.5) * SPREAD;
      this.y[i] = this.fit[i] + 0.5 + (this.ids[14][i] / 255 - 0.5) * SPREAD;
    }
    this.choose(() => true);
  }

  // Keep the leads that pass. A counting sort: those of cell c are order[starts[c]] to
  // order[starts[c + 1] - 1].
  choose(passes) {
    this.starts = new Int32Array(SIDE * SIDE + 1);
    const kept = new Int32Array(this.count);
    const cell = (i) => this.interest[i] * SIDE + this.fit[i];
    this.shown = 0;
    for (let i = 0; i < this.count; i++) if (passes(i)) kept[this.shown++] = i;
    this.chosen = kept.subarray(0, this.shown);
    for (const i of this.chosen) this.starts[cell(i) + 1]++;
    for (let c = 0; c < SIDE * SIDE; c++) this.starts[c + 1] += this.starts[c];
    this.order = new Int32Array(this.shown);
    const next = this.starts.slice();
    for (const i of this.chosen) this.order[next[cell(i)]++] = i;
  }

  id(i) {
    const hex = this.ids.map((column) => column[i].toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  // Call `visit` with each lead of the cells that are `ring` cells away from a cell.
  ring(column, row, ring, visit) {
    for (let c = column - ring; c <= column + ring; c++) {
      if (c < 0 || c >= SIDE) continue;
      const isSide = Math.abs(c - column) === ring;
      for (let r = row - ring; r <= row + ring; r += isSide ? 1 : 2 * ring) {
        if (r < 0 || r >= SIDE) continue;
        const cell = c * SIDE + r;
        for (let k = this.starts[cell]; k < this.starts[cell + 1]; k++) visit(this.order[k]);
      }
    }
  }

  // The lead nearest to a place that `passes`, or -1; `across` and `up` are pixels of one point.
  nearest(x, y, { across, up, reach = Infinity, passes = () => true }) {
    const column = Math.min(SIDE - 1, Math.max(0, Math.floor(x)));
    const row = Math.min(SIDE - 1, Math.max(0, Math.floor(y)));
    const step = Math.min(across, up);
    let best = -1;
    let least = reach;
    for (let ring = 0; ring < SIDE && (ring - 1) * step <= least; ring++) {
      this.ring(column, row, ring, (i) => {
        const dx = (this.x[i] - x) * across;
        const dy = (this.y[i] - y) * up;
        const away = Math.hypot(dx, dy);
        if (away < least && passes(i, dx, dy)) [best, least] = [i, away];
      });
    }
    return best;
  }

  // The nearest lead to the right (1, 0), left, up (0, 1) or down of a lead; -1 for none.
  toward(from, right, up, scale) {
    const passes = (i, dx, dy) => {
      const ahead = dx * right + dy * up;
      return i !== from && ahead > 0 && Math.abs(dx * up + dy * right) <= ahead;
    };
    return this.nearest(this.x[from], this.y[from], { ...scale, passes });
  }
}
