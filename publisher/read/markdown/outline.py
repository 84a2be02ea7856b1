"""Which section holds what follows, and the ids of sections and questions, each given once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils import nodes


class Outline:
    """The open sections of a document and the ids that are taken in it."""

    def __init__(self, document: nodes.document) -> None:
        """Begin with ``document`` itself, the section of level 0."""
        self._document = document
        self._sections: list[tuple[int, nodes.Element]] = [(0, document)]
        self._taken: dict[str, int] = {}

    def open(self, section: nodes.section, level: int) -> None:
        """Append ``section`` under the nearest open section of a smaller level."""
        self.close(level).append(section)
        self._sections.append((level, section))

    @property
    def current(self) -> nodes.Element:
        """The section that is open."""
        return self._sections[-1][1]

    def close(self, level: int) -> nodes.Element:
        """Close all sections from ``level`` on; return the one around them."""
        while self._sections[-1][0] >= level:
            self._sections.pop()
        return self._sections[-1][1]

    def take_id(self, node: nodes.Element, wanted: str) -> None:
        """Give ``node`` an id of its own and make it known to the document."""
        name = self._unique(wanted or "section")
        node["ids"] = [name]
        self._document.ids[name] = node

    def _unique(self, wanted: str) -> str:
        """Return ``wanted``, or with a number behind it where it is taken."""
        count = self._taken.get(wanted, 0)
        self._taken[wanted] = count + 1
        return self._unique(f"{wanted}-{count}") if count else wanted
