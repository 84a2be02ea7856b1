"""Emoji on paper: in colour, none a black box, and what one copies is the emoji."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pypdfium2
from fontTools.pens.areaPen import AreaPen
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from support import write_report

from publisher.doors.assets import themes_folder
from publisher.pdf.child.emoji import EMOJI, MOST, colour_emoji
from publisher.publish.build import Options, build

FILLED = 0.6
"""Of the square that a sign stands in."""
SIGNS = ["✅", "➡️", "ℹ️", "🆗", "🛑", "👩‍💻", "🇩🇰", "👍🏽", "1️⃣", "❤️", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "⚠️", "❌", "🔴"]
PIECES = st.lists(st.sampled_from([*SIGNS, "a", " ", "1", "✓", "©", "→", "é"]), max_size=12)


def tree(texts):
    root = ET.Element("p")
    root.text = "".join(texts[0])
    for text in texts[1:]:
        ET.SubElement(root, "b").tail = "".join(text)
    return root


@given(st.lists(PIECES, min_size=1, max_size=4))
def test_each_emoji_is_in_an_element_of_its_colour_and_no_letter_moves(texts):
    root, before = tree(texts), "".join(tree(texts).itertext())
    colour_emoji(root)
    assert "".join(root.itertext()) == before
    coloured = [span.text for span in root.iter("span")]
    assert "".join(coloured) == "".join(p for text in texts for p in text if p in SIGNS)
    assert all(span.get("class").startswith("emoji-") for span in root.iter("span"))


@given(st.lists(st.sampled_from(SIGNS), min_size=1, max_size=9))
def test_what_is_one_sign_is_never_parted(signs):
    assert EMOJI.findall("".join(signs)) == signs


def test_signs_that_the_font_fills_are_all_known():
    with TTFont(themes_folder() / "fonts" / "noto-emoji" / "NotoEmoji-Regular.ttf") as font:
        glyphs, square = font.getGlyphSet(), font["head"].unitsPerEm ** 2
        for code, name in font.getBestCmap().items():
            glyphs[name].draw(pen := AreaPen(glyphs))
            if abs(pen.value) > FILLED * square:
                assert EMOJI.fullmatch(chr(code)) or EMOJI.fullmatch(chr(code) + "\ufe0f")


def test_beyond_a_number_of_emoji_they_have_the_text_s_colour():
    root = tree([["✅a"] * (MOST + 1)])
    colour_emoji(root)
    assert len(list(root.iter("span"))) == MOST


def test_paper_shows_no_black_box_and_gives_the_emoji_to_who_copies(tmp_path):
    path = write_report(tmp_path / "report", " ".join(["✅", "➡️", "ℹ️", "🆗", "🛑", "Ⓜ️", "🔝"] * 3))
    made = build(path, tmp_path / "out", options=Options(formats=["pdf"]))
    assert not made.lost
    with pypdfium2.PdfDocument(made.written[0].read_bytes()) as pdf:
        page = pdf[len(pdf) - 1]
        text = page.get_textpage()
        for sign in "✅➡ℹ🆗🛑Ⓜ🔝":
            assert text.get_text_range().count(sign) == 3
        start = text.get_text_range().index("✅")
        left, bottom, right, top = text.get_charbox(start)
        picture = page.render(scale=4).to_pil().convert("RGB")
        height = page.get_height()
        box = picture.crop([round(4 * v) for v in (left, height - top, right, height - bottom)])
    colours = {colour for _, colour in box.getcolors(100_000)}
    assert min(max(colour) - min(colour) for colour in colours if max(colour) < 120) > 40
