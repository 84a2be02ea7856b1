"""Where in the source stands what a rule speaks of: asked for when something is found, never before.

The tree knows lines.  Where in its line a piece of mark-up stands is what the parser of a
report's inline Markdown says, which reads the lines again from there on, and notes where each
piece began and ended.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cache, cached_property
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from docutils import nodes

from publisher import nodes as ours
from publisher.diagnostics.ranges import Position, Range, point
from publisher.nodes import every
from publisher.read.blank import blank_document
from publisher.read.blocks.lines import Lines, plain_lines
from publisher.read.cut.conflict import conflict_marks
from publisher.read.transforms import line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

LONGEST: Final = 30_000
"""Characters of a paragraph that is read again; a range in a longer one is less exact."""
MOST_LINES: Final = 40
"""Lines in which the words of a passage are looked for."""
_MOST_WORDS: Final = 100
_NOTED: Final = "noted"
"""Where in a parser's environment pieces are noted."""

# What may stand between two words of a text as a reader sees it: blanks, line ends, mark-up.
_BETWEEN: Final = r"[\s>*_|~`\\]+"
_TAG: Final = re.compile(
    r"<(?P<name>img|a)\b[^<>]*?\s(?:src|href)\s*=\s*"
    r"""(?:"(?P<quoted>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))""",
    re.IGNORECASE,
)
_BOX: Final = re.compile(r"[*+-]\s+(\[[^\]\n]{0,3}\]?)")


class _Piece(NamedTuple):
    """A piece of inline mark-up: what it is, its address or content, and where it stands."""

    kind: str
    said: str
    start: int
    end: int


_Pieces = dict[tuple[int, str, str], list[Range]]


class Ranges:
    """The source of a tree, for who wants to know where something stands in it."""

    def __init__(self, document: nodes.document) -> None:
        """Look at the source that reading left with ``document``."""
        self._document = document
        self._read: dict[int, _Pieces] = {}

    @cached_property
    def lines(self) -> Sequence[str]:
        """The lines of the source, without their ends."""
        return plain_lines(Lines.of(self._document.rawsource).items)

    def line(self, line: int) -> Range:
        """Return what stands in ``line``, without the blanks around it."""
        return self.span(line, line)

    def span(self, first: int, last: int) -> Range:
        """Return what stands in the lines from ``first`` to ``last``, without what is blank around it."""
        filled = [n for n in range(first, last + 1) if self._line(n).strip()]
        if not filled:
            return point(max(1, first))
        begin, end = self._line(filled[0]), self._line(filled[-1])
        return Range(
            Position(filled[0], len(begin) - len(begin.lstrip()) + 1),
            Position(filled[-1], len(end.rstrip()) + 1),
        )

    def block(self, line: int) -> Range:
        """Return the lines from ``line`` on up to a blank one."""
        last = line
        while self._line(last + 1).strip():
            last += 1
        return self.span(line, last)

    def answer(self, answer: nodes.Element) -> Range:
        """Return all of an answer: up to the next heading that is none of its own."""
        first = line_of(answer)
        return self.span(first, self._last(first))

    def in_answer(self, text: str, answer: ours.answer) -> Range:
        """Return where ``text``, as a reader sees it, first stands in an answer; else all of that."""
        whole = self.answer(answer)
        first, last = whole.start.line, whole.end.line
        return self._words(text, first, last) or whole

    def words(self, text: str, line: int, last: int | None = None) -> Range:
        """Return where ``text``, as a reader sees it, stands from ``line`` on; else the line.

        ``last``: the line up to which to look; None: the first of the next block.
        """
        return self._words(text, line, last) or self.line(line)

    def box(self, line: int) -> Range:
        """Return the tick box in ``line``; else the line."""
        return self.sign(line, _BOX)

    def marker(self, line: int) -> Range:
        """Return where the words of the marker in ``line`` stand; else the line."""
        markers = (n for n in self._document.findall(ours.marker) if line_of(n) == line)
        return self.words(next((marker.astext() for marker in markers), ""), line, line)

    def conflict(self, line: int) -> Range:
        """Return a conflict of git's from its first mark, in ``line``, to its last; else the line."""
        marks = conflict_marks(self.lines[line - 1 : self._last(line)])
        return self.span(line, line + marks[-1]) if marks else self.line(line)

    def sign(self, line: int, sign: re.Pattern[str]) -> Range:
        """Return where ``sign``, or its group that matched, first stands in ``line``; else the line."""
        found = sign.search(self._line(line))
        if not found:
            return self.line(line)
        return Range(*(Position(line, at + 1) for at in found.span(found.lastindex or 0)))

    def node(self, node: nodes.Element) -> Range:
        """Return the mark-up that became ``node``: an image, a link, a formula; else its line."""
        line = line_of(node)
        if isinstance(node, nodes.math_block):
            return self.words(node.astext(), line)
        key = _key(node)
        found = self._pieces(line).get((line, *key), ())
        rank = self._ranks.get(id(node), 0)
        return found[rank] if rank < len(found) else self.words(key[1], line)

    def _last(self, line: int) -> int:
        """Return the last line before the next heading that stands in no answer."""
        at = bisect_right(self._headings, line)
        return self._headings[at] - 1 if at < len(self._headings) else len(self.lines)

    def _words(self, text: str, line: int, last: int | None) -> Range | None:
        words = text.split()[:_MOST_WORDS]
        window = self._window(line, last)
        found = re.search(_BETWEEN.join(map(re.escape, words)), window) if words else None
        if not found:
            return None
        lines = Lines.of(window)
        return Range(*(_position(lines, line, at) for at in found.span()))

    def _line(self, line: int) -> str:
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""

    def _window(self, line: int, last: int | None) -> str:
        """Return the text from ``line`` on, up to ``last``, else some lines of its paragraph."""
        if last is None:
            _, last = self._paragraph(line)
            last = min(last, line + MOST_LINES)
        return "\n".join(self.lines[line - 1 : last]) if line > 0 else ""

    @cached_property
    def _blank(self) -> list[int]:
        """The lines that part paragraphs, one before the first and one behind the last with them."""
        found = (n for n, line in enumerate(self.lines, 1) if not line.strip(" \t>"))
        return [0, *found, len(self.lines) + 1]

    def _paragraph(self, line: int) -> tuple[int, int]:
        """Return the first and the last of the lines around ``line`` that no blank one parts."""
        at = bisect_left(self._blank, line)
        if at >= len(self._blank) or self._blank[at] == line:
            return line, line
        return self._blank[at - 1] + 1, self._blank[at] - 1

    @cached_property
    def _ranks(self) -> dict[int, int]:
        """How many nodes like it stand before each image, link and formula in its line."""
        seen: Counter[tuple[int, str, str]] = Counter()
        ranks = {}
        for node in every((*_IMAGES, nodes.reference, nodes.math), self._document):
            key = (line_of(node), *_key(node))
            ranks[id(node)] = seen[key]
            seen[key] += 1
        return ranks

    @cached_property
    def _headings(self) -> list[int]:
        """The lines of all headings but those inside answers, rising."""
        return sorted(line_of(section) for section in every(nodes.section, self._document))

    def _pieces(self, line: int) -> _Pieces:
        """Return the mark-up in the paragraph of ``line``: by line, kind and what it says."""
        first, last = self._paragraph(line)
        if first not in self._read:
            self._read[first] = {}
            text = "\n".join(self.lines[first - 1 : last])
            if len(text) <= LONGEST:
                noted: list[_Piece] = []
                markdown = _parser()
                markdown.inline.parse(text, markdown, {**self._environment, _NOTED: noted}, [])
                starts = Lines.of(text)
                for piece in sorted(noted, key=lambda piece: piece.start):
                    begin, end = (_position(starts, first, at) for at in (piece.start, piece.end))
                    key = (begin.line, piece.kind, piece.said)
                    self._read[first].setdefault(key, []).append(Range(begin, end))
        return self._read[first]

    @cached_property
    def _environment(self) -> dict[str, object]:
        """What the whole report defines: the addresses of links by reference."""
        held: dict[str, object] = {}
        if "]:" in self._document.rawsource:
            _parser().block.parse("\n".join(self.lines) + "\n", _parser(), held, [])
        return held


