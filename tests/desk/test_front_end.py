"""The policy the pages live under: no inline script or style, no foreign address, small scripts."""

import re
import runpy
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

VASTE = Path(settings.ROOT) / "vaste"
STATIC = VASTE / "desk" / "static"
OWN = [STATIC / "desk", VASTE / "studio" / "static" / "studio"]
OWN_CODE = sorted(path for folder in OWN for path in folder.glob("*.js"))
STYLES = sorted(
    [path for folder in [*OWN, VASTE / "doors/static/doors"] for path in folder.glob("*.css")]
)
TEMPLATES = sorted(VASTE.glob("*/templates/**/*.html"))
FORBIDDEN = {
    "an inline style": r"<[^>]*\sstyle\s*=|<style",
    "an inline script": r"<script(?![^>]*\b(?:src=|type=\"application/json\"))",
    "an inline handler": r"<[^>]*\s(?:on[a-z]+|hx-on[:\w]*)\s*=",
    "script in a value": r"[\"'](?:javascript|js):",
    "a filter that needs eval": r"hx-trigger=\"[^\"]*\[",
    "another origin's file": r"(?:src|href)=\"(?:https?:)?//",
}


def name(path: Path) -> str:
    """Return a template's name from its file."""
    return str(path).partition("/templates/")[2]


class TestTemplates:
    @pytest.mark.parametrize("path", TEMPLATES, ids=name)
    def test_compiles(self, path: Path) -> None:
        get_template(name(path))  # raises TemplateSyntaxError where it does not

    @pytest.mark.parametrize("path", TEMPLATES, ids=name)
    def test_holds_nothing_the_policy_forbids(self, path: Path) -> None:
        source = path.read_text()

        found = [what for what, pattern in FORBIDDEN.items() if re.search(pattern, source, re.I)]

        assert found == []

    @pytest.mark.parametrize("path", TEMPLATES, ids=name)
    def test_every_button_in_a_form_less_place_is_no_submit(self, path: Path) -> None:
        """A button that htmx sends must not also send the form around it."""
        buttons = re.findall(r"<button\b[^>]*hx-(?:post|delete|get)[^>]*>", path.read_text())

        assert [button for button in buttons if 'type="button"' not in button] == []

    def test_icons_named_are_in_the_sprite(self) -> None:
        sprite = (STATIC / "vendor/icons/sprite.svg").read_text()
        drawn = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
        named = {
            icon
            for path in TEMPLATES
            for icon in re.findall(r'\{% icon "([\w-]+)"', path.read_text())
        }

        assert named - drawn == set()

    def test_icons_of_kinds_are_in_the_sprite(self) -> None:
        from vaste.desk.templatetags.desk import ICONS

        sprite = (STATIC / "vendor/icons/sprite.svg").read_text()

        assert [icon for icon in ICONS.values() if f'id="{icon}"' not in sprite] == []


class TestScripts:
    @pytest.mark.parametrize("path", OWN_CODE, ids=lambda path: path.name)
    def test_is_short_and_needs_no_eval(self, path: Path) -> None:
        source = path.read_text()

        assert len(source.splitlines()) <= 100
        assert not re.search(r"\beval\(|new Function|innerHTML|document\.write", source)

    @pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
    def test_styles_fetch_only_our_own_files(self, path: Path) -> None:
        assert re.findall(r"url\((?!\"\.\./vendor/)[^)]*\)", path.read_text()) == []


class TestVendor:
    def test_files_of_others_are_as_recorded(self) -> None:
        vendor = runpy.run_path(str(Path(settings.ROOT) / "bin" / "vendor"), run_name="vendor")

        for folder in (vendor["WEB"], vendor["TESTS"]):
            assert (folder / "HASHES").read_text() == vendor["recorded"](folder)
