"""What `vaste check` finds without a database."""

import ast
from pathlib import Path

import pytest
from django.template import engines

from vaste.config.commands import check


class TestMissingMigrations:
    def test_every_model_is_migrated(self) -> None:
        assert list(check.missing_migrations()) == []

    def test_changed_model_is_named(self) -> None:
        from vaste.ledger.models import Event

        field = Event._meta.get_field("id")
        before = field.null
        field.null = not before
        try:
            found = list(check.missing_migrations())
        finally:
            field.null = before

        assert [line.split(":")[0] for line in found] == ["ledger"]
        assert "vaste manage makemigrations ledger" in found[0]


class TestBrokenTemplates:
    def test_every_template_compiles(self) -> None:
        assert list(check.broken_templates()) == []

    def test_broken_one_is_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "broken.html").write_text("{% if %}")
        engine = engines["django"].engine  # type: ignore[attr-defined]  # BaseEngine has none
        monkeypatch.setattr(engine, "dirs", [str(tmp_path)])
        engine.template_loaders[0].reset()
        monkeypatch.setattr(check, "template_names", lambda: iter(["broken.html"]))

        (found,) = check.broken_templates()

        assert found.startswith("broken.html: ")

    def test_names_are_those_that_views_use(self) -> None:
        views = Path(check.__file__).parents[2] / "desk" / "views"
        used = {
            node.value.split("#")[0]
            for path in views.glob("*.py")
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value.split("#")[0].endswith(".html")
        }

        assert used
        assert used <= set(check.template_names())
