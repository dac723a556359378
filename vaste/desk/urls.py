"""Addresses of the signed-in desk: nouns, and what can be done to them."""

from django.urls import include, path

from vaste.desk.views import (
    claims,
    closings,
    contacts,
    leads,
    outside,
    own_fields,
    pauses,
    queue,
    search,
    session,
    snoozes,
    stream,
)

app_name = "desk"
urlpatterns = [
    path("", queue.home, name="home"),
    path("queue/", queue.index, name="queue"),
    path("search/", search.index, name="search"),
    path("leads/<uuid:lead_id>/", leads.show, name="lead"),
    path("leads/<uuid:lead_id>/claim/", claims.claim, name="claim"),
    path("leads/<uuid:lead_id>/contacts/", contacts.create, name="contacts"),
    path("leads/<uuid:lead_id>/fields/", own_fields.create, name="fields"),
    path("leads/<uuid:lead_id>/snooze/", snoozes.create, name="snooze"),
    path("leads/<uuid:lead_id>/pause/", pauses.pause, name="pause"),
    path("leads/<uuid:lead_id>/closing/", closings.closing, name="closing"),
    path("workspace/switch/", session.switch, name="workspace_switch"),
    path("settings/notifications/", outside.own, name="outside"),
    path("settings/notifications/browsers/", outside.browsers, name="browsers"),
    path(
        "settings/notifications/browsers/<uuid:subscription_id>/",
        outside.forget,
        name="forget_browser",
    ),
    path("settings/chats/", outside.chats, name="chats"),
    path("settings/chats/<uuid:chat_id>/", outside.chat, name="chat"),
    path("settings/deliveries/<uuid:delivery_id>/", outside.retry, name="retry_delivery"),
    path("settings/deliveries/", outside.retry_all, name="retry_deliveries"),
    path("push-worker.js", outside.worker, name="push_worker"),
    path("preferences/", session.preferences, name="preferences"),
    path("live/", stream.absent, name="live"),
    path("", include("vaste.desk.books_urls")),
    path("", include("vaste.desk.imports_urls")),
]
