"""What the pages of a PDF of a stranger's show: a child process looks at them, within limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from publisher.archive.error import ArchiveError
from publisher.pdf.errors import PdfError
from publisher.pdf.job import PdfLook
from publisher.pdf.parent import Child
from publisher.pdf.protocol import ProtocolError, head, unpack

if TYPE_CHECKING:
    from publisher.pdf.limits import PdfLimits

__all__ = ["looked_at"]

_NOT: Final = "is a PDF whose pages cannot be read"


def looked_at(data: bytes, limits: PdfLimits) -> tuple[str, list[PdfLook]]:
    """Return which program made the PDF ``data``, as it says, and what its pages show.

    Raises ArchiveError where that cannot be found out within ``limits``.
    """
    pages: list[PdfLook] = []
    with Child(limits, "looks") as child:
        try:
            child.start()
            child.set_clock()
            answer = child.ask(head({}, [data]), data)
            header, _ = unpack(answer)
            while "picture" in header and len(pages) <= limits.pages:
                pages.append(
                    PdfLook(
                        text=str(header["text"]),
                        picture=str(header["picture"]),
                        links=tuple(map(str, header["links"])),
                        images=int(header["images"]),
                    )
                )
                header, _ = unpack(answer)
        except PdfError as error:
            raise ArchiveError(f"{_NOT}: {error}") from None
        except (ProtocolError, KeyError, TypeError, ValueError):
            raise ArchiveError(
                f"{_NOT} in {limits.seconds:g} s" if child.overdue else _NOT
            ) from None
    if len(pages) > limits.pages:
        raise ArchiveError(f"is a PDF with more than {limits.pages:,} pages, the limit")
    if "producer" not in header:
        raise ArchiveError(_NOT)
    return str(header["producer"]), pages
