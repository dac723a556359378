// A form that was changed says so, and the browser asks before it is left behind.

let dirty = false;
let leaving = false;

function mark(is) {
  dirty = is;
  for (const note of document.querySelectorAll("[data-unsaved-mark]")) note.hidden = !is;
}

document.addEventListener("input", (event) => {
  if (event.target.closest("form[data-unsaved]")) mark(true);
});
document.addEventListener("submit", (event) => {
  const verb = event.submitter?.value ?? "";
  if (verb.startsWith("rule:")) mark(true);
  else leaving = true;
});
document.addEventListener("htmx:after:swap", () => {
  leaving = false;
  mark(dirty);
});
addEventListener("beforeunload", (event) => {
  if (dirty && !leaving) event.preventDefault();
});
