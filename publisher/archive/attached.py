"""The archive inside a PDF: the one place that opens a PDF which we did not just make."""

from __future__ import annotations

import io
import zlib
from typing import Any

from publisher.archive.error import ArchiveError

FILE = "report.json"
"""The name under which a PDF carries its archive."""


def attached_archive(data: bytes, limit: int) -> bytes:
    """Return the archive that the PDF ``data`` carries; at most ``limit`` bytes are unpacked.

    Raises ArchiveError.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise ArchiveError("is an encrypted PDF; save it without a password")
            return _unpacked(_stream(pdf), limit)
    except pikepdf.PasswordError:
        raise ArchiveError("is an encrypted PDF; save it without a password") from None
    except (pikepdf.PdfError, zlib.error, ValueError, TypeError, KeyError, AttributeError):
        raise ArchiveError("is a damaged PDF; copy the file again") from None


def _stream(pdf: Any) -> Any:
    if FILE not in pdf.attachments:
        raise ArchiveError(
            f"is a PDF without an archive (no file {FILE} is attached to it); "
            "was it made with --no-archive, or by another program?"
        )
    return pdf.attachments[FILE].obj.EF.F


def _unpacked(stream: Any, limit: int) -> bytes:
    """Return the bytes of ``stream``, without unpacking more than an archive can have."""
    import pikepdf

    held = stream.get("/Filter", [])
    filters = [held] if isinstance(held, pikepdf.Name) else list(held)
    packed = bytes(stream.read_raw_bytes())
    if not filters:
        return packed
    if filters != [pikepdf.Name.FlateDecode]:
        raise ArchiveError("is a PDF whose archive is packed as this program never does")
    unpacker = zlib.decompressobj()
    data = unpacker.decompress(packed, limit)
    if unpacker.unconsumed_tail:
        raise ArchiveError(f"is a PDF whose archive has more than {limit // 1024**2} MiB")
    if not unpacker.eof:
        raise ArchiveError("is a PDF whose archive is cut off; copy the file again")
    return data
