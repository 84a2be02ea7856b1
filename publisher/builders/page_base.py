"""What all visitors of our page share: the page's settings, start tags, links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from publisher.builders.captions import Figures
from publisher.builders.direction import way_of
from publisher.builders.length import announces, is_long
from publisher.builders.markup import LANGUAGE, Markup
from publisher.builders.rubrics import Rubrics
from publisher.builders.table_width import begins_turned
from publisher.builders.words import ENGLISH, Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from publisher.builders.highlight import Highlighter
    from publisher.builders.link_notes import LinkNotes
    from publisher.builders.paper import Paper


class PageBase(Markup):
    """What all visitors of a page know: where it is shown, and of what answer they write.

    ``image_source`` turns a figure's path into what ``src`` holds; ``picture_path``
    returns the path of a picture that a local link leads to, else the empty string;
    ``paper``: the plan of what is printed, where nothing folds and formulas are lines of plain
    signs; None: it is for a screen; ``words``: ours, in the page's language.
    """

    def __init__(
        self,
        document: nodes.document,
        image_source: Callable[[str], str],
        is_picture: Callable[[str], bool],
        highlighter: Highlighter,
        paper: Paper | None = None,
        *,
        words: Words = ENGLISH,
    ) -> None:
        """Prepare for the nodes of ``document``."""
        super().__init__(document)
        self.words = words
        self.image_source = image_source
        self.is_picture = is_picture
        self.highlighter = highlighter
        self.paper = paper
        self.for_print = paper is not None
        self.void = " /" if paper else ""
        """What ends the tag of an element without content: a page for paper is read as XML."""
        self.absent: set[str] = set()
        """Ids of what paper leaves out: links lead there no more."""
        if paper:
            for node in document.findall(paper.leaves_out):
                self.absent.update(*(n["ids"] for n in node.findall(nodes.Element)))
        self.covering = False
        """Whether questions are written that are set on the cover."""
        self.figures = Figures()
        self.answering: int | None = None
        """The number of the question in whose answer one stands."""
        self.room = 0.0
        """Millimetres of a page below that question's head, about."""
        self.beside: set[nodes.Node] = set()
        """Paragraphs of figures that were written with the one before."""
        self.places: dict[nodes.Element, list[str]] = {}
        """Ids that lead to the figures that are written."""
        self.notes: LinkNotes | None = None
        """The notes of that answer's links, on paper."""
        self.rubrics = Rubrics()
        self.spans: dict[nodes.entry, tuple[int, int]] = {}
        """How many columns and rows the cells span that were not yet written."""
        self.ways: dict[nodes.Element, str] = {}
        """Which way the text of blocks runs, of those that were begun."""

    def starttag(
        self,
        node: nodes.Element,
        tagname: str,
        suffix: str = "\n",
        empty: bool = False,
        **attributes: Any,
    ) -> str:
        """Return a start tag; a block whose text runs otherwise than what is around it says so.

        One that a page may end in, though others of its kind are kept whole, is ``long`` on paper;
        one whose heads stand on a page on its side is ``turning``; one that announces the next ``leads``.
        """
        if way := way_of(node):
            if way != self._way_around(node):
                attributes["dir"] = way
            self.ways[node] = way
        if self.for_print and is_long(node):
            attributes["classes"] = [*attributes.get("classes", ()), "long"]
        if self.for_print and begins_turned(node):
            attributes["classes"] = [*attributes.get("classes", ()), "turning"]
        if self.for_print and announces(node):
            attributes["classes"] = [*attributes.get("classes", ()), "leads"]
        return super().starttag(node, tagname, suffix, empty, **attributes)

    def given(self, node: nodes.Element) -> str:
        """Return the attributes of what an author gave an element: its first name, its language."""
        said = [name for name in node["classes"] if name.startswith(LANGUAGE)]
        shown = f' id="{node["ids"][0]}"' if node["ids"] else ""
        return shown + (f' lang="{said[0].removeprefix(LANGUAGE)}"' if said else "")

    def _way_around(self, node: nodes.Element) -> str:
        """Return which way runs what a block stands in."""
        around = node.parent
        while around is not None and around not in self.ways:
            around = around.parent
        return "ltr" if around is None else self.ways[around]

    def render(self, node: nodes.Node) -> str:
        """Return the HTML of ``node`` and all below it."""
        self.body = []
        node.walkabout(self)
        return "".join(self.body)

    def link_mark(self, link: nodes.Node | None) -> str:
        """Return what leads to a link's note; empty: it has none."""
        if self.notes is None or not isinstance(link, nodes.reference):
            return ""
        return self.notes.mark(address_of(link), link.astext())


def address_of(link: nodes.reference) -> str:
    """Return where a link leads from a page that stands alone; empty: nowhere."""
    if "problem" not in link:
        return str(link["refuri"])
    return str(link.get("web", ""))
