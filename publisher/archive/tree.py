"""The document tree as JSON: renderer-neutral, with our vocabulary's names.

A node is an object with ``type``, ``line`` (if known), its own attributes and
``children``; text is a string.  What one host adds to a tree (paths, candidates,
highlighting) and docutils' empty defaults are left out, so that plain docutils and
Sphinx give the same JSON.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes

from publisher import nodes as ours

TREE_VERSION = 1
"""Grows with every change of what a tree may hold."""

_DOCUTILS = ("source", "dupnames", "names", "xml:space", "bullet", "prefix", "colwidth", "nowrap")
_SPHINX = (
    "candidates", "uri", "translated", "translation_progress", "force", "highlight_args",
    "linenos", "docname", "original_uri", "support_smartquotes",
)  # fmt: skip
_LEFT_OUT = frozenset(_DOCUTILS + _SPHINX)
_ALIASES = {"written": "uri"}


def encode(node: nodes.Node) -> dict[str, Any] | str:
    """Return ``node`` and all below it as JSON values.

    Depth is bounded by the reader's limit of nesting.
    """
    if isinstance(node, nodes.Text):
        return node.astext()
    assert isinstance(node, nodes.Element)  # noqa: S101 - told to mypy
    made: dict[str, Any] = {"type": node.tagname}
    if node.line:
        made["line"] = node.line
    for name, value in node.attributes.items():
        if name in _LEFT_OUT or value in (None, "", []):
            continue
        made[_ALIASES.get(name, name)] = list(value) if isinstance(value, tuple) else value
    children = [encode(child) for child in node.children]
    if children:
        made["children"] = children
    return made


def encode_document(document: nodes.document) -> dict[str, Any]:
    """Return a whole document, with the version of this encoding."""
    root = encode(document)
    assert isinstance(root, dict)  # noqa: S101 - told to mypy
    return {"version": TREE_VERSION, "root": root}


def pointer(node: nodes.Node) -> str:
    """Return where ``node`` stands in an archive, as a JSON Pointer (RFC 6901)."""
    steps = []
    while node.parent is not None:
        at = next(n for n, child in enumerate(node.parent.children) if child is node)
        steps.append(f"/children/{at}")
        node = node.parent
    return "/document/root" + "".join(reversed(steps))


def plain_text(node: nodes.Element) -> str:
    """Return what a reader sees of ``node`` as plain text, blocks apart by blank lines."""
    return "\n\n".join(part for part in _blocks(node) if part)


def _blocks(node: nodes.Element) -> list[str]:
    parts: list[str] = []
    for child in node.children:
        if isinstance(child, ours.placeholder | nodes.comment):
            continue
        if isinstance(child, nodes.TextElement | nodes.Text):
            parts.append(child.astext().strip())
        elif isinstance(child, nodes.Element):
            parts += _blocks(child)
    return parts
