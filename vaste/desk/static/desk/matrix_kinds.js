// What the marks of the matrix stand for: category, age or value, as its legends list them.

const AGES = [1, 8, 31, 91]; // days; the legend has the same steps

const KINDS = {
  category: (points, i, last) => Math.min(points.place[i], last),
  age: (points, i) => {
    let step = 0;
    while (points.age[i] >= AGES[step]) step++;
    return step;
  },
  value: (points, i) => points.marks[i] & 3,
};

// Order the leads shown by their mark, of so many in the legend: by kind, snoozed ones apart, the
// first kind last and on top. Those of kind k end at ends[k].
export function sorted(points, mode, inLegend) {
  const { chosen, shown, count, marks } = points;
  const kinds = new Uint8Array(count);
  const ends = new Int32Array(2 * inLegend);
  for (const i of chosen) {
    kinds[i] = 2 * KINDS[mode](points, i, inLegend - 1) + (marks[i] >> 2);
    ends[kinds[i]]++;
  }
  for (let kind = 1; kind < ends.length; kind++) ends[kind] += ends[kind - 1];
  const byKind = new Int32Array(shown);
  const next = ends.slice();
  for (const i of chosen) byKind[--next[kinds[i]]] = i;
  return { byKind, ends };
}
