"""Messages as Slack's incoming webhooks and Teams' workflows take them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from vaste.infra import outgoing
from vaste.infra.outgoing import Answer

MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, and the address of what it is about ("" for none)."""

    text: str
    url: str = ""


def post(
    kind: str, url: str, title: str, lines: Sequence[Line], *, key: str, local: bool
) -> Answer:
    """
    Post one message to a chat; raises Refused and Failed as `outgoing.post` does.

    `key` is the message's own, also when it is sent again: Slack and Teams ignore it, what stands
    between may not.
    """
    told = slack(title, lines) if kind == "slack" else teams(title, lines)
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    return outgoing.post(url, json.dumps(told).encode(), headers, local=local)


def slack(title: str, lines: Sequence[Line]) -> dict[str, Any]:
    """Return a message for Slack: its text for notices, and a section a line."""
    shown = [_slack_line(one) for one in lines[:MOST_LINES]]
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": text}}
        for text in (f"*{_escaped(title)}*", *shown)
    ]
    return {"text": title, "blocks": blocks}


def _slack_line(one: Line) -> str:
    text = _escaped(one.text)
    return f"<{one.url}|{text.replace('|', '¦')}>" if one.url else text


def _escaped(text: str) -> str:
    """Escape what Slack reads as markup: a buyer's name must not call everybody."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def teams(title: str, lines: Sequence[Line]) -> dict[str, Any]:
    """Return a message for a Teams workflow: one Adaptive Card with a block a line."""
    body: list[dict[str, Any]] = [
        {"type": "TextBlock", "text": _plain(title), "weight": "Bolder", "size": "Medium",
         "wrap": True}
    ]  # fmt: skip
    for one in lines[:MOST_LINES]:
        block: dict[str, Any] = {"type": "TextBlock", "text": _plain(one.text), "wrap": True}
        if one.url:
            block = {
                "type": "Container",
                "items": [block],
                "selectAction": {"type": "Action.OpenUrl", "url": one.url},
            }
        body.append(block)
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    content = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": content, "content": card}]}


def _plain(text: str) -> str:
    """Return a text in which Teams finds no link: it reads Markdown."""
    return text.replace("[", "(").replace("]", ")")
