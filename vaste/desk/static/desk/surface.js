// Menus, dialogs, messages and forms: what the browser's own parts leave open.

// Options of the palette and the palette itself are opened by palette.js.
function open({ dataset, role }) {
  if (dataset.opens === "palette" || role === "option") return;
  document.getElementById(dataset.opens).showModal();
}

const menus = () => document.querySelectorAll("details[data-menu][open]");

function pressed(event) {
  const target = event.target.closest("[data-opens], [data-closes], [data-dismiss], [data-copy]");
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
  if (!target) return;
  if (target.dataset.opens) open(target);
  else if ("closes" in target.dataset) target.closest("dialog").close();
  else if ("dismiss" in target.dataset) target.closest(".toast-note").remove();
  else navigator.clipboard?.writeText(target.dataset.copy);
}

function keyed(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.target.closest("form")?.requestSubmit();
  }
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  const [menu] = menus();
  const field = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (field) {
    (field.closest("article")?.querySelector("h2[tabindex]") ?? field).focus();
    field.blur();
  } else return;
  event.stopPropagation();
}

// A menu that opens shows its first field; one opened from the keyboard can be used at once.
function toggled(event) {
  if (!event.target.matches?.("details[data-menu], #log") || !event.target.open) return;
  const first = event.target.querySelector("form :checked, form input:not([type=hidden])");
  if (event.target.contains(document.activeElement)) first?.focus({ preventScroll: true });
}

function unreachable(event) {
  if (!event.detail.ctx || event.detail.ctx.response) return;
  showToast(document.getElementById("unreachable"));
}

// An error page of a proxy has no message of ours to swap in: say it in our words.
function refused(event) {
  const { response, text } = event.detail.ctx;
  if (response.status >= 500 && !text.includes('class="problem')) {
    showToast(document.getElementById("unreachable"));
  }
}

function showToast(template) {
  document.getElementById("toasts").append(template.content.cloneNode(true));
}

// The focused thing may be gone after a swap; the lead's name is where reading goes on.
function refocus(event) {
  if (document.activeElement !== document.body) return;
  if (event.target.id === "lead-detail") document.getElementById("lead-name")?.focus();
}

function dropped(event) {
  const area = event.target.closest?.("[data-drop]");
  if (!area) return;
  event.preventDefault();
  area.classList.toggle("is-over", event.type === "dragover");
  if (event.type !== "drop" || !event.dataTransfer.files.length) return;
  const input = area.querySelector("input[type=file]");
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function chosen(event) {
  const area = event.target.closest?.("[data-drop]");
  const [file] = event.target.files ?? [];
  if (area && file) area.querySelector("[data-file-name]").textContent = file.name;
}

document.addEventListener("click", pressed);
document.addEventListener("keydown", keyed, true);
document.addEventListener("toggle", toggled, true);
document.addEventListener("htmx:error", unreachable);
document.addEventListener("htmx:response:error", refused);
document.addEventListener("htmx:after:swap", refocus);
document.addEventListener("change", chosen);
for (const kind of ["dragover", "dragleave", "drop"]) document.addEventListener(kind, dropped);
