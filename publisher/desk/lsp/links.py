"""Pictures and files that a report names, as links that an editor follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from lsprotocol import types

from publisher.fixes.figure_name import address_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.desk.lsp.documents import Judged


def links(judged: Judged) -> list[types.DocumentLink]:
    """Return a link for each picture and file that is there; editors know addresses on the web by themselves."""
    result = judged.result
    if result is None or result.report is None or result.folder is None:
        return []
    found = []
    for node, path in _named(result.report.document):
        place = result.report.ranges.node(node)
        start, end = (judged.text.offset(judged.text.position(at)) for at in place)
        start, end = address_in(judged.text.read, start, end) or (start, end)
        target = (result.folder.root.absolute() / path).as_uri()
        found.append(types.DocumentLink(judged.text.span(start, end), target))
    return found


def _named(document: nodes.document) -> Iterator[tuple[nodes.Element, str]]:
    for node in document.findall(nodes.Element):
        path = node.get("figure") if isinstance(node, nodes.image) else node.get("local")
        if path and isinstance(node, nodes.image | nodes.reference):
            yield node, path
