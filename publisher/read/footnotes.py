"""Which question a footnote belongs to: that of its first reference, wherever its text was written.

Authors collect their notes at the end of the file, where they would count for the last answer.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from publisher import nodes as ours
from publisher.nodes import every

if TYPE_CHECKING:
    from collections.abc import Iterator


class Moved(NamedTuple):
    """A footnote that went from one place to another; None: to or from outside of answers."""

    note: nodes.footnote
    before: ours.answer | None
    now: ours.answer | None


def resolved(
    document: nodes.document,
) -> list[tuple[nodes.footnote_reference, nodes.footnote | None]]:
    """Return each reference in the order of the text with its footnote, None if there is none.

    A label is looked up in its own segment first: two answers may both have a "1".
    """
    own: dict[tuple[int, str], nodes.footnote] = {}
    first: dict[str, nodes.footnote] = {}
    for note in sorted(every(nodes.footnote, document), key=lambda n: n.line or 0):
        own.setdefault((note["segment"], note["label"]), note)
        first.setdefault(note["label"], note)
    return [
        (r, own.get((r["segment"], r["label"])) or first.get(r["label"]))
        for r in every(nodes.footnote_reference, document)
    ]


def move_to_first_reference(document: nodes.document) -> list[Moved]:
    """Move each footnote to the end of what first refers to it; return those that crossed an answer's border.

    What a prompt says is no one's answer: neither its references count nor are its notes moved.
    A note that only another note refers to goes with that one; one without a reference stays.
    """
    homes: dict[int, nodes.Element] = {}
    within: dict[int, list[nodes.footnote]] = defaultdict(list)
    found: list[nodes.footnote] = []
    for reference, note in resolved(document):
        holder = _holder(reference)
        if note is None or isinstance(holder, ours.prompt):
            continue
        if isinstance(holder, nodes.footnote):
            within[id(holder)].append(note)
        elif id(note) not in homes:
            homes[id(note)] = holder
            found.append(note)
    for note in found:  # grows on the way
        for other in within[id(note)]:
            if id(other) not in homes:
                homes[id(other)] = homes[id(note)]
                found.append(other)
    return list(_moved(found, homes))


def _moved(found: list[nodes.footnote], homes: dict[int, nodes.Element]) -> Iterator[Moved]:
    for note in found:
        before, home = _holder(note), homes[id(note)]
        if before is home or isinstance(before, ours.prompt):
            continue
        answers = [n if isinstance(n, ours.answer) else None for n in (before, home)]
        if answers == [None, None]:
            continue
        note.parent.remove(note)
        behind = (ours.placeholder, nodes.section)
        at = (n for n, child in enumerate(home.children) if isinstance(child, behind))
        home.insert(next(at, len(home.children)), note)
        yield Moved(note, *answers)


def _holder(node: nodes.Node) -> nodes.Element:
    """Return the footnote, answer, prompt or section that ``node`` stands in."""
    above: nodes.Element = node.parent
    while not isinstance(
        above, nodes.footnote | ours.answer | ours.prompt | nodes.section | nodes.document
    ):
        above = above.parent
    return above
