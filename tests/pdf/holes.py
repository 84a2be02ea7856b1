"""The command behind ``nox -s holes``: lists the holes in PDFs, which it takes as arguments.

A hole is what is blank of the text area below the last ink of a page, as a share of its height, where the next
page goes on in the same section (its name stands in both heads).  Nothing passes or fails here.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

import pypdfium2

if TYPE_CHECKING:
    from collections.abc import Iterator

SCALE = 0.5
"""Pixels a point."""
TOP, BOTTOM, SIDE = 0.085, 0.906, 0.1
"""Where the text area begins and ends, in shares of the page."""
INK = 200
"""Darker than this is ink, of 255."""
FIRST = 2
"""Pages before the report's: the cover, the contents."""
TOLD, LARGE = 0.2, 0.35


def holes(path: Path) -> list[tuple[int, float]]:
    """Return the numbers of pages, from 1, and how much of each is blank."""
    with pypdfium2.PdfDocument(path) as pdf:
        pages = [(_section(page), _blank(page)) for page in pdf]
    return [
        (number, blank)
        for number, (section, blank) in enumerate(pages[:-1], 1)
        if number > FIRST and section == pages[number][0]
    ]


def _section(page: pypdfium2.PdfPage) -> str:
    width, height = page.get_size()
    text = page.get_textpage()
    head = text.get_text_bounded(width / 2, height * (1 - TOP), width, height)
    return str(head).strip()


def _blank(page: pypdfium2.PdfPage) -> float:
    picture = page.render(scale=SCALE, grayscale=True).to_pil()
    width, height = picture.size
    area = picture.crop(
        (int(width * SIDE), int(height * TOP), int(width * (1 - SIDE)), int(height * BOTTOM))
    )
    box = area.point(lambda level: 255 if level < INK else 0).getbbox()
    return 1 - box[3] / area.height if box else 1.0


def _lines(paths: list[Path]) -> Iterator[str]:
    every: list[float] = []
    for path in paths:
        found = holes(path)
        every += [blank for _, blank in found]
        told = ", ".join(f"page {number} {blank:.0%}" for number, blank in found if blank > TOLD)
        shown = f"mean {mean(blank for _, blank in found):.1%}" if found else "none"
        yield f"{path.parent.name}: {shown}{'; ' if told else ''}{told}"
    if every:
        large = sum(blank > LARGE for blank in every)
        yield f"all: {len(every)} pages, mean {mean(every):.1%}, worst {max(every):.0%}, {large} over {LARGE:.0%}"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in _lines([Path(name) for name in sys.argv[1:]]))
