"""Pictures as PNG: a child process decodes and draws them, within the limits of a PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.pdf.process import PdfProcess
from publisher.pdf.protocol import ProtocolError, pack, unpack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.pdf.limits import PdfLimits

__all__ = ["to_png"]


class _Converter(PdfProcess):
    """A child process that turns pictures into PNG."""

    def __init__(self, limits: PdfLimits) -> None:
        super().__init__(limits)
        self.task = "pictures"


def to_png(
    pictures: Mapping[str, bytes], *, language: str, megapixels: int, limits: PdfLimits
) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return pictures as PNG by their names, and why a grey box stands for some, by theirs.

    ``language``: of the report, for drawings; ``megapixels``: see ``PdfJob``.  Raises PdfError.
    """
    with _Converter(limits) as child:
        child.start()
        child.set_clock()
        header = {"names": list(pictures), "language": language, "megapixels": megapixels}
        answer = child.ask(pack(header, list(pictures.values())))
        made: dict[str, bytes] = {}
        failed: dict[str, str] = {}
        try:
            while len(made) < len(pictures):
                header, blobs = unpack(answer)
                if "error" in header:
                    raise child.failure(header)
                made[str(header["name"])] = blobs[0]
                if why := str(header["why"]):
                    failed[str(header["name"])] = why
        except (ProtocolError, KeyError, IndexError):
            child.wait()
            raise child.silence() from None
    return made, failed
