"""Addresses of the books: the ledger, the review lane, the wall, the matrix and the notices."""

from django.urls import URLPattern, path

from vaste.desk.views import ledger, matrix, notices, review, wall

urlpatterns: list[URLPattern] = [
    path("ledger/", ledger.index, name="ledger"),
    path("ledger/<uuid:arrival_id>/", ledger.show, name="arrival"),
    path("ledger/<uuid:arrival_id>/raw/", ledger.raw, name="arrival_raw"),
    path("ledger/<uuid:arrival_id>/release/", review.release, name="release"),
    path("ledger/<uuid:arrival_id>/replay/", review.replay, name="replay"),
    path("ledger/<uuid:arrival_id>/dismiss/", review.dismiss, name="dismiss"),
    path("review/", review.index, name="review"),
    path("wall/", wall.index, name="wall"),
    path("matrix/", matrix.index, name="matrix"),
    path("matrix/points/", matrix.points, name="matrix_points"),
    path("matrix/<uuid:lead_id>/", matrix.lead, name="matrix_lead"),
    path("notices/", notices.index, name="notices"),
]
