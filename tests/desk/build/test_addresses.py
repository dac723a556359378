"""Addresses filled in by hand are those that the patterns make."""

import uuid

import pytest
from django.urls import reverse

from vaste.desk.build import addresses


class TestOfLead:
    @pytest.mark.parametrize("name", ["lead", "claim"])
    def test_is_what_the_patterns_make(self, name: str) -> None:
        first, second = uuid.uuid4(), uuid.uuid4()

        assert addresses.of_lead(first, name) == reverse(f"desk:{name}", args=[first])
        assert addresses.of_lead(second, name) == reverse(f"desk:{name}", args=[second])
