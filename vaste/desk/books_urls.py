"""Addresses of the books: ledger, review lane, wall, people, absences, matrix and notices."""

from django.urls import URLPattern, path

from vaste.desk.views import absences, ledger, matrix, notices, people, review, teams, wall

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
    path("people/", people.index, name="people"),
    path("absences/", absences.own, name="own_absences"),
    path("people/<uuid:user_id>/absences/", absences.person, name="person_absences"),
    path(
        "people/<uuid:user_id>/absences/<uuid:absence_id>/",
        absences.take_back,
        name="person_absence",
    ),
    path("people/<uuid:user_id>/feeds/", absences.add_feed, name="feeds"),
    path("people/<uuid:user_id>/calendar/", absences.file, name="calendar_file"),
    path("people/feeds/<uuid:feed_id>/", absences.feed, name="feed"),
    path("people/absences/", people.absences, name="absences"),
    path("people/absences/<uuid:absence_id>/", people.remove_absence, name="absence"),
    path("people/<uuid:user_id>/away/", people.away_today, name="away_today"),
    path("people/<uuid:user_id>/back/", people.come_back, name="come_back"),
    path("people/<uuid:user_id>/leads/", people.hand_over, name="hand_over"),
    path("people/teams/", teams.create, name="teams"),
    path("people/teams/<uuid:team_id>/", teams.team, name="team"),
    path("people/teams/<uuid:team_id>/members/", teams.members, name="team_members"),
    path("people/teams/<uuid:team_id>/members/<uuid:user_id>/", teams.member, name="team_member"),
    path("people/teams/<uuid:team_id>/sharing/", people.share_out, name="share_out"),
    path("notices/", notices.index, name="notices"),
]
