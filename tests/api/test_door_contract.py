"""The JSON door keeps the word that the API's document gives for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.db import connections
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests import build
from tests.api import contract
from tests.build import Office
from vaste.api import door_openapi
from vaste.api.v1 import api
from vaste.doors import cards
from vaste.doors.api.endpoint import endpoint
from vaste.infra.asgi import Receive, Scope, Send
from vaste.infra.tenancy.context import inside
from vaste.leads.models import Arrival

EXAMPLES = 60
#: The door takes what it can: nothing is said of what it should refuse (negative_data_rejection).
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    positive_data_acceptance,
    contract.refuses_by_rule,
]


async def door(scope: Scope, receive: Receive, send: Send) -> None:
    """The door alone, without the streams that the whole process starts beside it."""
    if scope["type"] != "lifespan":
        await endpoint(scope, receive, send)
        return
    while (await receive())["type"] == "lifespan.startup":
        await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})


def _schema() -> Any:
    document = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))
    told = schemathesis.openapi.from_dict(document, config=contract.config())
    told.app = door
    return told.include(path=door_openapi.PATH)


schema = _schema()
_key: list[str] = []


@schema.hook  # type: ignore[untyped-decorator]
def map_path_parameters(context: Any, path_parameters: dict[str, Any] | None) -> Any:
    """Send three of four to the door that is open."""
    key = (path_parameters or {}).get("key")
    if isinstance(key, str) and key and ord(key[-1]) % 4:
        path_parameters["key"] = _key[0]  # type: ignore[index]
    return path_parameters


@pytest.fixture
def office(transactional_db: None) -> Iterator[Office]:
    """A workspace whose JSON door the requests go to."""
    made = build.office()
    _key[:] = [made.doors["api"].key]
    cards.forget()
    yield made
    cards.forget()
    connections.close_all()


@schema.parametrize()  # type: ignore[untyped-decorator]  # its schema is Any here
@contract.generated(EXAMPLES)
def test_the_door_keeps_the_contract(case: Any, office: Office) -> None:
    response = case.call_and_validate(checks=CHECKS)

    if response.status_code == 202:
        with inside(office.id):
            stored = Arrival.objects.within(office.id)
            assert stored.filter(id=response.json()["arrival"]).exists()
