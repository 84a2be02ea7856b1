"""How the nodes of our vocabulary are written as HTML.

``ReportVisitors`` is shared by our own page and by Sphinx's HTML builders;
``PageTranslator`` writes the page that becomes ``report.html`` and ``report.pdf``.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.writers.html5_polyglot import HTMLTranslator
from docutils.writers.html5_polyglot import Writer as HTMLWriter

from publisher import nodes as ours
from publisher.builders.direction import runs_from_right
from publisher.builders.figures import figure_tag, pieces, room_below
from publisher.builders.formula import formula, formula_block
from publisher.builders.link_notes import LinkNotes
from publisher.builders.table_room import breaks_of, room_of
from publisher.printing import Printing
from publisher.report import Question, question_of
from publisher.rules.image_alt import says_nothing
from publisher.rules.ranges import in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from publisher.builders.highlight import Highlighter

INLINE = {"deleted": "del", "inserted": "ins", "kbd": "kbd", "marked": "mark", "small": "small"}
MERMAID = "mermaid"
_SHORT_PROMPT = 90
SAID_OF_MERMAID = "A mermaid diagram, shown as its source."


class ReportVisitors:
    """Visitors of our nodes, for translators that derive from docutils' HTML translator."""

    body: list[str]
    section_level: int
    starttag: Callable[..., str]

    def visit_question(self, node: ours.question) -> None:
        self.section_level += 1
        question = question_of(node, _count_of(node))
        self.body.append(
            self.starttag(
                node,
                "section",
                classes=["question", question.status, f"verdict-{question.verdict}"],
            )
        )

    def depart_question(self, node: ours.question) -> None:
        self.section_level -= 1
        self.body.append("</section>\n")

    def visit_prompt(self, node: ours.prompt) -> None:
        ReportVisitors._state(self, node)  # Sphinx's translators have our visitors only
        self.body.append(self.starttag(node, "div", classes=["prompt"]))

    def _state(self, node: nodes.Element) -> None:
        """Write the question's state behind its title: before the prompt, or the answer."""
        assert isinstance(node.parent, ours.question)  # noqa: S101 - told to mypy
        self.body.append(state(question_of(node.parent, _count_of(node))))

    def depart_prompt(self, node: ours.prompt) -> None:
        self.body.append("</div>\n")

    def visit_example(self, node: ours.example) -> None:
        self.body.append(self.starttag(node, "div", classes=["example"]))

    def depart_example(self, node: ours.example) -> None:
        self.body.append("</div>\n")

    def visit_marker(self, node: ours.marker) -> None:
        # The answer's own label says it.
        raise nodes.SkipNode

    def depart_marker(self, node: ours.marker) -> None:
        """Never called."""

    def visit_answer(self, node: ours.answer) -> None:
        if node.parent.next_node(ours.prompt) is None:
            ReportVisitors._state(self, node)
        self.body.append(self.starttag(node, "div", classes=["answer"]))
        self.body.append('<p class="answer-label">Answer</p>\n')
        if node["status"] == "unanswered":
            self.body.append('<p class="no-answer">Not answered.</p>\n')

    def depart_answer(self, node: ours.answer) -> None:
        self.body.append("</div>\n")

    def visit_placeholder(self, node: ours.placeholder) -> None:
        self.body.append(self.starttag(node, "p", "", classes=["placeholder"]))

    def depart_placeholder(self, node: ours.placeholder) -> None:
        self.body.append("</p>\n")

    def visit_checklist_item(self, node: ours.checklist_item) -> None:
        self.body.append(self.starttag(node, "li", "", classes=["task"]))
        if not node["broken"]:
            name, glyph = ("ticked", "\u2611") if node["ticked"] else ("not ticked", "\u2610")
            self.body.append(
                f'<span class="tick {name.replace(" ", "-")}" role="img" aria-label="{name}">'
                f"{glyph}</span>"
            )

    def depart_checklist_item(self, node: ours.checklist_item) -> None:
        self.body.append("</li>\n")

    def visit_alert(self, node: ours.alert) -> None:
        self.body.append(self.starttag(node, "div", classes=["alert"], role="note"))

    def depart_alert(self, node: ours.alert) -> None:
        self.body.append("</div>\n")

    def visit_details(self, node: ours.details) -> None:
        attributes = {"open": "open"} if node["open"] else {}
        self.body.append(self.starttag(node, "details", **attributes))

    def depart_details(self, node: ours.details) -> None:
        self.body.append("</details>\n")

    def visit_summary(self, node: ours.summary) -> None:
        self.body.append(self.starttag(node, "summary", ""))

    def depart_summary(self, node: ours.summary) -> None:
        self.body.append("</summary>\n")

    def visit_image_note(self, node: ours.image_note) -> None:
        self.body.append(self.starttag(node, "span", "", classes=["image-note"]))

    def depart_image_note(self, node: ours.image_note) -> None:
        self.body.append("</span>")

    def visit_emoji(self, node: ours.emoji) -> None:
        self.body.append(f'<span class="emoji" title=":{node["name"]}:">')

    def depart_emoji(self, node: ours.emoji) -> None:
        self.body.append("</span>")

    def visit_line_break(self, node: ours.line_break) -> None:
        self.body.append("<br />\n")
        raise nodes.SkipNode

    def depart_line_break(self, node: ours.line_break) -> None:
        """Never called."""

    def visit_thematic_break(self, node: ours.thematic_break) -> None:
        self.body.append("<hr />\n")
        raise nodes.SkipNode

    def depart_thematic_break(self, node: ours.thematic_break) -> None:
        """Never called."""

    def visit_repair(self, node: ours.repair) -> None:
        raise nodes.SkipNode

    def depart_repair(self, node: ours.repair) -> None:
        """Never called."""

    def visit_difference(self, node: ours.difference) -> None:
        raise nodes.SkipNode

    def depart_difference(self, node: ours.difference) -> None:
        """Never called."""

    def visit_suppression(self, node: ours.suppression) -> None:
        raise nodes.SkipNode

    def depart_suppression(self, node: ours.suppression) -> None:
        """Never called."""


