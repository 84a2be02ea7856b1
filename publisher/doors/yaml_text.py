"""YAML within bounds: the one door to it, for a course's settings and for a report's front matter.

Of YAML 1.1, which PyYAML reads, numbers are read as YAML 1.2 has them: ``012`` is a text and no octal
number, ``12:30`` no number of sixty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 64 * 1024
MAX_DEPTH = 20
MAX_VALUES = 50_000
"""Values that a text has once each alias (``*name``) stands for what it names."""
MAX_NUMBER = 2**53 - 1
"""The largest whole number that every reader of JSON holds exactly (RFC 8785, 3.1)."""
MAX_NAME = 200
"""Letters of a name before a colon."""

_TAG = "tag:yaml.org,2002:"
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]*)")
_NUMBERS = {f"{_TAG}{kind}" for kind in ("int", "float", "timestamp")}
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class YamlError(ValueError):
    """A text is no YAML, or not within the bounds; ``line`` and ``column`` count from 1."""

    def __init__(self, problem: str, line: int = 1, column: int = 1) -> None:
        """Take what is wrong, and where: ``line`` and ``column`` from 1."""
        super().__init__(problem)
        self.problem, self.line, self.column = problem, line, column


@dataclass(frozen=True, slots=True)
class Yaml:
    """``data``: what a text says; ``lines``: where a value stands, by names and places in lists.

    Names and places (from 1) are joined by dots, as in ``limits.4.words``.
    """

    data: Any
    lines: dict[str, int]

    def line(self, key: str) -> int | None:
        """Return the line of what ``key`` names or, failing that, of what it would stand in."""
        while key and key not in self.lines:
            key = key.rpartition(".")[0]
        return self.lines.get(key)


def read_yaml(data: bytes) -> Yaml:
    """Return what the YAML in ``data`` says: text, whole numbers, true, false, nothing, lists, names.

    Raises YamlError; also for a name that stands twice in one list of names, for text that no
    output can carry (control characters, halves of a character), and for numbers beyond MAX_NUMBER.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise YamlError("is no UTF-8; save it as UTF-8", line) from None
    return _read(text, _Settings)


def read_texts(text: str) -> Any:
    """Return what the YAML in ``text`` says, each of its values as the text that stands there.

    Raises YamlError, as ``read_yaml``, but not for what no output can carry.
    """
    return _read(text, _Texts).data


def _read(text: str, kind: type[_Settings | _Texts]) -> Yaml:
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise YamlError(f"has more than {MAX_BYTES // 1024} KiB, the limit")
    try:
        loader = kind(text)
        root = loader.get_single_node()
        lines = dict(_walked(root)) if root else {}
        return Yaml(loader.construct_document(root) if root else None, lines)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlError("holds a control character", line) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise YamlError(f"is no YAML: {error.problem}", *place) from None
    except RecursionError:
        raise YamlError(_TOO_DEEP) from None


_TOO_DEEP = f"is nested deeper than {MAX_DEPTH} levels, the limit"


class _Depth:
    """Counts the levels while they are composed: PyYAML would go down without end."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        self.depth += 1
        try:
            node = super().compose_node(parent, index)  # type: ignore[misc]  # PyYAML's Composer
            if self.depth > MAX_DEPTH:
                raise _at(node, _TOO_DEEP)
            return node
        finally:
            self.depth -= 1


class _Texts(_Depth, yaml.BaseLoader):
    """Takes all values as text."""


class _Settings(_Depth, yaml.SafeLoader):
    """Takes whole numbers, true and false, and nothing, for what they are, and the rest as text."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # PyYAML's parser
        if getattr(event, "tag", None) is not None:
            raise _at(event, f"has a tag ({event.tag:.40}); take it out")
        return super().compose_node(parent, index)

    def construct_scalar(self, node: Any) -> Any:
        value = super().construct_scalar(node)
        if found := _UNSHOWN.search(value):
            raise _at(node, f"holds {found.group()!a}, which no output can carry")
        return value


def _number(loader: _Settings, node: Any) -> int | str:
    value: str = loader.construct_scalar(node)
    if not _WHOLE.fullmatch(value):
        return value
    if len(value) > len(str(MAX_NUMBER)) or abs(int(value)) > MAX_NUMBER:
        raise _at(node, f"holds a number beyond {MAX_NUMBER}; put it in quotes if it is a text")
    return int(value)


for _kind in _NUMBERS:
    _Settings.add_constructor(_kind, _number)


def _walked(root: Any) -> Iterator[tuple[str, int]]:
    """Yield where each value stands.  Raises YamlError for what stands twice or is beyond the bounds."""
    waiting = [(root, "", 1)]
    seen = 0
    while waiting:
        node, key, depth = waiting.pop()
        seen += 1
        if seen > MAX_VALUES:
            raise _at(node, f"has more than {MAX_VALUES:,} values once its aliases are followed")
        if depth > MAX_DEPTH:
            raise _at(node, _TOO_DEEP)
        inside = f"{key}." if key else ""
        if isinstance(node, yaml.MappingNode):
            for name, value in _named(node):
                yield f"{inside}{name.value}", name.start_mark.line + 1
                waiting.append((value, f"{inside}{name.value}", depth + 1))
        elif isinstance(node, yaml.SequenceNode):
            for place, value in enumerate(node.value, 1):
                yield f"{inside}{place}", value.start_mark.line + 1
                waiting.append((value, f"{inside}{place}", depth + 1))


def _named(node: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the names in a list of names, with their values.  Raises YamlError."""
    lines: dict[str, int] = {}
    for name, value in node.value:
        if not isinstance(name, yaml.ScalarNode) or len(name.value) > MAX_NAME:
            raise _at(
                name, f"has something else than a name of at most {MAX_NAME} letters before a colon"
            )
        if name.value in lines:
            raise _at(
                name, f"says {name.value!r} twice, first in line {lines[name.value]}; keep one"
            )
        lines[name.value] = name.start_mark.line + 1
        yield name, value


def _at(node: Any, problem: str) -> YamlError:
    return YamlError(problem, node.start_mark.line + 1, node.start_mark.column + 1)
