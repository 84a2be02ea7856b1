"""Writes the web page's fonts from the bundled ones: Latin subsets under names of their own.

``nox -s fonts`` runs it with the releases of fontTools and Brotli that the files were made with;
``--check`` makes nothing, and fails where a file would change.  Why they have other names stands in
the licence beside them.
"""

from __future__ import annotations

import sys
from io import BytesIO
from itertools import chain
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from publisher.doors.assets import themes_folder

FACES = {
    "serif-regular": ("source-serif-4/SourceSerif4-Regular.ttf", "Publisher Serif", "Regular"),
    "serif-italic": ("source-serif-4/SourceSerif4-Italic.ttf", "Publisher Serif", "Italic"),
    "serif-bold": ("source-serif-4/SourceSerif4-Bold.ttf", "Publisher Serif", "Bold"),
    "sans-regular": ("source-sans-3/SourceSans3-Regular.ttf", "Publisher Sans", "Regular"),
    "sans-bold": ("source-sans-3/SourceSans3-Bold.ttf", "Publisher Sans", "Bold"),
    "mono-regular": ("jetbrains-mono/JetBrainsMono-Regular.ttf", "Publisher Mono", "Regular"),
}
"""File, and what it is made from: the font, the family's name on the page, the style."""

ASCII_LATIN_1 = tuple(chain(range(0x20, 0x7F), range(0xA0, 0x100)))
EXTENDED = (*range(0x100, 0x180), *range(0x218, 0x21C), 0x1E9E)
"""Latin Extended-A, the commas below of Romanian, the large sharp s."""
SIGNS = tuple(map(ord, "‐‑–—‘’‚“”„†•…\u202f‰′″‹›€™←↑→↓−≈≠≤≥☐☑✓✗"))  # noqa: RUF001 - these are meant
CODE = "mono-regular"
"""Code has Latin 1 only, and no ligatures: they would join characters that were typed apart."""
FEATURES = ["kern", "liga", "locl"]
COPYRIGHT, FAMILY, STYLE, UNIQUE, FULL, VERSION, POSTSCRIPT = range(7)
LICENCE = (13, 14)
FOLDER = themes_folder() / "publisher" / "static" / "fonts"


def characters(face: str) -> tuple[int, ...]:
    """Return the code points that a face keeps, as far as its font has them."""
    return ASCII_LATIN_1 + SIGNS + (() if face == CODE else EXTENDED)


def made(face: str) -> bytes:
    """Return a face as WOFF2; the same bytes each time."""
    source, family, style = FACES[face]
    with TTFont(themes_folder() / "fonts" / source) as font:
        options = subset.Options()
        options.hinting = False
        options.layout_features = [] if face == CODE else FEATURES
        options.name_IDs = [COPYRIGHT, FAMILY, STYLE, UNIQUE, FULL, VERSION, POSTSCRIPT, *LICENCE]
        options.drop_tables += ["STAT", "meta"]
        options.recalc_timestamp = font.recalcTimestamp = False
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=characters(face))
        subsetter.subset(font)
        _rename(font, family, style, Path(source).stem)
        font.flavor = "woff2"
        held = BytesIO()
        font.save(held)
    return held.getvalue()


def _rename(font: TTFont, family: str, style: str, origin: str) -> None:
    names = font["name"]
    version = f"{names.getDebugName(VERSION)}; Latin subset of {origin}"
    joined = f"{family.replace(' ', '')}-{style}"
    said = {
        FAMILY: family,
        STYLE: style,
        UNIQUE: f"{joined};{version}",
        FULL: f"{family} {style}",
        VERSION: version,
        POSTSCRIPT: joined,
    }
    for number, text in said.items():
        names.removeNames(nameID=number)
        names.setName(text, number, 3, 1, 0x409)  # Windows, Unicode, English


def main() -> int:
    """Write the files, or with ``--check`` compare them; return the number that differ."""
    differ = 0
    for face in FACES:
        path, data = FOLDER / f"{face}.woff2", made(face)
        if not path.is_file() or path.read_bytes() != data:
            differ += 1
            sys.stdout.write(f"{path.name}: {len(data)} bytes, not what is there\n")
            if "--check" not in sys.argv[1:]:
                FOLDER.mkdir(exist_ok=True)
                path.write_bytes(data)
    return differ if "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
