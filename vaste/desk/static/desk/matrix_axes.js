// What surrounds the marks of the matrix: axes, thresholds, and the ring around one lead.

const STEPS = [20, 10, 5, 2, 1]; // scores between two ticks; the nearer, the finer
const FONT = "12px Inter, system-ui, sans-serif";

function line(pen, fromX, fromY, toX, toY) {
  pen.beginPath();
  pen.moveTo(fromX, fromY);
  pen.lineTo(toX, toY);
  pen.stroke();
}

// Draw the frame of a plot: ticks with their scores, names of the axes, dashed thresholds.
export function drawAxes(pen, plot, style) {
  const { left, top, right, bottom } = plot.box;
  const { goodFit, interested, fitWord, interestWord } = plot.card.dataset;
  pen.fillStyle = style.backgroundColor; // marks end at the frame
  const { clientWidth, clientHeight } = plot.root;
  pen.fillRect(0, 0, left, clientHeight);
  pen.fillRect(right, 0, clientWidth - right, clientHeight);
  pen.fillRect(0, 0, clientWidth, top);
  pen.fillRect(0, bottom, clientWidth, clientHeight - bottom);
  pen.strokeStyle = style.borderTopColor;
  pen.fillStyle = style.color;
  pen.font = FONT;
  pen.lineWidth = 1;
  pen.strokeRect(left + 0.5, top + 0.5, right - left, bottom - top);
  const isIn = (value, low, high) => value >= low - 1 && value <= high + 1;
  pen.textBaseline = "middle";
  const step = STEPS.find((one) => one * plot.zoom <= 40) ?? 1;
  for (let tick = 0; tick <= 100; tick += step) {
    const x = plot.left(tick + 0.5);
    const y = plot.top(tick + 0.5);
    pen.textAlign = "center";
    if (isIn(x, left, right)) pen.fillText(tick, Math.min(x, right - 2), bottom + 11);
    pen.textAlign = "right";
    if (isIn(y, top, bottom)) pen.fillText(tick, left - 6, y);
  }
  pen.textAlign = "center";
  pen.fillText(`${interestWord} →`, (left + right) / 2, bottom + 27);
  pen.save();
  pen.translate(9, (top + bottom) / 2);
  pen.rotate(-Math.PI / 2);
  pen.fillText(`${fitWord} →`, 0, 0);
  pen.restore();
  const x = plot.left(Number(interested));
  const y = plot.top(Number(goodFit));
  for (const [color, width, dashes] of [[style.backgroundColor, 4, []], [style.caretColor, 1.5, [6, 4]]]) {
    Object.assign(pen, { strokeStyle: color, lineWidth: width });
    pen.setLineDash(dashes); // dark on a light band, so that it shows among many marks
    if (isIn(x, left, right)) line(pen, x, top, x, bottom);
    if (isIn(y, top, bottom)) line(pen, left, y, right, y);
  }
  pen.setLineDash([]);
}

// Draw a ring around a lead, and what is known of it beside the ring.
export function drawRing(pen, plot, style, i, text) {
  const x = plot.left(plot.points.x[i]);
  const y = plot.top(plot.points.y[i]);
  pen.lineWidth = 2;
  pen.strokeStyle = style.caretColor;
  pen.beginPath();
  pen.arc(x, y, 9, 0, 2 * Math.PI);
  pen.stroke();
  pen.font = FONT;
  const width = pen.measureText(text).width + 14;
  const left = x + 16 + width > plot.box.right ? x - 16 - width : x + 16;
  const top = Math.max(plot.box.top + 2, y - 30);
  pen.fillStyle = style.caretColor;
  pen.beginPath();
  pen.roundRect(Math.max(2, left), top, width, 22, 5);
  pen.fill();
  pen.fillStyle = style.backgroundColor;
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  pen.fillText(text, Math.max(2, left) + 7, top + 11.5);
}
