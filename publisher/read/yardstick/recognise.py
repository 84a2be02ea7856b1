"""Which version of a template a report began as."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from publisher.read.cut.segments import split
from publisher.read.yardstick.template import likeness, prompt_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.read.blocks.memory import Memory
    from publisher.read.cut.segments import Split
    from publisher.read.yardstick.template import Template

_UNLIKE = 0.4
"""Mean likeness of the shared questions' prompts below which a template is another course's."""


def split_by_template(
    text: str, templates: Sequence[Template], memory: Memory | None = None
) -> tuple[Split, Template | None]:
    """Cut ``text`` into segments with the help of the version that it began as, if any is like it.

    A heading that this version names ends an answer (see ``split``).  ``memory``: of what was read before.
    """
    parts = split(text, memory=memory)
    template = closest(templates, parts)
    return (split(text, template.sections, memory) if template else parts), template


def closest(templates: Sequence[Template], parts: Split) -> Template | None:
    """Return the template that is most like the report, of two alike the newest (the last).

    Questions are compared by number, by the words of their prompts: linear in the text.
    None where the report has no question, or asks other things under these numbers.
    """
    asked: dict[int, Counter[str]] = {}
    known = {number for template in templates for number in template.questions}
    for span in parts.questions:
        if span.number in known and span.number not in asked:
            asked[span.number] = Counter(prompt_words(parts, span))
    numbers = {span.number for span in parts.questions}
    best: tuple[float, Template] | None = None
    for template in templates:
        shared = [
            likeness(asked[number], Counter(question.words))
            for number, question in template.questions.items()
            if asked.get(number)
        ]
        if shared and sum(shared) / len(shared) < _UNLIKE:
            continue
        bare = sum(number in asked and not asked[number] for number in template.questions)
        # A question without a prompt speaks for no version and against none.
        score = (sum(shared) + bare / 2) / (len(numbers | set(template.questions)) or 1)
        if score and (best is None or score >= best[0]):
            best = score, template
    return best[1] if best else None
