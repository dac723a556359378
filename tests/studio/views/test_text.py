"""The definition as text."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import build
from tests.studio.asking import HOT, draft_of, send
from tests.studio.conftest import SignIn
from vaste.definitions import queries as definitions
from vaste.definitions import writing
from vaste.definitions.models import Version
from vaste.infra.tenancy.context import inside

pytestmark = pytest.mark.django_db


class TestText:
    def test_by_screen_and_by_file_give_the_same_version(self, sign_in: SignIn) -> None:
        screen, file = build.office(), build.office()
        send(sign_in(screen.mo), HOT, take_over="30")
        source = definitions.default_source().replace("take_over: 15 m", "take_over: 30 m", 1)
        sign_in(file.mo).client.post("/studio/text/", {"source": source, "seen": "1.0"})

        made = []
        for office in (screen, file):
            sign_in(office.mo).client.post("/studio/publish/", {"seen": "1.1"})
            with inside(office.id):
                made.append(Version.objects.within(office.id).get(number=2))

        assert made[0].content == made[1].content
        assert writing.write(made[0].content) == writing.write(made[1].content)

    def test_what_is_wrong_has_its_place_and_line(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(office.mo)
        source = definitions.default_source().replace("half_life: 30 days", "half_life: 0 days", 1)

        desk.client.post("/studio/text/", {"source": source, "seen": "1.0"})

        [problem] = desk.get("/studio/text/").context["page"].problems
        assert problem.place == "Signals › Asked for an offer › Half is left after"
        assert source.splitlines()[problem.line - 1].strip() == "half_life: 0 days"

    def test_what_is_no_definition_is_not_kept_and_not_lost(self, sign_in: SignIn) -> None:
        office = build.office()

        response = sign_in(office.mo).client.post(
            "/studio/text/", {"source": "categories: [", "seen": "1.0"}
        )

        assert response.status_code == 422
        assert response.context["page"].source == "categories: ["
        assert draft_of(office) is None

    def test_goes_out_as_a_file_and_comes_in_as_one(self, sign_in: SignIn) -> None:
        office = build.office()
        desk = sign_in(office.mo)

        out = desk.get("/studio/text/file/")
        assert out.content.decode() == definitions.default_source()
        assert out["Content-Disposition"].endswith('-1.yaml"')
        assert desk.get("/studio/text/file/", version="7").status_code == 404

        source = "\ufeff" + definitions.default_source().replace("\n", "\r\n")
        file = SimpleUploadedFile("ours.yaml", source.encode())
        response = desk.client.post("/studio/text/", {"file": file, "seen": "1.0"})
        assert response.status_code == 303
        draft = draft_of(office)
        assert draft is not None
        assert draft.source == definitions.default_source()
