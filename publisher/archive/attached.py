"""The archive inside a PDF: a child process takes it out, since nobody knows who made the PDF."""

from __future__ import annotations

import io
from typing import Final

from publisher.archive.error import ArchiveError

FILE: Final = "report.json"
"""The name under which a PDF carries its archive."""

# The child holds the PDF, and of what is in it one piece at a time.
_MEMORY_MIB: Final = 400
_TIMES_THE_SIZE: Final = 3
_SECONDS: Final = 10
_MIB_A_SECOND: Final = 20

_SAID: Final = {
    "encrypted": "is an encrypted PDF; save it without a password",
    "none": f"is a PDF without an archive (no file {FILE} is attached to it); "
    "was it made with --no-archive, or by another program?",
    "packed": "is a PDF whose archive is packed as this program never does",
    "cut": "is a PDF whose archive is cut off; copy the file again",
}
_DAMAGED: Final = "is a damaged PDF; copy the file again"


def attached_archive(data: bytes, limit: int) -> bytes:
    """Return the archive that the PDF ``data`` carries; at most ``limit`` bytes are unpacked.

    Raises ArchiveError.
    """
    from publisher.pdf.errors import PdfError
    from publisher.pdf.limits import PdfLimits
    from publisher.pdf.parent import Child
    from publisher.pdf.protocol import ProtocolError, head, unpack

    mib = len(data) // 1024**2 + 1
    limits = PdfLimits(
        seconds=_SECONDS + mib / _MIB_A_SECOND, memory_mib=_MEMORY_MIB + _TIMES_THE_SIZE * mib
    )
    found = io.BytesIO()
    said = "damaged"
    with Child(limits, "attached") as child:
        try:
            child.start()
            child.set_clock()
            answer = child.ask(head({"name": FILE, "limit": limit}, [data]), data)
            header, pieces = unpack(answer)
            while not header and found.tell() <= limit:  # whatever the child says
                found.writelines(pieces)
                header, pieces = unpack(answer)
            said = str(header.get("error", "" if header else "large"))
        except PdfError as error:
            raise ArchiveError(f"is a PDF that cannot be opened: {error}") from None
        except ProtocolError:
            said = "time" if child.overdue else "damaged"
    if not said:
        return found.getvalue()
    bounds = {
        "large": f"is a PDF whose archive has more than {limit // 1024**2} MiB",
        "memory": f"is a PDF that takes more than {limits.memory_mib} MiB to open; copy the file again",
        "time": f"is a PDF that takes more than {limits.seconds:.0f} s to open; copy the file again",
    }
    raise ArchiveError(bounds.get(said) or _SAID.get(said, _DAMAGED))
