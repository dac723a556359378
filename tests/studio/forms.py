"""Forms filled in as a browser does: every field of the page, with some of them changed."""

from __future__ import annotations

from html.parser import HTMLParser

from django.http import QueryDict

from vaste.studio.panels import RuleNode


class _Fields(HTMLParser):
    """Gathers what a browser would send of the form that has the id."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.inside = form, False
        self.sent: list[tuple[str, str]] = []
        self.select: str | None = None
        self.area: str | None = None
        self.chosen: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = told.get("id") == self.form
        name = told.get("name", "")
        if not self.inside:
            return
        if tag == "input" and name:
            is_box = told.get("type") in ("checkbox", "radio")
            if not is_box or "checked" in told:
                self.sent.append((name, told.get("value", "on" if is_box else "")))
        elif tag == "select":
            self.select, self.chosen = name, None
        elif tag == "option" and self.select is not None:
            if "selected" in told or self.chosen is None:
                self.chosen = told.get("value", "")
        elif tag == "textarea":
            self.area = ""
            self.sent.append((name, ""))

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self.select is not None:
            self.sent.append((self.select, self.chosen or ""))
            self.select = None
        elif tag == "textarea" and self.area is not None:
            name, _ = self.sent.pop()
            self.sent.append((name, self.area.removeprefix("\n")))
            self.area = None
        elif tag == "form":
            self.inside = False


def fields_of(page: str, form: str = "studio-form") -> dict[str, list[str]]:
    """Return what a page's form sends, by name."""
    parser = _Fields(form)
    parser.feed(page)
    found: dict[str, list[str]] = {}
    for name, value in parser.sent:
        found.setdefault(name, []).append(value)
    return found


def posted(root: RuleNode | None) -> QueryDict:
    """Return what the editor's fields of a rule send."""
    post = QueryDict(mutable=True)
    if root is not None:
        _put(post, root)
    return post


def _put(post: QueryDict, node: RuleNode) -> None:
    post[f"{node.path}:kind"] = node.kind
    if node.denied:
        post[f"{node.path}:not"] = str(node.denied)
    if node.kind == "raw":
        post[f"{node.path}:raw"] = node.raw
    if node.kind in ("field", "happened"):
        post[f"{node.path}:was"] = post[f"{node.path}:field"] = node.field
        operator = [one.value for one in node.operators if one.is_chosen]
        post[f"{node.path}:op"] = next(
            iter(operator), node.operators[0].value if node.operators else ""
        )
    for slot in node.slots:
        chosen = [one.value for one in slot.options if one.is_chosen]
        if slot.kind == "choices":
            post.setlist(slot.name, chosen)
        elif slot.kind == "match":
            post[f"{slot.name}-op"], post[slot.name] = chosen[0], slot.value
        else:
            post[slot.name] = slot.value if not slot.options else next(iter(chosen), "")
        for unit in slot.units:
            if unit.is_chosen:
                post[f"{slot.name}-unit"] = unit.value
    for child in node.children:
        _put(post, child)
