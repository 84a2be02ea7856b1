"""The answers of one report as parts of a page that shows those of all groups."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from docutils import nodes

from publisher.builders.highlight import Highlighter
from publisher.builders.translator import PageTranslator

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from publisher.read.files.folder import Folder
    from publisher.report.view import Report

FRAGMENTS: Final = "answers.json"
"""The file with the parts of one group."""
FIGURES: Final = "figures"
"""The folder with the figures that they show."""
_ENDINGS: Final = {
    "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp",
    "image/svg+xml": "svg", "image/bmp": "bmp", "image/avif": "avif",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fragment:
    """One question as HTML: what was asked, and what was answered."""

    question: int
    prompt: str
    answer: str


def fragments(
    report: Report, folder: Folder, group: str, hidden: Collection[int] = ()
) -> tuple[list[Fragment], dict[str, bytes]]:
    """Return the questions of a report, and its figures' bytes by their paths in the group's folder.

    The tree is changed on the way: every id begins with the group's key, so that the answers of
    all groups stand on one page.  A figure is a file of its own, so that a page stays small.
    ``hidden``: the numbers of questions that are left out.
    """
    figures: dict[str, bytes] = {}

    def address(path: str) -> str:
        data = folder.read(path)
        ending = _ENDINGS.get(folder.picture(path).media, "bin")
        name = f"{FIGURES}/{hashlib.sha256(data).hexdigest()[:16]}.{ending}"
        figures[name] = data
        return f"../groups/{quote(group)}/{name}"

    prefix = f"{quote(group, safe='')}--"
    for node in report.document.findall(nodes.Element):
        node["ids"] = [prefix + name for name in node["ids"]]
        if "refid" in node:
            node["refid"] = prefix + node["refid"]
        if "backrefs" in node:
            node["backrefs"] = [prefix + name for name in node["backrefs"]]
    by_id = {name: node for node in report.document.findall(nodes.Element) for name in node["ids"]}
    writer = PageTranslator(
        report.document, address, lambda path: folder.picture(path).is_shown, Highlighter(), None
    )
    found = [
        Fragment(
            question.number,
            "".join(
                writer.render(part)
                for part in (question.prompt.children if question.prompt else ())
            ),
            "".join(
                writer.render(part)
                for part in (question.answer, *_elsewhere(question.answer, by_id))
            ),
        )
        for question in report.questions
        if question.number not in hidden
    ]
    return found, figures


def _elsewhere(answer: nodes.Element, by_id: dict[str, nodes.Element]) -> Iterator[nodes.Element]:
    """Yield the notes that an answer refers to and that stand in another one."""
    here = set(map(id, answer.findall(nodes.footnote)))
    names = dict.fromkeys(
        reference["refid"] for reference in answer.findall(nodes.footnote_reference)
    )
    for name in names:
        if name in by_id and id(by_id[name]) not in here:
            yield by_id[name]
