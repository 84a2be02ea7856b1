"""How the two processes talk: a length, a JSON header, then raw bytes. No pickle."""

from __future__ import annotations

import json
import struct
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:  # late where it is needed: a child that only takes an archive out is done sooner
    from collections.abc import Sequence

    from publisher.pdf.job import PdfAttachment, PdfJob, PdfResult, PdfShown

__all__ = ["ProtocolError", "head", "pack", "pack_attachments", "pack_job", "pack_result"]
__all__ += ["unpack", "unpack_attachments", "unpack_job", "unpack_result"]

MAGIC = b"RPDF"
PREFIX = struct.Struct(">4sQ")
HEADER_LIMIT = 64 * 1024**2
# More than any answer or job has; a child that was led astray could announce anything.
BLOBS_LIMIT = 2 * 1024**3


class ProtocolError(ValueError):
    """What was read is not a message, or not a whole one."""


def pack(header: dict[str, Any], blobs: Sequence[bytes] = ()) -> bytes:
    """Return a message: the header, with the blobs' lengths, and the blobs."""
    return b"".join((head(header, blobs), *blobs))


def head(header: dict[str, Any], blobs: Sequence[bytes]) -> bytes:
    """Return a message without its blobs, for those that are too large to be put together."""
    text = json.dumps({**header, "blobs": [len(blob) for blob in blobs]}).encode("ascii")
    return PREFIX.pack(MAGIC, len(text)) + text


def unpack(stream: IO[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """Read one message.

    Raises ProtocolError (the stream ends early or holds something else).
    """
    magic, length = PREFIX.unpack(_exactly(stream, PREFIX.size))
    if magic != MAGIC or length > HEADER_LIMIT:
        raise ProtocolError("not a message")
    try:
        header = json.loads(_exactly(stream, length))
        sizes = [int(size) for size in header.pop("blobs")]
        if sum(sizes) > BLOBS_LIMIT or any(size < 0 for size in sizes):
            raise ProtocolError("not a message")
        return header, [_exactly(stream, size) for size in sizes]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ProtocolError(f"not a message: {error}") from error


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise ProtocolError(f"{size} bytes were announced, {len(data)} came")
    return data


def pack_job(job: PdfJob) -> bytes:
    """Return the job as a message."""
    area = job.image_area
    header = {
        "stylesheets": len(job.stylesheets),
        "images": list(job.images),
        "title": job.title,
        "language": job.language,
        "image_area": [area.width, area.height, area.resolution],
        "megapixels": job.megapixels,
    }
    texts = (job.html, *job.stylesheets)
    blobs = [text.encode("utf-8", "replace") for text in texts]
    blobs += [job.identifier, *job.images.values()]
    return pack(header, blobs)


def unpack_job(stream: IO[bytes]) -> PdfJob:
    """Read a job.

    Raises ProtocolError (as ``unpack``).
    """
    from publisher.pdf.job import ImageArea, PdfJob

    header, blobs = unpack(stream)
    rest = iter(blobs)
    width, height, resolution = header["image_area"]
    return PdfJob(
        html=next(rest).decode(),
        stylesheets=tuple(next(rest).decode() for _ in range(header["stylesheets"])),
        identifier=next(rest),
        images={url: next(rest) for url in header["images"]},
        title=header["title"],
        language=header["language"],
        image_area=ImageArea(width=width, height=height, resolution=resolution),
        megapixels=header["megapixels"],
    )


def pack_attachments(attachments: Sequence[PdfAttachment]) -> bytes:
    """Return the files to embed as a message: it follows the job, when they are made."""
    header = [[a.name, a.media_type, a.description] for a in attachments]
    return pack({"attachments": header}, [a.data for a in attachments])


def unpack_attachments(stream: IO[bytes]) -> tuple[PdfAttachment, ...]:
    """Read the files to embed.

    Raises ProtocolError (as ``unpack``).
    """
    from publisher.pdf.job import PdfAttachment

    header, blobs = unpack(stream)
    return tuple(
        PdfAttachment(name=name, data=data, media_type=kind, description=description)
        for (name, kind, description), data in zip(header["attachments"], blobs, strict=True)
    )


def pack_result(result: PdfResult) -> bytes:
    """Return the result as a message."""
    header = {
        "pages": result.pages,
        "messages": result.messages,
        "unreadable": dict(result.unreadable),
        "places": dict(result.places),
        "missing": list(map(ord, result.missing)),
        "shown": _shown_header(result.shown),
        "lacks": dict(result.lacks),
        "otherwise": dict(result.otherwise),
        "plain": dict(result.plain),
        "weaker": result.weaker,
        "took": result.took,
    }
    return pack(header, [result.pdf])


def _shown_header(shown: PdfShown) -> dict[str, Any]:
    return {
        "words": shown.words,
        "figures": shown.figures,
        "pictures": shown.pictures,
        "cut": shown.cut,
    }


def _shown(header: dict[str, Any]) -> PdfShown:
    from publisher.pdf.job import PdfShown

    return PdfShown(
        words=list(map(str, header["words"])),
        figures=int(header["figures"]),
        pictures=int(header["pictures"]),
        cut=[
            (int(page), str(what), None if figure is None else int(figure))
            for page, what, figure in header["cut"]
        ],
    )


def unpack_result(header: dict[str, Any], blobs: list[bytes]) -> PdfResult:
    """Return the result that ``unpack`` read.

    Raises ProtocolError (the message is no result).
    """
    from publisher.pdf.job import PdfResult

    try:
        messages, unreadable = tuple(header["messages"]), dict(header["unreadable"])
        places = {str(name): (int(a), int(b)) for name, (a, b) in header["places"].items()}
        missing = tuple(map(chr, header["missing"]))
        lacks, otherwise = (
            {str(url): tuple(map(str, words)) for url, words in header[name].items()}
            for name in ("lacks", "otherwise")
        )
        return PdfResult(
            pdf=blobs[0],
            pages=int(header["pages"]),
            messages=messages,
            unreadable=unreadable,
            places=places,
            missing=missing,
            shown=_shown(header["shown"]),
            lacks=lacks,
            otherwise=otherwise,
            plain={str(latex): (str(a), str(b)) for latex, (a, b) in header["plain"].items()},
            weaker=tuple(map(str, header["weaker"])),
            took=tuple((str(name), float(wall), float(cpu)) for name, wall, cpu in header["took"]),
        )
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise ProtocolError(f"not a result: {error}") from error
