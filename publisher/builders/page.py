"""The page: one HTML text that becomes ``report.html`` and, with another style, ``report.pdf``."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from publisher.builders.front import facts
from publisher.builders.highlight import Highlighter
from publisher.builders.paper import Paper
from publisher.builders.parts import parts_of, range_of
from publisher.builders.state import ANSWERED, chips, first_words
from publisher.builders.table_width import begins_turned
from publisher.builders.templates import THEME, templates
from publisher.builders.translator import PageTranslator
from publisher.builders.words import Words
from publisher.doors.assets import themes_folder
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from publisher.builders.parts import Part
    from publisher.course.settings import Course
    from publisher.read.files.folder import Folder
    from publisher.report.question import Question
    from publisher.report.view import Report

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
    is_checklist: bool

    @property
    def eyebrow(self) -> Message:
        """Which questions it has; there is at least one."""
        return range_of([question.number for question in self.questions])


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
    paper = Paper(report, course) if for_print else None
    translator = visitors(
        report.document,
        image_source or (lambda path: data_uri(folder, path)),
        lambda path: folder.picture(path).is_shown,
        Highlighter(),
        paper,
        words=words,
    )
    entries = {
        id(question.node): entry_of(question, for_print=for_print)
        for question in report.questions
        if paper is None or not paper.is_on_cover(question.node)
    }
    parts = paper.parts if paper else parts_of(report)
    sections = tuple(_section(part, entries, translator) for part in parts)
    said = facts(report, course, date) | {"sections": sections, "words": words}
    if paper:
        cover = translator.cover(paper.cover)
        return (
            templates()
            .get_template("print.html")
            .render(said, cover=cover, printing=paper.printing)
        )
    said |= head(ALONE, "page")
    return templates().get_template(template).render(said | dict(more))


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


def _section(
    part: Part, entries: dict[int, QuestionEntry], translator: PageTranslator
) -> SectionEntry:
    return SectionEntry(
        part.title,
        part.id,
        "".join(translator.render(node) for node in part.nodes),
        tuple(entries[id(q)] for q in part.questions if id(q) in entries),
        sum(item["ticked"] for item in part.items),
        len(part.items),
        translator.for_print and any(map(begins_turned, part.nodes[:1])),
        part.is_checklist,
    )


def entry_of(question: Question, *, for_print: bool) -> QuestionEntry:
    """Return what contents say of a question; ``for_print``: on one line with what is wrong."""
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
