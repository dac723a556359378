"""Every address of the program that Django answers; config/asgi.py answers some before it."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("vaste.desk.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("f/", include("vaste.doors.form.urls")),
    path("reports/", include("vaste.reports.urls")),
    path("studio/", include("vaste.studio.urls")),
    path("api/", include("vaste.api.urls")),
]

handler500 = "vaste.config.outage.server_error"
