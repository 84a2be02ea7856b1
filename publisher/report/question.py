"""One question of a report as rules and builders see it: its counts, its limits, its verdict."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from docutils import nodes

from publisher import nodes as ours
from publisher.nodes import Kind, every
from publisher.report.passages import Passage, passages

if TYPE_CHECKING:
    from publisher.read.limits.limit import Range
    from publisher.read.measure import Count

Status = Literal["answered", "unanswered"]
Verdict = Literal["pass", "fail", "none"]


@dataclass(frozen=True)
class Question:
    """One question, its answer and what is asked of it.

    ``words_source``, ``words_text``: the answer's words by the two counting rules;
    ``words``: by the rule in force.  ``images``: uses a reader would see, but for the
    course's own figures.
    ``limit_words``, ``limit_images``: lowest and highest count, None where no limit.
    """

    number: int
    line: int
    status: Status
    words: int
    words_source: int
    words_text: int
    words_script: int
    images: int
    limit_words: Range | None
    limit_images: Range | None
    node: ours.question
    prompt: ours.prompt | None
    answer: ours.answer

    @property
    def key(self) -> str:
        """What names the question to programs: ``7``."""
        return str(self.number)

    @property
    def label(self) -> str:
        """What names it to people: ``Question 7``."""
        return f"Question {self.number}"

    @property
    def answered(self) -> bool:
        """Whether anything is left of the answer without placeholder, dashes, comments."""
        return self.status == "answered"

    @property
    def verdict(self) -> Verdict:
        """``none`` without limits; ``fail`` if unanswered or a count is outside; else ``pass``."""
        if self.limit_words is None and self.limit_images is None:
            return "none"
        kept = (
            self.answered
            and within(self.words, self.limit_words)
            and within(self.images, self.limit_images)
        )
        return "pass" if kept else "fail"

    @property
    def lacks_images(self) -> bool:
        """Whether the prompt asks for more images than the answer has."""
        return self.limit_images is not None and self.images < self.limit_images[0]

    @property
    def given(self) -> int:
        """Uses of the course's own figures in the answer."""
        return sum("given" in image for image in self.every(nodes.image))

    def every(self, kind: type[Kind] | tuple[type[Kind], ...]) -> list[Kind]:
        """Return the nodes of ``kind`` in the answer, in the order of the text."""
        return [node for node in self.all_nodes if isinstance(node, kind)]

    @cached_property
    def all_nodes(self) -> list[nodes.Node]:
        """All nodes of the answer, itself first, in the order of the text, from one walk."""
        return every(nodes.Node, self.answer)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The passages of the answer that have words: many rules ask for them."""
        return tuple(passages(self.all_nodes))

    @property
    def placeholders(self) -> list[ours.placeholder]:
        """The placeholder lines that were left in the answer."""
        return self.every(ours.placeholder)


def question_of(node: ours.question, count: Count) -> Question:
    """Return the view of one question's node; ``count`` names the counting rule in force."""
    prompt = next((part for part in node.children if isinstance(part, ours.prompt)), None)
    answer = next(part for part in node.children if isinstance(part, ours.answer))
    source, text = answer["words_source"], answer["words_text"]
    return Question(
        number=node["number"],
        line=node.line or 0,
        status=answer["status"],
        words=text if count == "text" else source,
        words_source=source,
        words_text=text,
        words_script=answer["words_script"],
        images=answer["image_uses"],
        limit_words=_range(node.get("limit_words")),
        limit_images=_range(node.get("limit_images")),
        node=node,
        prompt=prompt,
        answer=answer,
    )


def within(count: int, limit: Range | None) -> bool:
    """Tell whether ``count`` is inside ``limit`` (None: no limit)."""
    return limit is None or (limit[0] <= count and (limit[1] is None or count <= limit[1]))


def _range(value: list[int | None] | None) -> Range | None:
    return (value[0] or 0, value[1]) if value else None
