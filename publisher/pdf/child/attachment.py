"""A file inside a PDF of a stranger's: read in the child process only, and the one place that does."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, Any, Literal

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["AttachmentError", "Kind", "attachment"]

Kind = Literal["encrypted", "damaged", "none", "packed", "large", "cut"]
PIECE = 1024**2


class AttachmentError(Exception):
    """There is no such file in the PDF, or it cannot be read; `kind` says why."""

    def __init__(self, kind: Kind) -> None:
        """Take why."""
        super().__init__(kind)
        self.kind = kind


def attachment(data: bytes, name: str, limit: int) -> Iterator[bytes]:
    """Yield the pieces of the file `name` that the PDF `data` carries, of at most `limit` bytes.

    Raises:
        AttachmentError: as it says.

    """
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise AttachmentError("encrypted")
            if name not in pdf.attachments:
                raise AttachmentError("none")
            yield from _unpacked(pdf.attachments[name].obj.EF.F, limit)
    except pikepdf.PasswordError:
        raise AttachmentError("encrypted") from None
    except (pikepdf.PdfError, zlib.error, ValueError, TypeError, KeyError, AttributeError):
        raise AttachmentError("damaged") from None


def _unpacked(stream: Any, limit: int) -> Iterator[bytes]:
    held = stream.get("/Filter", [])
    filters = [held] if isinstance(held, pikepdf.Name) else list(held)
    if filters not in ([], [pikepdf.Name.FlateDecode]):
        raise AttachmentError("packed")
    packed = memoryview(stream.read_raw_bytes())
    unpacker = zlib.decompressobj() if filters else None
    size = 0
    for start in range(0, len(packed), PIECE):
        rest = bytes(packed[start : start + PIECE])
        while rest:
            if unpacker is None:
                piece, rest = rest, b""
            else:
                piece, rest = unpacker.decompress(rest, PIECE), unpacker.unconsumed_tail
            size += len(piece)
            if size > limit:
                raise AttachmentError("large")
            yield piece
    if unpacker is None or not packed:
        return
    yield unpacker.flush()
    if not unpacker.eof:
        raise AttachmentError("cut")
