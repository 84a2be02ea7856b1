"""Where links within a report lead: GitHub's anchors, of headings and of HTML elements with names.

GitHub names each heading by its words, ``-1`` behind the second of the same, over the whole file; an element
keeps the name that its author gave it.  (The prefix ``user-content-`` in its pages is its own.)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from docutils import nodes

from publisher.read.files.address import path_of, steps_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GIVEN: Final = "anchor"
"""Attribute of an element, until ids are given: the name that its author gave it."""
_PREFIX: Final = "user-content-"
_PLAIN: Final = re.compile(r"(?!page_)[^\W\d_][\w.-]{0,999}")
"""What can be an id in each format; the page's own begin with ``page_``, and a PDF bounds strings."""

_NO_PART: Final = re.compile(r"[^\w -]")
_LINES: Final = re.compile(r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?")
"""GitHub's names of a file's lines."""


def slug(heading: str) -> str:
    """Return the name that GitHub gives a heading by its words."""
    return _NO_PART.sub("", heading.lower()).replace(" ", "-")


def resolve_anchors(document: nodes.document, elements: Sequence[nodes.Element], path: str) -> None:
    """Give headings and named elements ids, and have links to a place in the file lead to them.

    ``elements``: all of the document, in the order of the text; ``path``: the report's file, by which a link may name it, too.  A link that leads to no
    place has the problem ``no anchor``, or, where it names the file, ``no_place``.
    """
    names = dict(_named(document, elements))
    for link in elements:
        if not isinstance(link, nodes.reference):
            continue
        uri = link["refuri"]
        file, mark, part = uri.partition("#")
        if not mark or (file and (":" in file or steps_of(path_of(file)) != (path,))):
            continue
        name = unquote(part).removeprefix(_PREFIX)
        if name in names:
            link["refuri"] = f"#{names[name]}"
        elif name and file and not _LINES.fullmatch(part):
            link["no_place"] = True  # its file may be there
        elif name and not file:
            link["problem"] = "no anchor"


def _named(
    document: nodes.document, elements: Sequence[nodes.Element]
) -> Iterator[tuple[str, str]]:
    """Yield each name of a place with its id; the ids that were given before go before all others."""
    taken = {name for node in elements for name in node["ids"]}
    before = sorted(taken)
    headings: dict[str, int] = {}
    found: dict[str, str] = {}
    for node in elements:
        own = node.attributes.pop(GIVEN, "")
        if isinstance(node, nodes.title | nodes.rubric) and not isinstance(
            node.parent, nodes.admonition
        ):
            place = node.parent if isinstance(node, nodes.title) else node
            words = slug(node.astext())
            count = headings.get(words, 0)
            headings[words] = count + 1
            name = f"{words}-{count}" if count else words
            if not place["ids"]:
                _take(document, place, name, taken)
            if place["ids"]:
                found.setdefault(name, place["ids"][0])
        if own:
            if own not in taken and (not node["ids"] or _PLAIN.fullmatch(own)):
                _take(document, node, own, taken)
            if node["ids"]:
                found.setdefault(own, node["ids"][-1])
    yield from found.items()
    yield from ((name, name) for name in before)


def _take(document: nodes.document, node: nodes.Element, name: str, taken: set[str]) -> None:
    """Give ``node`` an id of its own, ``name`` where it can be one."""
    wanted = name if _PLAIN.fullmatch(name) else "anchor"
    made, count = wanted, 0
    while made in taken:
        count += 1
        made = f"{wanted}_{count}"
    taken.add(made)
    node["ids"] = [*node["ids"], made]
    document.ids[made] = node
