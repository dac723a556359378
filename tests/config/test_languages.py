"""Every word on a screen is there in every language, and its translation can stand in for it."""

import gettext
import re
import runpy
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.utils import translation

from vaste.config import languages

ROOT = Path(settings.ROOT)
TOOL: dict[str, Any] = runpy.run_path(str(ROOT / "bin" / "messages"))
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]
CATALOGS: dict[str, Catalog] = {
    language: TOOL["load"](language, path) for language, path in TOOL["catalogs"]().items()
}
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd%]")
#: Translated by the same word on purpose.
SAME = {
    "fi": {"%(n)s min", "Chat", "LinkedIn", "Push", "Studio"},
    "sv": {
        "%(shown)s lead",
        "%(shown)s leads",
        "%(n)d signal",
        "%(n)s person",
        "Region",
        "full %(n)s",
        "%(n)s byte",
        "%(n)s min",
        "%(n)s problem",
        "Definition",
        "Lead",
        "Lead: %(name)s",
        "Leads",
        "LinkedIn",
        "Median",
        "Medium",
        "Period",
        "Person",
        "Push",
        "Student",
        "Studio",
        "System",
        "Team",
        "Text",
        "Under 5 min",
        "Version %(n)s",
        "Version %(number)d",
        "Version %(number)s",
        "Zoom",
    },
    "hu": {
        "%(shown)s lead",
        "Chat",
        "Domain",
        "E-mail",
        "Lead",
        "Lead: %(name)s",
        "LinkedIn",
        "Marketing",
        "Push",
    },
}
#: Attributes only, or a tag that is put together from pieces.
FRAGMENTS = {"_field_attrs.html", "_invalid.html", "button.html"}
TEMPLATES = sorted(
    path
    for path in (ROOT / "vaste").glob("*/templates/**/*.html")
    if "api" not in path.parts and path.name not in FRAGMENTS
)


@pytest.fixture(scope="module")
def sources() -> Catalog:
    found: Catalog = TOOL["extract_sources"](ROOT)
    return found


def messages(language: str) -> Iterator[Message]:
    """Yield the messages of a catalog without its header."""
    return (message for message in CATALOGS[language] if message.id)


def pairs(language: str) -> Iterator[tuple[str, str]]:
    """Yield each English string with its translation, each plural form with its own."""
    for message in messages(language):
        english = (message.id,) if isinstance(message.id, str) else message.id
        yield from zip(english, TOOL["words"](message), strict=True)


class TestCatalogs:
    def test_there_is_one_for_every_language_that_can_be_chosen(self) -> None:
        assert sorted(CATALOGS) == sorted(LANGUAGES)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_holds_every_string_of_the_sources_translated_and_no_other(
        self, language: str, sources: Catalog
    ) -> None:
        missing = list(TOOL["complaints"](language, CATALOGS[language], sources))

        assert missing == [], "run bin/messages, then translate what is empty"

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_keeps_every_placeholder(self, language: str) -> None:
        wrong = [
            (english, word)
            for english, word in pairs(language)
            if sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(word))
        ]

        assert wrong == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_keeps_every_tag_and_its_order_of_keys(self, language: str) -> None:
        wrong = [
            (english, word)
            for english, word in pairs(language)
            if re.findall(r"</?\w+>", english) != re.findall(r"</?\w+>", word)
        ]

        assert wrong == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_ends_sentences_where_the_english_does_and_has_no_stray_space(
        self, language: str
    ) -> None:
        wrong = [
            (english, word)
            for english, word in pairs(language)
            if re.findall(r"[.?…]$", english) != re.findall(r"[.?…]$", word)
            or word != word.strip()
            or "  " in word
        ]

        assert wrong == []

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_quotes_as_the_language_does(self, language: str) -> None:
        wrong = [word for _, word in pairs(language) if re.search("[“‘]", word)]
        opened = "„" if language == "hu" else "”"

        assert wrong == []
        assert all(
            word.count("”") + word.count("„") == english.count("“") + english.count("”")
            and (opened in word or "“" not in english)
            for english, word in pairs(language)
        )

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_repeats_the_english_only_where_the_word_is_the_same(self, language: str) -> None:
        same = {english for english, word in pairs(language) if english == word}

        assert {word for word in same if re.search(r"[a-z]{3}", PLACEHOLDER.sub("", word))} == (
            SAME[language]
        )

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_has_one_form_for_one_and_one_for_more_as_the_language_does(
        self, language: str
    ) -> None:
        locale, catalog = Locale.parse(language), CATALOGS[language]
        form = gettext.c2py(re.sub(r"^.*plural=|;$", "", catalog.plural_forms))

        assert [form(n) for n in (0, 1, 2, 5, 11, 21, 1000)] == [
            0 if locale.plural_form(n) == "one" else 1 for n in (0, 1, 2, 5, 11, 21, 1000)
        ]
        assert all(
            len(TOOL["words"](message)) == 2
            for message in messages(language)
            if not isinstance(message.id, str)
        )

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_names_no_place_date_or_line_that_changes_without_the_words(
        self, language: str
    ) -> None:
        text = TOOL["catalogs"]()[language].read_text()

        assert re.findall(r"^\"[\w-]*Date: |^#: /|^#:.*\.(?:py|html):\d", text, re.MULTILINE) == []
        assert re.findall("^#[~|]", text, re.MULTILINE) == []


