"""What an element says of itself beside what it is: the name that links lead to, and its language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from docutils import nodes

from publisher.read.files.anchors import GIVEN
from publisher.read.html.flow import is_inline

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LANGUAGE: Final = re.compile(r"[a-zA-Z]{2,8}(?:-[a-zA-Z0-9]{1,8}){0,5}")
"""BCP 47's form of a language's tag, as long as any that is in use."""


def with_given(element: Element, made: list[nodes.Node]) -> list[nodes.Node]:
    """Keep the name and the language of ``element`` with the nodes that it became."""
    language = (element.get("lang") or "").strip()
    if _LANGUAGE.fullmatch(language):
        made = _spoken(made, language)
    name = (element.get("id") or (element.get("name") if element.tag == "a" else "") or "").strip()
    return _named(made, name) if name else made


def _spoken(made: list[nodes.Node], language: str) -> list[nodes.Node]:
    """Give blocks docutils' class of a language, inline runs an element that has it."""
    found: list[nodes.Node] = []
    run: nodes.inline | None = None
    mark = f"language-{language}"
    for node in made:
        if is_inline(node):
            if run is None:
                run = nodes.inline("", "", classes=[mark])
                found.append(run)
            run.append(node)
            continue
        run = None
        if isinstance(node, nodes.Element) and not _is_said(node):
            node["classes"].append(mark)
        found.append(node)
    return found


def _is_said(node: nodes.Element) -> bool:
    return any(name.startswith("language-") for name in node["classes"])


def _named(made: list[nodes.Node], name: str) -> list[nodes.Node]:
    """Give what an element became its name; what is inline has a place before it."""
    if not made or is_inline(made[0]):
        return [nodes.target("", "", **{GIVEN: name}), *made]
    for node in made:
        if isinstance(node, nodes.Element) and not is_inline(node) and GIVEN not in node:
            node[GIVEN] = name  # of a table it is the table: its caption has one of its own
            break
    return made
