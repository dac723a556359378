// The marks of the matrix: each is painted once, and its pixels are then put into the picture for
// every lead, which is ten times as fast as drawing them one by one. Categories differ in shape as
// well as in color.

export const RADII = [0.8, 1, 1.5, 2.1]; // by value band, times the usual radius
const CORNERS = [0, 3, 4, 4]; // circle, triangle, square, diamond; 0 is round
const TURNS = [0, -90, 45, 0]; // degrees by which the first corner is turned
const made = new Map();

function outline(pen, middle, radius, shape) {
  pen.beginPath();
  if (!CORNERS[shape]) return pen.arc(middle, middle, radius, 0, 2 * Math.PI);
  const reach = radius * 1.2; // a shape with corners looks smaller than a circle
  for (let corner = 0; corner < CORNERS[shape]; corner++) {
    const turn = ((TURNS[shape] + (corner * 360) / CORNERS[shape]) * Math.PI) / 180;
    pen.lineTo(middle + reach * Math.cos(turn), middle + reach * Math.sin(turn));
  }
  pen.closePath();
}

// Return the pixels of a mark, each as its place and its color in one number: those that hide what
// is below (solid), and those at the edge, with how dense they are (0 to 256).
export function mark(...look) {
  const key = look.join();
  if (!made.has(key)) made.set(key, paint(...look));
  return made.get(key);
}

function paint(color, radius, shape, isHollow, ground) {
  const size = 2 * Math.ceil(radius * 1.3 + 1);
  const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
  const pen = canvas.getContext("2d");
  outline(pen, size / 2, radius, shape % CORNERS.length);
  pen.fillStyle = isHollow ? ground : color;
  pen.fill();
  pen.lineWidth = isHollow ? Math.max(1, radius / 2.5) : Math.max(0.5, radius / 6);
  pen.strokeStyle = isHollow ? color : ground; // an edge keeps neighbors apart
  pen.stroke();
  const { data } = pen.getImageData(0, 0, size, size);
  const whole = new Uint32Array(data.buffer);
  const solid = [];
  const edge = [];
  for (let at = 0; at < size * size; at++) {
    const [x, y, alpha] = [at % size, (at / size) | 0, data[4 * at + 3]];
    if (alpha === 255) solid.push(x, y, whole[at]);
    else if (alpha) edge.push(x, y, ...data.subarray(4 * at, 4 * at + 3), alpha + (alpha >> 7));
  }
  return { half: size / 2, size, solid: Uint32Array.from(solid), edge: Int16Array.from(edge) };
}

// Put a mark into a picture (ImageData on an opaque ground, `whole` its pixels as numbers) with its
// corner at (left, top); it must lie inside.
export function stamp({ data, width }, whole, { solid, edge }, left, top) {
  const corner = top * width + left;
  for (let p = 0; p < solid.length; p += 3)
    whole[corner + solid[p + 1] * width + solid[p]] = solid[p + 2];
  for (let p = 0; p < edge.length; p += 6) {
    const at = 4 * (corner + edge[p + 1] * width + edge[p]);
    const dense = edge[p + 5];
    data[at] += ((edge[p + 2] - data[at]) * dense) >> 8;
    data[at + 1] += ((edge[p + 3] - data[at + 1]) * dense) >> 8;
    data[at + 2] += ((edge[p + 4] - data[at + 2]) * dense) >> 8;
  }
}

// Make a picture all of one color, given as the style sheet computes it: rgb(24, 26, 28).
export function clear(picture, whole, color) {
  const [red, green, blue] = color.match(/\d+/g).map(Number);
  picture.data.set([red, green, blue, 255]);
  whole.fill(whole[0]);
}