class TestExtraction:
    def test_finds_each_way_of_marking_in_a_template(self, tmp_path: Path) -> None:
        page = tmp_path / "vaste" / "page.html"
        page.parent.mkdir()
        page.write_text(
            "{% load i18n %}<p title=\"{% translate 'Plain' %}\">\n"
            '  {% translate "Close" context "dialog" %}{{ _("Constant") }}\n'
            "{% blocktranslate trimmed with name=who.name %}\n  Hello\n  {{ name }}\n"
            "{% endblocktranslate %}{% blocktranslate count n=all %}{{ n }} lead{% plural %}"
            "{{ n }} leads, 5 %{% endblocktranslate %}{% comment %}{% translate 'Out' %}"
            "{% endcomment %}it's (not) marked</p>"
        )

        found = TOOL["extract_sources"](tmp_path)

        assert {(message.id, message.context) for message in found if message.id} == {
            ("Plain", None),
            ("Close", "dialog"),
            ("Constant", None),
            ("Hello %(name)s", None),
            (("%(n)s lead", "%(n)s leads, 5 %%"), None),
        }

    def test_finds_each_way_of_marking_in_a_module(self, tmp_path: Path) -> None:
        module = tmp_path / "vaste" / "words.py"
        module.parent.mkdir()
        module.write_text(
            "A = _('At once')\nB = gettext_lazy('Later, ' 'joined')\nC = gettext_noop('Marked')\n"
            "D = ngettext('%(n)s day', '%(n)s days', n)\nE = pgettext_lazy('dialog', 'Close')\n"
            "F = say('Not marked')\n"
        )

        found = TOOL["extract_sources"](tmp_path)

        assert {(message.id, message.context) for message in found if message.id} == {
            ("At once", None),
            ("Later, joined", None),
            ("Marked", None),
            (("%(n)s day", "%(n)s days"), None),
            ("Close", "dialog"),
        }


class TestComplaints:
    def test_names_what_is_new_unused_empty_or_fuzzy(self) -> None:
        sources, catalog = Catalog(), Catalog(locale="fi")
        for text in ("New", "Empty", "Fuzzy", "Told"):
            sources.add(text)
        for text, word in (("Empty", ""), ("Told", "Kerrottu"), ("Unused", "Turha")):
            catalog.add(text, word)
        catalog.add("Fuzzy", "Sumea", flags=["fuzzy"])

        assert sorted(TOOL["complaints"]("fi", catalog, sources)) == [
            "fi: fuzzy: 'Fuzzy'",
            "fi: no longer used: 'Unused'",
            "fi: not in the catalog: 'New'",
            "fi: not translated: 'Empty'",
        ]


class TestSave:
    def test_writes_what_is_read_again_the_same(self, tmp_path: Path) -> None:
        path = TOOL["catalogs"]()["hu"]

        TOOL["save"](TOOL["load"]("hu", path), tmp_path / "django.po")

        assert (tmp_path / "django.po").read_text() == path.read_text()


