"""Renders each segment of a report on its own, at its own lines, into the document tree."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from docutils import nodes

from publisher import nodes as ours
from publisher.language.message import Message
from publisher.read import transforms
from publisher.read.blocks.depth import shown_as_source
from publisher.read.blocks.lines import Lines, plain_lines
from publisher.read.cut.answer import AnswerText, clean, take_placeholders, without
from publisher.read.cut.conflict import conflict_marks
from publisher.read.cut.question_line import bare
from publisher.read.footnotes import move_to_first_reference
from publisher.read.frontmatter import read_front_matter
from publisher.read.html import raw
from publisher.read.limits.prompt import Limits, example_line, limits_of
from publisher.read.markdown.checklist import lost_items
from publisher.read.markdown.dialect import markdown_parser
from publisher.read.suppression_notes import note_suppressions
from publisher.read.yardstick.differences import note_difference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.read.cut.segments import QuestionSpan, Segment, Split
    from publisher.read.measure import Measure
    from publisher.read.yardstick.template import Template

_NOT_THERE = Message("as if they were not there")


class TreeBuilder:
    """Renders the segments of one report into its document."""

    def __init__(
        self, document: nodes.document, parts: Split, measure: Measure, template: Template | None
    ) -> None:
        """Take what to render, ``parts``, and what is known of it: ``measure`` and ``template``."""
        self.document = document
        self.parts = parts
        self.measure = measure
        self.template = template
        self.md, self.renderer = markdown_parser(document)
        self.cleaned: dict[int, AnswerText] = {}

    def build(self) -> None:
        """Render all segments in the order of the text."""
        spans = {id(q.heading): q for q in self.parts.questions}
        answers = {q.heading.start: clean(self.parts.text, q) for q in self.parts.questions}
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
        for node in [self.document, *self.document.findall(nodes.section)]:
            self._resolve(node)
        self._place_footnotes()
        for line, box in list(lost_items(self.document)):
            found = f"the tick box {box} on a line that Markdown takes for text"
            self._note("checkbox_broken", line, 0, found, "as text, and as no tick")
        note_suppressions(self.document, self.parts, answers)
        for repair in self.parts.repairs:
            self._note(repair.code, repair.line, repair.question, repair.found, repair.taken)

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
        for segment in self.parts.segments:
            if segment.kind == "prose":
                text = "\n".join(self._text(segment))
            elif segment.kind == "heading":
                text = "\n".join(answers[segment.start].shown_lines)
            else:
                continue
            if "]:" in text:
                self.md.disable("inline")
                self.md.parse(text + "\n", self.renderer.md_env)
                self.md.enable("inline")

    def _render(self, lines: Sequence[str], line: int, parent: nodes.Element) -> None:
        """Render Markdown ``lines``, the first of which is source line ``line``, into ``parent``."""
        with self.renderer.current_node_context(parent):
            # An open fence would hold the blank lines before the next heading, too.
            self.renderer.nested_render_text("\n".join(lines).rstrip("\n"), line - 1)

    def _resolve(self, node: nodes.Element, number: int = 0) -> None:
        """Turn the HTML in ``node``, a part of question ``number``, into nodes."""
        mended = raw.resolve(node)
        self.document.extend(shown_as_source(line, number) for line in mended.deep)
        for line, name in mended.unclosed:
            found = f"<{name}> that nothing closes"
            self._note("block_unclosed", line, number, found, "as ending with the text around it")

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
        self.renderer.nested_render_text("\n".join(lines), segment.line - 1)

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
        self.renderer.open_section(node, span.level)
        self.renderer.outline.take_id(node, f"question-{span.number}")
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
        self.renderer.close_question(span.level)

    def _limits(self, span: QuestionSpan, lines: Sequence[str]) -> Limits:
        """Return the limits in force: the course's, else the prompt's, else the template's."""
        if span.number in self.measure.limits:
            return self.measure.limits[span.number]
        own = limits_of(lines)
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
            with self.renderer.current_node_context(title):
                self.renderer.nested_render_text(span.title, span.heading.line - 1, inline=True)

    def _prompt(self, span: QuestionSpan, prompt: Segment, lines: list[str]) -> ours.prompt:
        node = ours.prompt()
        node.line, node.source = prompt.line, self.document["source"]
        start = example_line(lines)
        asked, given = lines[:start], lines[len(lines[:start]) :]
        self._render(asked, prompt.line, node)
        if given:
            example = ours.example()
            example.line = prompt.line + len(asked)
            node.append(example)
            self._render(given, example.line, example)
        self._resolve(node, span.number)
        if span.marker is not None:
            mark = ours.marker(span.marker_text, span.marker_text)
            mark.line = span.marker
            node.append(mark)
        return node

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
        self._render(answer.shown_lines, answer.line, node)
        self._resolve(node, span.number)
        transforms.move_footnotes(node)
        for line, text in (*above, *answer.placeholders):
            left = ours.placeholder(text, text)
            left.line = line
            node.append(left)
        if answer.answered:
            self._note_quote(span, answer, node.line)
        self._note_conflict(answer.conflicts, span.number)
        if answer.dashes:
            found = Message(
                "dashes of the placeholder around the answer (line {lines})",
                lines=", ".join(map(str, answer.dashes)),
            )
            self._note("dashes_left", answer.dashes[0], span.number, found, _NOT_THERE)
        return node

    def _note_conflict(self, lines: Sequence[int], number: int) -> None:
        if lines:
            found = Message(
                "marks of a merge conflict (line {lines})", lines=", ".join(map(str, lines))
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
        node = ours.repair(kind=code, number=question, found=found, taken=taken)
        node.line = line
        self.document.append(node)


def _without_quote_mark(line: str) -> str:
    bare = line.lstrip(" ")
    if len(line) - len(bare) < 4 and bare.startswith(">"):  # noqa: PLR2004 - CommonMark's indent
        return bare[1:].removeprefix(" ")
    return line
