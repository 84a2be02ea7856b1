"""The proof itself: each step compares what must be there with what is, and says what is not."""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from publisher import nodes as ours
from publisher.diagnostics.model import Finding
from publisher.language.message import Message, plural
from publisher.proof.source import read_plainly, surely_lost
from publisher.proof.tex import tex_words
from publisher.proof.tree import Asked, held_words, shown_words
from publisher.proof.words import FIGURE, FORMULA, TICKS, Word, at_line, lost, unfound, words_of
from publisher.proof.written import (
    archive_words,
    book_words,
    digest_of_data,
    docx_words,
    page_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from docutils import nodes

    from publisher.archive.canonical import Blob
    from publisher.pdf.job import PdfJob, PdfLook, PdfShown
    from publisher.read.files.folder import Folder
    from publisher.report.view import Report

LOST = "word_lost"
"""The code of every finding here: a fault of ours."""
_HELP = Message(
    "this is a fault of publisher's; the report's own file is whole: please report the fault"
)
_KINDS = {
    "word": plural("{count} word", "{count} words"),
    "figure": plural("{count} figure", "{count} figures"),
    "formula": plural("{count} formula", "{count} formulas"),
    "tick box": plural("{count} tick box", "{count} tick boxes"),
}
_TOLD = 20
_NAMED = 6
_SHORT = 80
HIDDEN = "figure_cut"
"""The code of what an author's own drawing does not show."""
_WIDER = Message("if that was not meant, make the drawing wider or its text smaller")


class Proof:
    """What one report must show in each output; its methods yield what an output lacks."""

    def __init__(
        self, report: Report, text: str, folder: Folder, said: Callable[[str], str] = str
    ) -> None:
        """Take the report's tree, its source and the files beside it; ``said``: how its pages say messages."""
        self.report = report
        self.text = text
        self._folder = folder
        self._said = said
        self._digests: dict[str, str] = {}
        self._printed: dict[str, list[Word]] = {}

    def _digest(self, path: str) -> str:
        if path not in self._digests:
            self._digests[path] = hashlib.sha256(self._folder.read(path)).hexdigest()
        return self._digests[path]

    @cached_property
    def _whole(self) -> list[Word]:
        asked = Asked(digest_of=self._digest, said=self._said)
        return shown_words(self.report.document, asked)

    def source(self) -> Iterator[Finding]:
        """Compare the source with the tree."""
        words = read_plainly(self.text)
        missing = unfound(words, held_words(self.report.document))
        return _findings(Message("the report as it was read"), surely_lost(words, missing))

    def page(self, html: bytes) -> Iterator[Finding]:
        """Compare the tree with ``report.html``."""
        shown = page_words(html.decode(), digest_of_data)
        return _findings("report.html", lost(self._whole, shown))

    def archive(self, text: bytes, files: Mapping[str, Blob]) -> Iterator[Finding]:
        """Compare the tree with ``report.json``, which is in English, in its two parts (see ``without_files``)."""
        document = self.report.document
        ours_in_it = document.next_node(ours.image_note) is not None
        asked = Asked(digest_of=self._digest)
        wanted = shown_words(document, asked) if ours_in_it else self._whole
        return _findings("report.json", lost(wanted, archive_words(text, files)))

    def book(self, data: bytes, converted: Mapping[str, str]) -> Iterator[Finding]:
        """Compare the tree with ``report.epub``; ``converted``: the figures there in another type, by their names."""
        digests = {name: self._digest(path) for name, path in converted.items()}
        yield from _findings("report.epub", lost(self._whole, book_words(data, digests)))

    def latex(
        self,
        files: Mapping[str, bytes],
        own: Iterable[str],
        figures: Mapping[str, str],
        without: Callable[[nodes.Node], bool],
    ) -> Iterator[Finding]:
        """Compare the tree with ``report-latex/``.

        ``files``: by their names there; ``own``: what it says by itself; ``figures``: paths of pictures by
        their names there; ``without``: what paper leaves out on purpose.  A formula that is not understood is text.
        """
        asked = Asked(digest_of=self._digest, formula=_for_tex, said=self._said, without=without)
        wanted = list(_in_tex(shown_words(self.report.document, asked)))
        wanted += _said_by_itself(own)

        def digest(name: str) -> str:
            return self._digest(figures[name]) if name in figures and name in files else ""

        shown = tex_words(files["report.tex"].decode(), digest)
        yield from _findings("report.tex", lost(wanted, shown))

    def typeset(
        self, pages: Sequence[PdfLook], own: Iterable[str], without: Callable[[nodes.Node], bool]
    ) -> Iterator[Finding]:
        """Compare the tree with what the pages of the PDF that TeX made show.

        ``own``: what it says by itself, contents included; ``without``: as in ``latex``.  Formulas are held by
        their letters, pictures counted: which they are is proved of the LaTeX.
        """
        drawn = Asked(digest_of=self._digest, formula=_set, said=self._said, without=without)
        known = shown_words(self.report.document, drawn)
        wanted = list(_in_boxes([*_spelt_out(known), *_said_by_itself(own)]))
        text = "\n".join(page.text for page in pages)
        yield from _findings("report-latex.pdf", lost(wanted, words_of(text)))
        figures = [word for word in known if word.text.startswith(FIGURE)]
        shown = sum(page.images for page in pages)
        if shown < len(figures):
            yield _too_few("report-latex.pdf", Message("pictures"), shown, figures)

    def word(
        self, data: bytes, own: Iterable[str], converted: Mapping[str, str]
    ) -> Iterator[Finding]:
        """Compare the tree with ``report.docx``; ``own``, ``converted``: as in ``plain`` and ``book``.

        Formulas are held by their letters.
        """
        drawn = Asked(digest_of=self._digest, formula=_spelt, said=self._said)
        wanted = _spelt_out(shown_words(self.report.document, drawn), figures=True)
        wanted += _said_by_itself(own)
        digests = {name: self._digest(path) for name, path in converted.items()}
        yield from _findings("report.docx", lost(wanted, docx_words(data, digests)))

    def plain(self, data: bytes, own: Iterable[str]) -> Iterator[Finding]:
        """Compare the tree with ``report.txt``; ``own``: what it says by itself.

        Formulas are held by their letters, and figures are named only.
        """
        drawn = Asked(digest_of=self._digest, formula=_printed, said=self._said)
        wanted = _spelt_out(shown_words(self.report.document, drawn))
        wanted += _said_by_itself(own)
        yield from _findings("report.txt", lost(wanted, words_of(data.decode())))

    def print_page(
        self, job: PdfJob, figures: Mapping[str, str], without: Callable[[nodes.Node], bool]
    ) -> Iterator[Finding]:
        """Compare the tree with the page for print.

        ``figures``: their paths by the addresses in the job; ``without``: what the PDF leaves
        out on purpose.
        """
        drawn = Asked(digest_of=self._digest, formula=_printed, said=self._said, without=without)
        wanted = shown_words(self.report.document, drawn)
        shown = page_words(job.html, self._digest_in(figures))
        yield from _findings("report.pdf", lost(wanted, shown))
        self._asked_of_pdf(job, figures)  # now, while the PDF is made

    def _asked_of_pdf(self, job: PdfJob, figures: Mapping[str, str]) -> list[Word]:
        """Return what the page for print shows, with what it adds by itself; worked out once."""
        if job.html not in self._printed:
            words = page_words(job.html, self._digest_in(figures), own=True)
            self._printed[job.html] = _with_lines(words, self._whole)
        return self._printed[job.html]

    def _digest_in(self, figures: Mapping[str, str]) -> Callable[[str], str]:
        return lambda address: self._digest(figures[address]) if address in figures else ""

    def pdf(self, job: PdfJob, figures: Mapping[str, str], content: PdfShown) -> Iterator[Finding]:
        """Compare the page for print with what ``report.pdf`` shows; ``figures`` as in ``print_page``."""
        asked = self._asked_of_pdf(job, figures)
        texts = [word for word in asked if not word.text.startswith(FIGURE)]
        yield from _findings("report.pdf", lost(texts, content.words))
        figured, drawings = self._figured(job, figures)
        pictures = [word for word in figured if word.text not in drawings]
        for kind, found, words in (
            (Message("figures"), content.figures, figured),
            (Message("pictures"), content.pictures, pictures),
        ):
            if found < len(words):
                yield _too_few("report.pdf", kind, found, words)
        lines = {word.text: word.line for word in reversed(self._whole)}
        own = self._own_drawings(job, figures, content)
        lost_here = [(page, what) for page, what, figure in content.cut if figure not in own]
        for page, what in lost_here[:_TOLD]:
            line = next((lines[w] for w in words_of(what) if w in lines), 1)
            cut = Message("report.pdf, page {page}: {text!r} is cut off", page=page, text=what)
            yield Finding(line, cut, _HELP)

    def hidden(
        self, job: PdfJob, figures: Mapping[str, str], content: PdfShown
    ) -> Iterator[Finding]:
        """Yield what the authors' own drawings cut off in ``report.pdf``: no loss.  As ``pdf``."""
        paths = {FIGURE + self._digest(path): path for path in figures.values()}
        for number, drawing in self._own_drawings(job, figures, content).items():
            letters = [what for _, what, figure in content.cut if figure == number]
            if letters:
                path = paths[drawing.text]
                message = Message(
                    "figure {name!r} cuts off {text!r} at its own edge",
                    name=path,
                    text="".join(letters)[:_SHORT],
                )
                uses = (i for i in self.report.images if (i.figure, i.line) == (path, drawing.line))
                image = next(uses, self.report.use_of(path))
                at = self.report.ranges.node(image.node) if image else None
                yield Finding(drawing.line, message, _WIDER, range=at)

    def _figured(self, job: PdfJob, figures: Mapping[str, str]) -> tuple[list[Word], set[str]]:
        """Return the figures on the page for print, and the text of those that are drawings."""
        figured = [w for w in self._asked_of_pdf(job, figures) if w.text.startswith(FIGURE)]
        paths = {path for path in figures.values() if _is_drawing(job, figures, path)}
        return figured, {FIGURE + self._digest(path) for path in paths}

    def _own_drawings(
        self, job: PdfJob, figures: Mapping[str, str], content: PdfShown
    ) -> dict[int, Word]:
        """Return the drawings by their number among a PDF's figures; none where a figure is lost."""
        figured, drawings = self._figured(job, figures)
        if content.figures != len(figured):
            return {}
        return {n: word for n, word in enumerate(figured) if word.text in drawings}


def _too_few(output: str, kind: Message, found: int, words: Sequence[Word]) -> Finding:
    said = Message(
        "{output} draws {number} of {total} {kind}",
        output=output,
        number=found,
        total=len(words),
        kind=kind,
    )
    return Finding(words[0].line, said, _HELP)


_NO_FORMULA = "\0"
"""How a formula begins that stands as text in LaTeX; no formula holds this character."""


def _for_tex(formula: nodes.Element) -> str:
    """Return how a formula stands in LaTeX: as it was written, marked where it is text."""
    from docutils import nodes

    from publisher.builders.latex.formula import is_formula

    source = formula.astext()
    known = is_formula(source, block=isinstance(formula, nodes.math_block))
    return source if known else _NO_FORMULA + source


_SPELT = ("mi", "mn", "mtext")


def _letters_of(math: Element) -> Iterator[str]:
    """Yield the texts of a formula that are seen and no accents."""
    if math.tag in _SPELT:
        yield math.text or ""
    if math.tag != "mphantom":
        for part in math:
            yield from _letters_of(part)


def _set(formula: nodes.Element) -> str:
    """Return the letters of a formula as TeX sets it; as written, where TeX is handed a text."""
    from docutils import nodes

    from publisher.builders.latex.formula import is_formula

    known = is_formula(formula.astext(), block=isinstance(formula, nodes.math_block))
    return _spelt(formula) if known else formula.astext()


def _spelt(formula: nodes.Element) -> str:
    """Return the letters of a formula, without words that a line of signs needs; as written, where we do not know it."""
    from docutils import nodes

    from publisher.formulas.mathml import mathml_of

    math = mathml_of(formula.astext(), block=isinstance(formula, nodes.math_block))
    return formula.astext() if math is None else " ".join(_letters_of(math))


def _said_by_itself(own: Iterable[str]) -> Iterator[Word]:
    """Yield the words of what a format says beside the report."""
    return (word for text in own for word in at_line(text, 1))


def _in_boxes(words: Iterable[Word]) -> Iterator[Word]:
    """Yield words with the number of each character that no font has in its place: a box shows that."""
    from publisher.builders.latex.escape import lacking

    for word in words:
        if word.is_sign or not (gone := lacking(word.text)):
            yield word
            continue
        boxes = str.maketrans({sign: f" {ord(sign):04X} " for sign in gone})
        yield from at_line(word.text.translate(boxes), word.line)


def _in_tex(words: Iterable[Word]) -> Iterator[Word]:
    """Yield words, with those of a formula that stands as text in its place."""
    for word in words:
        if word.text.startswith(FORMULA + _NO_FORMULA):
            yield from at_line(word.text.removeprefix(FORMULA + _NO_FORMULA), word.line)
        else:
            yield word


def _spelt_out(words: Iterable[Word], *, figures: bool = False) -> list[Word]:
    """Return words, those of formulas in the place of these; ``figures``: and these, too."""
    found: list[Word] = []
    for word in words:
        if word.text.startswith(FORMULA):
            found += at_line(word.text.removeprefix(FORMULA), word.line)
        elif figures or not word.text.startswith(FIGURE):
            found.append(word)
    return found


def _printed(formula: nodes.Element) -> str:
    """Return how a formula stands on paper."""
    from docutils import nodes

    from publisher.builders.formula import formula_text

    return formula_text(formula.astext(), block=isinstance(formula, nodes.math_block))


def _is_drawing(job: PdfJob, figures: Mapping[str, str], path: str) -> bool:
    """Tell whether the figure at ``path`` is drawn as lines, which is no picture in a PDF."""
    data = next(job.images[address] for address, held in figures.items() if held == path)
    return b"<svg" in data[:65536]


def _with_lines(words: Iterable[str], known: list[Word]) -> list[Word]:
    """Give words of a page their lines: those of the same three words in a row, else the last.

    Figures that stand as often on the page as in the text have theirs in its order.
    """
    texts = [word.text for word in known]
    lines = {
        three: word.line
        for three, word in zip(
            zip(texts, texts[1:], texts[2:], strict=False), known[1:], strict=False
        )
    }
    found = list(words)
    figures: dict[str, list[int]] = {}
    for word in known:
        if word.text.startswith(FIGURE):
            figures.setdefault(word.text, []).append(word.line)
    times = Counter(found)
    for text, known_lines in figures.items():
        if times[text] != len(known_lines):
            del known_lines[:-1]
    made = []
    line = 1
    for place, text in enumerate(found):
        three = tuple(found[max(0, place - 1) : place + 2])
        if left := figures.get(text):
            line = left.pop(0) if len(left) > 1 else left[0]
        else:
            line = lines.get(three, line)  # type: ignore[arg-type]  # fewer than three find nothing
        made.append(Word(text, line))
    return made


def _findings(output: str, missing: list[Word]) -> Iterator[Finding]:
    """Yield one finding a line of the source."""
    by_line: dict[int, list[Word]] = {}
    for word in missing:
        by_line.setdefault(word.line, []).append(word)
    for line, words in list(by_line.items())[:_TOLD]:
        said = Message("{output} lacks {words}", output=output, words=_named(words))
        yield Finding(line, said, _HELP)
    if len(by_line) > _TOLD:
        rest = sum(len(words) for words in list(by_line.values())[_TOLD:])
        said = Message("{output} lacks {count} words more", output=output, count=rest)
        yield Finding(list(by_line)[_TOLD], said, _HELP)


def _named(words: list[Word]) -> Message:
    kinds = Counter(_kind(word) for word in words)
    counts = Message.joined(Message.plural(*_KINDS[kind], count=n) for kind, n in kinds.items())
    texts = [word.text for word in words if not word.is_sign]
    if not texts:
        return counts
    more = " ..." if len(texts) > _NAMED else ""
    named = " ".join(texts[:_NAMED]) + more
    return Message("{counts} of this line: {texts}", counts=counts, texts=named)


def _kind(word: Word) -> str:
    if word.text in TICKS.values():
        return "tick box"
    if word.text.startswith(FORMULA):
        return "formula"
    return "figure" if word.text.startswith(FIGURE) else "word"
