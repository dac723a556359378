"""The reports' addresses, under /reports/."""

from django.urls import URLPattern, path

from vaste.reports import backtest_views as backtests
from vaste.reports import views

app_name = "reports"
urlpatterns: list[URLPattern] = [
    path("conversion/", views.conversion, name="conversion"),
    path("conversion/sheet/", views.conversion_sheet, name="conversion_sheet"),
    path("response/", views.response, name="response"),
    path("response/sheet/", views.response_sheet, name="response_sheet"),
    path("response/hours/", views.response_hours_sheet, name="response_hours_sheet"),
    path("response/bands/", views.response_bands_sheet, name="response_bands_sheet"),
    path("fairness/", views.fairness, name="fairness"),
    path("fairness/sheet/", views.fairness_sheet, name="fairness_sheet"),
    path("reasons/", views.reasons, name="reasons"),
    path("reasons/sheet/", views.reasons_sheet, name="reasons_sheet"),
    path("cohorts/", views.cohorts, name="cohorts"),
    path("cohorts/sheet/", views.cohorts_sheet, name="cohorts_sheet"),
    path("backtest/", backtests.begin, name="backtest"),
    path("backtests/<uuid:backtest_id>/", backtests.run, name="backtest_run"),
    path("backtests/<uuid:backtest_id>/stop/", backtests.stop, name="backtest_stop"),
    path("backtests/<uuid:backtest_id>/sheet/", backtests.sheet, name="backtest_sheet"),
]
