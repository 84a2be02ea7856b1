"""What a run asked of the machine, with the answers: so that it can be asked again whether they still are so.

Each function of ours through which an answer comes from outside (a file's bytes, a folder's names, git) notes it
here.  Only who wants to know (``noting``) pays for it.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Question = tuple[str, ...]
"""Which function was asked, and what: texts."""


class Notes:
    """The questions of a run, each with the digest of its answer.

    ``settled``: nothing was answered in two ways, and all that matters is in the answers.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self.answers: dict[Question, str] = {}
        self.settled = True

    def add(self, question: Question, answer: str) -> None:
        """Note the digest ``answer``."""
        if self.answers.setdefault(question, answer) != answer:
            self.settled = False


_LISTENING: list[Notes] = []


@contextmanager
def noting() -> Iterator[Notes]:
    """Note what the block asks."""
    notes = Notes()
    _LISTENING.append(notes)
    try:
        yield notes
    finally:
        _LISTENING.remove(notes)


def note(answer: object, *question: str) -> None:
    """Note that ``question`` was answered so: by bytes, or by what has the same ``repr`` each time."""
    if _LISTENING:
        digest = digest_of(answer)
        for notes in _LISTENING:
            notes.add(question, digest)


def unsettle() -> None:
    """Say that what is made now hangs on more than the answers: on time, or on what this machine had left."""
    for notes in _LISTENING:
        notes.settled = False


def digest_of(answer: object) -> str:
    """Return the SHA-256 of an answer, in hexadecimal digits; see ``note``."""
    data = answer if isinstance(answer, bytes) else repr(answer).encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()
