"""HTML of the nodes that look the same wherever they stand, as docutils' own translator writes it.

That one was the base once; all but these few visitors were replaced, and its import loads reStructuredText, two
converters of formulas and a web client: a twentieth of the making of a page.
"""

from __future__ import annotations

import re
from typing import Any, Final

from docutils import nodes

_SIGNS: Final = str.maketrans({"&": "&amp;", "<": "&lt;", '"': "&quot;", ">": "&gt;", "@": "&#64;"})
_BLANKS: Final = re.compile(r"[\n\r\t\v\f]")
LANGUAGE: Final = "language-"
"""How docutils' classes of a language begin."""
_SHORT: Final = (nodes.Text, nodes.paragraph, nodes.term, nodes.comment, nodes.target)
_LISTS: Final = (nodes.bullet_list, nodes.enumerated_list)
_HOLDING: Final = (*_LISTS, nodes.definition_list, nodes.definition_list_item)


def _element(tag: str, behind: str = "", after: str = "") -> tuple[Any, Any]:
    """Return the visitors of what has a tag and nothing else; ``behind`` its start, ``after`` its end."""

    def visit(self: Markup, node: nodes.Element) -> None:
        self.body.append(self.starttag(node, tag, behind))

    def depart(self: Markup, node: nodes.Element) -> None:
        del node
        self.body.append(f"</{tag}>{after}")

    return visit, depart


class Markup(nodes.NodeVisitor):
    """Writes start tags, text, and what has a tag of its own and nothing else.

    ``body``: what was written; ``context``: what is to be written behind the nodes that are open; ``section_level``:
    how many sections are open.
    """

    def __init__(self, document: nodes.document) -> None:
        """``document``: the one whose nodes are written."""
        super().__init__(document)
        self.body: list[str] = []
        self.context: list[str] = []
        self.section_level = 0

    def encode(self, text: str) -> str:
        """Return a text as it stands in HTML."""
        return text.translate(_SIGNS)

    def attval(self, text: str) -> str:
        """Return a text as it stands in an attribute, on one line."""
        return self.encode(_BLANKS.sub(" ", text))

    def starttag(
        self,
        node: nodes.Element,
        tagname: str,
        suffix: str = "\n",
        empty: bool = False,
        **attributes: Any,
    ) -> str:
        """Return a start tag with the ids, classes and language of ``node``.

        ``suffix``: what stands behind it; ``empty``: the element has no content; ``attributes``: more of them, of which
        ``classes`` and ``ids`` are lists.
        """
        own = node["classes"]
        languages = [name.removeprefix(LANGUAGE) for name in own if name.startswith(LANGUAGE)]
        if languages:
            attributes["lang"] = languages[0]
        others = (name for name in own if not name.startswith(LANGUAGE))
        if classes := dict.fromkeys((*attributes.pop("classes", ()), *others)):
            attributes["class"] = " ".join(classes)
        prefix = ""
        ids = [*node["ids"], *attributes.pop("ids", ())]
        if ids:
            attributes["id"] = ids[0]
        more = "".join(f'<span id="{name}"></span>' for name in ids[1:])
        if empty or isinstance(node, nodes.Sequential | nodes.table):
            prefix = more
        else:
            suffix += more
        said = "".join(
            f' {name}="{self.attval(str(value))}"' for name, value in sorted(attributes.items())
        )
        return f"{prefix}<{tagname}{said}{' /' if empty else ''}>{suffix}"

    # -- text -----------------------------------------------------------------

    def visit_Text(self, node: nodes.Text) -> None:
        self.body.append(self.encode(node.astext()))

    def depart_Text(self, node: nodes.Text) -> None:
        """Write nothing."""

    visit_emphasis, depart_emphasis = _element("em")
    visit_strong, depart_strong = _element("strong")
    visit_subscript, depart_subscript = _element("sub")
    visit_superscript, depart_superscript = _element("sup")

    def visit_target(self, node: nodes.target) -> None:
        self.body.append(self.starttag(node, "span", "", classes=["target"]))

    def depart_target(self, node: nodes.target) -> None:
        self.body.append("</span>")

    # -- blocks ---------------------------------------------------------------

    visit_block_quote, depart_block_quote = _element("blockquote", "\n", "\n")
    visit_list_item, depart_list_item = _element("li", "", "\n")
    visit_definition, depart_definition = _element("dd", "", "\n")
    visit_tbody, depart_tbody = _element("tbody", "\n", "\n")

    def visit_definition_list(self, node: nodes.definition_list) -> None:
        simple = ["simple"] if all(map(_is_short, node.children)) else []
        self.body.append(self.starttag(node, "dl", classes=simple))

    def depart_definition_list(self, node: nodes.definition_list) -> None:
        self.body.append("</dl>\n")

    def visit_definition_list_item(self, node: nodes.definition_list_item) -> None:
        """Write nothing: HTML has a term and its meaning side by side."""

    def depart_definition_list_item(self, node: nodes.definition_list_item) -> None:
        """Write nothing."""

    def visit_term(self, node: nodes.term) -> None:
        around = node.parent
        self.body.append(
            self.starttag(node, "dt", "", classes=around["classes"], ids=around["ids"])
        )

    def depart_term(self, node: nodes.term) -> None:
        self.body.append("</dt>\n")

    def depart_row(self, node: nodes.row) -> None:
        self.body.append("</tr>\n")

    def depart_entry(self, node: nodes.entry) -> None:
        self.body.append(self.context.pop())


def _is_short(node: nodes.Node) -> bool:
    """Tell whether what stands in a list is a paragraph, a short list, or one behind the other."""
    if type(node) in _SHORT:
        return True
    children = node.children
    if type(node) in (nodes.definition, nodes.list_item):
        shown = [child for child in children if not isinstance(child, nodes.Invisible)]
        two = shown and isinstance(shown[0], nodes.paragraph) and isinstance(shown[-1], _LISTS)
        if len(shown) > (2 if two else 1):
            return False
    elif type(node) not in _HOLDING:
        return False
    return all(map(_is_short, children))
