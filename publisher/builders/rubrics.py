"""The levels of headings inside text: no level is left out, whatever the author wrote."""

from __future__ import annotations

from docutils import nodes

from publisher import nodes as ours

_DEEPEST = 6


class Rubrics:
    """Gives headings inside answers, prompts and sections their levels, in the order of the text."""

    def __init__(self) -> None:
        """Begin without a heading."""
        self._above: list[int] = []
        self._holder: nodes.Element | None = None

    def level(self, node: nodes.rubric, section_level: int) -> int:
        """Return the level of ``node`` in a section of ``section_level``: h3 is followed by h4 at most."""
        holder = _holder(node)
        if holder is not self._holder:
            self._holder, self._above = holder, []
        while self._above and self._above[-1] >= node["level"]:
            self._above.pop()
        level = min(_DEEPEST, section_level + 2 + len(self._above))
        self._above.append(node["level"])
        return level


def _holder(node: nodes.Node) -> nodes.Element:
    """Return what a heading inside text belongs to: the answer, prompt or section."""
    parent = node.parent
    while not isinstance(parent, ours.answer | ours.prompt | nodes.section | nodes.document):
        parent = parent.parent
    return parent
