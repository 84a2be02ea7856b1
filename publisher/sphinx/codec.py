"""The codec by which Sphinx decodes: it reads a file before any parser is asked.

UTF-8 as ever.  What is none would end the whole build; a file with a question
heading is given to the parser all the same, which reads its bytes again and says so.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Buffer

NAME = "publisher"


class _Decoder(codecs.BufferedIncrementalDecoder):
    """Holds everything back until the end: what a byte means depends on all of them."""

    def _buffer_decode(self, data: Buffer, errors: str, final: bool) -> tuple[str, int]:
        return _decode(data, errors) if final else ("", 0)


def _decode(data: Buffer, errors: str = "strict", /) -> tuple[str, int]:
    held = bytes(data)
    try:
        text = held.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors)
    except UnicodeDecodeError:
        text = _of_report(held)
        if not text:
            raise
    return text, len(held)


def _of_report(data: bytes) -> str:
    """Return the text of a report that is no UTF-8; the empty string: it is no report."""
    from publisher.read.cut.glance import asks
    from publisher.read.files.load import BrokenReport, decode

    try:
        text = decode(data).text
    except BrokenReport:
        text = data.decode("cp1252", "replace")  # the parser will say what is wrong
    return text if asks(text) else ""


def _find(name: str) -> codecs.CodecInfo | None:
    if name != NAME:
        return None
    return codecs.CodecInfo(
        codecs.utf_8_encode,
        _decode,
        incrementaldecoder=_Decoder,
        name=NAME,
    )


codecs.register(_find)
