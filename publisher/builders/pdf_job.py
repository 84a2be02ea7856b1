"""What is handed to the process that makes the PDF, and what is said of its answer."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from publisher.archive.attached import FILE
from publisher.builders.page import page, print_style
from publisher.builders.words import Words
from publisher.diagnostics.model import Finding
from publisher.diagnostics.ranges import point
from publisher.fonts.characters import name_of, unprintable
from publisher.language.catalog import ENGLISH
from publisher.language.message import Message
from publisher.pdf.job import PdfAttachment, PdfJob
from publisher.read.transforms import line_of
from publisher.report.phrases import shortened
from publisher.report.titles import without_template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from publisher.course.settings import Course
    from publisher.diagnostics.model import Severity
    from publisher.pdf.errors import PdfError
    from publisher.pdf.job import PdfResult
    from publisher.read.files.folder import Folder
    from publisher.report.view import Report


_TOLD = 3
_COMPLETE = Message(
    "export the drawing as PNG, or with labels that are text (Mermaid: htmlLabels: false)"
)
_ALIKE = Message("look at the PDF; a drawing that is exported as PNG looks the same everywhere")
_LOOK = Message("look at the PDF's pages")


def job_of(
    report: Report,
    folder: Folder,
    course: Course,
    *,
    date: str,
    source: bytes,
) -> tuple[PdfJob, dict[str, str]]:
    """Return the job, and the figures' paths by the addresses that stand for them in it.

    ``source``: the Markdown file, which identifies the PDF.
    """
    addresses: dict[str, str] = {}

    def address(path: str) -> str:
        return addresses.setdefault(path, f"figure:{len(addresses) + 1}")

    words = Words(course.language)
    html = page(report, folder, course, date=date, image_source=address, for_print=True)
    job = PdfJob(
        html=html,
        stylesheets=(print_style(words),),
        images={url: folder.read(path) for path, url in addresses.items()},
        title=course.title or without_template(report.title) or words.plain(Message("Report")),
        language=course.language,
        identifier=hashlib.sha256(source).digest()[:16],
        megapixels=course.max_image_megapixels,
    )
    return job, {url: path for path, url in addresses.items()}


def attached(archive: bytes, language: str = ENGLISH) -> PdfAttachment:
    """Return ``report.json`` as what the PDF carries, byte for byte, described in the PDF's ``language``."""
    return PdfAttachment(
        name=FILE,
        data=archive,
        media_type="application/json",
        description=Words(language).plain(
            Message("The report itself, with its source and figures: see publisher restore")
        ),
    )


def said_of_failure(report: Report, figures: Mapping[str, str], error: PdfError) -> Finding:
    """Return what is said where the PDF cannot be made, at the place where that was found.

    ``figures``: their paths by the addresses in the job.
    """
    figure = figures.get(error.figure, "")
    if figure:
        said = Message("{what}; figure {name!r} was being read", what=str(error), name=figure)
        return _at_figure(report, figure, said, error.advice)
    for asked in report.questions:
        if error.section in asked.node["ids"]:
            said = Message(
                "{what}; question {number} was being laid out", what=str(error), number=asked.number
            )
            return Finding(asked.line, said, error.advice, asked.number)
    return _nowhere(str(error), error.advice)


def said_of_result(
    report: Report, figures: Mapping[str, str], made: PdfResult
) -> Iterator[tuple[str, Severity, Finding]]:
    """Yield code, severity and finding of all that is to be said of a PDF that was made."""
    for message in made.messages:
        yield "pdf_message", "note", _nowhere(message, _LOOK)
    for lack in made.weaker:
        message = Message(
            "this machine's WeasyPrint is not one that publisher knows: {what}", what=Message(lack)
        )
        yield (
            "pdf_weaker",
            "warning",
            _nowhere(message, Message("install a version that publisher asks for")),
        )
    # What a report's own text lacks, a rule tells with its line.
    known = set(map(name_of, unprintable(report.document.astext())))
    if rest := [name for name in map(name_of, made.missing) if name not in known]:
        message = Message(
            "no font has {characters}: a box with the number is shown", characters=", ".join(rest)
        )
        yield "pdf_message", "note", _nowhere(message, _LOOK)
    for latex, (reason, signs) in made.plain.items():
        why = Message(reason, signs=signs)
        yield "formula_as_signs", "note", _said_of_formula(report, latex, why)
    for address, reason in made.unreadable.items():
        figure = figures.get(address, address)
        message = Message(
            "figure {name!r} could not be put into the PDF ({why}); a grey box stands for it",
            name=figure,
            why=Message(reason),
        )
        told = _at_figure(report, figure, message, _advice(reason))
        yield "figure_unprintable", "error", told
    for address, lacks in made.lacks.items():
        figure = figures[address]
        message = Message(
            "figure {name!r} is shown in the PDF without {parts}", name=figure, parts=_named(lacks)
        )
        told = _at_figure(report, figure, message, _COMPLETE)
        yield "figure_incomplete", "warning", told
    for address, changes in made.otherwise.items():
        figure = figures[address]
        message = Message(
            "figure {name!r} looks otherwise in the PDF: {parts}",
            name=figure,
            parts=_named(changes),
        )
        yield "figure_restyled", "note", _at_figure(report, figure, message, _ALIKE)


def _named(parts: Sequence[str]) -> Message:
    """Name what the process that makes the PDF says of a drawing, the first of it."""
    named, more = Message.joined(map(Message, parts[:_TOLD])), len(parts) - _TOLD
    return Message("{named} and {count} more", named=named, count=more) if more > 0 else named


def _said_of_formula(report: Report, latex: str, why: Message) -> Finding:
    """Return what is said of a formula that could not be drawn, where it is used first."""
    written = repr(shortened(" ".join(latex.split()))).replace("\\\\", "\\")
    message = Message(
        "formula {formula} is printed as a line of signs: {why}", formula=written, why=why
    )
    advice = Message("write it in letters that the font has, or in parts")
    uses = (use for use in report.answer_formulas() if use[0].astext() == latex)
    node, question = next(uses, (None, None))
    if node is None:  # it stands in no answer
        return _nowhere(message, advice)
    return Finding(line_of(node), message, advice, question, report.ranges.node(node))


def _advice(reason: str) -> Message:
    """Return what to do about a figure that cannot be put into the PDF, by the reason."""
    if "pixels" in reason:
        return Message("save it again with fewer pixels")
    if reason.startswith(("damaged", "not a picture")):
        return Message("open it in a picture viewer, and save or export it again")
    return Message("export the drawing again, as PNG, from the program it was made with")


def _at_figure(report: Report, figure: str, message: str, advice: str) -> Finding:
    """Return what is said of a figure, where it is used first."""
    image = report.use_of(figure)
    if image is None:
        return _nowhere(message, advice)
    at = report.ranges.node(image.node)
    return Finding(image.line, message, advice, image.question, at)


def _nowhere(message: str, advice: str) -> Finding:
    """Return what is said of the whole: no place in the report is meant."""
    return Finding(1, message, advice, range=point(1))
