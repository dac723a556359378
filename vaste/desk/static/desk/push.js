// Push in this browser: asked for only when its button is pressed.
const button = document.getElementById("push-on");
const said = document.getElementById("push-said");

const bytes = (text) => {
  const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
};

const subscribe = async () => {
  if ((await Notification.requestPermission()) !== "granted") {
    said.textContent = button.dataset.refused;
    return;
  }
  await navigator.serviceWorker.register("/push-worker.js");
  const registration = await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytes(button.dataset.key),
  });
  const answer = await fetch(button.dataset.url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": button.dataset.csrf },
    body: JSON.stringify(subscription),
  });
  if (answer.ok) location.reload();
  else said.textContent = (await answer.json()).problem;
};

if (button && "serviceWorker" in navigator && "PushManager" in window) {
  button.hidden = false;
  button.addEventListener("click", () => {
    subscribe().catch(() => {
      said.textContent = button.dataset.failed;
    });
  });
} else if (said) {
  said.textContent = said.dataset.without;
}
