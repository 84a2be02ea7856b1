"""The reports that an editor has open, each judged again when it has changed.

All of it runs in the loop's thread but what is given to the worker: ``_judge``, and what is asked of a
``Judged``.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial, reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import unquote, urlsplit

from publisher.desk.faults import fault_of_ours
from publisher.desk.lsp.disk import Disk
from publisher.desk.lsp.phrases import settings_fault
from publisher.desk.lsp.text import Text
from publisher.desk.lsp.worker import Worker
from publisher.desk.places import result_places
from publisher.desk.session import Session
from publisher.desk.watch import Places
from publisher.language.catalog import IN_ENGLISH
from publisher.read.files.load import MARKDOWN, NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from lsprotocol import types

    from publisher.check import Result
    from publisher.desk.settings import Settings
    from publisher.diagnostics.ranges import Unit
    from publisher.language.catalog import Catalog
    from publisher.report.question import Question
    from publisher.report.view import Report

_LOG: Final = logging.getLogger(__name__)

Answer = TypeVar("Answer")

NOWHERE: Final = Places(frozenset())

QUIET: Final = 0.05
"""Seconds without a change after which a text is judged."""
_NAMES: Final = tuple(name.lower() for name in NAMES)


@dataclass
class Judged:
    """What was found in one text.

    ``revision``: see ``Document``; ``version``: the editor's number of the text; ``result``: None where the settings could never be read, or
    by a fault of ours; ``faults``: what is to be said besides; ``places``: what it depends on, where that is followed;
    ``said``: the language; ``held``: answers that were given already.
    """

    uri: str
    revision: int
    version: int
    text: Text
    result: Result | None
    faults: Sequence[str] = ()
    places: Places = NOWHERE
    said: Catalog = IN_ENGLISH
    held: dict[Callable[[Judged], Any], Any] = field(default_factory=dict)

    @property
    def report(self) -> Report | None:
        """The report's tree, None where there is none."""
        return self.result.report if self.result else None

    @property
    def questions(self) -> Sequence[Question]:
        """All questions of the report."""
        return self.report.questions if self.report else ()

    def answer(self, ask: Callable[[Judged], Answer]) -> Answer:
        """Return what ``ask`` says of it, which is found out once."""
        if ask not in self.held:
            self.held[ask] = ask(self)
        made: Answer = self.held[ask]
        return made


class Document:
    """A report that is open in the editor.

    ``revision``: counts what could change what is found, the text and files beside it; ``touched``: when
    that was last, by the loop's clock.
    """

    def __init__(self, uri: str, path: Path, version: int, text: Text) -> None:
        """Take what the editor sends when it opens a file; ``version``: as it counts."""
        self.uri = uri
        self.path = path
        self.version = version
        self.text = text
        self.revision = 0
        self.touched = 0.0
        self.session: Session | None = None
        self.judged: Judged | None = None
        self.is_report = path.name.lower() in _NAMES
        self.changed = asyncio.Event()
        self.ready = asyncio.Condition()
        self.task: asyncio.Task[None] | None = None

    @property
    def current(self) -> bool:
        """Whether what was found is what is found now."""
        return not self.changed.is_set() and self.judged is not None

    def touch(self) -> None:
        """Let it be judged again."""
        self.revision += 1
        self.touched = asyncio.get_running_loop().time()
        self.changed.set()


