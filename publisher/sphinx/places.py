"""A place to which links of Sphinx's LaTeX can lead, whatever stands behind it."""

from __future__ import annotations

from typing import Any

from docutils import nodes


class Place(nodes.target):
    """Has the names of what follows; Sphinx's own target gives them up before a heading or a table."""


def visit_place(self: Any, node: Place) -> None:
    """Write the names as Sphinx's translator writes those that it knows; ``self``: that translator."""
    self.body += [self.hypertarget(name, anchor=not self.in_title) for name in node["ids"]]
    raise nodes.SkipNode
