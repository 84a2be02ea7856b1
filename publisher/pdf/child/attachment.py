"""A file inside a PDF of a stranger's: read in the child process only, and the one place that does."""

from __future__ import annotations

import io
import sys
import zlib
from contextlib import suppress
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["AttachmentError", "Kind", "attachment"]

Kind = Literal["encrypted", "damaged", "none", "packed", "large", "cut"]
PIECE = 1024**2

PACKED = (b"/FlateDecode", b"[ /FlateDecode ]")


def _load() -> tuple[Any, Callable[[BinaryIO], Any]]:
    """Return the compiled half of pikepdf, and what opens a PDF; all of it where that is not as we know it.

    Its half in Python (metadata, images, outlines) takes three times as long to import, and is not needed here.
    """
    found = find_spec("pikepdf")
    if found and found.submodule_search_locations:
        package = ModuleType("pikepdf")
        package.__path__ = found.submodule_search_locations
        sys.modules["pikepdf"] = package
        with suppress(ImportError, AttributeError):
            import pikepdf._core as core

            return core, core.Pdf._open  # type: ignore[attr-defined]  # noqa: SLF001
        del sys.modules["pikepdf"]
    import pikepdf

    return pikepdf, pikepdf.Pdf.open


_qpdf, _opened = _load()


class AttachmentError(Exception):
    """There is no such file in the PDF, or it cannot be read; ``kind`` says why."""

    def __init__(self, kind: Kind) -> None:
        """Take why."""
        super().__init__(kind)
        self.kind = kind


def attachment(data: bytes, name: str, limit: int) -> Iterator[bytes]:
    """Yield the pieces of the file ``name`` that the PDF ``data`` carries, of at most ``limit`` bytes.

    Raises AttachmentError (as it says).
    """
    try:
        pdf = _opened(io.BytesIO(data))
        if pdf.is_encrypted:
            raise AttachmentError("encrypted")
        if name not in pdf.attachments:
            raise AttachmentError("none")
        yield from _unpacked(pdf.attachments[name].obj.EF.F, limit)
    except _qpdf.PasswordError:
        raise AttachmentError("encrypted") from None
    except (_qpdf.PdfError, zlib.error, ValueError, TypeError, KeyError, AttributeError):
        raise AttachmentError("damaged") from None


def _unpacked(stream: Any, limit: int) -> Iterator[bytes]:
    held = stream.get("/Filter", None)
    if held is not None and held.unparse(resolved=True) not in PACKED:
        raise AttachmentError("packed")
    packed = memoryview(stream.read_raw_bytes())
    unpacker = zlib.decompressobj() if held is not None else None
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
