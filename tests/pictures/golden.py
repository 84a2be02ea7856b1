"""Golden pages: pictures of the example's PDF, and what of another one differs from them.

The tolerance, measured on all pages of the example at 50 dots an inch, in levels of 255: how far the
worst cell is off in brightness and in colour (YCbCr), in cells of 2 and of 16 mm.

=================================================  ==========  ==========
what differs                                       2 mm cells  16 mm cells
=================================================  ==========  ==========
nothing but the colours of the golden pages          10 and 9    6 and 4
smoothed in another way (Lanczos)                   31 and 11    6 and 4
moved by an eighth of a millimetre                  35 and 10    7 and 4
**the limit**                                       44 and 20   12 and 12
moved by a millimetre                              111 and 47   17 and 4
another colour of headings                          10 and 99    6 and 18
a pale tint left away                                15 and 9  14 and 4
=================================================  ==========  ==========

Another Pango, HarfBuzz or WeasyPrint may break a line at another place, and all below moves.  So
there only what stays the same then is compared (``in_general``), lest a test fail for no fault of
ours.  Letters 0.05 pt further apart or closer, far more than versions differ by, pass there.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import json
import math
from dataclasses import dataclass
from functools import reduce
from importlib.metadata import version
from itertools import zip_longest
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

GOLDEN = Path(__file__).with_name("pages")
MADE_WITH = GOLDEN / "made-with.json"
DOTS = 50
"""To an inch: so all pages are 400 kB, and 2 mm are 4 pixels."""
LIMITS = {4: (44, 20, 20), 32: (12, 12, 12)}
"""How many levels a cell of so many pixels may differ in brightness and the two of colour."""
MARGIN = 2
"""Pixels (a millimetre) that the sides of the type may differ where lines may."""
ADVICE = "look at it with `nox -s pictures`; if it is meant, `nox -s pictures -- --renew`"

Pages = list[Image.Image]


@dataclass(frozen=True)
class Difference:
    """A page that is not as it was: what is wrong, and a mask of where (white)."""

    page: int
    told: str
    mask: Image.Image | None = None

    def __str__(self) -> str:
        """Return it as a line."""
        return f"page {self.page} {self.told}"


def pages_of(pdf: bytes) -> Pages:
    """Return a PDF's pages as pictures."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=DOTS / 72).to_pil().convert("RGB") for page in document]


def golden() -> Pages:
    """Return the golden pages."""
    return [Image.open(path).convert("RGB") for path in sorted(GOLDEN.glob("*.png"))]


def libraries() -> dict[str, str]:
    """Return the versions of what breaks lines; empty where one is not found."""
    found = {"weasyprint": version("weasyprint")}
    for name, asked in (("pango-1.0", "pango_version_string"), ("harfbuzz", "hb_version_string")):
        try:
            function = getattr(ctypes.CDLL(ctypes.util.find_library(name)), asked)
        except (OSError, AttributeError, TypeError):
            return {}
        function.restype = ctypes.c_char_p
        found[name] = function().decode()
    return found


def faults(found: Pages) -> list[str]:
    """Return what is wrong with the example's pages, a line each."""
    if libraries() == json.loads(MADE_WITH.read_text(encoding="utf-8")):
        return [str(difference) for difference in differences(golden(), found)]
    return in_general(golden(), found)


# -- page by page -------------------------------------------------------------------


def differences(expected: Pages, found: Pages) -> list[Difference]:
    """Return the pages that differ by more than the limits."""
    return [
        difference
        for number, (old, new) in enumerate(zip_longest(expected, found), 1)
        if (difference := _difference(number, old, new))
    ]


def _difference(number: int, old: Image.Image | None, new: Image.Image | None) -> Difference | None:
    if old is None or new is None:
        return Difference(number, "is not expected" if old is None else "is missing")
    if old.size != new.size:
        return Difference(number, f"has the size {new.size}, not {old.size}")
    # Smoothed a little, so that a line of text need not meet the cells in the same way.
    old, new = (page.filter(ImageFilter.BoxBlur(1)) for page in (old, new))
    masks = []
    for cell, limits in LIMITS.items():
        before, after = (page.reduce(cell).convert("YCbCr") for page in (old, new))
        for levels, limit in zip(ImageChops.difference(before, after).split(), limits, strict=True):
            beyond = levels.point([255 * (level > limit) for level in range(256)])
            size = (beyond.width * cell, beyond.height * cell)
            masks.append(beyond.resize(size, Image.Resampling.NEAREST).crop((0, 0, *old.size)))
    mask = reduce(ImageChops.lighter, masks)
    box = mask.getbbox()
    if not box:
        return None
    left, top, right, bottom = (round(at * 25.4 / DOTS) for at in box)
    place = f"{left} to {right} mm from the left, {top} to {bottom} mm from the top"
    return Difference(number, f"differs {place}", mask)


# -- where lines may break at other places --------------------------------------------


def in_general(expected: Pages, found: Pages) -> list[str]:
    """Return what differs of the whole: how many pages, and between which sides type stands."""
    told = []
    if abs(len(found) - len(expected)) > math.ceil(len(expected) / 10):
        told.append(f"{len(found)} pages, not about {len(expected)}")
    old, new = _sides(expected), _sides(found)
    if max(abs(a - b) for a, b in zip(old, new, strict=True)) > MARGIN:
        told.append(f"type stands between {new}, not between {old} (pixels from the left)")
    return told


def _sides(pages: Pages) -> tuple[int, int]:
    """Return where all that is dark on the upright pages behind the cover begins and ends."""
    cover, *others = pages
    ink = reduce(ImageChops.darker, [page for page in others if page.size == cover.size])
    dark = ImageChops.invert(ink.convert("L")).point([255 * (level > 100) for level in range(256)])
    left, _, right, _ = dark.getbbox() or (0, 0, 0, 0)
    return left, right
