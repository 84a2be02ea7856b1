"""How pictures are written on our page: as figures with a number and a caption, and in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from publisher.builders.captions import (
    Named,
    linked_pictures,
    name_of,
    plain_alt,
    said_of,
    words_of,
)
from publisher.builders.figures import (
    Cell,
    figure_tag,
    figures_from,
    pieces,
    places_of,
    row_tag,
    rows,
)
from publisher.builders.page_base import PageBase, address_of
from publisher.builders.table_width import is_in_cell
from publisher.language.message import Message

if TYPE_CHECKING:
    from publisher import nodes as ours


class PictureVisitors(PageBase):
    """Writes pictures; those of answers are numbered through the report."""

    def linked_pictures(self, node: ours.answer) -> None:
        """Show the pictures that the answer only links: the file beside the report is not here."""
        for path, link in linked_pictures(node, self.is_picture):
            self.body.append('<figure class="linked">')
            said = said_of(link.astext(), link["refuri"])
            named = self._named(path, said)
            self.body.append(self._img(path, said or self._plain_alt(path, named.number), ""))
            self._caption(named, self.words.html(Message("(linked in the answer)")))
            self.body.append("</figure>\n")

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        if node in self.beside:
            raise nodes.SkipNode
        found = pieces(node)
        if all(isinstance(piece, list) for piece in found):
            self.body.append(self.starttag(node, "p", ""))
            return
        beside = [] if isinstance(found[-1], list) else list(figures_from(node))
        found += [piece for more in beside for piece in pieces(more)]
        self.beside = set(beside)
        self.places = places_of(node)
        for more in beside:
            self.places |= places_of(more)
        run: list[nodes.Element] = []
        for piece in found:
            if not isinstance(piece, list):
                run.append(piece)
                continue
            self._figures(run)
            run = []
            ids = node["ids"] if piece is found[0] else []
            self.body.append(
                self.starttag(nodes.paragraph(classes=node["classes"], ids=ids), "p", "")
            )
            for child in piece:
                child.walkabout(self)
            self.body.append("</p>\n")
        self._figures(run)
        raise nodes.SkipNode

    def depart_paragraph(self, node: nodes.paragraph) -> None:
        self.body.append("</p>\n")

    def _figures(self, found: list[nodes.Element]) -> None:
        """Write figures that follow each other: side by side, those that have room."""
        if found and is_in_cell(found[0]):
            for node in found:
                self._figure(node)
            return
        left = iter(found)
        for row in rows([_image_of(node) for node in found]):
            if len(row) == 1:
                self._figure(next(left))
                continue
            self.body.append(row_tag(row, self.room) if self.for_print else '<div class="beside">')
            for cell in row:
                self._figure(next(left), cell)
            self.body.append("</div>\n")

    def _figure(self, node: nodes.Element, cell: Cell | None = None) -> None:
        link = node if isinstance(node, nodes.reference) else None
        image = _image_of(node)
        said = said_of(image["alt"], image["written"])
        named = self._named(image["figure"], said, image)
        if cell is not None:
            tag = f'<figure style="width: {cell.share:.4g}%">'
        else:
            tag = figure_tag(image, said, self.room) if self.for_print else "<figure>"
        first, *more = [f'id="{self.attval(name)}"' for name in self.places[node]] or [""]
        self.body.append(tag.replace("<figure", f"<figure {first}".rstrip(), 1))
        self.body += [f'<span class="target" {place}></span>' for place in more]
        href = address_of(link) if link is not None else ""
        if href:
            self.body.append(f'<a href="{self.attval(href)}">')
        path = image["figure"]
        self.body.append(
            self._img(path, said or self._plain_alt(path, named.number), _sizes(image, cell))
        )
        if href:
            self.body.append("</a>")
        self._caption(named, mark=self.link_mark(link))
        self.body.append("</figure>" if cell else "</figure>\n")  # a blank has a width

    def _named(self, path: str, said: str, image: nodes.image | None = None) -> Named:
        """Return the figure's number and words; only those of answers are numbered."""
        if self.answering is None:
            return Named(0, repeated=False, words=words_of(said))
        return self.figures.name(path, said, image)

    def _caption(self, named: Named, more: str = "", mark: str = "") -> None:
        """Write what there is to say; ``more``: of our own, ``mark``: of its link's note, as HTML."""
        told = named.told()
        number = f'<span class="figure-number">{self.words.html(told)}</span>' if told else ""
        html = ": ".join(filter(None, (number, self.encode(named.words))))
        if html or more or mark:
            self.body.append(
                f"<figcaption>{' '.join(filter(None, (html, more)))}{mark}</figcaption>"
            )

    def visit_image(self, node: nodes.image) -> None:
        """Write a picture in a line of text: it has no number and no caption."""
        said = said_of(node["alt"], node["written"])
        path = node["figure"]
        self.body.append(self._img(path, said or name_of(path), _sizes(node)))

    def depart_image(self, node: nodes.image) -> None:
        """Write nothing: an image has no end tag."""

    def _img(self, path: str, alt: str, style: str) -> str:
        shown = f' style="{self.attval(style)}"' if style else ""
        # A page of 500 pictures opens in a quarter less time if each waits until one comes near it.
        waits = "" if self.for_print else ' loading="lazy"'
        source = self.attval(self.image_source(path))
        return f'<img src="{source}" alt="{self.attval(alt)}"{shown}{waits}{self.void}>'

    def _plain_alt(self, path: str, number: int) -> str:
        return plain_alt(path, number, self.answering, self.words)


def _image_of(figure: nodes.Element) -> nodes.image:
    return next(iter(figure.findall(nodes.image)))


def _sizes(image: nodes.image, cell: Cell | None = None) -> str:
    """Return the style of the size that an author gave a picture."""
    if cell is not None:
        return f"width: {cell.picture:.4g}%;" if cell.picture else ""
    names = [name for name in ("width", "height") if image.get(name)]
    return " ".join(f"{name}: {image[name]};" for name in names)
