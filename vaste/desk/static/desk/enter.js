// Going into a folded section from the keyboard: open it, or, when it is open already, into its
// first field. Shared by the single keys and the rows.

export function enter(summary) {
  const section = summary.closest("details");
  if (!section.open) {
    summary.focus();
    summary.click();
  } else {
    section.querySelector("form :checked, form input:not([type=hidden]), form textarea")?.focus();
  }
}
