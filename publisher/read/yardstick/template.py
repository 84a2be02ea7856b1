"""One version of the empty report that a course publishes."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from publisher.read.blocks.lines import plain_lines
from publisher.read.blocks.structure import blocks_of
from publisher.read.cut.question_line import heading_key, question_number
from publisher.read.cut.segments import split
from publisher.read.files.load import MAX_REPORT_MIB, BrokenReport, load
from publisher.read.limits.prompt import limits_of

if TYPE_CHECKING:
    from collections import Counter
    from pathlib import Path

    from publisher.read.cut.segments import QuestionSpan, Split
    from publisher.read.limits.limit import Limits

# A quote mark stands alone in a line that a formatter joined; it also puts backslashes before signs.
_MARKS = re.compile(r"[*`]+|(?<!\w)_+|_+(?!\w)|\\(?=[^\w\s])|(?<!\S)>+(?!\S)")


class AskedQuestion(NamedTuple):
    """A question as a template asks it.

    ``title``: its heading as written; ``words``: its prompt's, without mark-up and marker.
    """

    number: int
    line: int
    title: str
    words: tuple[str, ...]
    limits: Limits


class OutlineHeading(NamedTuple):
    """A heading in the order of the text; ``number``: of a question, None for any other."""

    text: str
    number: int | None = None
    line: int = 0

    @property
    def key(self) -> str | int:
        """What is compared: a question's number, or the heading's words."""
        return heading_key(self.text) if self.number is None else self.number


@dataclass(frozen=True)
class Template:
    """A template: its name for people, unique in a course, and its text; all else follows.

    ``path``: its file, None where an archive held it; the same template all the same.
    """

    name: str
    text: str
    path: Path | None = field(default=None, compare=False)

    @cached_property
    def parts(self) -> Split:
        """The template's own segments."""
        return split(self.text)

    @cached_property
    def questions(self) -> dict[int, AskedQuestion]:
        """The questions by number, in the order of the text; the first of two with one number."""
        found: dict[int, AskedQuestion] = {}
        for span in self.parts.questions:
            if span.number not in found:
                found[span.number] = AskedQuestion(
                    span.number,
                    span.heading.line,
                    self.text[span.heading.start : span.heading.end],
                    tuple(prompt_words(self.parts, span)),
                    limits_of(self.parts.prompt_lines(span)),
                )
        return found

    @cached_property
    def outline(self) -> tuple[OutlineHeading, ...]:
        """All headings: those of questions, and those that group them."""
        plain = plain_lines(self.parts.lines.items)
        body = next((s.line - 1 for s in self.parts.segments if s.kind != "front matter"), 0)
        found = [
            OutlineHeading(f"Question {q.number}", q.number, q.heading.line)
            for q in self.parts.questions
        ]
        lines = {h.line for h in found}
        found += [
            OutlineHeading(b.content, None, b.first + 1)
            for b in blocks_of(plain, body, len(plain))
            if b.type == "heading"
            and not b.depth
            and b.first + 1 not in lines
            and question_number(b.content) is None
        ]
        return tuple(sorted(found, key=lambda h: h.line))

    @cached_property
    def sections(self) -> dict[str, frozenset[int]]:
        """The numbers that each heading introduces, by its words; 0: the end of the report."""
        found: dict[str, set[int]] = {}
        following = 0
        for heading in reversed(self.outline):
            if heading.number is None:
                found.setdefault(heading_key(heading.text), set()).add(following)
            else:
                following = heading.number
        return {key: frozenset(numbers) for key, numbers in found.items()}

    @property
    def sha256(self) -> str:
        """The digest of the text in UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """Return all that a later reading needs: the text itself."""
        return {"name": self.name, "sha256": self.sha256, "markdown": self.text}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Template:
        """Return the template that ``as_json`` gave."""
        return cls(data["name"], data["markdown"])


def read_template(path: Path, name: str, max_mib: int = MAX_REPORT_MIB) -> Template:
    """Read the template at ``path``, of at most ``max_mib`` MiB.

    Raises BrokenReport where it cannot be read or holds no question.
    """
    template = Template(name, load(path, max_mib).text, path)
    if not template.parts.questions:
        raise BrokenReport("the file holds no question; expected headings such as '### Question 1'")
    return template


def prompt_words(parts: Split, span: QuestionSpan) -> list[str]:
    """Return the words of a question's prompt; marker, quote marks and emphasis are none."""
    lines = [line.lstrip("> \t") for line in parts.prompt_lines(span)]
    return [word for line in lines for word in _MARKS.sub("", line).split()]


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return how much two prompts share, from 0 to 1, by their words (Dice's coefficient)."""
    size = one.total() + other.total()
    return 2 * (one & other).total() / size if size else 1.0
