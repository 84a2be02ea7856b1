"""The web page's fonts: subsets of the bundled ones, under names of their own."""

from __future__ import annotations

import re
import runpy

import pytest
from fontTools.ttLib import TTFont
from support import ROOT

from publisher.builders.page import FONTS

MADE = runpy.run_path(str(ROOT / "docs" / "page_fonts.py"))
FOLDER = MADE["FOLDER"]


@pytest.mark.parametrize("face", MADE["FACES"])
def test_face_is_a_part_of_its_font_under_another_name(face):
    source, family, style = MADE["FACES"][face]
    with (
        TTFont(FOLDER / f"{face}.woff2") as made,
        TTFont(ROOT / "themes" / "fonts" / source) as whole,
    ):
        has = set(whole.getBestCmap())
        assert set(made.getBestCmap()) == has & set(MADE["characters"](face))
        assert set(map(ord, "abcXYZ0189 .,æøåÆØÅäöüß")) <= set(made.getBestCmap())
        names = {record.nameID: record.toUnicode() for record in made["name"].names}
        assert (names[1], names[2]) == (family, style)
        # Clause 3 of the licence is of the names by which a user knows a font.
        for number in (1, 4, 6, 16):
            assert "source" not in names.get(number, "").lower()
        origin = whole["name"].getDebugName
        assert (names[0], names[13], names[14]) == (origin(0), origin(13), origin(14))
        # Letters are those of the font, moved by nothing.
        for character in "aÅg5":
            name, other = (font.getBestCmap()[ord(character)] for font in (made, whole))
            assert made["hmtx"][name][0] == whole["hmtx"][other][0]


def test_style_names_each_face_once():
    style = (FOLDER.parent / "fonts.css").read_text(encoding="utf-8")
    named = re.findall(r"url\(fonts/([\w-]+)\.woff2\)", style)
    assert sorted(named) == sorted(MADE["FACES"])
    assert set(re.findall(r'font-family: "(.*)"', style)) == {
        f for _, f, _ in MADE["FACES"].values()
    }
    assert sorted(path.stem for path in FOLDER.glob("*.woff2")) == sorted(named)
    assert sorted(FONTS) == sorted(f"fonts/{face}.woff2" for face in named)


def test_licence_tells_what_was_done_and_keeps_the_terms():
    text = (FOLDER / "LICENSE.txt").read_text(encoding="utf-8")
    for family in {family for _, family, _ in MADE["FACES"].values()}:
        assert family in text
    assert "Reserved Font Name 'Source'" in text
    original = (ROOT / "themes" / "fonts" / "source-sans-3" / "LICENSE.txt").read_text(
        encoding="utf-8"
    )
    terms = original[original.index("-----") :]
    assert text.endswith(terms)