class Documents:
    """All open reports.

    ``follows``: whether it follows what reports depend on, for an editor that does not tell.
    ``say``: makes ready what is said, in the worker; ``publish``: called with what was found in the newest text of a report, never of another;
    ``refresh``: called where that changed without a change of the text; ``said``: the language.
    """

    def __init__(
        self,
        settings: Settings,
        say: Callable[[Judged], object],
        publish: Callable[[Judged], None],
        refresh: Callable[[], None],
        said: Catalog = IN_ENGLISH,
    ) -> None:
        """Take the course's settings, what is said of a text, and who is told."""
        self.settings = settings
        self.unit: Unit = "utf-16"
        self.follows = False
        self._say = say
        self._publish = publish
        self._refresh = refresh
        self.said = said
        self._open: dict[str, Document] = {}
        self._worker = Worker()

    def begin(self, unit: Unit) -> None:
        """Agree on the unit in which the editor counts, and make ready."""
        self.unit = unit
        self._worker.do(_make_ready)

    def get(self, uri: str) -> Document | None:
        """Return an open report; None: there is none."""
        return self._open.get(uri)

    def open(self, uri: str, version: int, text: str) -> Document | None:
        """Take a file that the editor opened; None: it is no Markdown file.  ``version``: as it counts."""
        self.close(uri)
        path = path_of(uri)
        if path is None or path.suffix.lower() not in MARKDOWN:
            return None
        document = Document(uri, path, version, Text(text, self.unit))
        self._open[uri] = document
        document.touch()
        document.task = asyncio.get_running_loop().create_task(self._follow(document))
        return document

    def follow(self) -> None:
        """Follow the files on which reports depend."""
        loop = asyncio.get_running_loop()
        self.follows = True
        Disk(self._places, partial(loop.call_soon_threadsafe, self.files_changed))

    def _places(self) -> Places:
        found = [self.settings.places]
        found += (d.judged.places for d in list(self._open.values()) if d.judged)
        return reduce(or_, found)

    def change(
        self, uri: str, version: int, changes: Sequence[types.TextDocumentContentChangeEvent]
    ) -> None:
        """Take changes of an open report's text, after which the editor counts ``version``."""
        document = self._open.get(uri)
        if document:
            document.text, document.version = document.text.changed(changes), version
            document.touch()

    def close(self, uri: str) -> bool:
        """Forget a report; tell whether it was open."""
        document = self._open.pop(uri, None)
        if document and document.task:
            document.task.cancel()
        return document is not None

    def files_changed(self, paths: Iterable[Path] | None = None) -> None:
        """Judge again what ``paths`` (None: nobody knows which) can have changed."""
        changed = None if paths is None else {Path(os.path.realpath(path)) for path in paths}
        for document in self._open.values():
            folder = Path(os.path.realpath(document.path.parent))
            own = Path(os.path.realpath(document.path))
            if (
                changed is None
                or self.settings.path
                or any(path.is_relative_to(folder) and path != own for path in changed)
            ):
                document.touch()

    async def judged(self, uri: str) -> Judged | None:
        """Return what is found in a report as it is now, once that is known; None: it is not open."""
        document = self._open.get(uri)
        if document is None:
            return None
        async with document.ready:
            await document.ready.wait_for(
                lambda: document.current or self._open.get(uri) is not document
            )
        return document.judged if self._open.get(uri) is document else None

    async def ask(self, uri: str, question: Callable[[Judged], Answer]) -> Answer | None:
        """Return what ``question`` says of a report as it is now; None: it is not open."""
        judged = await self.judged(uri)
        return await self._worker.do(lambda: question(judged)) if judged else None

    async def _follow(self, document: Document) -> None:
        """Judge a report whenever it has changed, until it is closed."""
        try:
            while True:
                await document.changed.wait()
                if document.judged is not None:
                    await _quiet(document)
                await self._judge_again(document)
                # A tree is a circle, and Python looks for those hardly ever here (cli): nothing is left
                # behind, and no check is held up by it.
                await self._worker.do(gc.collect)
        finally:
            async with document.ready:
                document.ready.notify_all()

    async def _judge_again(self, document: Document) -> None:
        revision, version, text = document.revision, document.version, document.text
        judged = await self._worker.do(lambda: self._said(document, revision, version, text))
        if judged is None or document.revision != revision:
            return  # superseded: the next one is on its way
        before, document.judged = document.judged, judged
        document.changed.clear()
        self._publish(judged)
        if before and before.version == version:
            self._refresh()
        async with document.ready:
            document.ready.notify_all()

    def _said(self, document: Document, revision: int, version: int, text: Text) -> Judged | None:
        judged = self._judge(document, revision, version, text)
        if judged is not None:
            judged.answer(self._say)
        return judged

    def _judge(self, document: Document, revision: int, version: int, text: Text) -> Judged | None:
        """Return what is found in ``text``; None: it is the newest no more."""
        if document.revision != revision:
            return None
        made = partial(Judged, document.uri, revision, version, text, said=self.said)
        try:
            course = self.settings.course()
            faults = [settings_fault(self.settings.fault)] if self.settings.fault else []
            if course is None:
                return made(None, faults)
            if document.session is None or document.session.course is not course:
                document.session = Session(document.path, course)
            result = document.session.check(text.written)
        except Exception as error:  # noqa: BLE001 - a crash is ours, and never a pass
            _LOG.exception("a report could not be judged")
            document.session = None
            return made(None, [fault_of_ours(error)])
        document.is_report |= bool(result.report and result.report.questions)
        if not document.is_report:
            return made(None)  # some other Markdown
        places = result_places(result) if self.follows else NOWHERE
        return made(result, faults, places)


def _make_ready() -> None:
    """Load what reading needs, and never look for waste in it again."""
    import publisher.read.parser
    import publisher.rules  # noqa: F401

    gc.collect()
    gc.freeze()


async def _quiet(document: Document) -> None:
    """Wait until the text of ``document`` has not changed for a moment."""
    clock = asyncio.get_running_loop().time
    while (left := document.touched + QUIET - clock()) > 0:  # noqa: ASYNC110 - a pause is meant
        await asyncio.sleep(left)


def path_of(uri: str) -> Path | None:
    """Return the file that ``uri`` names; None: it names none (an unsaved text, another machine's)."""
    with suppress(ValueError):
        parts = urlsplit(uri)
        path = unquote(parts.path, errors="surrogateescape")
        if parts.scheme == "file" and path and "\0" not in path:
            if os.name == "nt":
                path = f"//{parts.netloc}{path}" if parts.netloc else path.removeprefix("/")
            return Path(path)
    return None
