"""The OpenAPI document: what ninja draws from the code, completed with what it cannot know."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.types import DictStrAny

from vaste.api import door_openapi
from vaste.api.problems import CONTENT_TYPE, RETRY_AFTER_S, ProblemOut
from vaste.api.scopes import SCOPES

PROBLEM = "ProblemOut"
_TAGS = {
    "token": "Who the token acts as.",
    "leads": "Leads with their reasons, the queue, and what happened.",
    "touches": "What known contacts do between their enquiries.",
    "work": "Taking over, contacting, closing: the verbs on a lead.",
    "arrivals": "Doors, raw arrivals, the ledger's sums, and what waits for a person.",
    "definition": "Categories and the definition that decides.",
    "reports": "Conversion, response, fairness, reasons, cohorts, and the wall, as on the pages.",
    "teams": "Teams and members.",
    "absences": "Who is away.",
    "notices": "What the token's user should know.",
    "imports": "Imports of files.",
}


class Api(NinjaAPI):
    """NinjaAPI whose document says scopes, problems, examples and headers of every operation."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Name an operation as its function is named: what it does."""
        return str(operation.view_func.__name__)

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: DictStrAny | None = None
    ) -> OpenAPISchema:
        """Return the whole document."""
        document = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schemas = document["components"]["schemas"]
        ours = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(ours.pop("$defs"))
        schemas[PROBLEM] = ours
        scheme = document["components"]["securitySchemes"]["Token"]
        scheme["x-scopes"] = SCOPES
        document["tags"] = [{"name": name, "description": said} for name, said in _TAGS.items()]
        for path in document["paths"].values():
            for operation in path.values():
                _complete(operation)
        _add_the_door(document)
        return document


def _add_the_door(document: dict[str, Any]) -> None:
    told = door_openapi.post_arrival()
    told["responses"].update({str(status): _refusal(status) for status in door_openapi.REFUSES})
    document["paths"][door_openapi.PATH] = {"post": told}
    document["tags"].append(door_openapi.TAG)


def _complete(operation: dict[str, Any]) -> None:
    operation["summary"] = operation["description"].splitlines()[0].rstrip(".")
    scope = operation.pop("x-scope")
    operation["security"] = [{"Token": [scope] if scope else []}]
    for parameter in operation["parameters"]:
        _say_without_null(parameter)
    _put_examples(operation, operation.pop("x-answer"), operation.pop("x-sends"))
    if operation.pop("x-has-tag"):
        for answer in _successes(operation):
            answer["headers"] = {"ETag": {"schema": {"type": "string"}, "required": True}}
    for status in operation.pop("x-refuses"):
        operation["responses"][str(status)] = _refusal(status)
    operation["responses"] = dict(
        sorted((str(status), told) for status, told in operation["responses"].items())
    )


def _say_without_null(parameter: dict[str, Any]) -> None:
    """A query or header is left out, never null."""
    schema = parameter["schema"]
    kinds = [one for one in schema.pop("anyOf", []) if one.get("type") != "null"]
    if kinds:
        schema.update(kinds[0])
    if parameter["in"] == "path":
        schema.setdefault("type", "string")


def _put_examples(operation: dict[str, Any], answer: Any, sends: Any) -> None:
    for told in _successes(operation):
        told["content"]["application/json"]["examples"] = {"usual": {"value": answer}}
    if sends is not None:
        (body,) = operation["requestBody"]["content"].values()
        body["examples"] = {"usual": {"value": sends}}


def _successes(operation: dict[str, Any]) -> list[dict[str, Any]]:
    return [told for status, told in operation["responses"].items() if str(status)[0] == "2"]


def _refusal(status: int) -> dict[str, Any]:
    told: dict[str, Any] = {
        "description": HTTPStatus(status).phrase,
        "content": {CONTENT_TYPE: {"schema": {"$ref": f"#/components/schemas/{PROBLEM}"}}},
    }
    if status in (429, 503):
        told["headers"] = {
            "Retry-After": {
                "schema": {"type": "integer"},
                "required": True,
                "example": RETRY_AFTER_S,
            }
        }
    if status == 401:
        told["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}, "required": True}}
    return told
