"""Which pictures of a paragraph are figures, and which stand in a line of text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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
_PIXELS = re.compile(r"(\d{1,5})(?:\.\d{1,9})?(?:px)?")


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
    shown = (list(_trimmed(piece)) if isinstance(piece, list) else piece for piece in found)
    return [piece for piece in shown if piece != []]


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


def _picture(node: nodes.Node) -> nodes.image | None:
    if isinstance(node, nodes.reference) and len(node.children) == 1:
        node = node.children[0]
    return node if isinstance(node, nodes.image) else None


def _says(node: nodes.Node) -> bool:
    return not isinstance(node, ours.line_break) and bool(node.astext().strip())


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


def _trimmed(run: Sequence[nodes.Node]) -> Iterator[nodes.Node]:
    """Yield a run of text without the blanks and line breaks at its ends."""
    said = [place for place, node in enumerate(run) if _says(node) or _picture(node) is not None]
    yield from run[said[0] : said[-1] + 1] if said else ()
