"""An image has no alternative text.

The brackets before the path are empty, or hold what the template or a program put there
(`my_image`, `image 2`, `Screenshot 2026-01-31`, the name of a file).

Why: Who cannot see the picture is told no more than "Figure 2 in the answer to question 14:
wandb_loss.png", and a caption has a number and no words.

Bad::

    ![my_image](figures/bucket.png)

Good::

    ![The bucket with three data sets](figures/bucket.png)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from publisher.diagnostics.model import Finding, Severity
from publisher.language.message import Message
from publisher.report.phrases import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.report.view import Report

SEVERITY: Severity = "warning"

_EMPTY: Final = frozenset(
    # of templates and editors
    "alt alternative text description my your image images img picture pic photo figure fig copy pasted clipboard "  # noqa: SIM905 - easier to read
    "untitled unnamed here "
    # of cameras, systems and services
    "capture screen shot screenshot at from am pm dsc dscn pxl mvimg wa whatsapp "
    # the same in other languages
    "billede foto figur skærmbillede kl her skjermbilde bilde skärmbild schermafbeelding afbeelding bild bildschirmfoto "
    "um abbildung abb grafik hier captura de pantalla imagen capture d écran immagine schermata".split()
)
"""Words that say nothing of a picture, if there are no others."""
_ENDING: Final = re.compile(
    r"\.(?:avif|bmp|drawio|eps|gif|heic|jpe?g|pdf|png|svg|tiff?|webp)\Z", re.IGNORECASE
)
# A name that a service made up: a digest, a UUID.
_MADE_UP: Final = re.compile(r"(?=\D*\d)[\da-f-]{12,}", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+")
_SIGN: Final = re.compile(r"[^\w\s.:,;()#'\u2019/-]")  # a tick says something


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
    if said != alt.strip() and " " not in said:  # the name of some file
        return True
    if _MADE_UP.fullmatch(said) or _is_empty(said):
        return True
    name = unquote(uri).rpartition("/")[2].lower()
    return alt.strip().lower() in (name, name.rpartition(".")[0])


def _is_empty(text: str) -> bool:
    """Tell whether a text has nothing but numbers, dates, what stands between them, and empty words."""
    return _EMPTY.issuperset(_WORD.findall(text.lower())) and not _SIGN.search(text)
