"""What is said of a picture: its caption, its alternative text, and which pictures are only linked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

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


class Named(NamedTuple):
    """What a figure is called: its number, 0 without one, whether it was shown before, the words of its caption."""

    number: int
    repeated: bool
    words: str

    def told(self) -> Message | None:
        """Return how the number is said."""
        if self.repeated:
            return Message("Figure {number} (repeated)", number=self.number)
        return Message("Figure {number}", number=self.number) if self.number else None


class Figures:
    """The numbers of the figures of answers, through a report.

    So they have the same numbers on a screen and on paper, whatever of the prompts is there.  A picture that was shown
    before has its number again, and no second name.
    """

    def __init__(self) -> None:
        """Begin without a figure."""
        self.count = 0
        self.known: dict[str, tuple[int, str]] = {}
        """Number and what is said of each, by its digest and by its path."""

    def name(self, path: str, said: str, image: nodes.image | None = None) -> Named:
        """Name the next figure: the picture at ``path``, of which its author says ``said``."""
        names = [path] if image is None else [image["sha256"], path]
        before = next((self.known[name] for name in names if name in self.known), None)
        if before is None:
            self.count += 1
        known = before or (self.count, said)
        self.known |= dict.fromkeys(names, known)
        return Named(
            known[0], before is not None, "" if before and said == known[1] else words_of(said)
        )


def words_of(said: str) -> str:
    """Return the words of a caption; a name like ``loss_curve`` is read as words."""
    return said if " " in said else said.replace("_", " ")


def name_of(path: str) -> str:
    """Return the name of a picture's file."""
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
