"""Every message is in every catalog, and what the program reads is what stands in the sources."""

from __future__ import annotations

import gettext
import re
import string
import sys

import pytest
from support import ROOT

sys.path.insert(0, str(ROOT / "docs"))
import catalogs


@pytest.fixture(scope="module")
def said():
    return catalogs.messages()


def ids(catalog):
    return {message.id for message in catalog if message.id}


@pytest.mark.parametrize("language", catalogs.TRANSLATED)
def test_nothing_is_untranslated(language, said):
    """Mended by `python docs/catalogs.py` and a translator."""
    held = catalogs.read(language)
    assert ids(said) - ids(held) == set(), "say it in the catalogs (CONTRIBUTING.md)"
    assert ids(held) - ids(said) == set(), "nothing says this any more: python docs/catalogs.py"
    assert catalogs.lacking(held) == []


@pytest.mark.parametrize("language", catalogs.TRANSLATED)
def test_compiled_is_what_stands_in_the_source(language):
    with (catalogs.CATALOGS / f"{language}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in catalogs.read(language):
        if not message.id:
            continue
        if message.pluralizable:
            found = tuple(compiled.ngettext(*message.id, n) for n in (1, 2))
            assert found == tuple(message.string)
        else:
            assert compiled.gettext(message.id) == message.string


@pytest.mark.parametrize("language", catalogs.TRANSLATED)
def test_a_translation_names_what_the_message_names(language):
    for message in catalogs.read(language):
        if not message.id:
            continue
        texts = message.id if message.pluralizable else (message.id,)
        told = message.string if message.pluralizable else (message.string,)
        if not re.search(r"\{\w+[!:}]", "".join(texts)):  # it may hold braces of its own
            continue
        for text, translated in zip(texts, told, strict=True):
            assert fields(translated) == fields(text), message.id
            # Where a command is named, its language may be, too.
            plain = translated.replace(f" --language {language}", "")
            for sign in ("\n", "`", "--"):
                assert plain.count(sign) == text.count(sign), message.id
        assert not re.search(r"^\s|\s$", "".join(told)) or re.search(r"^\s|\s$", "".join(texts))


def fields(template: str) -> set[tuple[str, str | None, str | None]]:
    return {
        (name, spec, conversion)
        for _, name, spec, conversion in string.Formatter().parse(template)
        if name
    }


def test_a_catalog_is_of_no_day_and_nobody():
    for path in catalogs.CATALOGS.glob("*.po"):
        head = path.read_text(encoding="utf-8").partition("\n\n")[0]
        assert not re.search(r"\d{4}-\d\d-\d\d|@|Generated", head)
