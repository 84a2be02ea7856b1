"""Which pictures of a paragraph are figures, and which stand in a line of text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from publisher import nodes as ours

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TALL = 64
"""Pixels: as high as four lines of text; what is lower may be a sign within one."""
_BADGE = (250, 40)
"""Pixels of width and height: what is no larger is a badge or an icon, also where it stands alone."""
_MILLIMETRES = 25.4 / 96  # a pixel
_WIDTH, _HEIGHT = 150, 244
"""Millimetres of text on a page."""
_CHAPTER, _QUESTION, _CAPTION = 48, 28, 14
"""Millimetres that a section's head takes, a question's without its prompt, a caption."""
_LETTER = 4.5 / 90
"""Millimetres of height that a letter of a prompt takes: a line holds ninety."""
_LONG_CAPTION = 500
"""Letters of a caption that may not find room below the highest picture."""
_HIGHEST = 195
"""Millimetres: no picture is higher (``print.css``)."""
_CELL = 42
"""Millimetres: the least width that a caption has."""
_SMALLER = 0.7
"""Of its width, that a figure may keep so that another has room beside it."""
_CAPTION_LETTER = 14
"""Square millimetres that a letter of a caption takes at most, a Chinese one; a Latin one takes half."""
_ROW = 230
"""Millimetres that a row may be high with its captions: unlike a figure, it does not go on over the page's end."""
_PIXELS = re.compile(r"(\d{1,5})(?:\.\d{1,9})?(?:px)?")
_PERCENT = re.compile(r"(\d{1,3})(?:\.\d{1,9})?%")


def pieces(paragraph: nodes.paragraph) -> list[nodes.Element | list[nodes.Node]]:
    """Return what a paragraph holds, in its order: figures, and runs of text between them.

    A figure is a picture, or a link around one.  In a paragraph without text all pictures are, but for badges and icons.
    """
    alone = not any(_picture(child) is None and _says(child) for child in paragraph.children)
    found: list[nodes.Element | list[nodes.Node]] = []
    for child in paragraph.children:
        picture = _picture(child)
        if (
            isinstance(child, nodes.Element)
            and picture is not None
            and ((alone and not _is_badge(picture)) or _is_tall(picture))
        ):
            found.append(child)
        elif found and isinstance(found[-1], list):
            found[-1].append(child)
        else:
            found.append([child])
    shown = (
        _trimmed(piece, ends=piece is found[-1]) if isinstance(piece, list) else piece
        for piece in found
    )
    return [piece for piece in shown if piece != []]


def places_of(paragraph: nodes.paragraph) -> dict[nodes.Element, list[str]]:
    """Return the ids that lead to each figure of a paragraph: of it, of the paragraph, of what says nothing before it.

    Beside text a paragraph's ids, and those of what stands between words, are the text's.
    """
    figures = {piece for piece in pieces(paragraph) if not isinstance(piece, list)}
    found: dict[nodes.Element, list[str]] = {}
    waiting = list(paragraph["ids"])
    last: list[str] | None = None
    for child in paragraph.children:
        if isinstance(child, nodes.Element) and child in figures:
            last = found[child] = waiting + _ids(child)
            waiting = []
        elif _picture(child) is None and not _says(child):
            waiting += _ids(child)
        else:
            waiting, last = [], None
    if last is not None:
        last += waiting
    return found


def figures_from(paragraph: nodes.paragraph) -> Iterator[nodes.paragraph]:
    """Yield the paragraphs behind ``paragraph`` that go on with figures, and hold nothing else."""
    following = paragraph.next_node(descend=False, siblings=True)
    while isinstance(following, nodes.paragraph):
        found = pieces(following)
        if not found or any(isinstance(piece, list) for piece in found):
            return
        yield following
        following = following.next_node(descend=False, siblings=True)


class Cell(NamedTuple):
    """A figure's place in a row: how much of the text's width is its, of that the picture's, in percent."""

    share: float
    picture: float
    """0: the picture has the size of its own."""
    height: float
    """Millimetres, of the picture."""


def rows(pictures: Sequence[nodes.image]) -> list[list[Cell]]:
    """Return how figures that follow each other stand side by side on paper: the cells of each row.

    Narrow ones do: no wider than half of the text, higher than wide, or of a width that their author gave; a picture
    becomes smaller for it, to 70 %, where its author gave it no size.  What stands alone has a row of its own, of one cell.
    """
    found: list[list[Cell]] = []
    row: list[nodes.image] = []
    for picture in pictures:
        row.append(picture)
        if beside := _cells(row):
            found[-1] = beside
        else:
            row = [picture]
            found.append([Cell(100, 0, 0)])
    return found


