"""How much a drawing draws when its elements use each other: twice at each of 30 steps is 2^30."""

from __future__ import annotations

import re

__all__ = ["References"]

USE = re.compile(r"url\(\s*['\"]?\s*#([^'\")\s]+)", re.IGNORECASE)
DEEPEST = 200
# What may be drawn: so much for any drawing, and so often each element of a large one.
ANY, OFTEN = 100_000, 10


class References:
    """The elements that have an id, what is in them, and what that uses."""

    def __init__(self) -> None:
        """Begin outside of all elements."""
        self._sizes = {"": 0}
        self._uses: dict[str, list[str]] = {"": []}
        self._open = [""]
        self.elements = 0

    def enter(self, attributes: dict[str, str], weight: int = 1) -> None:
        """Come to an element; its attributes are named without their namespaces.

        ``weight``: of how many elements it is, if there is a drawing in it.
        """
        self.elements += weight
        here = self._open[-1]
        name = attributes.get("id", here)
        if name != here:
            self._uses[here].append(name)
        self._open.append(name)
        self._sizes[name] = self._sizes.get(name, 0) + weight
        used = self._uses.setdefault(name, [])
        used += (href[1:] for a, href in attributes.items() if a == "href" and href[:1] == "#")
        used += (found for value in attributes.values() for found in USE.findall(value))

    def leave(self) -> None:
        """Leave the element that was entered last."""
        self._open.pop()

    def excess(self) -> str:
        """Return what is too much about the whole drawing; empty: nothing."""
        drawn: dict[str, int] = {}
        at_work: set[str] = set()
        waiting = [""]
        while waiting:
            name = waiting[-1]
            used = [other for other in self._uses[name] if other in self._uses]
            if name not in at_work and name not in drawn:
                at_work.add(name)
                if len(at_work) > DEEPEST or at_work.intersection(used):
                    return "its shapes use each other in a circle, or too deeply"
                waiting += (other for other in used if other not in drawn)
            else:
                waiting.pop()
                if name in at_work:
                    at_work.remove(name)
                    drawn[name] = self._sizes[name] + sum(drawn[other] for other in used)
        if drawn[""] > ANY + OFTEN * self.elements:
            return "its shapes use each other too often"
        return ""
