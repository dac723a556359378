"""What the contract tests share: schemathesis's settings, and how a good request may be refused."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from hypothesis import HealthCheck, settings
from requests import Request
from schemathesis.config import ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.config._checks import (
    ChecksConfig,
    NegativeDataRejectionConfig,
    PositiveDataAcceptanceConfig,
)

#: The codes with which a request that fits the schema may be refused: by rules no schema can say.
BY_RULE = {
    400: {"bad_if_match", "empty_file"},
    412: {"lead_changed"},
    415: {"not_a_table"},
    422: {
        "not_given",
        "bad_cursor",
        "too_far",
        "not_publishable",
        "key_used",
        "says_nothing",
        "not_recorded",
        "not_read",
        "bad_roster",
        "bad_period",
        "unreadable_calendar",
        "not_chosen",
        "bad_field_map",
    },
}

#: How a request that breaks the schema may be refused; 413 where it is too large besides.
REFUSED = ["400", "401", "403", "404", "405", "406", "409", "413", "415", "422", "428", "429"]


def config() -> SchemathesisConfig:
    """Return a setting in which `refuses_by_rule` looks at what is refused by rule."""
    expected = ["2xx", "401", "403", "404", "409", *(str(status) for status in BY_RULE)]
    checks = ChecksConfig(
        positive_data_acceptance=PositiveDataAcceptanceConfig(expected_statuses=expected),
        negative_data_rejection=NegativeDataRejectionConfig(expected_statuses=REFUSED),
    )
    return SchemathesisConfig(projects=ProjectsConfig(default=ProjectConfig(checks=checks)))


def generated(examples: int) -> settings:
    """Return Hypothesis's settings: so many examples an operation, the same in every run."""
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )


def is_sent_whole(case: Any) -> bool:
    """
    Say whether every parameter of the query goes out.

    An empty list under a name that the schema forbids is written as nothing: the request that was
    to be refused is a good one by the time it arrives.
    """
    query = case.query or {}
    sent = Request("GET", "http://localhost/", params=query).prepare().url or ""
    return len(dict(parse_qsl(urlsplit(sent).query, keep_blank_values=True))) >= len(query)


def refuses_by_rule(ctx: Any, response: Any, case: Any) -> None:
    """Fail when a request that fits the schema is refused by another code than those of a rule."""
    allowed = BY_RULE.get(response.status_code)
    is_positive = case.meta is not None and case.meta.generation.mode.is_positive
    if allowed is not None and is_positive:
        assert response.json()["code"] in allowed, response.text