def _count_of(node: nodes.Node) -> Any:
    return node.document["count"] if node.document is not None else "source"


def chips(question: Question) -> list[tuple[str, str]]:
    """Return a question's state in short: pairs of a class (good, bad, plain) and a text."""
    found = [("good", "answered") if question.answered else ("bad", "unanswered")]
    for count, limit, noun in (
        (question.words, question.limit_words, "word"),
        (question.images, question.limit_images, "image"),
    ):
        said = f"{count} {noun}{'' if count == 1 else 's'}"
        if limit is None:
            if question.answered and (noun == "word" or count):
                found.append(("plain", said))
            continue
        low, high = limit
        kept = question.answered and low <= count and (high is None or count <= high)
        asked = in_words(limit).replace("-", "\u2013")
        found.append(("good" if kept else "bad", f"{said}, {asked} asked"))
    return found


def first_words(prompt: ours.prompt | None, less: int = 0) -> str:
    """Return the first words of what is asked: for the contents, and for paper in short.

    ``less``: so many characters fewer than usual.
    """
    parts = prompt.children if prompt else []
    asked = [n for n in parts if not isinstance(n, ours.example | ours.marker)]
    text = " ".join(asked[0].astext().split()) if asked else ""
    most = _SHORT_PROMPT - less
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0] + "\u2026"


def state(question: Question) -> str:
    """Return the line that says a question's state."""
    items = "".join(
        f'<li class="chip {kind}">{escape(text)}</li>' for kind, text in chips(question)
    )
    return f'<ul class="state" aria-label="State of question {question.number}">{items}</ul>\n'


