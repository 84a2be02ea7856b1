"""The page of a report that is being written: the report's own page, and what stands beside it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from markupsafe import Markup

from publisher.builders.page import page
from publisher.builders.templates import templates
from publisher.builders.words import Words
from publisher.desk.preview.beside import found_in
from publisher.desk.preview.translator import BesideTranslator
from publisher.language.catalog import IN_ENGLISH
from publisher.read.blocks.memory import Memory

if TYPE_CHECKING:
    from publisher.check import Result
    from publisher.language.catalog import Catalog
    from publisher.read.files.folder import Folder

FIGURE: Final = "figure/"
"""Where figures are shown, relative to the page."""
_NUMBER: Final = b'data-page=""'


@dataclass(frozen=True, slots=True)
class Made:
    """A page as it was made.

    ``number``: its digest, so that a page that is the same is not shown again; ``figures``: the paths that it
    shows, in ``folder``.
    """

    html: bytes
    number: str
    figures: frozenset[str] = frozenset()
    folder: Folder | None = None


def page_of(
    result: Result,
    *,
    edits: bool = False,
    memory: Memory | None = None,
    said: Catalog = IN_ENGLISH,
) -> Made:
    """Make the page of a report that could be read.

    ``edits``: an entry leads to the editor, too; ``memory``: of the page that was made before; ``said``: the language
    of what stands beside the page, whatever that of the report is.  Raises ValueError.
    """
    if result.report is None or result.folder is None:
        raise ValueError("a broken report has no page")
    folder = result.folder
    shown: set[str] = set()

    def address(path: str) -> str:
        shown.add(path)
        return f"{FIGURE}{quote(path)}?{folder.picture(path).sha256[:16]}"

    memory = memory or Memory()
    memory.turn()
    found, desk = found_in(result), Words(said.language, said)
    html = page(
        result.report,
        folder,
        result.course,
        image_source=address,
        template="preview.html",
        visitors=partial(
            BesideTranslator,
            report=result.report,
            found=found,
            edits=edits,
            memory=memory,
            desk=desk,
        ),
        more={"bar": _bar(desk, found=found, edits=edits)},
    )
    return _made(html, frozenset(shown), folder)


def empty_page(name: str, said: Catalog = IN_ENGLISH) -> Made:
    """Make the page that is shown until the report could be read once.

    ``name``: its file's; ``said``: the language.
    """
    desk = Words(said.language, said)
    shown = {"name": name, "words": desk, "bar": _bar(desk)}
    return _made(templates().get_template("preview-empty.html").render(shown))


def _bar(desk: Words, **shown: object) -> Markup:
    return Markup(templates().get_template("preview-bar.html").render(words=desk, **shown))  # noqa: S704 - a template


def _made(html: str, figures: frozenset[str] = frozenset(), folder: Folder | None = None) -> Made:
    data = html.encode()
    number = hashlib.blake2b(data, digest_size=8).hexdigest()
    return Made(
        data.replace(_NUMBER, b'data-page="%s"' % number.encode(), 1), number, figures, folder
    )
