"""What a preview shows now: made in threads of its own, told to all tabs of the browser."""

from __future__ import annotations

import asyncio
import json
import threading
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from publisher.check import broken
from publisher.desk.faults import fault_of_ours
from publisher.desk.follow import Follower
from publisher.desk.preview.page import Made, empty_page, page_of
from publisher.desk.session import Session
from publisher.doors.opened import FileSwappedError
from publisher.doors.output import FORMATS
from publisher.language.catalog import IN_ENGLISH
from publisher.language.message import Message
from publisher.read.blocks.memory import Memory

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from publisher.check import Result
    from publisher.course.settings import Course
    from publisher.desk.follow import Reading
    from publisher.language.catalog import Catalog
    from publisher.publish.build import Built

BEAT: Final = 15.0
"""Seconds after which a stream says that it is there, so that no proxy ends it and none stays of a tab that is gone."""
OUTPUT: Final = Path("build")
"""The folder of outputs, which is as if it were not there: the PDF is that of ``publisher build``."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """The PDF that was asked for; ``files``: its bytes and the archive's, by name; ``page``: of which page it was made."""

    state: Literal["none", "making", "made", "failed"] = "none"
    told: str = ""
    page: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """What all tabs are to show.

    ``trouble``: why the page is not that of what is saved, empty: it is; ``course``: the settings of the page.
    """

    made: Made
    trouble: str = ""
    pdf: Pdf = field(default_factory=Pdf)
    course: Course | None = None

    def told(self) -> str:
        """Return it for the page's script, as JSON."""
        pdf = {"state": self.pdf.state, "told": self.pdf.told, "page": self.pdf.page}
        return json.dumps({"page": self.made.number, "trouble": self.trouble, "pdf": pdf})


class Preview:
    """One report that is shown while it is written.

    ``path``: its file; ``course``: the course's file, None: the defaults; ``settings``: what it holds; ``edits``: whether
    entries lead to an editor; ``said``: the language of all that is no part of the report's page.  What is no thread of its own is called in the server's loop.
    """

    def __init__(
        self,
        path: Path,
        course: Path | None,
        settings: Course,
        *,
        edits: bool = False,
        said: Catalog = IN_ENGLISH,
    ) -> None:
        """Prepare; nothing is read before ``start``."""
        self.path = path
        self._edits = edits
        self._memory = Memory()
        self._follower = Follower(path, course, settings, _reader(path))
        self.said = said
        self._shown = Shown(empty_page(path.name, said), course=settings)
        self._ready = asyncio.Event()
        self._changed = asyncio.Event()
        self._ended = False
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Begin to follow the report."""
        self._loop = asyncio.get_running_loop()
        threading.Thread(target=self._follow, name="following", daemon=True).start()

    def end(self) -> None:
        """End all streams and the following."""
        self._ended = True
        self._follower.stop()
        self._wake()

    @property
    def shown(self) -> Shown:
        """What is shown now."""
        return self._shown

    async def first(self) -> Shown:
        """Return what is shown, once the report was read."""
        await self._ready.wait()
        return self._shown

    async def told(self) -> AsyncIterator[str]:
        """Yield what is shown (see ``Shown.told``) whenever it has changed, the newest only; empty: nothing has."""
        await self._ready.wait()
        before = ""
        while not self._ended:
            changed, now = self._changed, self._shown.told()
            if now != before:
                before = now
                yield now
            try:
                await asyncio.wait_for(changed.wait(), BEAT)
            except TimeoutError:
                yield ""

    def make_pdf(self) -> None:
        """Begin to make the PDF of what is saved, unless one is being made."""
        if self._shown.pdf.state != "making":
            course = self._shown.course
            self._show(pdf=Pdf("making", self.said(Message("The PDF is being made."))))
            threading.Thread(target=self._make, args=(course,), name="pdf", daemon=True).start()

    def _show(self, **changes: Any) -> None:
        self._shown = replace(self._shown, **changes)
        self._ready.set()
        self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    # -- in threads ------------------------------------------------------------

    def _tell(self, **changes: object) -> None:
        assert self._loop  # noqa: S101 - told to mypy
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(lambda: self._show(**changes))

    def _follow(self) -> None:
        for reading in self._follower.readings():
            try:
                self._tell(**self._read(reading))
            except FileSwappedError:
                pass  # a figure is being written: its end is a change
            except Exception as error:  # noqa: BLE001 - the page stays, whatever is in a report
                self._tell(trouble=self.said(fault_of_ours(error)))

    def _read(self, reading: Reading) -> dict[str, object]:
        result = reading.result
        if result.report is None:
            why = result.diagnostics[0].message
            told = Message(
                "{name}: {why}; shown is what was read before", name=self.path.name, why=why
            )
            return {"trouble": self.said(told)}
        trouble = reading.trouble and self.said(
            Message("{why}; the settings before stay in force", why=reading.trouble)
        )
        made = page_of(result, edits=self._edits, memory=self._memory, said=self.said)
        return {"made": made, "trouble": trouble, "course": result.course}

    def _make(self, course: Course | None) -> None:
        from publisher.publish.build import Options, make

        number = self._shown.made.number
        try:
            built = make(self.path, OUTPUT, course, Options(formats=("pdf", "archive")))
            pdf = _pdf_of(built, number)
        except FileSwappedError as error:
            changed = Message("{path} {why}", path=error.filename, why=error.strerror)
            pdf = Pdf("failed", Message("{what}: make it again", what=changed))
        except Exception as error:  # noqa: BLE001 - the page stays
            pdf = Pdf("failed", fault_of_ours(error))
        self._tell(pdf=replace(pdf, told=self.said(pdf.told)))


def _pdf_of(built: Built, number: str) -> Pdf:
    if built.missing_library:
        return Pdf(
            "failed", Message("{what}; 'publisher doctor' says how", what=built.missing_library)
        )
    told = [found.message for found in built.diagnostics if found.severity != "note"]
    if FORMATS["pdf"] not in built.files:
        why = told or [found.message for found in built.result.diagnostics]
        why = why or [Message("no question")]
        return Pdf("failed", Message("The PDF cannot be made: {why}", why=why[0]))
    return Pdf("made", told[0] if told else "", number, built.files)


def _reader(path: Path) -> Callable[[Course], Result]:
    """Return what reads the report under settings, always by one session while these are the same."""
    session = Session(path)

    def read(course: Course) -> Result:
        nonlocal session
        if session.course is not course:
            session = Session(path, course)
        try:
            return session.check()
        except Exception as error:  # noqa: BLE001 - one goes on with what is saved next
            session = Session(path, course)
            return broken(path, fault_of_ours(error), course)

    return read
