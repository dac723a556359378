// The command palette: a dialog with a combobox over commands that the server has written. Each
// shows its own key. An option goes somewhere (data-href), presses something on this page
// (data-press, hidden where that is not there), opens a dialog (data-opens) or searches.

const dialog = document.getElementById("palette");
const input = document.getElementById("palette-input");
const options = [...dialog.querySelectorAll("[role=option]")];
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const visible = () => options.filter((option) => !option.hidden);

function applies(option, term) {
  if (option.dataset.search) return term !== "";
  if (option.dataset.press && !document.querySelector(option.dataset.press)) return false;
  return fold(option.textContent).includes(fold(term));
}

function select(option) {
  for (const one of options) one.setAttribute("aria-selected", String(one === option));
  input.setAttribute("aria-activedescendant", option?.id ?? "");
  option?.scrollIntoView({ block: "nearest" });
}

function filter() {
  const term = input.value.trim();
  for (const option of options) option.hidden = !applies(option, term);
  dialog.querySelector("[data-term]").textContent = `“${term}”`;
  select(visible().find((option) => !option.dataset.search) ?? visible()[0]);
}

function show() {
  input.value = "";
  filter();
  if (!dialog.open) dialog.showModal();
  input.focus();
}

function run(option) {
  dialog.close();
  const { href, press, opens, search } = option.dataset;
  if (search) location.assign(search + encodeURIComponent(input.value.trim()));
  else if (href) location.assign(href);
  else if (press) document.querySelector(press).click();
  else document.getElementById(opens).showModal();
}

function step(by) {
  const all = visible();
  const now = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  select(all[(now + by + all.length) % all.length]);
}

input.addEventListener("input", filter);
input.addEventListener("keydown", (event) => {
  const chosen = visible().find((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") step(1);
  else if (event.key === "ArrowUp") step(-1);
  else if (event.key === "Enter" && chosen) run(chosen);
  else return;
  event.preventDefault();
});
dialog.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (option) run(option);
  else if (event.target === dialog) dialog.close();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-opens=palette]")) show();
});
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  if (dialog.open) dialog.close();
  else show();
});