def _cells(row: Sequence[nodes.image]) -> list[Cell]:
    """Return the cells of a row; empty: these do not stand side by side."""
    sizes = [_size(picture) for picture in row]
    given = [any(picture.get(name) for name in ("width", "height")) for picture in row]
    if len(row) == 1 or not all(
        0 < width <= (_WIDTH if own else max(_WIDTH / 2, min(height, _WIDTH)))
        for (width, height), own in zip(sizes, given, strict=True)
    ):
        return []
    needed = [max(width, _CELL) for width, _ in sizes]
    smaller = min(1, _WIDTH / sum(needed))
    if smaller < (1 if any(given) else _SMALLER):
        return []
    if any(
        smaller * height + _CAPTION_LETTER * len(picture.get("alt", "")) / (smaller * cell) > _ROW
        for picture, (_, height), cell in zip(row, sizes, needed, strict=True)
    ):
        return []
    return [
        Cell(100 * cell * smaller / _WIDTH, 100 * width / cell if own else 0, height * smaller)
        for (width, height), cell, own in zip(sizes, needed, given, strict=True)
    ]


def _size(picture: nodes.image) -> tuple[float, float]:
    """Return a picture's width and height on paper, in millimetres; 0: not known."""
    own = [side * _MILLIMETRES for side in picture.get("pixels", (0, 0))]
    if not all(own):
        return 0, 0
    scale = 1.0
    for name, side in (("height", own[1]), ("width", own[0])):
        if said := str(picture.get(name, "")):
            if pixels := _PIXELS.fullmatch(said):
                scale = float(pixels[1]) * _MILLIMETRES / side
            elif name == "width" and (percent := _PERCENT.fullmatch(said)):
                scale = float(percent[1]) / 100 * _WIDTH / side
            else:
                return 0, 0
    scale = min(scale, _WIDTH / own[0], _HIGHEST / own[1])
    return own[0] * scale, own[1] * scale


def room_below(question: ours.question, prompt: int) -> float:
    """Return how many millimetres of a page a question's head leaves for its answer, about.

    ``prompt``: letters of it that are shown.
    """
    first = question.parent.next_node(ours.question) is question
    return _HEIGHT - _CHAPTER * first - _QUESTION - _LETTER * prompt


def figure_tag(picture: nodes.image, caption: str, room: float) -> str:
    """Return the start tag of a figure on paper.

    ``room``: see ``room_below``.  Of the classes, ``tall``: it may not get on one page with its
    question; ``long``: its caption may go on over the page's end.
    """
    width, height = picture.get("pixels", (0, 0))
    tall = height * min(_MILLIMETRES, _WIDTH / max(1, width)) > room - _CAPTION
    classes = " ".join(["tall"] * tall + ["long"] * (len(caption) > _LONG_CAPTION))
    return f'<figure class="{classes}">' if classes else "<figure>"


def row_tag(row: Sequence[Cell], room: float) -> str:
    """Return the start tag of a row of figures on paper; ``room`` and ``tall``: see ``figure_tag``."""
    tall = max(cell.height for cell in row) > room - _CAPTION
    return f'<div class="beside{" tall" if tall else ""}">'


def _picture(node: nodes.Node) -> nodes.image | None:
    if isinstance(node, nodes.reference) and len(node.children) == 1:
        node = node.children[0]
    return node if isinstance(node, nodes.image) else None


def _says(node: nodes.Node) -> bool:
    return not isinstance(node, ours.line_break) and bool(node.astext().strip())


def _ids(node: nodes.Node) -> list[str]:
    return [name for inner in node.findall(nodes.Element) for name in inner["ids"]]


def _is_tall(picture: nodes.image) -> bool:
    """Tell whether a picture is too high for a line of text, by the author's size or its own."""
    for name in ("height", "width"):
        if sized := _PIXELS.fullmatch(str(picture.get(name, ""))):
            return float(sized[1]) > _TALL
    _, height = picture.get("pixels", (0, 0))
    return not 0 < height <= _TALL  # 0: a drawing that does not say


def _is_badge(picture: nodes.image) -> bool:
    """Tell whether a picture is shown as small as a badge, by the author's size or its own."""
    own = picture.get("pixels", (0, 0))
    given = [picture.get(name) for name in ("width", "height")]
    sized = [found and float(found[1]) for found in (_PIXELS.fullmatch(str(g)) for g in given)]
    if any(g and size is None for g, size in zip(given, sized, strict=True)) or not all(own):
        return False
    shrunk = (
        min(size / side for size, side in zip(sized, own, strict=True) if size is not None)
        if any(given)
        else 1
    )
    return all(0 < side * shrunk <= most for side, most in zip(own, _BADGE, strict=True))


def _trimmed(run: Sequence[nodes.Node], *, ends: bool) -> list[nodes.Node]:
    """Return a run of text without the blanks and line breaks at its ends.

    What has a name stays, but before a figure, whose name it is (``places_of``).  ``ends``: no figure follows.
    """
    said = [place for place, node in enumerate(run) if _says(node) or _picture(node) is not None]
    if not said:
        return []
    named = [at for at, node in enumerate(run) if isinstance(node, nodes.Element) and node["ids"]]
    last = max([said[-1], *named]) if ends else said[-1]
    return list(run[min([said[0], *named]) : last + 1])
