"""The text of what is drawn, said beside it where its glyphs alone would give another one.

A glyph has one text in the whole file (``textmaps``). That is not enough where one glyph is drawn for
several characters, or several for one, and where they are drawn from right to left: what is copied,
searched and read aloud would be other words, or none.  WeasyPrint says no text beside glyphs: its issues #2841
(a word in Arabic becomes another) and #106 (from right to left) tell what comes of it.
"""

from __future__ import annotations

import re
from binascii import unhexlify
from functools import partial
from struct import iter_unpack
from typing import TYPE_CHECKING, Any

import pydyf
from weasyprint.draw import text as drawing

from publisher.pdf.objects.metadata import LONGEST
from publisher.pdf.objects.text_maps import readable
from publisher.pdf.patches.patch import Patch

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PATCH", "apply"]

PATCH = Patch(
    needs={
        "weasyprint.draw.text.draw_first_line": ("stream", "textbox"),
        "weasyprint.pdf.stream.Stream._fonts": (),
        "weasyprint.pdf.stream.Stream._current_font": (),
    },
    without="what is copied from ligatures, accents and text from right to left is not what was written",
)
# What a line's drawing consists of: the choice of a font, and glyphs in hexadecimal digits.
_FONT = re.compile(rb"/(\w+) \S+ Tf")
_GLYPHS = re.compile(rb"<([0-9a-f]+)>")
# Blanks and formats, which have no glyph, or one that depends on the font.
_UNSEEN = re.compile(
    r"[\s\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]+"
)


def apply() -> None:
    """Let WeasyPrint say the text of a line where its glyphs do not (ISO 32000-1, 14.9.4)."""
    drawing.draw_first_line = partial(_saying, drawing.draw_first_line)


def _saying(draw: Any, stream: Any, textbox: Any, *others: Any) -> Any:
    start, font = len(stream.stream), stream._current_font  # noqa: SLF001  (no public way)
    text = textbox.pango_layout.text
    if text.endswith("\n"):  # kept where a cell is narrower than a letter, and no glyph
        text = text.rstrip("\n")
        textbox.pango_layout.set_text(text, justify=True)
    emojis = draw(stream, textbox, *others)
    drawn = "".join(_texts(stream, start, font[0] if font else ""))
    # Most lines are drawn letter by letter as they are written.
    otherwise = drawn != text and _seen(drawn) != _seen(text)
    if otherwise and len(stream.stream) > start and len(text) <= LONGEST:
        said = pydyf.Dictionary({"ActualText": pydyf.String(readable(text))})
        stream.stream[start:start] = ["/Span", said, b"BDC"]
        stream.end_marked_content()
    return emojis


def _texts(stream: Any, start: int, name: str) -> Iterator[str]:
    """Yield the text that the file gives to the glyphs drawn from ``start`` on."""
    fonts = {font.hash: font.to_unicode for font in stream._fonts.values()}  # noqa: SLF001  (no public way)
    for item in stream.stream[start:]:
        if chosen := _FONT.fullmatch(item):
            name = chosen[1].decode()
        elif item.endswith(b"TJ"):
            glyphs = unhexlify(b"".join(_GLYPHS.findall(item)))  # two bytes each
            texts = fonts[name]
            yield "".join([texts.get(glyph, "") for (glyph,) in iter_unpack(">H", glyphs)])


def _seen(text: str) -> str:
    return _UNSEEN.sub("", readable(text))
