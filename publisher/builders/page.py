"""The page: one HTML text that becomes ``report.html`` and, with another style, ``report.pdf``."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from docutils import nodes

from publisher import nodes as ours
from publisher.builders.highlight import Highlighter
from publisher.builders.state import ANSWERED, chips, first_words, items_of
from publisher.builders.table_width import begins_turned
from publisher.builders.translator import PageTranslator
from publisher.builders.words import ENGLISH, Words
from publisher.doors.assets import themes_folder
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import jinja2

    from publisher.course.settings import Course
    from publisher.read.files.folder import Folder
    from publisher.report.question import Question
    from publisher.report.view import Report

THEME = "publisher"
SCREEN = ("tokens", "content", "screen")
ALONE = ("fonts", *SCREEN)
"""The layers of a page that is one file."""
_FACES = (
    "serif-regular",
    "serif-italic",
    "serif-bold",
    "sans-regular",
    "sans-bold",
    "mono-regular",
)
FONTS = tuple(f"fonts/{face}.woff2" for face in _FACES)
"""The files that the layer ``fonts`` names, beside it."""
PRINT = ("tokens", "content", "print")
_ROOT = re.compile(r":root \{([^}]*)\}")
_TOKEN = re.compile(r"(--[\w-]+): ([^;]+);")
_USE = re.compile(r"var\((?P<name>--[\w-]+)\)")
_TOKENS_DEEP = 2
"""How many times a token's value may name another token."""


@dataclass(frozen=True, slots=True)
class QuestionEntry:
    """A question in the table of contents; ``kind``: good, bad or plain."""

    number: int
    id: str
    prompt: str
    status: str
    verdict: str
    kind: str
    told: str


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """A section in the table of contents with its questions, and its HTML."""

    title: str
    id: str
    html: str
    questions: tuple[QuestionEntry, ...]
    ticked: int
    items: int
    turning: bool
    """Whether its heads stand on a page on its side, on paper."""


def data_uri(folder: Folder, path: str) -> str:
    """Return a figure as a ``data:`` URI of its media type by content."""
    media = folder.picture(path).media
    return f"data:{media};base64,{base64.b64encode(folder.read(path)).decode('ascii')}"


def page(
    report: Report,
    folder: Folder,
    course: Course,
    *,
    date: str = "",
    image_source: Callable[[str], str] | None = None,
    for_print: bool = False,
    template: str = "report.html",
    visitors: Callable[..., PageTranslator] = PageTranslator,
    more: Mapping[str, object] = MappingProxyType({}),
) -> str:
    """Return the whole page as HTML.

    ``date``: ISO 8601 or empty; ``image_source``: what an image's ``src`` holds for a
    figure's path, by default the figure itself as a ``data:`` URI; ``template``: one that extends
    ``report.html``, with what ``more`` it asks for; ``visitors``: makes the translator of the report's parts.
    """
    words = Words(course.language)
    translator = visitors(
        report.document,
        image_source or (lambda path: data_uri(folder, path)),
        lambda path: folder.picture(path).is_shown,
        Highlighter(),
        course.print if for_print else None,
        words=words,
    )
    sections = tuple(_sections(report, translator))
    return (
        templates()
        .get_template(template)
        .render(
            _facts(report, course, date) | dict(more),
            words=words,
            sections=sections,
            for_print=for_print,
            question_per_page=for_print and course.print.question_per_page,
            **({} if for_print else head(ALONE, "page")),
        )
    )


@cache
def head(layers: Sequence[str], script: str) -> dict[str, str]:
    """Return what stands in the head of a page that is one file, and the digests that its policy names.

    ``layers``: of the style, whose fonts become ``data:`` addresses; ``script``: the name of its
    script.
    """
    folder = themes_folder() / THEME / "static"
    style = style_sheet(layers)
    for name in FONTS:
        data = base64.b64encode((folder / name).read_bytes()).decode()
        style = style.replace(f"url({name})", f"url(data:font/woff2;base64,{data})")
    code = (folder / f"{script}.js").read_text(encoding="utf-8")
    return {
        "style": style,
        "style_digest": digest(style),
        "script": code,
        "script_digest": digest(code),
    }


def digest(text: str) -> str:
    """Return what a policy knows a style or a script by (CSP 3, 2.3.1: ``sha256-``...)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def style_sheet(layers: Sequence[str]) -> str:
    """Return the theme's CSS layers, joined in their order."""
    folder = themes_folder() / THEME / "static"
    return "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in layers)


