"""The table of what can be printed is that of the fonts."""

from __future__ import annotations

import runpy

import pytest
from support import ROOT

from publisher.fonts.characters import name_of, unprintable


def test_the_table_is_that_of_the_fonts():
    made = runpy.run_path(str(ROOT / "docs" / "characters.py"))
    assert made["TABLE"].read_text(encoding="utf-8") == made["table"]()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("plain\n\ttext\r", ""),
        ("été Ελληνικά Привет שלום مرحبا हिन्दी ① Ⅳ ≤ 🚀 \u202eturned\u202c so\u00adft", ""),
        ("中文 中", "U+4E2D U+6587"),
        ("a\x01b\ue000\ufffe", "U+0001 U+E000 U+FFFE"),
        ("\u2028\u1680\ufe0f", ""),
    ],
)
def test_what_no_font_has(text, named):
    assert " ".join(map(name_of, unprintable(text))) == named
