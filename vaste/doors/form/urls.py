"""Addresses of the hosted form; posts are taken before Django (config/asgi.py)."""

from django.urls import path

from vaste.doors.form import views

app_name = "form"
urlpatterns = [
    path("<str:key>", views.form, name="form"),
    path("<str:key>/thanks/", views.thanks, name="thanks"),
]
