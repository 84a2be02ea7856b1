"""A report's bytes: reading the file, decoding it, and saying how."""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import punctuation
from typing import TYPE_CHECKING, Final

from publisher.doors.opened import FileError, read_file
from publisher.language.message import Message

if TYPE_CHECKING:
    from pathlib import Path

NAMES: Final = ("README.md", "report.md")
"""The report's names in a folder, in this order."""
MARKDOWN: Final = (".md", ".markdown")
"""How the name of a report's file ends, in lower case."""
MAX_REPORT_MIB = 4
"""The largest report that is read, unless a course says otherwise (real ones have 20 to 60 kB)."""
SIGNS_PER_MIB = 90_000
"""Line ends and punctuation that go with each MiB of the limit (whole real reports: 4,200 at most).

What a text costs is the nodes of its tree, and each begins at such a sign: a paragraph of prose takes
a thousand bytes, a cell of a table two.
"""

_PUNCTUATION = punctuation.encode()
_UTF8_BOM = b"\xef\xbb\xbf"
_STRAY = re.compile("[\udc80-\udcff]")
"""A byte that is no UTF-8, as ``surrogateescape`` writes it."""
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_FOREIGN_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


class BrokenReport(Exception):  # noqa: N818 - "broken" is the contract's word for this outcome
    """The report cannot be read at all; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """A report's file: its bytes, its text, and how one became the other.

    ``encoding``: ``utf-8``, or ``cp1252`` if most of what is no ASCII is that; ``bom``: a
    UTF-8 byte-order mark was dropped; ``undecodable``: line (from 1) and column of the first
    byte that is no UTF-8, None if there is none.
    """

    data: bytes
    text: str
    encoding: str
    bom: bool
    undecodable: tuple[int, int] | None

    @property
    def line_ends(self) -> str:
        """``lf``, ``crlf``, ``cr``, ``mixed`` or ``none``."""
        crlf = self.text.count("\r\n")
        kinds = {
            "crlf": crlf,
            "cr": self.text.count("\r") - crlf,
            "lf": self.text.count("\n") - crlf,
        }
        used = [name for name, count in kinds.items() if count]
        return used[0] if len(used) == 1 else "mixed" if used else "none"


def load(path: Path, max_mib: int = MAX_REPORT_MIB) -> Source:
    """Read and decode the file at ``path``, of at most ``max_mib`` MiB.

    Raises BrokenReport if it is missing, empty, too large or dense, binary, neither UTF-8 nor
    cp1252, or no regular file: a device has no end, and a pipe may never begin.
    """
    try:
        data = read_file(path, max_mib * 1024 * 1024)
    except FileError as error:
        raise BrokenReport(_told(error, max_mib)) from None
    return admit(data, max_mib)


def admit(data: bytes, max_mib: int = MAX_REPORT_MIB) -> Source:
    """Decode a report's bytes, wherever they come from, if it is not too much to be parsed.

    Raises BrokenReport if they are empty, too many or too dense, binary, neither UTF-8 nor cp1252.
    ``max_mib``: of the text at most, in MiB.
    """
    if len(data) > max_mib * 1024 * 1024:
        raise BrokenReport(_too_large(max_mib))
    source = decode(data)
    if (found := _signs(data)) > (most := SIGNS_PER_MIB * max_mib):
        raise BrokenReport(
            Message(
                "the text has {found:,} line ends and signs of punctuation, more than the {most:,} "
                "that go with {size} MiB (the limit; a course's max_report_mib changes it); take out "
                "what was pasted",
                found=found,
                most=most,
                size=max_mib,
            )
        )
    return source


def _told(error: FileError, max_mib: int) -> str:
    """Return what is said of a report's file that the door to files refuses."""
    told = {
        "missing": Message("there is no such file"),
        "no regular file": Message("this is no regular file; expected Markdown text"),
        "too large": _too_large(max_mib),
        "changed": Message("the file changed while it was read; run it again once it is saved"),
    }
    return told.get(error.kind, Message("the file cannot be read: {why}", why=error.strerror))


def _too_large(max_mib: int) -> str:
    return Message(
        "the file has more than {size} MiB (the limit; a course's max_report_mib changes it); a "
        "report is text, its figures stand beside it",
        size=max_mib,
    )


def _signs(data: bytes) -> int:
    """Count what begins a node of the tree; twice what begins a cell, which is two."""
    signs = sum(map(data.count, _PUNCTUATION)) + data.count(b"|")
    return signs + data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")


def decode(data: bytes) -> Source:
    """Decode a report's bytes.

    A few bytes that are no UTF-8 in a file that is (one pasted from elsewhere, a letter cut in
    two) are read as cp1252 each, and U+FFFD where that has none.  Raises BrokenReport if the
    bytes are empty or no text.
    """
    if not data.removeprefix(_UTF8_BOM).strip():
        raise BrokenReport(
            Message("the file is empty; expected a report with questions and answers")
        )
    for mark, name in _FOREIGN_BOMS.items():
        if data.startswith(mark):
            raise BrokenReport(Message("the file is {encoding}; save it as UTF-8", encoding=name))
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        raise BrokenReport(
            Message(
                "the file is binary (a NUL byte in line {line}); expected Markdown text", line=line
            )
        )
    bom = data.startswith(_UTF8_BOM)
    body = data[len(_UTF8_BOM) :] if bom else data
    try:
        return Source(data, body.decode("utf-8"), "utf-8", bom, None)
    except UnicodeDecodeError as error:
        before = body[: error.start]
        place = (before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1)
    escaped = body.decode("utf-8", "surrogateescape")
    stray = len(_STRAY.findall(escaped))
    letters = sum(len(run) for run in _NOT_ASCII.findall(escaped)) - stray
    # Text in cp1252 is hardly ever valid UTF-8 by chance: one such letter outweighs a stray byte.
    if letters >= stray:
        text = _STRAY.sub(lambda m: _as_cp1252(ord(m[0]) - 0xDC00), escaped)
        return Source(data, text, "utf-8", bom, place)
    try:
        return Source(data, body.decode("cp1252"), "cp1252", bom, place)
    except UnicodeDecodeError:
        raise BrokenReport(
            Message(
                "the file is neither UTF-8 (line {line}, column {column}) nor cp1252; save it as UTF-8",
                line=place[0],
                column=place[1],
            )
        ) from None


def _as_cp1252(byte: int) -> str:
    return bytes([byte]).decode("cp1252", "replace")


def holds_question(path: Path) -> bool:
    """Tell whether the file at ``path`` can be read, and asks a question."""
    from publisher.read.cut.glance import asks

    try:
        return asks(load(path).text)
    except BrokenReport:
        return False


def markdown_in(folder: Path) -> list[Path]:
    """Return the Markdown files in ``folder``, or what is called so, sorted.  Raises OSError."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in MARKDOWN)


def report_in(folder: Path) -> Path | None:
    """Return the report's file in ``folder``: GitHub takes a README in any letter case.

    Raises OSError where the folder cannot be looked at.
    """
    found = next((folder / name for name in NAMES if (folder / name).is_file()), None)
    if found is None:
        alike = (p for p in sorted(folder.iterdir()) if p.name.lower() == NAMES[0].lower())
        found = next((path for path in alike if path.is_file()), None)
    return found
