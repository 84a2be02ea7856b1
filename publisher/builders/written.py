"""A file as a builder wrote it, with what the builder itself says in it: the proof asks for both."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - the dataclass has them
from dataclasses import dataclass, field

from publisher.diagnostics.model import Finding  # noqa: TC001 - as above


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
