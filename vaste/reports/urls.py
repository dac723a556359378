"""The reports' addresses, under /reports/."""

from django.urls import URLPattern, path

from vaste.reports import views

app_name = "reports"
urlpatterns: list[URLPattern] = [
    path("conversion/", views.conversion, name="conversion"),
    path("conversion/sheet/", views.conversion_sheet, name="conversion_sheet"),
    path("response/", views.response, name="response"),
    path("response/sheet/", views.response_sheet, name="response_sheet"),
    path("backtest/", views.backtest, name="backtest"),
    path("backtest/sheet/", views.backtest_sheet, name="backtest_sheet"),
]