class PageTranslator(ReportVisitors, HTMLTranslator):
    """Writes parts of a report for our page.

    ``image_source`` turns a figure's path into what ``src`` holds; ``picture_path``
    returns the path of a picture that a local link leads to, else the empty string;
    ``printed``: how it is put on paper, where nothing folds and formulas are lines of plain
    signs; None: it is for a screen.
    """

    def __init__(
        self,
        document: nodes.document,
        image_source: Callable[[str], str],
        is_picture: Callable[[str], bool],
        highlighter: Highlighter,
        printed: Printing | None = None,
    ) -> None:
        """Prepare for the nodes of ``document``."""
        settings = document.settings
        document.settings = get_default_settings(HTMLWriter)
        document.settings.table_style = ""
        document.settings.footnote_references = "superscript"
        try:
            super().__init__(document)
        finally:
            document.settings = settings
        self.image_source = image_source
        self.is_picture = is_picture
        self.highlighter = highlighter
        self.for_print = printed is not None
        self.printed = printed or Printing()
        self.absent: set[str] = set()
        """Ids of what paper leaves out: links lead there no more."""
        if printed:
            for node in document.findall(lambda n: isinstance(n, self.printed.left_out)):
                self.absent.update(*(n["ids"] for n in node.findall(nodes.Element)))
        self.initial_header_level = 2
        self.figures = 0
        self.answering: int | None = None
        """The number of the question in whose answer one stands."""
        self.room = 0.0
        """Millimetres of a page below that question's head, about."""
        self.notes: LinkNotes | None = None
        """The notes of that answer's links, on paper."""
        self.rubrics: list[int] = []
        """Levels of the headings below which one stands, within `heading_holder`."""
        self.heading_holder: nodes.Element | None = None

    def starttag(
        self,
        node: nodes.Element,
        tagname: str,
        suffix: str = "\n",
        empty: bool = False,
        **attributes: Any,
    ) -> str:
        """Return a start tag; a block whose text runs from right to left says so."""
        if runs_from_right(node):
            attributes["dir"] = "rtl"
        return super().starttag(node, tagname, suffix, empty, **attributes)

    def render(self, node: nodes.Node) -> str:
        """Return the HTML of ``node`` and all below it."""
        self.body = []
        node.walkabout(self)
        return "".join(self.body)

    # -- sections ------------------------------------------------

    def visit_section(self, node: nodes.section) -> None:
        self.section_level += 1
        self.body.append(self.starttag(node, "section", classes=["part"]))

    def depart_section(self, node: nodes.section) -> None:
        self.section_level -= 1
        self.body.append("</section>\n")

    # -- prompts ---------------------------------------------------------------

    def visit_prompt(self, node: ours.prompt) -> None:
        if not self._left_out(node) and any(map(self._is_shown, node.children)):
            super().visit_prompt(node)
            return
        self._state(node)
        if self.printed.prompts == "short" and (asked := first_words(node)):
            self.body.append(f'<p class="prompt prompt-short">{self.encode(asked)}</p>\n')
        raise nodes.SkipNode

    def visit_example(self, node: ours.example) -> None:
        if self._left_out(node):
            raise nodes.SkipNode
        super().visit_example(node)

    def _asked(self, question: ours.question) -> int:
        """Return the letters of a question's prompt that are shown."""
        prompt = question.next_node(ours.prompt)
        if prompt is None or self._left_out(prompt):
            return 0
        return sum(len(part.astext()) for part in prompt.children if self._is_shown(part))

    def _is_shown(self, node: nodes.Node) -> bool:
        return not (isinstance(node, ours.marker | nodes.Invisible) or self._left_out(node))

    def _left_out(self, node: nodes.Node) -> bool:
        return self.for_print and isinstance(node, self.printed.left_out)

    # -- headings ---------------------------------------------------------------

    def visit_title(self, node: nodes.title) -> None:
        if isinstance(node.parent, ours.alert):
            self.body.append('<p class="alert-title">')
            self.context.append("</p>\n")
            return
        level = min(6, self.section_level + 1)
        self.body.append(f"<h{level}>")
        self.context.append(f"</h{level}>\n")

    def depart_title(self, node: nodes.title) -> None:
        self.body.append(self.context.pop())

    def visit_rubric(self, node: nodes.rubric) -> None:
        # No level is left out, whatever the author wrote: h3 is followed by h4 at most.
        holder = _holder(node)
        if holder is not self.heading_holder:
            self.heading_holder, self.rubrics = holder, []
        while self.rubrics and self.rubrics[-1] >= node["level"]:
            self.rubrics.pop()
        level = min(6, self.section_level + 2 + len(self.rubrics))
        self.rubrics.append(node["level"])
        marks = any(map(self._link_mark, node.findall(nodes.reference)))
        label = f"bookmark-label: {_css_string(node.astext())}"
        attributes: dict[str, Any] = {"style": label} if marks else {}
        self.body.append(self.starttag(node, f"h{level}", "", **attributes))
        self.context.append(f"</h{level}>\n")

    def depart_rubric(self, node: nodes.rubric) -> None:
        self.body.append(self.context.pop())

    # -- answers --------------------------------------------------------------

    def visit_answer(self, node: ours.answer) -> None:
        question = node.parent
        assert isinstance(question, ours.question)  # noqa: S101 - told to mypy
        self.answering = question["number"]
        self.notes = LinkNotes() if self.for_print else None
        self.room = room_below(question, self._asked(question))
        super().visit_answer(node)

    def depart_answer(self, node: ours.answer) -> None:
        self._linked_pictures(node)
        if self.notes:
            self.body.append(self.notes.html())
        self.answering = self.notes = None
        super().depart_answer(node)

    def _linked_pictures(self, node: ours.answer) -> None:
        """Show the pictures that the answer only links: the file beside the report is not here."""
        shown = {image.get("figure") for image in node.findall(nodes.image)}
        for reference in node.findall(nodes.reference):
            path = reference.get("local", "")
            if path and path not in shown and self.is_picture(path):
                shown.add(path)
                self.body.append('<figure class="linked">')
                said = self._said(reference.astext(), reference["refuri"])
                number = self._numbered()
                self.body.append(self._img(path, said or self._plain_alt(path, number), ""))
                self._caption(number, f"{said or _name(path)} (linked in the answer: {path})")
                self.body.append("</figure>\n")

    def visit_details(self, node: ours.details) -> None:
        if self.for_print:
            self.body.append('<div class="details">\n')
        else:
            super().visit_details(node)

    def depart_details(self, node: ours.details) -> None:
        if self.for_print:
            self.body.append("</div>\n")
        else:
            super().depart_details(node)

    def visit_summary(self, node: ours.summary) -> None:
        if self.for_print:
            self.body.append('<p class="summary">')
        else:
            super().visit_summary(node)

    def depart_summary(self, node: ours.summary) -> None:
        if self.for_print:
            self.body.append("</p>\n")
        else:
            super().depart_summary(node)

    # -- pictures -------------------------------------------------------------

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        found = pieces(node)
        if all(isinstance(piece, list) for piece in found):
            self.body.append(self.starttag(node, "p", ""))
            return
        for piece in found:
            if isinstance(piece, list):
                self.body.append(self.starttag(nodes.paragraph(classes=node["classes"]), "p", ""))
                for child in piece:
                    child.walkabout(self)
                self.body.append("</p>\n")
            else:
                self._figure(piece)
        raise nodes.SkipNode

    def depart_paragraph(self, node: nodes.paragraph) -> None:
        self.body.append("</p>\n")

    def _figure(self, node: nodes.Node) -> None:
        link = node if isinstance(node, nodes.reference) else None
        image = next(iter(node.findall(nodes.image)))
        said = self._said(image["alt"], image["written"])
        number = self._numbered()
        self.body.append(figure_tag(image, said, self.room) if self.for_print else "<figure>")
        href = _address(link) if link is not None else ""
        if href:
            self.body.append(f'<a href="{self.attval(href)}">')
        path = image["figure"]
        self.body.append(self._img(path, said or self._plain_alt(path, number), _sizes(image)))
        if href:
            self.body.append("</a>")
        self._caption(number, said or _name(path), self._link_mark(link))
        self.body.append("</figure>\n")

    def _numbered(self) -> int:
        """Return the number of the next figure: those of answers are numbered through the report.

        So they have the same numbers on a screen and on paper, whatever of the prompts is there.
        """
        if self.answering is None:
            return 0
        self.figures += 1
        return self.figures

    def _caption(self, number: int, text: str, mark: str = "") -> None:
        told = f'<span class="figure-number">Figure {number}</span>: ' if number else ""
        self.body.append(f"<figcaption>{told}{self.encode(text)}{mark}</figcaption>")

    def visit_image(self, node: nodes.image) -> None:
        said = self._said(node["alt"], node["written"])
        path = node["figure"]
        alt = said or self._plain_alt(path, self._numbered())
        self.body.append(self._img(path, alt, _sizes(node)))

    def depart_image(self, node: nodes.image) -> None:
        """Write nothing: an image has no end tag."""

    def _img(self, path: str, alt: str, style: str) -> str:
        shown = f' style="{self.attval(style)}"' if style else ""
        return f'<img src="{self.attval(self.image_source(path))}" alt="{self.attval(alt)}"{shown}>'

    def _said(self, alt: str, written: str) -> str:
        """Return what the author says of the picture at ``written``; empty: nothing."""
        return "" if says_nothing(alt, written) else " ".join(alt.split())

    def _plain_alt(self, path: str, number: int) -> str:
        """Return an alternative text for a picture of which the author says nothing."""
        name = _name(path)
        if not number:
            return name
        return f"Figure {number} in the answer to question {self.answering}: {name}"

    # -- text -----------------------------------------------------------------

    def visit_inline(self, node: nodes.inline) -> None:
        tag = next((INLINE[c] for c in node["classes"] if c in INLINE), "span")
        self.body.append(f"<{tag}>")
        self.context.append(f"</{tag}>")

    def depart_inline(self, node: nodes.inline) -> None:
        self.body.append(self.context.pop())

    def visit_literal(self, node: nodes.literal) -> None:
        self.body.append("<code>")

    def depart_literal(self, node: nodes.literal) -> None:
        self.body.append("</code>")

    def visit_literal_block(self, node: nodes.literal_block) -> None:
        code = self.highlighter.highlight(node.astext(), node.get("language", "none"))
        self.body.append(f"<pre><code>{code}</code></pre>\n")
        if node.get("language") == MERMAID:
            self.body.append(f'<p class="code-note">{SAID_OF_MERMAID}</p>\n')
        raise nodes.SkipNode

    def visit_math(self, node: nodes.math) -> None:
        self.body.append(formula(node.astext(), for_print=self.for_print))
        raise nodes.SkipNode

    def visit_math_block(self, node: nodes.math_block) -> None:
        self.body.append(formula_block(node.astext(), for_print=self.for_print))
        raise nodes.SkipNode

    def visit_reference(self, node: nodes.reference) -> None:
        address = _address(node)
        if not address:  # a local link: the page stands alone, it leads nowhere from here
            self.body.append('<span class="local-link">')
            path = node["refuri"]
            told = f' <span class="path">({self.encode(path)})</span>'
            self.context.append(("" if node.astext().strip() == path else told) + "</span>")
            return
        if address.removeprefix("#") in self.absent:
            self.body.append("<span>")
            self.context.append("</span>")
            return
        self.body.append(f'<a href="{self.attval(address)}">')
        self.context.append("</a>" + self._link_mark(node))

    def _link_mark(self, link: nodes.Node | None) -> str:
        """Return what leads to a link's note; empty: it has none."""
        if self.notes is None or not isinstance(link, nodes.reference):
            return ""
        return self.notes.mark(_address(link), link.astext())

    def depart_reference(self, node: nodes.reference) -> None:
        self.body.append(self.context.pop())

    # -- tables and footnotes --------------------------------------------------

    def visit_table(self, node: nodes.table) -> None:
        if not self.for_print:
            # A table wider than the page scrolls; the keyboard must be able to reach it.
            self.body.append('<div class="table" tabindex="0" role="group" aria-label="Table">')
            self.body.append("<table>\n")
            return
        room = room_of(node)
        self.body.append('<div class="turned">\n' if room.turned else "")
        self.context.append("</div>\n" if room.turned else "")
        classes = " ".join((*room.classes, *breaks_of(node)))
        self.body.append(f'<table class="{classes}">\n' if classes else "<table>\n")
        if room.widths:
            columns = "".join(f'<col style="width: {width}%">' for width in room.widths)
            self.body.append(f"<colgroup>{columns}</colgroup>\n")

    def depart_table(self, node: nodes.table) -> None:
        del node
        self.body.append("</table>\n" + (self.context.pop() if self.for_print else "</div>\n"))

    def visit_tgroup(self, node: nodes.tgroup) -> None:
        """Write nothing: columns find their own width."""

    def depart_tgroup(self, node: nodes.tgroup) -> None:
        """Write nothing."""

    def visit_colspec(self, node: nodes.colspec) -> None:
        raise nodes.SkipNode

    def visit_entry(self, node: nodes.entry) -> None:
        head = isinstance(node.parent.parent, nodes.thead)
        attributes: dict[str, Any] = {"scope": "col"} if head else {}
        for name, more in (("colspan", "morecols"), ("rowspan", "morerows")):
            if more in node:
                attributes[name] = node[more] + 1
        self.body.append(self.starttag(node, "th" if head else "td", "", **attributes))
        self.context.append(f"</{'th' if head else 'td'}>\n")

    def visit_thead(self, node: nodes.thead) -> None:
        # A table that is all head has a body to PDF/UA, else it would have none.
        alone = node.next_node(nodes.tbody, descend=False, siblings=True) is None
        self.context.append("</tbody>\n" if alone else "</thead>\n")
        self.body.append("<tbody>\n" if alone else "<thead>\n")

    def depart_thead(self, node: nodes.thead) -> None:
        self.body.append(self.context.pop())

    def visit_row(self, node: nodes.row) -> None:
        self.body.append("<tr>")

    def visit_footnote(self, node: nodes.footnote) -> None:
        self.body.append(self.starttag(node, "div", classes=["footnote"], role="note"))

    def depart_footnote(self, node: nodes.footnote) -> None:
        self.body.append("</div>\n")

    def visit_label(self, node: nodes.label) -> None:
        back = [name for name in node.parent["backrefs"] if name not in self.absent]
        number = self.encode(node.astext())
        self.body.append(
            f'<a class="footnote-number" href="#{back[0]}" aria-label="Back to the text, '
            f'footnote {number}">{number}</a>\n'
            if back
            else f'<span class="footnote-number">{number}</span>\n'
        )
        raise nodes.SkipNode

    def visit_footnote_reference(self, node: nodes.footnote_reference) -> None:
        self.body.append(self.starttag(node, "sup", ""))
        self.body.append(
            f'<a class="footnote-reference" href="#{node["refid"]}" '
            f'aria-label="Footnote {self.encode(node.astext())}">'
        )

    def depart_footnote_reference(self, node: nodes.footnote_reference) -> None:
        self.body.append("</a></sup>")

    def visit_container(self, node: nodes.container) -> None:
        self.body.append(self.starttag(node, "div"))

    def depart_container(self, node: nodes.container) -> None:
        self.body.append("</div>\n")

    def visit_bullet_list(self, node: nodes.bullet_list) -> None:
        tasks = any(isinstance(item, ours.checklist_item) for item in node.children)
        self.body.append(self.starttag(node, "ul", classes=["tasks"] if tasks else []))

    def depart_bullet_list(self, node: nodes.bullet_list) -> None:
        self.body.append("</ul>\n")

    def visit_enumerated_list(self, node: nodes.enumerated_list) -> None:
        start = {}
        if "start" in node:
            start["start"] = node["start"]
            if self.for_print:  # presentational attributes have no effect there
                start["style"] = f"counter-reset: list-item {node['start'] - 1}"
        self.body.append(self.starttag(node, "ol", **start))

    def depart_enumerated_list(self, node: nodes.enumerated_list) -> None:
        self.body.append("</ol>\n")


def _address(link: nodes.reference) -> str:
    """Return where a link leads from a page that stands alone; empty: nowhere."""
    if "problem" not in link:
        return str(link["refuri"])
    return str(link.get("web", ""))


def _css_string(text: str) -> str:
    return '"' + re.sub(r'[\\"\s]', lambda found: f"\\{ord(found[0]):x} ", text) + '"'


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _sizes(image: nodes.image) -> str:
    """Return the style of the size that an author gave a picture."""
    names = [name for name in ("width", "height") if image.get(name)]
    return " ".join(f"{name}: {image[name]};" for name in names)


def _holder(node: nodes.Node) -> nodes.Element:
    """Return what a heading inside text belongs to: the answer, prompt or section."""
    parent = node.parent
    while not isinstance(parent, ours.answer | ours.prompt | nodes.section | nodes.document):
        parent = parent.parent
    return parent
