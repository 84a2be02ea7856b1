"""Renders each segment of a report on its own, at its own lines, into the document tree."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any

from docutils import nodes

from publisher import nodes as ours
from publisher.language.message import Message
from publisher.nodes import every
from publisher.read import transforms
from publisher.read.blocks.depth import shown_as_source
from publisher.read.blocks.lines import Lines, plain_lines
from publisher.read.blocks.memory import Memory
from publisher.read.cut.answer import AnswerText, clean, take_placeholders, without
from publisher.read.cut.conflict import conflict_marks
from publisher.read.cut.question_line import bare
from publisher.read.footnotes import move_to_first_reference
from publisher.read.frontmatter import read_front_matter
from publisher.read.html import raw
from publisher.read.limits.limit import Limits
from publisher.read.limits.prompt import example_line, limits_of
from publisher.read.markdown.checklist import lost_items
from publisher.read.markdown.dialect import markdown_parser
from publisher.read.markdown.outline import Outline
from publisher.read.suppression_notes import note_suppressions
from publisher.read.yardstick.differences import note_difference

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from publisher.read.cut.segments import QuestionSpan, Segment, Split
    from publisher.read.markdown.page import Page
    from publisher.read.measure import Measure
    from publisher.read.yardstick.template import Template

_NOT_THERE = Message("as if they were not there")


class TreeBuilder:
    """Renders the segments of one report into its document."""

    def __init__(
        self,
        document: nodes.document,
        parts: Split,
        measure: Measure,
        template: Template | None,
        memory: Memory | None,
    ) -> None:
        """Take what to render, ``parts``, and what is known of it: ``measure`` and ``template``.

        ``memory``: of what was rendered before; None: all is rendered, and nothing is kept.
        """
        self.document = document
        self.parts = parts
        self.measure = measure
        self.template = template
        self.memory = memory
        self.known = memory or Memory()
        self.md, self.renderer = markdown_parser(document)
        self.outline = Outline(document)
        self.cleaned: dict[int, AnswerText] = {}
        self._sizes = (0, 0)
        self._told: tuple[frozenset[tuple[str, str, str]], frozenset[str]] = (
            frozenset(),
            frozenset(),
        )

    def build(self) -> None:
        """Render all segments in the order of the text."""
        self.document.current_line = None  # or docutils gives it to what has no line
        spans = {id(q.heading): q for q in self.parts.questions}
        answers = {q.heading.start: self._clean(q) for q in self.parts.questions}
        self._collect_references(answers)
        for index, segment in enumerate(self.parts.segments):
            self.renderer.segment = index
            if segment.kind == "front matter":
                self._front_matter(segment)
            elif segment.kind == "prose":
                self._prose(segment)
            elif segment.kind == "heading":
                span = spans[id(segment)]
                self._question(span, answers[segment.start])
        if every(ours.html_fragment, self.document):
            for node in [self.document, *every(nodes.section, self.document)]:
                self.document.extend(self._resolve(node))
        if "[^" in self.parts.text:
            self._place_footnotes()
        for line, box in list(lost_items(self.document)):
            found = f"the tick box {box} on a line that Markdown takes for text"
            self._note("checkbox_broken", line, 0, found, "as text, and as no tick")
        note_suppressions(self.document, self.parts, answers)
        for repair in self.parts.repairs:
            self._note(repair.code, repair.line, repair.question, repair.found, repair.taken)

    def _clean(self, span: QuestionSpan) -> AnswerText:
        own = self.parts.text[span.answer.start : span.answer.end]
        key = ("cleaned", own, span.answer.line, span.quote_end, span.markers_again)
        return self.known.of(key, partial(clean, self.parts.text, span))

    def _place_footnotes(self) -> None:
        """Put each footnote where it is first used, and count its words there."""
        taken: dict[int, set[int]] = defaultdict(set)
        for moved in move_to_first_reference(self.document):
            first, last = moved.note["lines"]
            if moved.before is None:
                lines = plain_lines(self.parts.lines.items[first - 1 : last])
            else:
                text = self.cleaned[id(moved.before)]
                own = range(first - text.line, last + 1 - text.line)
                lines = text.counted_lines[own.start : own.stop]
                taken[id(moved.before)].update(own)
                moved.before["words_source"] -= len(" ".join(lines).split())
                if not without(text, taken[id(moved.before)]).answered:
                    moved.before["status"] = "unanswered"
            if moved.now is not None:
                moved.now["words_source"] += len(" ".join(lines).split())

    def _text(self, segment: Segment) -> list[str]:
        return plain_lines(Lines.of(self.parts.text[segment.start : segment.end]).items)

    def _collect_references(self, answers: dict[int, AnswerText]) -> None:
        """Read link references and footnotes of all segments first: they may stand behind their use."""
        links: dict[str, object] = {}
        notes: dict[str, int] = {}
        for segment in self.parts.segments:
            if segment.kind == "prose":
                text = "\n".join(self._text(segment))
            elif segment.kind == "heading":
                text = "\n".join(answers[segment.start].shown_lines)
            else:
                continue
            if "]:" in text:
                own, own_notes = self.known.of(("defined", text), partial(self._defined, text))
                for label, link in own.items():
                    links.setdefault(label, link)
                notes |= own_notes
        self.renderer.env["references"] = links
        self.renderer.env["footnotes"] = {"refs": notes, "list": {}}

    def _defined(self, text: str) -> tuple[dict[str, object], dict[str, int]]:
        """Return the link references and the footnotes that ``text`` defines, as markdown-it has them."""
        found: dict[str, Any] = {}
        self.md.disable("inline")
        self.md.parse(text + "\n", found)
        self.md.enable("inline")
        return found.get("references", {}), found.get("footnotes", {}).get("refs", {})

    def _page(self, lines: Sequence[str], line: int) -> Page:
        """Return a page with the Markdown ``lines``, the first of which is source line ``line``."""
        # An open fence would hold the blank lines before the next heading, too.
        return self.renderer.render_on_page("\n".join(lines).rstrip("\n"), line)

    def _kept(
        self, key: Hashable, lines: Sequence[str], line: int, make: Callable[[], Page]
    ) -> Page:
        """Return the page that ``make`` renders of ``lines``, or a copy of the one of an earlier reading.

        ``line``: that of the first of them; ``key``: what the page depends on besides ``lines``, the references
        and footnotes of the whole text, and, where a footnote is, the segment.
        """
        if self.memory is None:
            return make()
        text = "\n".join(lines)
        shared = self._shared() if "[" in text else None
        whole = (key, text, shared, self.renderer.segment if "[^" in text else None)
        if kept := self.memory.find(whole):
            first, page = kept
            copied: Page = page.copied(line - first)
            return copied
        page = make()
        if shared is None or shared == self._shared():  # it defines nothing for those behind it
            self.memory.keep(whole, (line, page.copied(0)))
        return page

    def _shared(self) -> tuple[frozenset[tuple[str, str, str]], frozenset[str]]:
        """Return the link references and the footnotes that are defined so far."""
        links, notes = self.renderer.env["references"], self.renderer.env["footnotes"]["refs"]
        sizes = len(links), len(notes)
        if self._sizes != sizes:  # none is ever replaced
            told = frozenset((label, to["href"], to["title"]) for label, to in links.items())
            self._sizes, self._told = sizes, (told, frozenset(notes))
        return self._told

    def _put(self, page: Page, into: nodes.Element) -> None:
        """Put what is on ``page`` into ``into``, and what was mended into the document."""
        into.extend(page.body.children)
        self.document.extend(page.mended)

    def _resolve(self, node: nodes.Element, number: int = 0) -> list[ours.repair]:
        """Turn the HTML in ``node``, a part of question ``number``, into nodes; return what was mended."""
        found = raw.resolve(node)
        mended = [shown_as_source(line, number) for line in found.deep]
        for line, name in found.unclosed:
            said = f"<{name}> that nothing closes"
            taken = "as ending with the text around it"
            mended.append(_repair("block_unclosed", line, number, said, taken))
        return mended

    def _front_matter(self, segment: Segment) -> None:
        data, fault = read_front_matter(self._text(segment))
        self.document["front_matter"] = data
        if fault:
            self._note("front_matter", segment.line + fault.line, 0, fault.found, "as no settings")

    def _prose(self, segment: Segment) -> None:
        self.renderer.in_answer = False
        lines = self._text(segment)
        marks = conflict_marks(lines)
        for index in marks:
            lines[index] = ""
        self._note_conflict([segment.line + n for n in marks], 0)
        text = "\n".join(lines)
        page = self._kept(
            "prose",
            lines,
            segment.line,
            partial(self.renderer.render_on_page, text, segment.line),
        )
        for node in page.body.children:
            if isinstance(node, nodes.section):
                self.outline.open(node, node.attributes.pop("level"))
                self.outline.take_id(node, node.attributes.pop("wanted"))
            else:
                self.outline.current.append(node)
        self.document.extend(page.mended)

    def _question(self, span: QuestionSpan, answer: AnswerText) -> None:
        node = ours.question(
            number=span.number,
            level=span.level,
            marker="missing" if span.marker is None else "found",
            markers_again=list(span.markers_again),
        )
        node.line, node.source = span.heading.line, self.document["source"]
        title = nodes.title("", f"Question {span.number}")
        node.append(title)
        title.line = node.line
        self.outline.open(node, span.level)
        self.outline.take_id(node, f"question-{span.number}")
        self._title(title, span)
        self.renderer.in_answer, self.renderer.number = True, span.number
        lines = [_without_quote_mark(x) for x in self.parts.prompt_lines(span)]
        # One above the marker is left in the prompt.
        left = take_placeholders(lines, span.prompt.line) if span.prompt else []
        limits = self._limits(span, lines)
        for name, limit in (("limit_words", limits.words), ("limit_images", limits.images)):
            if limit:
                node[name] = list(limit)
        if span.prompt:
            node.append(self._prompt(span, span.prompt, lines))
        node.append(self._answer(span, answer, left))
        self.renderer.in_answer, self.renderer.number = False, 0
        self.outline.close(span.level)

    def _limits(self, span: QuestionSpan, lines: Sequence[str]) -> Limits:
        """Return the limits in force: the course's, else the prompt's, else the template's."""
        if span.number in self.measure.limits:
            return self.measure.limits[span.number]
        own = self.known.of(("limits", *lines), partial(limits_of, lines))
        asked = self.template.questions.get(span.number) if self.template else None
        if asked is None:
            return own
        whole = Limits(own.words or asked.limits.words, own.images or asked.limits.images)
        for kind, before, after in (
            ("words", own.words, whole.words),
            ("images", own.images, whole.images),
        ):
            if before != after:
                lost = note_difference(
                    self.document, "limit_lost", span.heading.line, kind, span.number
                )
                lost["limit"] = list(after or ())
        return whole

    def _title(self, title: nodes.title, span: QuestionSpan) -> None:
        """Render the heading's own words into ``title``, if there are others than its name."""
        if bare(span.title).casefold() != f"question {span.number}":
            title.children = []
            page = self.renderer.render_on_page(span.title, span.heading.line, inline=True)
            self._put(page, title)

    def _prompt(self, span: QuestionSpan, prompt: Segment, lines: list[str]) -> ours.prompt:
        node = ours.prompt()
        node.line, node.source = prompt.line, self.document["source"]
        asked = partial(self._asked, span.number, prompt.line, lines)
        self._put(self._kept(("prompt", span.number), lines, prompt.line, asked), node)
        if span.marker is not None:
            mark = ours.marker(span.marker_text, span.marker_text)
            mark.line = span.marker
            node.append(mark)
        return node

    def _asked(self, number: int, line: int, lines: list[str]) -> Page:
        """Return a page with the prompt of question ``number``, the first line of which is ``line``."""
        start = example_line(lines)
        page = self._page(lines[:start], line)
        if start is not None and start < len(lines):
            given = self._page(lines[start:], line + start)
            example = ours.example("", *given.body.children)
            example.line = line + start
            page.body.append(example)
            page.mended.extend(given.mended)
        page.mended.extend(self._resolve(page.body, number))
        return page

    def _answered(self, number: int, line: int, lines: list[str]) -> Page:
        """Return a page with the answer to question ``number``, the first line of which is ``line``."""
        page = self._page(lines, line)
        page.mended.extend(self._resolve(page.body, number))
        transforms.move_footnotes(page.body)
        return page

    def _answer(
        self, span: QuestionSpan, answer: AnswerText, above: Sequence[tuple[int, str]]
    ) -> ours.answer:
        """Return the node of ``answer``; ``above``: placeholders in the prompt, line and text."""
        node = ours.answer(
            status="answered" if answer.answered else "unanswered",
            words_source=len(answer.counted.split()),
            words_script=self._script_count(span),
        )
        filled = (answer.line + n for n, x in enumerate(answer.counted_lines) if x.strip())
        node.line = next(filled, answer.placeholders[0][0] if answer.placeholders else answer.line)
        node.source = self.document["source"]
        self.cleaned[id(node)] = answer
        lines = answer.shown_lines
        answered = partial(self._answered, span.number, answer.line, lines)
        self._put(self._kept(("answer", span.number), lines, answer.line, answered), node)
        for line, text in (*above, *answer.placeholders):
            left = ours.placeholder(text, text)
            left.line = line
            node.append(left)
        if answer.answered:
            self._note_quote(span, answer, node.line)
        self._note_conflict(answer.conflicts, span.number)
        if answer.dashes:
            found = Message.plural(
                "dashes of the placeholder around the answer (line {lines})",
                "dashes of the placeholder around the answer (lines {lines})",
                count=len(answer.dashes),
                lines=", ".join(map(str, answer.dashes)),
            )
            self._note("dashes_left", answer.dashes[0], span.number, found, _NOT_THERE)
        return node

    def _note_conflict(self, lines: Sequence[int], number: int) -> None:
        if lines:
            found = Message.plural(
                "marks of a merge conflict (line {lines})",
                "marks of a merge conflict (lines {lines})",
                count=len(lines),
                lines=", ".join(map(str, lines)),
            )
            self._note("conflict_left", lines[0], number, found, _NOT_THERE)

    def _note_quote(self, span: QuestionSpan, answer: AnswerText, first: int) -> None:
        """Tell of an answer, the first line of which is ``first``, that Markdown takes for a quote."""
        if span.quote_end >= first:
            found = Message(
                "an answer in the prompt's own quote, since no blank line stands before it"
            )
            taken = Message("as standing behind the quote")
            self._note("answer_quoted", first, span.number, found, taken)
        elif answer.quoted:
            found = Message("an answer that is a quote")
            taken = Message("without its quote marks")
            self._note("answer_quoted", first, span.number, found, taken)

    def _script_count(self, span: QuestionSpan) -> int:
        """Count as the course's own script does: placeholder included, up to ``##`` or ``Answer:``."""
        text = self.parts.text[span.answer.start : span.answer.end]
        return len(text.split("Answer:", 1)[0].split("##", 1)[0].split())

    def _note(self, code: str, line: int, question: int, found: str, taken: str) -> None:
        self.document.append(_repair(code, line, question, found, taken))


def _repair(code: str, line: int, question: int, found: str, taken: str) -> ours.repair:
    node = ours.repair(kind=code, number=question, found=found, taken=taken)
    node.line = line
    return node


def _without_quote_mark(line: str) -> str:
    bare = line.lstrip(" ")
    if len(line) - len(bare) < 4 and bare.startswith(">"):  # noqa: PLR2004 - CommonMark's indent
        return bare[1:].removeprefix(" ")
    return line
