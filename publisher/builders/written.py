"""A file as a builder wrote it, with what the builder itself says in it: the proof asks for both."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - the dataclass has them
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from publisher.diagnostics.model import Finding  # noqa: TC001 - as above

if TYPE_CHECKING:
    from collections.abc import Callable

    from publisher.builders.words import Words


@dataclass(frozen=True, slots=True)
class Written:
    """What a builder made.

    ``files``: bytes by name, of a format that is one file a single one; ``own``: texts in it that are not the
    report's, so that none of them can stand in for a lost word; ``figures``: the report's figures by their
    names in it; ``told``: what it cannot show (``format_limited``); ``contents``: what stands in contents that TeX makes.
    """

    files: Mapping[str, bytes]
    own: tuple[str, ...] = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    told: tuple[Finding, ...] = ()
    contents: tuple[str, ...] = ()

    @property
    def data(self) -> bytes:
        """The bytes of a format that is one file."""
        (data,) = self.files.values()
        return data


class Said:
    """Our own words in a file, in the report's language; ``all``: those that were said, for ``Written.own``."""

    def __init__(self, words: Words, shape: Callable[[str], str] = str) -> None:
        """Take our words; ``shape``: makes of a text what the file can hold."""
        self._words = words
        self._shape = shape
        self.all: list[str] = []

    def __call__(self, said: str) -> str:
        """Return one of our texts as it stands in the file, and remember it."""
        self.all.append(self._shape(self._words.plain(said)))
        return self.all[-1]
