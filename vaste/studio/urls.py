"""The studio's addresses, under /studio/."""

from django.urls import URLPattern, path

from vaste.studio.sections import SECTIONS
from vaste.studio.views import (
    entries,
    overview,
    publishing,
    text,
    trials,
    versions,
    what_ifs,
    wholes,
)

app_name = "studio"
urlpatterns: list[URLPattern] = [
    path("", overview.overview, name="overview"),
    path("text/", text.text, name="text"),
    path("text/file/", text.file, name="text_file"),
    path("publish/", publishing.publish, name="publish"),
    path("draft/", publishing.draft, name="draft"),
    path("versions/<int:number>/", versions.version, name="version"),
    path("versions/<int:number>/roll-back/", versions.roll_back, name="roll_back"),
    path("compare/", versions.compare, name="compare"),
    path("trial/", trials.trial, name="trial"),
    path("trials/<uuid:trial_id>/", trials.run, name="trial_run"),
    path("trials/<uuid:trial_id>/stop/", trials.stop, name="trial_stop"),
    path("what-if/", what_ifs.what_if, name="what_if"),
    path("what-ifs/<uuid:what_if_id>/", what_ifs.run, name="what_if_run"),
    path("what-ifs/<uuid:what_if_id>/stop/", what_ifs.stop, name="what_if_stop"),
    path("rollout/", trials.rollout, name="rollout"),
]
for key, section in SECTIONS.items():
    told = {"section": key}
    urlpatterns += [
        path(f"{key}/", entries.index, told, name=key),
        path(f"new/{key}/", entries.new, told, name=f"{key}_new"),
        path(f"{key}/<slug:{section.stem}>/", entries.entry, told, name=f"{key}_entry"),
    ]
for key in wholes.WHOLES:
    urlpatterns.append(path(f"{key}/", wholes.whole, {"section": key}, name=key))
