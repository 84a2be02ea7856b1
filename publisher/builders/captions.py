"""What is said of a picture: its caption, its alternative text, and which pictures are only linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from publisher.language.message import Message
from publisher.rules.image_alt import says_nothing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from publisher import nodes as ours
    from publisher.builders.words import Words


def said_of(alt: str, written: str) -> str:
    """Return what the author says of the picture at ``written``; empty: nothing."""
    return "" if says_nothing(alt, written) else " ".join(alt.split())


def name_of(path: str) -> str:
    """Return the name of a picture's file: its caption where the author gives none."""
    return path.rpartition("/")[2]


def plain_alt(path: str, number: int, question: int | None, words: Words) -> str:
    """Return an alternative text for a picture of which the author says nothing.

    ``number``: of the figure, 0: it has none; ``question``: in whose answer it stands.
    """
    name = name_of(path)
    if not number:
        return name
    return words.plain(
        Message(
            "Figure {number} in the answer to question {question}: {name}",
            number=number,
            question=question,
            name=name,
        )
    )


def linked_pictures(
    answer: ours.answer, is_picture: Callable[[str], bool]
) -> Iterator[tuple[str, nodes.reference]]:
    """Yield the paths of pictures that an answer only links, with the link: no output has the file beside it."""
    shown = {image.get("figure") for image in answer.findall(nodes.image)}
    for reference in answer.findall(nodes.reference):
        path = reference.get("local", "")
        if path and path not in shown and is_picture(path):
            shown.add(path)
            yield path, reference
