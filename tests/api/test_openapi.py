"""The document itself: complete, with examples that fit, and a page that shows all of it."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Iterator
from typing import Any

import jsonschema_rs  # comes with schemathesis
import pytest
from django.test import Client

from vaste.api import callers, door_openapi, problems, shapes
from vaste.api.scopes import SCOPES, unknown
from vaste.api.v1 import api
from vaste.leads.outcomes import OUTCOMES

METHODS = {"get", "post", "put", "delete"}


def document() -> dict[str, Any]:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    return dict(json.loads(answer.content))


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items():
        for method, told in methods.items():
            yield f"{method.upper()} {path}", told


OPERATIONS = dict(operations())


def fits(value: Any, schema: dict[str, Any]) -> None:
    whole = {**schema, "components": document()["components"]}
    jsonschema_rs.Draft202012Validator(whole, validate_formats=True).validate(value)


class TestDocument:
    def test_is_openapi_3_1(self) -> None:
        assert document()["openapi"].startswith("3.1")

    @pytest.mark.parametrize("name", OPERATIONS)
    def test_every_operation_is_told_of_in_full(self, name: str) -> None:
        told = OPERATIONS[name]

        assert told["summary"]
        assert told["description"]
        assert told["tags"]
        statuses = set(told["responses"])
        assert any(status.startswith("2") for status in statuses)
        if name != f"POST {door_openapi.PATH}":
            assert {"401", "403", "422", "503"} <= statuses
        for status, answer in told["responses"].items():
            kinds = set(answer["content"])
            is_good = status.startswith("2")
            assert kinds == {"application/json" if is_good else "application/problem+json"}

    @pytest.mark.parametrize("name", OPERATIONS)
    def test_every_example_fits_its_schema(self, name: str) -> None:
        told = OPERATIONS[name]
        bodies = [one for status, one in told["responses"].items() if status.startswith("2")]
        bodies += [told["requestBody"]] if "requestBody" in told else []

        for body in bodies:
            (told_of,) = body["content"].values()
            content = json.loads(json.dumps(told_of, default=str))
            fits(content["examples"]["usual"]["value"], content["schema"])

    def test_every_scope_is_known_and_used_or_waits_for_its_reports(self) -> None:
        used = {
            scope
            for told in OPERATIONS.values()
            for one in told["security"]
            for scope in one["Token"]
        }

        assert used <= set(SCOPES)
        assert set(SCOPES) - used <= {"reports:read"}

    def test_names_of_operations_are_their_own(self) -> None:
        names = [told["operationId"] for told in OPERATIONS.values()]

        assert len(names) == len(set(names))

    def test_names_of_shapes_are_their_own(self) -> None:
        named: dict[str, set[type]] = {}
        for module in pkgutil.iter_modules(shapes.__path__, f"{shapes.__name__}."):
            for one in vars(importlib.import_module(module.name)).values():
                if isinstance(one, type) and one.__module__.startswith(shapes.__name__):
                    named.setdefault(one.__name__, set()).add(one)

        assert [name for name, found in named.items() if len(found) > 1] == []

    def test_what_changes_a_lead_takes_if_match_and_gives_etag(self) -> None:
        for name, told in OPERATIONS.items():
            if "/leads/{lead_id}/" not in name or name.startswith("GET"):
                continue
            assert "If-Match" in {one["name"] for one in told["parameters"]}, name
            assert "412" in told["responses"], name
            for status, answer in told["responses"].items():
                assert not status.startswith("2") or "ETag" in answer["headers"], name

    def test_every_list_has_a_cap(self) -> None:
        for name, told in OPERATIONS.items():
            schema = json.dumps(told["responses"].get("200", {}).get("content", {}))
            if "Page_" in schema:
                limit = next(one for one in told["parameters"] if one["name"] == "limit")
                assert limit["schema"]["maximum"] == 200, name
                assert limit["schema"]["default"] == 50, name

    def test_outcomes_are_those_of_the_rooms(self) -> None:
        schema = document()["components"]["schemas"]["ContactIn"]["properties"]

        assert set(schema["channel"]["enum"]) == set(OUTCOMES)
        assert set(schema["outcome"]["enum"]) == {one for kind in OUTCOMES.values() for one in kind}

    def test_describes_what_a_problem_is(self) -> None:
        told = problems.document(callers.unauthorized(is_told=False))

        fits(told, document()["components"]["schemas"]["ProblemOut"])


class TestUnknown:
    def test_gives_those_that_do_not_exist(self) -> None:
        assert unknown(["leads:read", "leads:eat"]) == ["leads:eat"]


class TestPage:
    def test_shows_every_operation_and_scope(self) -> None:
        answer = Client().get("/api/v1/docs")
        text = answer.content.decode()

        assert answer.status_code == 200
        for name, told in OPERATIONS.items():
            assert name in text
            assert f'id="{told["operationId"]}"' in text
        for scope in SCOPES:
            assert scope in text

    def test_needs_no_script_no_style_of_its_own_and_nothing_from_elsewhere(self) -> None:
        answer = Client().get("/api/v1/docs")
        text = answer.content.decode()

        assert "<script" not in text
        assert "<style" not in text
        assert "style=" not in text
        assert "http://" not in text.replace("http://localhost", "")
        assert 'src="http' not in text
        assert 'href="http' not in text

    def test_is_read_only(self) -> None:
        assert Client().post("/api/v1/docs").status_code == 405
