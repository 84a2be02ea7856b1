"""What Sphinx's own builders would lose, refuse or fetch is changed before they write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from publisher import nodes as ours
from publisher.builders.formula import formula, formula_block
from publisher.builders.highlight import Highlighter

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

OWN = frozenset({"report", "pdf", "archive"})
"""Our builders, which need none of this."""


def is_report(document: nodes.document) -> bool:
    """Tell whether a document's tree is a report's."""
    return document.next_node(ours.question) is not None


class ForStockBuilders(SphinxPostTransform):
    """Rewrites a report's tree for a builder that is not ours."""

    default_priority = 1

    def run(self, **_: Any) -> None:
        """Rewrite what the builder at work needs otherwise."""
        builder = self.env._app.builder  # noqa: SLF001 - Sphinx 9 has no public way in a transform
        if builder.name in OWN or not is_report(self.document):
            return
        self._control_characters()
        self._code()
        for heading in self.document.findall(nodes.rubric):
            heading["heading-level"] = heading["level"]
        if builder.supported_image_types:
            self._pictures(builder.supported_image_types)
        if builder.format == "xml":
            return
        self._local_links()
        if builder.format == "html":
            self._formulas()
        else:
            self._ticks()
            self._nested_tables()

    def _control_characters(self) -> None:
        """Replace the characters that XML, which epub is too, does not allow."""
        for text in list(self.document.findall(nodes.Text)):
            if _CONTROL.search(text):
                text.parent.replace(text, nodes.Text(_CONTROL.sub("\ufffd", text)))
        for node in self.document.findall(nodes.Element):
            for name, value in node.attributes.items():
                if isinstance(value, str):
                    node[name] = _CONTROL.sub("\ufffd", value)

    def _code(self) -> None:
        """Leave code plain where our page does: Sphinx warns of a language it does not know."""
        highlighter = Highlighter()
        for block in self.document.findall(nodes.literal_block):
            block["force"] = True
            if highlighter.lexer(block.astext(), block["language"]) is None:
                block["language"] = "none"

    def _pictures(self, types: list[str]) -> None:
        """Name pictures of types that the builder cannot show."""
        for image in list(self.document.findall(nodes.image)):
            if image["media"] not in types:
                text = f"[Picture: {image['alt']}, {image['figure']}]"
                image.parent.replace(image, nodes.inline(text, text))

    def _local_links(self) -> None:
        """Write links to files beside the report as text with the path: builders copy no files."""
        for link in list(self.document.findall(nodes.reference)):
            if link.get("web"):
                link["refuri"] = link["web"]
            elif "problem" in link:
                path = link["refuri"]
                told = "" if link.astext().strip() == path else f" ({path})"
                link.parent.replace(link, nodes.inline("", "", *link.children, nodes.Text(told)))

    def _formulas(self) -> None:
        """Write formulas as MathML; Sphinx would load a program from elsewhere to draw them."""
        for node in list(self.document.findall(nodes.math)):
            node.parent.replace(node, nodes.raw("", formula(node.astext()), format="html"))
        for block in list(self.document.findall(nodes.math_block)):
            html = formula_block(block.astext())
            block.parent.replace(block, nodes.raw("", html, format="html"))

    def _ticks(self) -> None:
        """Write ticks as text."""
        for item in self.document.findall(ours.checklist_item):
            first = item.next_node(nodes.paragraph)
            if first is not None and not item["broken"]:
                first.insert(0, nodes.Text("[x] " if item["ticked"] else "[ ] "))

    def _nested_tables(self) -> None:
        """Write the cells of a table inside a table one below the other; builders refuse it."""
        for cell in list(self.document.findall(nodes.entry)):
            for table in list(cell.findall(nodes.table)):
                parts = [part for e in table.findall(nodes.entry) for part in e.children]
                table.parent.replace(table, parts)


def allow_endings(app: Sphinx) -> None:
    """Let the epub builder take ``.JPG`` for what it is: it compares letter case."""
    types = getattr(app.builder, "media_types", None)
    if types:
        upper = {ending.upper(): media for ending, media in types.items()}
        app.builder.media_types = upper | types  # type: ignore[attr-defined]
