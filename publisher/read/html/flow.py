"""Puts what HTML mixes, inline nodes and blocks, where docutils has a place for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from publisher.nodes import every

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def is_inline(node: nodes.Node) -> bool:
    """Tell whether ``node`` stands in a line of text."""
    if isinstance(node, nodes.Text | nodes.Inline):
        return True
    return isinstance(node, nodes.image)


def paragraphs(found: Iterable[nodes.Node], line: int | None) -> list[nodes.Node]:
    """Put runs of inline nodes into paragraphs; runs of blanks only are dropped.

    ``line``: in the source, from 1.
    """
    blocks: list[nodes.Node] = []
    run: list[nodes.Node] = []

    def close() -> None:
        if any(not isinstance(n, nodes.Text) or n.astext().strip() for n in run):
            paragraph = nodes.paragraph("", "", *_trimmed(run))
            paragraph.line = line
            blocks.append(paragraph)
        run.clear()

    for node in found:
        if is_inline(node):
            run.append(node)
        else:
            close()
            blocks.append(node)
    close()
    return blocks


def _trimmed(run: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Take the blanks off both ends of a paragraph's text."""
    kept = list(run)
    if isinstance(kept[0], nodes.Text):
        kept[0] = nodes.Text(kept[0].astext().lstrip())
    if isinstance(kept[-1], nodes.Text):
        kept[-1] = nodes.Text(kept[-1].astext().rstrip())
    return [n for n in kept if not isinstance(n, nodes.Text) or n.astext()]


def listed(blocks: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Put items without a list around them into one."""
    found: list[nodes.Node] = []
    stray: nodes.Element | None = None
    for node in blocks:
        if not isinstance(node, nodes.list_item):
            stray = None
            found.append(node)
            continue
        if stray is None:
            stray = nodes.bullet_list(bullet="*")
            stray.line = node.line
            found.append(stray)
        stray.append(node)
    return found


def filled(made: nodes.Element, inside: Sequence[nodes.Node], line: int | None) -> nodes.Element:
    """Put ``inside`` into the list ``made``; what is no item goes into items of its own.

    ``line``: in the source, from 1.
    """
    item: nodes.Element | None = None
    for node in paragraphs(inside, line):
        if isinstance(node, nodes.list_item):
            made.append(node)
            item = None
        else:
            if item is None:
                item = nodes.list_item()
                made.append(item)
            item.append(node)
    return made


def defined(made: nodes.definition_list, inside: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Put terms and definitions into ``made``, with each term what it means; return what stands before.

    What is neither belongs to the definition before it.
    """
    before: list[nodes.Node] = []
    item: nodes.definition_list_item | None = None
    for node in inside:
        last = item[-1] if item is not None else None
        if isinstance(node, nodes.term):
            if item is None or not isinstance(last, nodes.term):
                item = nodes.definition_list_item()
                item.line = node.line
                made.append(item)
            item.append(node)
        elif item is None:
            before += node.children if isinstance(node, nodes.definition) else [node]
        elif isinstance(node, nodes.definition):
            item.append(node)
        elif isinstance(last, nodes.definition):
            last.append(node)
        else:
            item.append(nodes.definition("", node))
    return before


def preformatted(inside: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Return the text of ``inside`` as code, blocks on lines of their own, then the pictures in it."""
    text, ended = "", True
    for node in inside:
        apart = not is_inline(node)
        text += ("\n" if (apart or not ended) and text and text[-1] != "\n" else "") + node.astext()
        ended = not apart
    text = text.removeprefix("\n")
    pictures = [p for node in inside for p in every(nodes.image, node)]
    made = [nodes.literal_block(text, text, language="none", **{"xml:space": "preserve"})]
    return [*made, *paragraphs(pictures, None)]


def wrapped(
    wrapper: nodes.Element, inside: Sequence[nodes.Node], *, keep: bool = True
) -> list[nodes.Node]:
    """Put inline nodes into ``wrapper``; blocks among them stay blocks, an inline wrapper in them.

    ``keep``: an empty wrapper stays (a shell that Markdown made).
    """
    if all(is_inline(n) for n in inside):
        wrapper.extend(inside)
        return [wrapper] if wrapper.children or keep else []
    found: list[nodes.Node] = []
    run: list[nodes.Node] = []
    for node in [*inside, None]:
        if node is not None and is_inline(node):
            run.append(node)
            continue
        if any(not isinstance(n, nodes.Text) or n.astext().strip() for n in run):
            part = wrapper.copy()
            part.extend(run)
            found.append(part)
        run = []
        if node is not None:
            if isinstance(wrapper, nodes.Inline):
                _wrap_within(wrapper, node)
            found.append(node)
    return found


def _wrap_within(wrapper: nodes.Element, block: nodes.Node) -> None:
    """Put the inline nodes inside ``block`` into copies of ``wrapper``."""
    if isinstance(block, nodes.literal_block | nodes.math_block | nodes.comment):
        return
    if isinstance(block, nodes.TextElement):
        part = wrapper.copy()
        part.extend(block.children)
        block.children = []
        block.append(part)
        return
    for child in block.children:
        _wrap_within(wrapper, child)


def inline_only(found: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Flatten blocks to their inline content, for a summary."""
    flat: list[nodes.Node] = []
    for node in found:
        if is_inline(node):
            flat.append(node)
        elif isinstance(node, nodes.TextElement):
            flat += node.children
        else:
            flat.append(nodes.Text(node.astext()))
    return flat
