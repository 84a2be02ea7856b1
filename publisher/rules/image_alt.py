"""An image has no alternative text.

The brackets before the path are empty, or hold what the template or a program put there
(`my_image`, `image`, the name of the file).

Why: Who cannot see the picture is told nothing, and the figure has no caption.

Bad::

    ![my_image](figures/bucket.png)

Good::

    ![The bucket with three data sets](figures/bucket.png)
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from publisher.diagnostics import Finding, Severity
from publisher.rules.ranges import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report import Report

SEVERITY: Severity = "warning"

NOTHING = frozenset(
    {"", "my image", "alt text", "alt", "image", "img", "picture", "figure", "screenshot", "photo"}
)
"""Alternative texts that say nothing: the template's own and what editors put in."""


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each image without alternative text."""
    for image in report.answer_images():
        if says_nothing(image.alt, image.uri):
            yield Finding(
                image.line,
                f"image {shortened(image.uri)!r} has no alternative text"
                if not image.alt.strip()
                else f"image {shortened(image.uri)!r}: {image.alt!r} does not say what it shows",
                "say in the brackets what a reader should see: ![The bucket with three data sets](...)",
                image.question,
            )


def says_nothing(alt: str, uri: str) -> bool:
    """Tell whether the alternative text ``alt`` of the image at ``uri`` says nothing about it."""
    plain = " ".join(alt.lower().replace("_", " ").replace("-", " ").split())
    name = unquote(uri).rpartition("/")[2].lower()
    return plain in NOTHING or alt.strip().lower() in (name, name.rpartition(".")[0])
