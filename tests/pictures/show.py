"""The command behind ``nox -s pictures``.

It makes the example's PDF, compares it with the golden pages, and writes a page that shows of each
page that differs what was expected, what was found, and where they differ.  ``--renew`` makes the
golden pages anew, for a change that is meant.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from golden import ADVICE, GOLDEN, MADE_WITH, differences, golden, libraries, pages_of
from PIL import Image, ImageChops

from publisher.course.settings import Course
from publisher.publish.build import Options, build

if TYPE_CHECKING:
    from golden import Difference, Pages

ROOT = Path(__file__).resolve().parents[2]
SHOWN = ROOT / "build" / "pictures"
COLOURS = 32
"""Of each golden page, so that it is small."""
STYLE = "img { border: 1px solid; width: 100% } td { width: 33%; vertical-align: top }"


def example() -> bytes:
    """Return the example's PDF, with a date that no commit changes."""
    report = ROOT / "examples" / "report" / "README.md"
    with tempfile.TemporaryDirectory() as folder:
        built = build(report, Path(folder), Course(date="2026-01-31"), Options(formats=["pdf"]))
        if not built.written:
            sys.exit(built.missing_library or str(built.diagnostics))
        return built.written[0].read_bytes()


def write_differences(folder: Path, expected: Pages, found: Pages) -> list[Difference]:
    """Write ``index.html`` and its pictures, for the pages that differ; return what differs."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    differing = differences(expected, found)
    rows = "".join(_row(folder, difference, expected, found) for difference in differing)
    (folder / "index.html").write_text(
        f'<!doctype html><html lang="en"><title>Pages that differ</title><style>{STYLE}</style>'
        f"<h1>{len(differing)} of {len(found)} pages differ</h1><table>{rows}</table>\n",
        encoding="utf-8",
    )
    return differing


def _row(folder: Path, difference: Difference, expected: Pages, found: Pages) -> str:
    """Save the pictures of one page, and return the rows of the table that show them."""
    place = difference.page - 1
    old, new = (pages[place] if place < len(pages) else None for pages in (expected, found))
    marked = _marked(new, difference.mask) if new and difference.mask else None
    cells = ""
    for name, picture in (("expected", old), ("found", new), ("difference", marked)):
        cells += f"<td>{name}"
        if picture:
            file = f"{difference.page:02}-{name}.png"
            picture.save(folder / file)
            cells += f'<br><img src="{file}" alt="{name}">'
    return f'<tr><th colspan="3">{escape(str(difference))}<tr>{cells}'


def _marked(page: Image.Image, mask: Image.Image) -> Image.Image:
    """Return the page, pale, with red where it differs."""
    pale = Image.blend(page, Image.new("RGB", page.size, "white"), 0.6)
    red = ImageChops.multiply(page, Image.new("RGB", page.size, (255, 120, 120)))
    return Image.composite(red, pale, mask)


def renew(found: Pages) -> None:
    """Make the golden pages anew, and note what they were made with."""
    shutil.rmtree(GOLDEN, ignore_errors=True)
    GOLDEN.mkdir()
    for number, page in enumerate(found, 1):
        method, dither = Image.Quantize.MAXCOVERAGE, Image.Dither.NONE
        small = page.quantize(COLOURS, method, kmeans=1, dither=dither)
        small.save(GOLDEN / f"{number:02}.png", optimize=True)
    MADE_WITH.write_text(json.dumps(libraries(), indent=2) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> str | None:
    """Compare, or renew; return what is wrong, or None."""
    if arguments not in ([], ["--renew"]):
        return f"unknown: {' '.join(arguments)}; there is --renew, and nothing else"
    found = pages_of(example())
    if arguments:
        renew(found)
        return None
    differing = write_differences(SHOWN, golden(), found)
    told = [*map(str, differing), f"see {(SHOWN / 'index.html').relative_to(ROOT)}; {ADVICE}"]
    return "\n".join(told) if differing else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
