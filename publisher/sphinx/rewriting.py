"""A report's tree as Sphinx's own builders can write it: nothing lost, refused or fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from docutils import nodes

from publisher import nodes as ours
from publisher.builders.formula import formula, formula_block, formula_text
from publisher.builders.highlight import Highlighter
from publisher.builders.latex.escape import lacking
from publisher.builders.latex.setting import fonts, is_safe
from publisher.builders.visitors import ALERTS, INLINE, MERMAID, SAID_OF_MERMAID
from publisher.language.message import Message
from publisher.sphinx.places import Place
from publisher.sphinx.settings import THEME

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.builders import Builder
    from sphinx.config import Config

    from publisher.builders.words import Words

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

_SEPARATORS = str.maketrans("\u2028\u2029", "  ")
"""Ends of lines and paragraphs that TeX has no sign for."""

_WORD = 20
"""Letters of a word that no narrow column breaks, where a builder has columns of letters."""


_PLACED: Final = (nodes.document, nodes.section, nodes.footnote, nodes.footnote_reference)
"""Nodes whose names Sphinx's LaTeX places by itself."""
_HOLDING: Final = (
    *(nodes.list_item, nodes.entry, nodes.term, nodes.definition),
    *(nodes.paragraph, nodes.rubric, ours.summary),
)
"""Nodes that hold their place: before some of them nothing may stand."""


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Rewrites a report's ``document`` for a ``builder`` that is not ours; ``words``: in the course's language."""

    document: nodes.document
    builder: Builder
    config: Config
    words: Words

    def run(self) -> None:
        """Rewrite what the builder needs otherwise."""
        builder = self.builder
        self._words()
        self._control_characters()
        self._code()
        self._bodies()
        self._columns()
        if builder.supported_image_types:
            self._pictures(builder.supported_image_types)
        if builder.format == "xml":
            return
        self._local_links()
        if builder.format == "html":
            for heading in self.document.findall(nodes.rubric):
                heading["heading-level"] = heading["level"]
            self._formulas()
            self._boxed()
            self._marked(lambda tag: nodes.raw("", tag, format="html"))
            return
        self._ticks()
        self._nested_tables()
        if builder.format == "latex":
            self._known_formulas()
            self._boxes()
            self._places()
        else:
            self._plain_formulas()
            self._alerts()
            self._marked(lambda tag: nodes.Text("~~" if tag.strip("</>") == "del" else ""))

    @property
    def _bundled(self) -> bool:
        """Whether TeX sets the report with the bundled fonts."""
        chosen = self.config.latex_elements.get("fontpkg") == fonts("./")
        return self.builder.format == "latex" and chosen

    def _words(self) -> None:
        """Write what is ours in the tree in the report's language."""
        for alert in self.document.findall(ours.alert):
            alert[0] = nodes.title("", self.words.plain(ALERTS[alert["kind"]]))
        for note in self.document.findall(ours.image_note):
            note[:] = [nodes.Text(self.words.plain(note.rawsource))]

    def _control_characters(self) -> None:
        """Replace the characters that XML, which epub is too, does not allow."""
        for text in list(self.document.findall(nodes.Text)):
            plain = _CONTROL.sub("\ufffd", text).translate(_SEPARATORS)
            if plain != text:
                text.parent.replace(text, nodes.Text(plain))
        for node in self.document.findall(nodes.Element):
            for name, value in node.attributes.items():
                if isinstance(value, str):
                    node[name] = _CONTROL.sub("\ufffd", value)

    def _code(self) -> None:
        """Leave code plain where our page does: Sphinx warns of a language it does not know."""
        highlighter = Highlighter()
        for block in self.document.findall(nodes.literal_block):
            block["force"] = True
            mermaid = block["language"] == MERMAID
            if highlighter.lexer(block.astext(), block["language"]) is None:
                block["language"] = "none"

            if mermaid:
                said = nodes.paragraph("", self.words.plain(SAID_OF_MERMAID))
                block.parent.insert(block.parent.index(block) + 1, said)

    def _bodies(self) -> None:
        """Give a table that is all head a body: builders take it for granted."""
        for head in list(self.document.findall(nodes.thead)):
            if head.next_node(nodes.tbody, descend=False, siblings=True) is None:
                head.parent.replace(head, nodes.tbody("", *head.children))

    def _columns(self) -> None:
        """Leave the columns of a table room for its words.

        The widths are parts of a hundred, rounded down: of 101 columns each would have none.
        """
        for table in self.document.findall(nodes.tgroup):
            longest = max(map(len, table.astext().split()), default=1)
            for column in table.findall(nodes.colspec):
                column["colwidth"] = max(column["colwidth"], min(longest, _WORD))

    def _pictures(self, types: list[str]) -> None:
        """Name pictures of types that the builder cannot show."""
        for image in list(self.document.findall(nodes.image)):
            if image["media"] not in types:
                named = f"{image['alt']}, {image['figure']}"
                text = self.words.plain(Message("[Picture: {name}]", name=named))
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

    def _boxed(self) -> None:
        """Let a theme that is not ours draw alerts as it draws its own: docutils has the same five kinds."""
        if self.config.html_theme != THEME:
            for alert in self.document.findall(ours.alert):
                alert["classes"] += ["admonition", alert["kind"]]

    def _formulas(self) -> None:
        """Write formulas as MathML; Sphinx would load a program from elsewhere to draw them."""
        for node in list(self.document.findall(nodes.math)):
            node.parent.replace(node, nodes.raw("", formula(node.astext()), format="html"))
        for block in list(self.document.findall(nodes.math_block)):
            html = formula_block(block.astext(), words=self.words)
            block.parent.replace(block, nodes.raw("", html, format="html"))

    def _plain_formulas(self) -> None:
        """Write formulas as lines of signs, where a builder would write their LaTeX."""
        for node in list(self.document.findall(nodes.math)):
            node.parent.replace(node, nodes.Text(formula_text(node.astext())))
        for block in list(self.document.findall(nodes.math_block)):
            block.parent.replace(
                block, nodes.paragraph("", formula_text(block.astext(), block=True))
            )

    def _known_formulas(self) -> None:
        """Write as text what is no formula to us: TeX would run whatever command is in it."""
        for node in list(self.document.findall(nodes.math)):
            if not is_safe(node.astext(), block=False) or lacking(node.astext()):
                node.parent.replace(node, nodes.literal("", node.astext()))
        for block in list(self.document.findall(nodes.math_block)):
            if not is_safe(block.astext(), block=True) or lacking(block.astext()):
                plain = nodes.literal_block("", block.astext(), language="none", force=True)
                block.parent.replace(block, plain)

    def _boxes(self) -> None:
        """Write the number of a character that no bundled font has, where these are the fonts: TeX leaves it out."""
        if not self._bundled:
            return
        for text in list(self.document.findall(nodes.Text)):
            if gone := lacking(text):
                plain = text.translate({ord(sign): f"[U+{ord(sign):04X}]" for sign in gone})
                text.parent.replace(text, nodes.Text(plain))

    def _places(self) -> None:
        """Put a place before what has a name: Sphinx's LaTeX knows names of few nodes, and none before a heading or a table."""
        for node in list(self.document.findall(nodes.Element)):
            if not node["ids"] or isinstance(node, _PLACED):
                continue
            place = Place("", "", ids=node["ids"])
            node["ids"] = []
            in_rows = isinstance(node, nodes.row | nodes.definition_list_item)
            holder = node.children[0] if in_rows else node
            if isinstance(holder, _HOLDING):
                holder.insert(0, place)
            else:
                holder.parent.insert(holder.parent.index(holder), place)

    def _alerts(self) -> None:
        """Write an alert as a quote with its title: text builders would join its paragraphs."""
        for alert in list(self.document.findall(ours.alert)):
            title, *rest = alert.children
            said = nodes.paragraph("", "", nodes.strong("", title.astext()))
            alert.parent.replace(alert, nodes.block_quote("", said, *rest))

    def _marked(self, mark: Callable[[str], nodes.Node]) -> None:
        """Put marks around text that stands out, for its class means nothing to a builder."""
        for node in list(self.document.findall(nodes.inline)):
            for name in node["classes"]:
                if tag := INLINE.get(name):
                    node.insert(0, mark(f"<{tag}>"))
                    node.append(mark(f"</{tag}>"))

    def _ticks(self) -> None:
        """Write ticks as text, as boxes where the bundled fonts have them."""
        signs = ("\u2610", "\u2611") if self._bundled else ("[ ]", "[x]")
        for item in self.document.findall(ours.checklist_item):
            first = item.next_node(nodes.paragraph)
            if first is not None and not item["broken"]:
                first.insert(0, nodes.Text(f"{signs[bool(item['ticked'])]} "))

    def _nested_tables(self) -> None:
        """Write the cells of a table inside a table one below the other; builders refuse it."""
        for cell in list(self.document.findall(nodes.entry)):
            for table in list(cell.findall(nodes.table)):
                parts = [part for e in table.findall(nodes.entry) for part in e.children]
                table.parent.replace(table, parts)
