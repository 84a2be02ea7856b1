"""An image has no alternative text.

The brackets before the path are empty, or hold what the template or a program put there
(`my_image`, `image 2`, `Screenshot 2026-01-31`, the name of a file).

Why: Who cannot see the picture is told no more than "Figure 2 in the answer to question 14:
wandb_loss.png", and the caption is the file's name.

Bad::

    ![my_image](figures/bucket.png)

Good::

    ![The bucket with three data sets](figures/bucket.png)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.report.phrases import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "warning"

NOTHING = frozenset(
    ("", "my image", "alt text", "alt", "fig", "figure", "image", "img", "photo", "pic", "picture",
     "screen shot", "screenshot", "screenshot at", "screenshot from", "untitled",
     "billede", "skærmbillede", "skærmbillede kl", "skjermbilde", "skärmbild", "schermafbeelding",
     "bild", "bildschirmfoto", "bildschirmfoto um", "captura de pantalla")
)  # fmt: skip
"""Alternative texts that say nothing: the template's own, and what editors and systems put in."""
_ENDING = re.compile(r"\.(?:avif|bmp|gif|heic|jpe?g|png|svg|tiff?|webp)\Z", re.IGNORECASE)
# Numbers, dates and what stands between them: "Screenshot 2026-01-31 at 10.00.00".
_NUMBERS = re.compile(r"[\d\s_.:,()#-]+")


def check(report: Report) -> Iterator[Finding]:
    """Yield one finding for each image without alternative text."""
    for image in report.answer_images():
        if says_nothing(image.alt, image.uri):
            yield Finding(
                image.line,
                Message("image {name!r} has no alternative text", name=shortened(image.uri))
                if not image.alt.strip()
                else Message(
                    "image {name!r}: {text!r} does not say what it shows",
                    name=shortened(image.uri),
                    text=image.alt,
                ),
                Message(
                    "say in the brackets what a reader should see: ![The bucket with three data sets](...)"
                ),
                image.question,
                report.ranges.node(image.node),
            )


def says_nothing(alt: str, uri: str) -> bool:
    """Tell whether the alternative text ``alt`` of the image at ``uri`` says nothing about it."""
    said = _ENDING.sub("", alt.strip())
    plain = _NUMBERS.sub(" ", said.lower()).strip()
    if plain in NOTHING or (said != alt.strip() and " " not in said):  # the name of some file
        return True
    name = unquote(uri).rpartition("/")[2].lower()
    return alt.strip().lower() in (name, name.rpartition(".")[0])
