"""Two versions of a part of a report as one, as a reader sees it: what is in, what is out, what is the same.

Blocks (paragraphs, items of lists, code) are laid beside each other first; those that are alike are then compared
word by word, in the new one's own mark-up.  A picture is no word: what became of it is told beside the text.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, Literal

from docutils import nodes

from publisher import nodes as ours

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.diff.words import WordDiff

OP: Final = "op"
"""The attribute of what is marked: ``in``, ``out``, or ``same`` of what can be folded, with ``words``."""
SIDE: Final = "side"
"""The attribute of what names a file: ``old`` or ``new``, the report whose file it is."""
Side = Literal["old", "new"]

_FOLDED: Final = 40
"""Words of blocks that follow each other and are the same, from which on they are folded."""
_NEAR: Final = 20
"""Blocks further on that are looked at for one that is alike."""
_ALIKE: Final = 0.3
"""Share of words that two blocks have in common if one was made from the other."""
_SIDES: Final = re.compile(rf' {SIDE}="(?:old|new)"')
_WORDS: Final = re.compile(r"\s+|\S+")
# What is one thing to a reader, whatever letters it is written in.
_ATOMS: Final = (nodes.math, ours.emoji, ours.image_note)
# What holds blocks, each of which may differ; a table is compared by its words, wherever they stand.
_HOLDERS: Final = (
    nodes.bullet_list,
    nodes.enumerated_list,
    nodes.list_item,
    nodes.block_quote,
    nodes.admonition,
    nodes.container,
    nodes.footnote,
)


def blocks(part: nodes.Element | None, side: Side) -> list[nodes.Node]:
    """Return copies of the blocks of a part, which lead nowhere in the report and are named by nothing."""
    return [] if part is None else list(_free(part.deepcopy(), side).children)


def prose(document: nodes.document, side: Side) -> list[nodes.Node]:
    """Return copies of all blocks that are in no question; headings are what they are in answers."""
    holder = nodes.container("", *_prose(document, 1))
    return list(_free(holder, side).children)


def merged(old: Sequence[nodes.Node], new: Sequence[nodes.Node], words: WordDiff) -> ours.answer:
    """Return both as the blocks of one element, marked by ``OP``; ``words`` compares."""
    root = ours.answer()
    same: list[nodes.Node] = []
    for op, block in _merged(old, new, words):
        if op == "same":
            same.append(block)
            continue
        root += _folded(same)
        same = []
        root.append(block)
    root += _folded(same) if root.children else same
    return root


def _folded(same: list[nodes.Node]) -> list[nodes.Node]:
    count = sum(len(block.astext().split()) for block in same)
    return same if count <= _FOLDED else [nodes.container("", *same, op="same", words=count)]


def _prose(part: nodes.Element, level: int) -> Iterator[nodes.Node]:
    for child in part.children:
        if isinstance(child, ours.prompt | ours.answer):
            continue
        if isinstance(child, nodes.section):
            yield from _prose(child, level + 1)
        elif isinstance(child, nodes.title) and isinstance(part, nodes.section):
            yield nodes.rubric("", "", *child.deepcopy().children, level=level)
        else:
            yield child.deepcopy()


def _free(part: nodes.Element, side: Side) -> nodes.Element:
    """Take out of a copy what would lead to or name a place, and what nobody sees."""
    for node in list(part.findall(nodes.Element)):
        node["ids"], node["backrefs"] = [], []
        if node is part:
            continue
        hidden = isinstance(node, nodes.Invisible) and not isinstance(node, ours.thematic_break)
        if isinstance(node, nodes.target) or (
            isinstance(node, nodes.reference) and node.get("refuri", "").startswith("#")
        ):
            node.parent.replace(node, node.children)
        elif isinstance(node, nodes.footnote_reference):
            node.parent.replace(node, nodes.superscript("", node.astext()))
        elif hidden or isinstance(node, ours.marker):
            node.parent.remove(node)
        elif "figure" in node or "local" in node:
            node[SIDE] = side
    return part


def _key(block: nodes.Node) -> str:
    return _SIDES.sub("", block.pformat())


def _merged(
    old: Sequence[nodes.Node], new: Sequence[nodes.Node], words: WordDiff
) -> Iterator[tuple[str, nodes.Node]]:
    """Yield the blocks of both in order; ``changed``: of one that is in both, and marked within."""
    at_old = at_new = 0
    gone: list[nodes.Node] = []
    for piece in words.pieces([*map(_key, old)], [*map(_key, new)]):
        count = len(piece.words)
        if piece.op == "out":
            gone = list(old[at_old : at_old + count])
        elif piece.op == "in":
            yield from _replaced(gone, new[at_new : at_new + count], words)
            gone = []
        else:
            yield from (("out", _whole(block, "out")) for block in gone)
            gone = []
            yield from (("same", block) for block in new[at_new : at_new + count])
        at_old += count if piece.op != "in" else 0
        at_new += count if piece.op != "out" else 0
    yield from (("out", _whole(block, "out")) for block in gone)


def _replaced(
    old: Sequence[nodes.Node], new: Sequence[nodes.Node], words: WordDiff
) -> Iterator[tuple[str, nodes.Node]]:
    """Yield what stands in place of blocks that were there: each beside the one that it was made from."""
    at = 0
    waiting: list[nodes.Node] = []
    counts = [Counter(block.astext().split()) for block in old]
    for block in new:
        near = range(at, min(len(old), at + _NEAR))
        count = Counter(block.astext().split())
        alike = (n for n in near if _one_kind(old[n], block) and _alike(counts[n], count))
        found = next(alike, None)
        if found is None:
            waiting.append(block)
            continue
        yield from (("out", _whole(other, "out")) for other in old[at:found])
        yield from (("in", _whole(other, "in")) for other in waiting)
        yield "changed", _changed(old[found], block, words)
        at, waiting = found + 1, []
    yield from (("out", _whole(other, "out")) for other in old[at:])
    yield from (("in", _whole(other, "in")) for other in waiting)


def _one_kind(old: nodes.Node, new: nodes.Node) -> bool:
    if type(old) is not type(new) or isinstance(new, nodes.math_block | nodes.Text):
        return False
    return not isinstance(new, nodes.list_item | nodes.admonition) or _shell(old) == _shell(new)


def _alike(old: Counter[str], new: Counter[str]) -> bool:
    return 2 * (old & new).total() >= _ALIKE * (old.total() + new.total())


def _shell(node: nodes.Node) -> dict[str, object]:
    return dict(node.attributes) if isinstance(node, nodes.Element) else {}


def _whole(block: nodes.Node, op: str) -> nodes.Node:
    """Return a block with a mark around it, or around all that is in it where a list must hold it."""
    if isinstance(block, nodes.list_item):
        inside = nodes.container("", *block.children, op=op)
        block.children = []
        block += inside
        return block
    return nodes.container("", block, op=op)


def _changed(old: nodes.Node, new: nodes.Node, words: WordDiff) -> nodes.Node:
    assert isinstance(old, nodes.Element)  # noqa: S101 - told to mypy
    assert isinstance(new, nodes.Element)  # noqa: S101
    if isinstance(new, nodes.literal_block):
        return _code(old, new, words)
    if isinstance(new, _HOLDERS):
        inside = [block for _, block in _merged(old.children, new.children, words)]
        new.children = []
        new.extend(inside)
        return new
    return _marked(old, new, words)


def _code(old: nodes.Element, new: nodes.Element, words: WordDiff) -> nodes.Node:
    """Return code with each line marked that is in or out; its colours give way to that."""
    lines = nodes.inline("", "", op="code")
    for piece in words.pieces(old.astext().split("\n"), new.astext().split("\n")):
        text = "".join(f"{line}\n" for line in piece.words)
        lines += nodes.Text(text) if piece.op == "same" else nodes.inline("", text, op=piece.op)
    return lines


# -- words ---------------------------------------------------------------------------------------


def _leaves(node: nodes.Element) -> list[nodes.Node]:
    """Return what words stand in, in order: texts, and what is one thing."""
    found: list[nodes.Node] = []
    for child in node.children:
        if isinstance(child, nodes.Text | nodes.math | ours.emoji | ours.image_note):
            found.append(child)
        elif isinstance(child, nodes.Element):
            found += _leaves(child)
    return found


def _said(leaf: nodes.Node) -> list[str]:
    """Return the words of a leaf."""
    return leaf.astext().split() if isinstance(leaf, nodes.Text) else [_key(leaf)]


def _marked(old: nodes.Element, new: nodes.Element, words: WordDiff) -> nodes.Element:
    """Return ``new`` with its words marked that are in, and those of ``old`` that are out between them."""
    before = [(word, leaf) for leaf in _leaves(old) for word in _said(leaf)]
    after = _leaves(new)
    said = [word for leaf in after for word in _said(leaf)]
    fresh: set[int] = set()
    lost: dict[int, list[tuple[str, nodes.Node]]] = {}
    at_old = at_new = 0
    for piece in words.pieces([word for word, _ in before], said):
        count = len(piece.words)
        if piece.op == "out":
            lost[at_new] = before[at_old : at_old + count]
        elif piece.op == "in":
            fresh.update(range(at_new, at_new + count))
        at_old += count if piece.op != "in" else 0
        at_new += count if piece.op != "out" else 0
    place = 0
    for leaf in after:
        parts = _Parts()
        for piece_ in _WORDS.findall(leaf.astext()) if isinstance(leaf, nodes.Text) else [leaf]:
            if isinstance(piece_, str) and piece_.isspace():
                parts.blank(piece_)
                continue
            parts.gone(lost.pop(place, []))
            parts.word(piece_, fresh=place in fresh)
            place += 1
        if place == len(said):
            parts.gone(lost.pop(place, []))
        leaf.parent.replace(leaf, parts.nodes())
    for words_ in lost.values():  # no word is left to stand before
        new += _gone(words_)
    return new


class _Parts:
    """Puts the words of one leaf together: plain ones, those that are in, and between them those that are out."""

    def __init__(self) -> None:
        self._made: list[nodes.Node] = []
        self._text = ""
        self._fresh = False
        self._blank = ""

    def blank(self, text: str) -> None:
        self._blank += text

    def word(self, word: str | nodes.Node, *, fresh: bool) -> None:
        if isinstance(word, nodes.Node):
            self._close()
            self._made.append(nodes.inline("", "", word.deepcopy(), op="in") if fresh else word)
            return
        if fresh != self._fresh:
            self._close()
            self._fresh = fresh
        self._text += self._blank + word
        self._blank = ""

    def gone(self, words: Sequence[tuple[str, nodes.Node]]) -> None:
        if not words:
            return
        ends = bool(self._blank) or not self._text
        if self._text:
            self._blank = self._blank or " "
        self._close()
        self._made.append(_gone(words))
        # What follows stands apart; what ends a text is apart by the blank before it.
        self._blank = " " if ends else ""

    def _close(self) -> None:
        if self._text:
            self._made.append(
                nodes.inline("", self._text, op="in") if self._fresh else nodes.Text(self._text)
            )
        if self._blank:
            self._made.append(nodes.Text(self._blank))
        self._text = self._blank = ""
        self._fresh = False

    def nodes(self) -> list[nodes.Node]:
        self._close()
        return self._made


def _gone(words: Sequence[tuple[str, nodes.Node]]) -> nodes.Node:
    """Return words that are out, code as code."""
    made = nodes.inline("", "", op="out")
    run: list[str] = []
    kind: type[nodes.TextElement] | None = None
    for word, leaf in words:
        if not isinstance(leaf, nodes.Text):
            made += [*_run(run, kind), leaf.deepcopy()]
            run = []
            continue
        of = nodes.literal if isinstance(leaf.parent, nodes.literal) else None
        if of is not kind:
            made += _run(run, kind)
            run, kind = [], of
        run.append(word)
    made += _run(run, kind)
    if isinstance(made[-1], nodes.Text):
        made[-1] = nodes.Text(made[-1].rstrip())
    return made


def _run(words: Sequence[str], kind: type[nodes.TextElement] | None) -> list[nodes.Node]:
    if not words:
        return []
    text = " ".join(words)
    return [kind("", text) if kind else nodes.Text(f"{text} ")]
