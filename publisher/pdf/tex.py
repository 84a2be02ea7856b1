"""TeX, run on what we wrote: in a folder of its own, without a shell, fenced in, and ended when its time is over.

No command of an author's is in what it is given (``builders/latex/escape``); all of this holds should that fail once.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from publisher.language.message import Message
from publisher.pdf.environment import apart, import_path
from publisher.pdf.errors import PdfCrashed, PdfError, PdfLibraryMissing, PdfTimeout
from publisher.pdf.work import Work, sweep

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.pdf.limits import PdfLimits

__all__ = ["TexFailed", "typeset"]

PROGRAMS: Final = ("latexmk", "lualatex")
PACKAGES: Final = "latexmk texlive-latex-extra texlive-luatex"
"""What brings them on Debian and Ubuntu."""
_OPTIONS: Final = (
    *("-lualatex", "-norc", "-interaction=nonstopmode", "-halt-on-error", "-file-line-error"),
    "-latexoption=-no-shell-escape",
)
# Where systems keep TeX beside programs: its settings, its formats and maps, its own tree.
_READABLE: Final = ("/bin", "/etc/texmf", "/etc/alternatives", "/var/lib/texmf", "/var/lib/texlive")
_FENCED: Final = (
    "import json, os, sys; options = json.loads(sys.argv[1]); sys.path[:] = options['path'] + "
    "[p for p in sys.path if p not in options['path']]; "
    "from publisher.pdf.child.main import set_limits; from publisher.pdf.child.landlock import fence; "
    "set_limits(**options['limits']); fence(options['readable'], options['own'], runs=True); "
    "os.execvp(options['run'][0], options['run'])"
)
_ERROR: Final = re.compile(r"^(?:\./)?report\.tex:(\d+): (.*)", re.MULTILINE)
_MARK: Final = re.compile(r"^% question (\d+), line (\d+)$")
_LONGEST: Final = 200
_KEPT: Final = 4 * 1024**2
"""Bytes of a log that are read."""
_LEAST_MEMORY: Final = 4096
"""MiB of address space: LuaTeX maps its fonts, which a limit for the PDF's own process knows nothing of."""


class TexFailed(PdfError):  # noqa: N818  (it says what happened)
    """TeX stopped at an error.

    ``line``: of the report, where that is known, else 0; ``question``: in whose answer it is, None where not known.
    """

    advice = Message("publish the other formats, and report the fault: no report should do this")

    def __init__(self, message: str, detail: str, line: int, question: int | None) -> None:
        """Take the message, the log's end, and the place."""
        super().__init__(message, detail)
        self.line, self.question = line, question


def typeset(files: Mapping[str, bytes], limits: PdfLimits) -> tuple[bytes, str]:
    """Return the PDF that TeX makes of ``files``, by their names, of which ``report.tex`` is the first read, and its log.

    Raises PdfLibraryMissing (there is no TeX), PdfTimeout (the limit of time is over: it hangs), TexFailed,
    PdfCrashed (it cannot be run).
    """
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        raise PdfLibraryMissing(
            Message(
                "there is no {programs}; install TeX Live (on Debian: {packages}), or publish with --to latex",
                programs=", ".join(missing),
                packages=PACKAGES,
            )
        )
    sweep()
    try:
        work = Work()
    except OSError as error:
        raise PdfCrashed(Message("the process for the PDF cannot start"), str(error)) from error
    try:
        return _run(work.path, files, limits)
    finally:
        work.close()


def _run(work: Path, files: Mapping[str, bytes], limits: PdfLimits) -> tuple[bytes, str]:
    folder = work / "report"
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    held = asdict(limits)
    memory = max(held["memory_mib"], _LEAST_MEMORY)
    options = {
        "path": import_path(),
        "limits": {"memory_mib": memory, "seconds": limits.seconds},
        "readable": [*_READABLE, *_trees()],
        "own": str(work),
        "run": ["latexmk", *_OPTIONS, "report.tex"],
    }
    with (work / "said.txt").open("wb") as said:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and text
            [sys.executable, "-P", "-s", "-X", "utf8", "-c", _FENCED, json.dumps(options)],
            stdin=subprocess.DEVNULL,  # what asks gets no answer, and ends
            stdout=said,
            stderr=subprocess.STDOUT,
            env=_environment(work),
            cwd=folder,
            start_new_session=True,
        )
        try:
            child.wait(limits.seconds)
        except subprocess.TimeoutExpired:
            raise PdfTimeout(
                Message("TeX was not done after {seconds:g} s, the limit", seconds=limits.seconds),
                _text_of(work / "said.txt"),
            ) from None
        finally:
            _end(child)
    made = folder / "report.pdf"
    if child.returncode == 0 and made.is_file():
        return made.read_bytes(), _text_of(folder / "report.log")
    raise _failure(folder, _text_of(work / "said.txt"))


def _trees() -> list[str]:
    """Return where TeX is, if that is no place of the system's: three folders above its program."""
    found = {Path(path).resolve() for name in PROGRAMS if (path := shutil.which(name))}
    return sorted({str(path.parents[min(2, len(path.parents) - 1)]) for path in found} - {"/"})


def _environment(work: Path) -> dict[str, str]:
    """Return the whole environment: no setting of the user's, and what TeX keeps is kept in ``work``."""
    return apart(work, os.environ, ("PATH", "SYSTEMROOT")) | {
        "TEXMFHOME": str(work / "texmf"),
        "TEXMFVAR": str(work / "var"),
        "TEXMFCONFIG": str(work / "config"),
        "TEXMFCACHE": str(work / "var"),
        "openout_any": "p",
        "FORCE_SOURCE_DATE": "1",
    }


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and all that it started: they are a session of their own."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    child.wait()


def _text_of(path: Path) -> str:
    """Return what is in a file of TeX's, its end if it is long; empty: it is not there."""
    with suppress(OSError):
        return path.read_bytes()[-_KEPT:].decode("utf-8", "replace")
    return ""


def _failure(folder: Path, said: str) -> PdfError:
    """Return the log's first error, with the place in the report that the source names above it."""
    with suppress(OSError):
        log = _text_of(folder / "report.log")
        if found := _ERROR.search(log):
            lines = (folder / "report.tex").read_text(encoding="utf-8").split("\n")
            above = reversed(lines[: int(found[1])])
            mark = next((m for line in above if (m := _MARK.match(line))), None)
            message = Message("TeX stopped: {what}", what=found[2][:_LONGEST])
            number, line = (int(mark[1]), int(mark[2])) if mark else (None, 0)
            return TexFailed(message, said, line, number)
    if "Fatal error" in said or not (folder / "report.log").exists():
        return PdfCrashed(Message("TeX could not be run"), said)
    return TexFailed(Message("TeX stopped without a word"), said, 0, None)
