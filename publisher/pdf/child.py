"""The child process: limits first, then WeasyPrint, a fence, and one job from standard input.

`process` starts it with the options as an argument. All that it prints, and all that a library
prints, goes to standard error; standard output carries the answer alone.
"""

from __future__ import annotations

import ctypes.util
import gc
import math
import os
import re
import sys
import traceback
from functools import partial
from pathlib import Path
from typing import IO, Any

from publisher.pdf.job import PdfLimits
from publisher.pdf.landlock import fence
from publisher.pdf.late import put_off
from publisher.pdf.protocol import (
    ProtocolError,
    pack,
    pack_result,
    unpack_attachments,
    unpack_job,
)

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
    """Limit address space, computing time, file size, and forbid core files.

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
    """Make one PDF: read a job from standard input, write the answer to standard output."""
    limits = PdfLimits(**options["limits"])
    set_limits(limits.memory_mib, limits.seconds)
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answer's bytes
    with answer:
        answer.write(_answer(sys.stdin.buffer, limits, Path(options["work"])))
    # To take a layout apart object by object would keep the parent waiting.
    os._exit(0)


def _answer(stream: IO[bytes], limits: PdfLimits, work: Path) -> bytes:
    try:
        return _made(stream, limits, work)
    except MemoryError:
        return pack({"error": "memory"})
    except ProtocolError:  # the parent is gone or was stopped while it wrote
        return pack({"error": "crash", "detail": "no job came"})
    except Exception:  # noqa: BLE001  (told to the parent, which names it)
        return pack({"error": "crash", "detail": traceback.format_exc()})


def _made(stream: IO[bytes], limits: PdfLimits, work: Path) -> bytes:
    _find_libraries_by_name()
    put_off()
    try:
        from publisher.pdf.render import render
        from publisher.pdf.watch import TooManyPagesError
    except OSError as error:
        found = re.search(r"cannot load library '([^']+)'", str(error))
        name = found[1] if found else "a library"
        return pack({"error": "library", "name": name, "detail": str(error)})
    # What was imported stays, and a layout leaves little waste: looking for it so often as Python
    # does by itself takes a fifth of the time.
    gc.freeze()
    gc.set_threshold(GARBAGE, 20, 100)
    fence(sys.path, work)  # all libraries are loaded; no byte of the report has been read
    job = unpack_job(stream)
    attachments = partial(unpack_attachments, stream)
    try:
        return pack_result(render(job, attachments, limits, work / "fonts"))
    except TooManyPagesError:
        return pack({"error": "pages"})


def _find_libraries_by_name() -> None:
    """Let libraries be looked for by name alone where that is enough.

    WeasyPrint tries several names of each, and for those that a system does not have Python runs a
    compiler to look further: 100 processes, 0.4 s. On Linux what is found so, the name finds too.
    """
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None  # noqa: ARG005  (its signature)
