"""YAML front matter, the only YAML of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Sequence


class Fault(NamedTuple):
    """What is wrong with front matter; ``line`` counts from 0 within it."""

    line: int
    found: str


def read_front_matter(lines: Sequence[str]) -> tuple[dict[str, str], Fault | None]:
    """Return the front matter's fields as text; nested values as YAML wrote them are left out.

    ``lines``: with the two fences.  Nothing in it is a setting of ours; it is kept as data.
    """
    from publisher.doors.yaml_text import YamlError, read_texts

    try:
        # The fence is a blank line to YAML, so that a problem names lines as the file has them.
        data = read_texts("\n".join(("", *lines[1:-1])))
    except YamlError as error:
        line = max(1, error.line - 1)
        return {}, Fault(line, Message("front matter that {problem}", problem=error.problem))
    if data is None or data == "":
        return {}, None
    if not isinstance(data, dict):
        said = Message("front matter that is no list of fields (name: value)")
        return {}, Fault(0, said)
    return {_text(str(k)): _text(v) for k, v in data.items() if isinstance(v, str)}, None


def _text(value: str) -> str:
    """Return ``value`` with U+FFFD for halves of a character, which YAML's escapes can write."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
