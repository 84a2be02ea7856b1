"""The page's formulas: its MathML is replaced by pictures of glyphs, one for each piece of a formula.

WeasyPrint lays out no MathML.  The line of signs that stands beside it in the page is what a reader of
the PDF finds and copies, and what is shown where a formula cannot be drawn.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from shutil import copyfile
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from publisher.doors.assets import themes_folder
from publisher.fonts.characters import name_of
from publisher.language.message import Message
from publisher.pdf.child.fetcher import image_key
from publisher.pdf.objects.text_maps import JOINER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from publisher.pdf.child.formula_image import FormulaImage

__all__ = ["FORMULA", "LATEX", "PIECE", "Formulas", "draw_formulas"]

FORMULA: Final = "formula"
"""The class of what holds a formula."""
LATEX: Final = "data-latex"
"""The attribute of it that holds the LaTeX."""
PIECE: Final = "formula-piece"
"""The class of each of its pictures."""
_FONT: Final = "mathematics/STIXTwoMath-Regular.ttf"
_NAMESPACE: Final = "{http://www.w3.org/1998/Math/MathML}"
_UNABLE: Final = Message("this machine's libraries cannot draw it")
_NO_SIGN: Final = Message("the font of formulas has no {signs}")
_HIGH: Final = Message("it is higher than a page")
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass
class Formulas:
    """The formulas of a page.

    ``images``: the pictures that stand for them, by their addresses; ``plain``: why one is left as the line of
    signs that it says, a template and the signs to be put into it, by its LaTeX.
    """

    images: dict[str, FormulaImage] = field(default_factory=dict)
    plain: dict[str, tuple[str, str]] = field(default_factory=dict)


def draw_formulas(root: Any, fonts_folder: Path) -> Formulas:
    """Replace the MathML below ``root``, and return what stands for it.

    ``fonts_folder``: one that fontconfig is yet to read: the font of formulas is put there.
    """
    made = Formulas()
    found = [element for element in root.iter() if _math_in(element) is not None]
    if not found:
        return made
    # Late: a page without formulas needs none of it.
    from publisher.pdf.child.formula_image import FormulaImage
    from publisher.pdf.formulas.font import MathFont
    from publisher.pdf.formulas.layout import Layout, MissingGlyphError
    from publisher.pdf.formulas.pieces import TooHighError, pieces_of
    from publisher.pdf.patches.formula_font import PATCH

    path = themes_folder() / _FONT
    layout = None
    with suppress(OSError):
        layout = None if PATCH.lacks() else Layout(MathFont(path))
    if layout is None:  # the lines of signs stand there
        for holder in found:
            holder.remove(_math_in(holder))
            made.plain[holder.get(LATEX)] = _UNABLE, ""
        return made
    _name_headings(root)
    known: dict[tuple[str, str], Sequence[tuple[str, FormulaImage]]] = {}
    for holder in found:
        math, latex = _math_in(holder), holder.get(LATEX)
        holder.remove(math)
        key = latex, math.get("display", "")
        if key not in known:
            try:
                pieces = pieces_of(layout, _bare(math))
            except MissingGlyphError as missing:
                names = ", ".join(map(name_of, str(missing)))
                made.plain[latex], pieces = (_NO_SIGN, names), []
            except TooHighError:
                made.plain[latex], pieces = (_HIGH, ""), []
            images = [FormulaImage(layout.font, piece) for piece in pieces]
            first = len(made.images) + 1
            known[key] = [(f"formula:{place}", image) for place, image in enumerate(images, first)]
            made.images.update((image_key(address), image) for address, image in known[key])
        _show(holder, known[key])
    _join(root, found)
    fonts_folder.mkdir(parents=True, exist_ok=True)
    copyfile(path, fonts_folder / path.name)
    return made


def _math_in(element: Any) -> Any:
    """Return the MathML that an element holds; None: it holds no formula."""
    if FORMULA not in (element.get("class") or "").split():
        return None
    return element.find(f"{_NAMESPACE}math")


def _bare(math: Any) -> Any:
    """Return MathML without the name of its language before each element's."""
    for element in math.iter():
        element.tag = element.tag.removeprefix(_NAMESPACE)
    return math


def _name_headings(root: Any) -> None:
    """Let the bookmark of a heading say its formulas, too: WeasyPrint takes its text alone."""
    for heading in root.iter():
        if heading.tag in _HEADINGS and any(_math_in(part) is not None for part in heading.iter()):
            said = " ".join("".join(_said(heading)).split())
            said = said.replace("\\", "\\\\").replace('"', '\\"')
            own = heading.get("style")
            heading.set("style", f'{own + "; " if own else ""}bookmark-label: "{said}"')


def _said(element: Any) -> Iterator[str]:
    """Yield the text of an element without that in MathML."""
    yield element.text or ""
    for child in element:
        if child.tag != f"{_NAMESPACE}math":
            yield from _said(child)
        yield child.tail or ""


def _show(holder: Any, pieces: Sequence[tuple[str, FormulaImage]]) -> None:
    if pieces:  # else the line of signs stays
        holder.text = None
    for address, image in pieces:
        given = {"class": PIECE, "src": address, "alt": image.text, "style": image.style}
        ET.SubElement(holder, "img", given)
        if image.ends and address != pieces[-1][0]:
            ET.SubElement(holder, "br")


def _join(root: Any, holders: list[Any]) -> None:
    """Let no line end between a formula and a letter that it is written to: the nth."""
    around = {child: parent for parent in root.iter() for child in parent}
    for holder in holders:
        if (holder.tail or "")[:1].isalnum():
            holder.tail = JOINER + holder.tail
        parent = around[holder]
        place = list(parent).index(holder)
        if place and (parent[place - 1].tail or "")[-1:].isalnum():
            parent[place - 1].tail += JOINER
        elif not place and (parent.text or "")[-1:].isalnum():
            parent.text += JOINER
