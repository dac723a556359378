"""axe-core on the page that is open: what it finds against WCAG 2.2 AA and good practice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLORS = ["color-contrast", "link-in-text-block"]  # what other colors can change


def violations(page: Page, rules: list[str] = RULES) -> list[str]:
    """Return what axe-core finds on the page as it stands, a line for each place."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, {runOnly: rules})", rules)
    return [
        f"{page.url} {one['id']}: {node['target']} {node['failureSummary'][:200]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]
