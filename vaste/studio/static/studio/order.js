// Entries, rows and their order: one is taken by its grip and dropped where it belongs. Dropping
// sends what a button sends, "to:key:place" behind what the list says; without script, and from the
// keyboard, the arrows do it.

const ROW = "[data-order] > [data-key]";
let taken = null;

const list = (node) => node?.closest?.("[data-order]");
const rows = (of) => [...of.children].filter((row) => !row.matches(".grid-wrong"));

function take(event) {
  const row = event.target.closest?.(ROW);
  if (!row || !event.target.closest(".grip")) return;
  row.draggable = true;
}

function begin(event) {
  if (!event.target.matches?.(ROW)) return;
  taken = event.target;
  taken.classList.add("is-taken");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", taken.dataset.key);
}

function over(event) {
  const under = event.target.closest?.(ROW);
  if (!taken || !under || list(under) !== list(taken) || under === taken) return;
  event.preventDefault();
  const { top, height } = under.getBoundingClientRect();
  under.parentNode.insertBefore(taken, event.clientY < top + height / 2 ? under : under.nextSibling);
}

function drop(event) {
  if (!taken) return;
  event.preventDefault();
  const form = taken.closest("form");
  const button = document.createElement("button");
  button.name = "do";
  button.value = `${list(taken).dataset.order}to:${taken.dataset.key}:${rows(list(taken)).indexOf(taken)}`;
  button.hidden = true;
  form.append(button);
  form.requestSubmit(button);
  button.remove();
}

function end() {
  taken?.classList.remove("is-taken");
  taken?.removeAttribute("draggable");
  taken = null;
}

// After a move from the keyboard the focus stays on the row that moved.
function keep(event) {
  const id = document.activeElement?.id || event.detail?.ctx?.sourceEvent?.submitter?.id;
  const button = id && document.getElementById(id);
  if (button?.disabled) button.parentNode.querySelector("button:enabled")?.focus();
  else if (button && document.activeElement === document.body) button.focus();
}

document.addEventListener("pointerdown", take);
document.addEventListener("dragstart", begin);
document.addEventListener("dragover", over);
document.addEventListener("drop", drop);
document.addEventListener("dragend", end);
document.addEventListener("htmx:after:swap", keep);