@cache
def _parser() -> MarkdownIt:
    """Return a parser in the dialect of reports, which notes the pieces that it finds."""
    # Late: most reports have no such finding.
    from publisher.read.markdown.dialect import markdown_parser

    markdown, _ = markdown_parser(blank_document(""))
    ruler = markdown.inline.ruler
    for rule in list(ruler.__rules__):
        if rule.name not in ("text", "newline", "escape", "entity"):
            ruler.at(rule.name, _noting(rule.fn))
    return markdown


def _noting(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """Return ``rule``, which also notes in the environment what it finds."""

    def noted(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        found = rule(state, silent)
        if found and not silent:
            # The text before it may have become a token at the same time.
            made = (token for token in state.tokens[count:] if token.type != "text")
            state.env[_NOTED] += (
                _Piece(*_of_token(token), start, state.pos) for token in islice(made, 1)
            )
        return found

    return noted


_IMAGES: Final = (nodes.image, ours.image_note)


def _of_token(token: Token) -> tuple[str, str]:
    """Return what a token is, and its address or content, as ``_key`` has them."""
    if token.type == "image":
        return "image", unquote(str(token.attrs.get("src", "")))
    if token.type == "link_open":
        return "link", unquote(str(token.attrs.get("href", "")))
    if token.type == "html_inline" and (tag := _TAG.match(token.content)):
        kind = "image" if tag["name"].lower() == "img" else "link"
        return kind, unquote(unescape(tag["quoted"] or tag["single"] or tag["bare"] or ""))
    return ("math" if token.type.startswith("math") else ""), token.content.strip()


def _key(node: nodes.Element) -> tuple[str, str]:
    """Return what a node is, and the address of an image or a link, else what it holds."""
    if isinstance(node, _IMAGES):
        return "image", unquote(str(node.get("written", node.get("uri", ""))))
    if isinstance(node, nodes.reference):
        return "link", unquote(str(node.get("refuri", "")))
    return "math", node.astext().strip()


def _position(lines: Lines, first: int, at: int) -> Position:
    """Return the place of offset ``at`` in ``lines``, the first of which is ``first``."""
    line = lines.line_at(at)
    return Position(first + line - 1, at - lines.starts[line - 1] + 1)
