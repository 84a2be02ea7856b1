"""How pictures are written on our page: as figures with a number and a caption, and in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from publisher.builders.captions import linked_pictures, name_of, plain_alt, said_of
from publisher.builders.figures import figure_tag, pieces
from publisher.builders.page_base import PageBase, address_of
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
            number = self._numbered()
            self.body.append(self._img(path, said or self._plain_alt(path, number), ""))
            linked = Message("(linked in the answer: {path})", path=path)
            self._caption(number, said or name_of(path), f" {self.words.html(linked)}")
            self.body.append("</figure>\n")

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        found = pieces(node)
        if all(isinstance(piece, list) for piece in found):
            self.body.append(self.starttag(node, "p", ""))
            return
        for piece in found:
            if isinstance(piece, list):
                self.body.append(self.starttag(nodes.paragraph(classes=node["classes"]), "p", ""))
                for child in piece:
                    child.walkabout(self)
                self.body.append("</p>\n")
            else:
                self._figure(piece)
        raise nodes.SkipNode

    def depart_paragraph(self, node: nodes.paragraph) -> None:
        self.body.append("</p>\n")

    def _figure(self, node: nodes.Node) -> None:
        link = node if isinstance(node, nodes.reference) else None
        image = next(iter(node.findall(nodes.image)))
        said = said_of(image["alt"], image["written"])
        number = self._numbered()
        self.body.append(figure_tag(image, said, self.room) if self.for_print else "<figure>")
        href = address_of(link) if link is not None else ""
        if href:
            self.body.append(f'<a href="{self.attval(href)}">')
        path = image["figure"]
        self.body.append(self._img(path, said or self._plain_alt(path, number), _sizes(image)))
        if href:
            self.body.append("</a>")
        self._caption(number, said or name_of(path), self.link_mark(link))
        self.body.append("</figure>\n")

    def _numbered(self) -> int:
        """Return the number of the next figure: those of answers are numbered through the report.

        So they have the same numbers on a screen and on paper, whatever of the prompts is there.
        """
        if self.answering is None:
            return 0
        self.figures += 1
        return self.figures

    def _caption(self, number: int, text: str, mark: str = "") -> None:
        named = self.words.html(Message("Figure {number}", number=number))
        told = f'<span class="figure-number">{named}</span>: ' if number else ""
        self.body.append(f"<figcaption>{told}{self.encode(text)}{mark}</figcaption>")

    def visit_image(self, node: nodes.image) -> None:
        said = said_of(node["alt"], node["written"])
        path = node["figure"]
        alt = said or self._plain_alt(path, self._numbered())
        self.body.append(self._img(path, alt, _sizes(node)))

    def depart_image(self, node: nodes.image) -> None:
        """Write nothing: an image has no end tag."""

    def _img(self, path: str, alt: str, style: str) -> str:
        shown = f' style="{self.attval(style)}"' if style else ""
        # A page of 500 pictures opens in a quarter less time if each waits until one comes near it.
        waits = "" if self.for_print else ' loading="lazy"'
        source = self.attval(self.image_source(path))
        return f'<img src="{source}" alt="{self.attval(alt)}"{shown}{waits}>'

    def _plain_alt(self, path: str, number: int) -> str:
        return plain_alt(path, number, self.answering, self.words)


def _sizes(image: nodes.image) -> str:
    """Return the style of the size that an author gave a picture."""
    names = [name for name in ("width", "height") if image.get(name)]
    return " ".join(f"{name}: {image[name]};" for name in names)
