"use strict";
// Shows what is pushed, opens its lead when pressed, and closes what somebody else has taken over.
self.addEventListener("push", (event) => {
  const told = event.data ? event.data.json() : {};
  event.waitUntil(told.close ? close(told.close) : show(told));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data || "/"));
});

const show = (told) =>
  self.registration.showNotification(told.title || "Vaste", {
    body: told.body,
    tag: told.tag,
    data: told.url,
    icon: "/static/desk/mark.svg",
  });

const close = async (tags) => {
  for (const tag of tags) {
    const shown = await self.registration.getNotifications({ tag });
    shown.forEach((one) => one.close());
  }
};