def print_style(words: Words) -> str:
    """Return the style of paper with the tokens' values in place of their names, and with our ``words``.

    WeasyPrint solves a variable anew for each element and property: an eighth of its time
    for a report of 26 pages.
    """
    css = style_sheet(PRINT)
    values = {name: value for block in _ROOT.findall(css) for name, value in _TOKEN.findall(block)}
    values |= {"--page-number": _page_number(words)}
    for _ in range(_TOKENS_DEEP):
        css = _USE.sub(lambda use: values[use["name"]], css)
    return css


def _page_number(words: Words) -> str:
    """Return CSS that says on which page one is."""
    pages = {"number": '" counter(page) "', "total": '" counter(pages) "'}
    return f'"{words.plain(Message("page {number} of {total}", **pages))}"'


@cache
def templates() -> jinja2.Environment:
    """Return the theme's templates; they escape what is put into them.

    In them ``_("...")`` and ``ngettext("...", "...", count=...)`` are messages, which are written in the
    language of ``words`` (by default English); in an attribute they stand as ``words.plain(_("..."))``.
    """
    import jinja2
    from markupsafe import Markup

    @jinja2.pass_context
    def said(context: jinja2.runtime.Context, value: Any) -> Any:
        if not isinstance(value, Message):
            return value
        words: Words = context.get("words")
        return Markup(words.html(value))  # noqa: S704 - it escapes

    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(themes_folder() / THEME),
        finalize=said,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    made.globals |= {"_": Message, "ngettext": Message.plural, "words": ENGLISH}
    return made


def _facts(report: Report, course: Course, date: str) -> dict[str, Any]:
    """Return what the template says about the report as a whole."""
    questions = report.questions
    items = [item for item in report.checklist if not item.broken]
    return {
        "title": course.title or report.title or Message("Report"),
        "title_id": _title_id(report),
        "language": course.language,
        "group": report.group,
        "members": report.study_numbers,
        "date": date,
        "answered": sum(q.answered for q in questions),
        "unanswered": sum(not q.answered for q in questions),
        "outside": sum(q.verdict == "fail" and q.answered for q in questions),
        "total": len(questions),
        "wrong": sum(q.verdict == "fail" or not q.answered for q in questions),
        "items": len(items),
        "ticked": sum(item.ticked for item in items),
    }


def _masthead(report: Report) -> nodes.section | None:
    """Return the section whose title is the report's own, since it holds all the others."""
    sections = [n for n in report.document.children if isinstance(n, nodes.section)]
    alone = len(sections) == 1 and not isinstance(sections[0], ours.question)
    return sections[0] if alone else None


def _title_id(report: Report) -> str:
    first = _masthead(report)
    return "" if first is None else str(first["ids"][0])


def _sections(report: Report, translator: PageTranslator) -> Iterator[SectionEntry]:
    """Yield the report's parts in their order; what stands before the first has no title."""
    entries = {id(q.node): _entry(q, for_print=translator.for_print) for q in report.questions}
    top = list(report.document.children)
    # The report's own title stands in the masthead; what it holds are the parts.
    if (first := _masthead(report)) is not None:
        at = top.index(first)
        top[at : at + 1] = first.children[1:]
    loose: list[nodes.Node] = []
    for node in top:
        if isinstance(node, nodes.section) and not isinstance(node, ours.question):
            if loose:
                yield _section("", "", loose, entries, translator)
                loose = []
            title = next(iter(node.findall(nodes.title))).astext()
            yield _section(title, node["ids"][0], [node], entries, translator)
        else:
            loose.append(node)
    if any(not isinstance(n, nodes.comment) for n in loose):
        yield _section("", "", loose, entries, translator)


def _section(
    title: str,
    name: str,
    parts: Sequence[nodes.Node],
    entries: dict[int, QuestionEntry],
    translator: PageTranslator,
) -> SectionEntry:
    items = [item for part in parts for item in items_of(part)]
    return SectionEntry(
        title,
        name,
        "".join(translator.render(part) for part in parts),
        tuple(entries[id(q)] for part in parts for q in part.findall(ours.question)),
        sum(n["ticked"] for n in items),
        len(items),
        translator.for_print and any(map(begins_turned, parts[:1])),
    )


def _entry(question: Question, *, for_print: bool) -> QuestionEntry:
    found = chips(question)
    bad = [text for kind, text in found if kind == "bad"]
    kind = "bad" if bad else "good" if question.verdict == "pass" else "plain"
    return QuestionEntry(
        question.number,
        question.node["ids"][0],
        # On paper what is bad stands behind it, on the same line.
        first_words(question.prompt, len(bad[0]) if bad and for_print else 0),
        question.status,
        question.verdict,
        kind,
        bad[0] if bad else ANSWERED[question.status],
    )
