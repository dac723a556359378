// The command palette: a dialog with a combobox over commands that the server has written, each
// with its own key, and over leads that the server finds by name. An option goes somewhere
// (data-href), presses something on this page (data-press, hidden where that is not there), opens a
// dialog (data-opens) or searches the queue.

const dialog = document.getElementById("palette");
const input = document.getElementById("palette-input");
const list = document.getElementById("palette-list");
const options = () => [...list.querySelectorAll("[role=option]")];
const visible = () => options().filter((option) => !option.hidden);
const selected = () => visible().find((option) => option.ariaSelected === "true");
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
let turn = 0;

function applies(option, term) {
  if (option.dataset.search) return term !== "";
  if (option.dataset.press && !document.querySelector(option.dataset.press)) return false;
  return "leadFound" in option.dataset || fold(option.textContent).includes(fold(term));
}

function select(option) {
  for (const one of options()) one.ariaSelected = String(one === option);
  input.setAttribute("aria-activedescendant", option?.id ?? "");
  option?.scrollIntoView({ block: "nearest" });
}

function filter() {
  const term = input.value.trim();
  for (const option of options()) option.hidden = !applies(option, term);
  list.querySelector("[data-term]").textContent = `“${term}”`;
  select(visible().find((option) => !option.dataset.search) ?? visible()[0]);
}

function leadOption(lead, index) {
  const option = document.getElementById("palette-lead").content.firstElementChild.cloneNode(true);
  option.id = `cmd-lead-${index}`;
  option.dataset.href = lead.url;
  const [category, name, rest] = option.querySelectorAll(".pill, strong, .muted");
  category.classList.add(`tone-${lead.tone}`);
  category.textContent = lead.category;
  name.textContent = lead.name;
  rest.textContent = lead.company || lead.wants;
  return option;
}

// Asks when typing pauses; an answer that a later question has overtaken is dropped.
async function find() {
  const mine = (turn += 1);
  const term = input.value.trim();
  await new Promise((resolve) => setTimeout(resolve, 120));
  if (mine !== turn) return;
  const url = `${dialog.dataset.finds}?q=${encodeURIComponent(term)}`;
  const answer = term.length > 1 ? await fetch(url).catch(() => null) : null;
  const leads = answer?.ok ? (await answer.json()).leads : [];
  if (mine !== turn) return;
  for (const old of list.querySelectorAll("[data-lead-found]")) old.remove();
  list.prepend(...leads.map(leadOption));
  filter();
}

function run(option) {
  dialog.close();
  const { href, press, opens, search } = option.dataset;
  if (search) location.assign(search + encodeURIComponent(input.value.trim()));
  else if (href) location.assign(href);
  else if (press) document.querySelector(press).click();
  else document.getElementById(opens).showModal();
}

function keyed(event) {
  const all = visible();
  const at = all.indexOf(selected());
  if (event.key === "ArrowDown") select(all[(at + 1) % all.length]);
  else if (event.key === "ArrowUp") select(all[(at - 1 + all.length) % all.length]);
  else if (event.key === "Enter" && at >= 0) run(all[at]);
  else return;
  event.preventDefault();
}

function toggle() {
  if (dialog.open) return dialog.close();
  input.value = "";
  find();
  filter();
  dialog.showModal();
}

input.addEventListener("input", () => (filter(), find()));
input.addEventListener("keydown", keyed);
document.addEventListener("click", (event) => {
  const option = event.target.closest("#palette-list [role=option]");
  if (option) run(option);
  else if (event.target === dialog) dialog.close();
  else if (event.target.closest("[data-opens=palette]")) toggle();
});
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  toggle();
});
