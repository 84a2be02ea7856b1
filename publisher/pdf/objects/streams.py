"""The streams of a finished PDF, compressed once.

pydyf compresses each as often as it is asked for its bytes (twice: for the file, and for the file's identifier),
at zlib's highest level: three times the time of the usual one for a file smaller by one in a hundred.
"""

from __future__ import annotations

import zlib
from typing import Any

import pydyf

__all__ = ["compress_streams"]

LEVEL = 6


def compress_streams(pdf: Any) -> None:
    """Compress what is to be compressed.  After it no stream can be changed."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.compress:
            item.stream = [zlib.compress(_content(item), LEVEL)]
            item.extra["Filter"] = "/FlateDecode"
            item.compress = False


def _content(stream: pydyf.Stream) -> bytes:
    """Return what a stream holds, as pydyf writes it: behind a dictionary of its length alone."""
    written = pydyf.Stream(stream.stream).data
    content: bytes = written.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
    return content
