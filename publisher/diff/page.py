"""A difference as one page that opens anywhere, in the theme's style."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from docutils import nodes

from publisher.builders.highlight import Highlighter
from publisher.builders.page import ALONE, data_uri, head
from publisher.builders.state import first_words
from publisher.builders.templates import templates
from publisher.builders.translator import PageTranslator
from publisher.diff.compare import differ
from publisher.diff.merge import OP, SIDE, blocks, merged, prose
from publisher.diff.text import title, told_counts, told_file, told_question
from publisher.diff.words import WordDiff

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from publisher.diff.compare import Difference, FileChange, QuestionDiff, Side
    from publisher.diff.words import Piece
    from publisher.read.files.folder import Folder
    from publisher.report.question import Question

_AROUND: Final = 40
_FOLD: Final = 3 * _AROUND


@dataclass(frozen=True, slots=True)
class _Shown:
    """A piece as it is shown; ``folded``: words in its middle that can be unfolded."""

    op: str
    head: str
    folded: str = ""
    hidden: int = 0
    tail: str = ""


@dataclass(frozen=True, slots=True)
class _Picture:
    told: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class _Part:
    """A prompt, an answer or all other text: as a reader sees it, in HTML, and as Markdown."""

    html: str
    markdown: list[_Shown]


@dataclass(frozen=True, slots=True)
class _Entry:
    title: str
    number: int
    id: str
    asked: str
    told: list[str]
    prompt: _Part | None
    answer: _Part | None
    pictures: list[_Picture]


def page(found: Difference, old: str, new: str) -> str:
    """Return the page; ``old`` and ``new`` name the reports.

    What the reports hold is written by the translator of a report's own page, or is text to the template,
    which escapes it; pictures are ``data:`` URIs, and nothing is fetched.
    """
    maker = _Maker(found)
    text = prose(found.old.report.document, "old"), prose(found.new.report.document, "new")
    return (
        templates()
        .get_template("diff.html")
        .render(
            old=old,
            new=new,
            same=found.same,
            **head((*ALONE, "diff"), "page"),
            entries=[maker.entry(question) for question in found.changed],
            total=len(found.questions),
            text=maker.part(*text, found.text),
            text_told=told_counts(found.text),
            ticks=found.ticks,
            files=[told_file(change) for change in found.files],
        )
    )


class _Maker:
    """Makes the parts of the page; all comparisons share the time of one."""

    def __init__(self, found: Difference) -> None:
        self._found = found
        self._words = WordDiff()
        folders = {"old": found.old.folder, "new": found.new.folder}
        self._translator = _Translator(found.new.report.document, folders, Highlighter())

    def entry(self, question: QuestionDiff) -> _Entry:
        prompts = _blocks(question, lambda q: q.prompt)
        answers = _blocks(question, lambda q: q.answer)
        there = question.new or question.old
        return _Entry(
            title=title(question).capitalize(),
            number=question.number,
            id=f"question-{question.number}-{question.again}",
            asked=first_words(there.prompt if there else None),
            told=told_question(question),
            prompt=self.part(*prompts, question.prompt),
            answer=self.part(*answers, question.answer),
            pictures=[_picture(change, self._found) for change in question.images],
        )

    def part(
        self, old: Sequence[nodes.Node], new: Sequence[nodes.Node], pieces: Sequence[Piece]
    ) -> _Part | None:
        """Return what differs; None where the Markdown is the same."""
        if not differ(pieces):
            return None
        root = merged(old, new, self._words)
        root.document = self._found.new.report.document
        return _Part(self._translator.all_of(root), list(_shown(pieces)))


def _blocks(
    question: QuestionDiff, part: Callable[[Question], nodes.Element | None]
) -> tuple[list[nodes.Node], list[nodes.Node]]:
    old, new = question.old, question.new
    return (
        blocks(part(old), "old") if old else [],
        blocks(part(new), "new") if new else [],
    )


class _Translator(PageTranslator):
    """Writes blocks of two reports with what ``merge`` marked in them."""

    def __init__(
        self, document: nodes.document, folders: Mapping[str, Folder], highlighter: Highlighter
    ) -> None:
        def address(place: str) -> str:
            side, _, path = place.partition("/")
            return data_uri(folders[side], path)

        # What an answer only links is no part of it here.
        super().__init__(document, address, lambda _: False, highlighter)
        self.section_level = 1  # below the h2 of a question

    def all_of(self, root: nodes.Element) -> str:
        """Return the HTML of what stands in ``root``."""
        for image in root.findall(nodes.image):
            if SIDE in image:
                image["figure"] = f"{image[SIDE]}/{image['figure']}"
        return "".join(map(self.render, root.children))

    def visit_inline(self, node: nodes.inline) -> None:
        if node.get(OP) == "code":
            self.body.append('<pre class="changed-code"><code>')
            self.context.append("</code></pre>\n")
        elif OP in node:
            self._open(node[OP], "")
        else:
            super().visit_inline(node)

    def visit_container(self, node: nodes.container) -> None:
        if node.get(OP) == "same":
            self.body.append(
                f'<details class="same"><summary>{node["words"]} words that are the same</summary>\n'
            )
            self.context.append("</details>\n")
        elif OP in node:
            self._open(node[OP], ' class="block"')
        else:
            super().visit_container(node)
            self.context.append("</div>\n")

    def depart_container(self, node: nodes.container) -> None:
        del node
        self.body.append(self.context.pop())

    def _open(self, op: str, attributes: str) -> None:
        tag = {"in": "ins", "out": "del"}[op]
        self.body.append(f'<{tag}{attributes}><span class="said">{op}: </span>')
        self.context.append(f"</{tag}>")


def _picture(change: FileChange, found: Difference) -> _Picture:
    if change.same_content:
        return _Picture(told_file(change), "", "")
    return _Picture(told_file(change), _image(found.old, change.old), _image(found.new, change.new))


def _image(side: Side, path: str) -> str:
    return data_uri(side.folder, path) if path and side.folder.picture(path).media else ""


def _shown(pieces: Sequence[Piece]) -> Iterator[_Shown]:
    for piece in pieces:
        words = piece.words
        if piece.op != "same" or len(words) <= _FOLD:
            yield _Shown(piece.op, " ".join(words))
            continue
        middle = words[_AROUND:-_AROUND]
        yield _Shown(
            piece.op,
            " ".join(words[:_AROUND]),
            " ".join(middle),
            len(middle),
            " ".join(words[-_AROUND:]),
        )
