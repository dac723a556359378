// Selected rows, and the bar that says how many they are.

export const picked = () =>
  [...document.querySelectorAll("[data-row]")].filter((row) =>
    row.querySelector(".lead-check:checked"),
  );

export function tell() {
  const bar = document.getElementById("picked");
  if (!bar) return;
  const count = picked().length;
  bar.hidden = count === 0;
  const text = count === 1 ? bar.dataset.one : bar.dataset.many.replace("%s", count);
  bar.querySelector("[data-count]").textContent = text;
}

export function clear() {
  for (const row of picked()) row.querySelector(".lead-check").checked = false;
  tell();
}

document.addEventListener("change", tell);
