"""The child process: limits first, then libraries, a fence, and one task from standard input.

``parent`` starts it with the options as an argument. All that it prints, and all that a library
prints, goes to standard error; standard output carries the answer alone. What one task needs is imported by
that task: the start is half of what it costs to take an archive out of a PDF.
"""

from __future__ import annotations

import gc
import math
import os
import sys
from typing import IO, TYPE_CHECKING, Any

from publisher.doors.stages import Laps
from publisher.pdf.child.ending import end_with
from publisher.pdf.child.landlock import fence
from publisher.pdf.protocol import ProtocolError, pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["main", "set_limits"]

# Fonts, fontconfig's cache and what is printed: all that the child may write.
FILE_LIMIT = 256 * 1024**2
# Seconds of computing time beyond the limit: the import, and the parent's chance to speak first.
GRACE = 10
# The layout and the pictures each have one.
THREADS = 2
MIB = 1024**2
# Objects after which the youngest are looked through.
GARBAGE = 200_000


def set_limits(memory_mib: int, seconds: float) -> None:
    """Limit address space (``memory_mib``), computing time (``seconds``), file size, and forbid core files.

    Where the system has no such limits, as Windows, the parent's limit of time remains.
    """
    try:
        import resource
    except ImportError:
        return
    cpu = math.ceil(seconds) * THREADS + GRACE
    for name, limit in (
        ("RLIMIT_AS", memory_mib * MIB),
        ("RLIMIT_CPU", cpu),
        ("RLIMIT_FSIZE", FILE_LIMIT),
        ("RLIMIT_CORE", 0),
    ):
        _limit(resource, name, limit)


def _limit(resource: Any, name: str, limit: int) -> None:
    kind = getattr(resource, name, None)
    if kind is None:
        return
    _, most = resource.getrlimit(kind)
    soft = limit if most == resource.RLIM_INFINITY else min(limit, most)
    try:
        resource.setrlimit(kind, (soft, most))
    except (ValueError, OSError):  # some systems know the limit and refuse to set it
        return


def main(options: dict[str, Any]) -> None:
    """Do one task: read from standard input, write the answer to standard output."""
    limits: dict[str, Any] = options["limits"]
    set_limits(limits["memory_mib"], limits["seconds"])
    answer = os.fdopen(os.dup(1), "wb")
    end_with(options["parent"], answer.fileno())
    os.dup2(2, 1)  # what a library prints must not get between the answer's bytes
    with answer:
        for message in _answers(options["task"], sys.stdin.buffer, limits, options["work"]):
            answer.write(message)
    # To take a layout apart object by object would keep the parent waiting.
    os._exit(0)


def _answers(task: str, stream: IO[bytes], limits: dict[str, Any], work: str) -> Iterator[bytes]:
    try:
        yield from TASKS[task](stream, limits, work)
    except MemoryError:
        yield pack({"error": "memory"})
    except ProtocolError:  # the parent is gone or was stopped while it wrote
        yield pack({"error": "crash", "detail": "no job came"})
    except Exception:  # noqa: BLE001  (told to the parent, which names it)
        import traceback

        yield pack({"error": "crash", "detail": traceback.format_exc()})


def load() -> OSError | None:
    """Load what makes PDFs; return the error of a library of the system that is not there."""
    from publisher.pdf.patches.late_imports import put_off

    _find_libraries_by_name()
    put_off()
    try:
        import publisher.pdf.child.render  # noqa: F401 - it brings WeasyPrint
    except OSError as error:
        return error
    return None


def _made(stream: IO[bytes], limits: dict[str, Any], work: str) -> Iterator[bytes]:
    """Make a PDF, and read what it shows."""
    laps = Laps()
    if error := load():
        yield _library_missing(error)
        return
    from dataclasses import replace
    from functools import partial
    from pathlib import Path

    from publisher.pdf.child.page_limit import TooManyPagesError
    from publisher.pdf.child.render import render
    from publisher.pdf.limits import PdfLimits
    from publisher.pdf.objects.fonts import ForeignFontError
    from publisher.pdf.patches.listed import apply_all
    from publisher.pdf.protocol import pack_result, unpack_attachments, unpack_job

    apply_all()  # now, while no job is there
    # What was imported stays, and a layout leaves little waste: looking for it so often as Python
    # does by itself takes a fifth of the time.
    gc.freeze()
    gc.set_threshold(GARBAGE, 20, 100)
    gc.enable()
    fence(sys.path, work)  # all libraries are loaded; no byte of the report has been read
    laps.end("load")
    job = unpack_job(stream)
    laps.end("job")
    attachments = partial(unpack_attachments, stream)
    try:
        made = render(job, attachments, PdfLimits(**limits), Path(work, "fonts"), laps)
    except TooManyPagesError:
        yield pack({"error": "pages"})
        return
    except ForeignFontError as foreign:
        yield pack({"error": "fonts", "names": foreign.args})
        return
    _give_back()
    from publisher.proof.pdf import read_pdf  # late: while a page is laid out it would take room

    shown = read_pdf(made.pdf)
    laps.end("read")
    yield pack_result(replace(made, shown=shown, took=tuple(laps.found)))


def _give_back() -> None:
    """Give the system back what was freed, where its C library can: 13 of 110 MiB, in 2 ms."""
    if sys.platform == "linux":
        import ctypes

        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim:
            trim(0)


def _library_missing(error: OSError) -> bytes:
    import re

    found = re.search(r"cannot load library '([^']+)'", str(error))
    name = found[1] if found else "a library"
    return pack({"error": "library", "name": name, "detail": str(error)})


def _converted(stream: IO[bytes], limits: dict[str, Any], work: str) -> Iterator[bytes]:
    """Turn pictures into PNG, one by one."""
    if error := load():
        yield _library_missing(error)
        return
    from publisher.pdf.child.conversion import converted
    from publisher.pdf.limits import PdfLimits

    fence(sys.path, work)
    asked, blobs = unpack(stream)
    pictures = dict(zip(asked["names"], blobs, strict=True))
    told = asked["language"], asked["megapixels"], PdfLimits(**limits), work
    for name, data, why in converted(pictures, *told):
        yield pack({"name": name, "why": why}, [data])


def _attached(stream: IO[bytes], limits: dict[str, Any], work: str) -> Iterator[bytes]:
    """Take a file out of a PDF that somebody else may have made, piece by piece."""
    del limits
    from publisher.pdf.child.attachment import AttachmentError, attachment

    fence(sys.path, work)
    header, (data,) = unpack(stream)
    try:
        for piece in attachment(data, header["name"], header["limit"]):
            yield pack({}, [piece])
    except AttachmentError as error:
        yield pack({"error": error.kind})
    else:
        yield pack({"end": True})


def _looked_at(stream: IO[bytes], limits: dict[str, Any], work: str) -> Iterator[bytes]:
    """Look at the pages of a PDF that somebody else may have made, one by one."""
    del limits
    from dataclasses import asdict

    from publisher.proof.looks import looks, producer

    fence(sys.path, work)
    _, (data,) = unpack(stream)
    for look in looks(data):
        yield pack(asdict(look))
    yield pack({"producer": producer(data)})


TASKS = {"make": _made, "attached": _attached, "looks": _looked_at, "pictures": _converted}


def _find_libraries_by_name() -> None:
    """Let libraries be looked for by name alone where that is enough.

    WeasyPrint tries several names of each, and for those that a system does not have Python runs a
    compiler to look further: 100 processes, 0.4 s. On Linux what is found so, the name finds too.
    """
    if sys.platform == "linux":
        import ctypes.util

        ctypes.util.find_library = lambda name: None  # noqa: ARG005  (its signature)
