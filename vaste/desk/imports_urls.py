"""Addresses of the import pages, inside the desk's."""

from django.urls import path

from vaste.desk.views import imports

urlpatterns = [
    path("imports/", imports.index, name="imports"),
    path("imports/new/", imports.new, name="import_new"),
    path("imports/<uuid:import_id>/", imports.show, name="import"),
    path("imports/<uuid:import_id>/stop/", imports.stop, name="import_stop"),
    path("imports/<uuid:import_id>/bad-rows.csv", imports.bad_rows, name="import_bad_rows"),
]