class _Shown(HTMLParser):
    """Gathers what a page says by itself: its text and the attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside.append(tag)
        said = {"aria-label", "title", "placeholder", "alt"}
        self.words += [value or "" for name, value in attrs if name in said]

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not {"kbd", "script"} & {*self._inside}:
            self.words.append(data)


def unmarked(template: str) -> list[str]:
    """Return the words of a template that stand outside its translation tags."""
    pieces, is_marked = [], False
    for token in Lexer(template).tokenize():
        if token.token_type == TokenType.BLOCK and "blocktrans" in token.contents.split()[0]:
            is_marked = not token.contents.startswith("end")
        pieces.append(
            token.contents if token.token_type == TokenType.TEXT and not is_marked else "\x1a"
        )
    shown = _Shown()
    shown.feed("".join(pieces))
    return re.findall(r"[^\W\d_]{2,}", " ".join(shown.words))


class TestTemplates:
    def test_unmarked_words_are_seen(self) -> None:
        page = "<p title='Wrong'>Plain {% translate 'Right' %}<kbd>Enter</kbd> {{ value }}</p>"

        assert unmarked(page) == ["Wrong", "Plain"]

    @pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
    def test_say_nothing_that_is_not_marked_for_translation(self, path: Path) -> None:
        assert set(unmarked(path.read_text())) <= {"Vaste", "CSV"}


class TestCompileCatalogs:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """A folder with one small catalog."""
        source = tmp_path / "locale" / "fi" / "LC_MESSAGES" / "django.po"
        source.parent.mkdir(parents=True)
        source.write_text(
            'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
            'msgid "Take over"\nmsgstr "Ota hoitoon"\n\n#, fuzzy\nmsgid "Wall"\nmsgstr "Seinä"\n'
        )
        return tmp_path / "locale"

    def said(self, folder: Path, text: str) -> str:
        """Return a text in Finnish by a compiled catalog."""
        read = (folder / "fi" / "LC_MESSAGES" / "django.mo").read_bytes()
        return gettext.GNUTranslations(BytesIO(read)).gettext(text)

    def test_compiles_what_is_sure(self, folder: Path, tmp_path: Path) -> None:
        assert languages.compile_catalogs(folder, spare=tmp_path / "spare") == folder

        assert self.said(folder, "Take over") == "Ota hoitoon"
        assert self.said(folder, "Wall") == "Wall"
        assert not (tmp_path / "spare").exists()

    def test_writes_again_only_what_has_changed(self, folder: Path, tmp_path: Path) -> None:
        source = folder / "fi" / "LC_MESSAGES" / "django.po"
        languages.compile_catalogs(folder, spare=tmp_path)
        first = source.with_suffix(".mo").stat()
        languages.compile_catalogs(folder, spare=tmp_path)
        second = source.with_suffix(".mo").stat()
        source.write_text(source.read_text().replace("Ota hoitoon", "Ota itsellesi"))
        languages.compile_catalogs(folder, spare=tmp_path)

        assert (second.st_ino, second.st_ctime_ns) == (first.st_ino, first.st_ctime_ns)
        assert self.said(folder, "Take over") == "Ota itsellesi"
        assert sorted(one.name for one in source.parent.iterdir()) == ["django.mo", "django.po"]

    def test_goes_elsewhere_where_it_may_not_write(self, folder: Path, tmp_path: Path) -> None:
        _block(folder)

        chosen = languages.compile_catalogs(folder, spare=tmp_path / "spare")

        assert chosen == tmp_path / "spare"
        assert self.said(chosen, "Take over") == "Ota hoitoon"

    def test_goes_on_in_english_where_it_may_write_nowhere(
        self, folder: Path, tmp_path: Path
    ) -> None:
        _block(folder)
        (tmp_path / "spare").write_text("a file, not a folder")

        assert languages.compile_catalogs(folder, spare=tmp_path / "spare") == folder

    @pytest.mark.parametrize(
        ("language", "word"), [("fi", "Ota hoitoon"), ("sv", "Ta över"), ("hu", "Átvétel")]
    )
    def test_has_run_before_the_program_speaks(self, language: str, word: str) -> None:
        with translation.override(language):
            assert translation.gettext("Take over") == word


def _block(folder: Path) -> None:
    """Make a compiled catalog impossible, for root too: a folder stands in its place."""
    (folder / "fi" / "LC_MESSAGES" / "django.mo").mkdir()
