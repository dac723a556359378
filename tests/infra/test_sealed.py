"""Secrets sealed and opened."""

from __future__ import annotations

import pytest
from django.test import override_settings

from vaste.infra import sealed


class TestUnseal:
    def test_gives_back_what_was_sealed_and_hides_it_meanwhile(self) -> None:
        kept = sealed.seal("https://calendar.example/secret", "feeds")

        assert "secret" not in kept
        assert kept != sealed.seal("https://calendar.example/secret", "feeds")
        assert sealed.unseal(kept, "feeds") == "https://calendar.example/secret"

    def test_another_purpose_or_another_key_opens_nothing(self) -> None:
        kept = sealed.seal("word", "feeds")

        with pytest.raises(sealed.Unsealable):
            sealed.unseal(kept, "chats")
        with override_settings(SECRET_KEY="another"), pytest.raises(sealed.Unsealable):
            sealed.unseal(kept, "feeds")
