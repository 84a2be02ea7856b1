"""The words, ticks and figures of a report's tree: what every output must hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable  # noqa: TC003  (the dataclass has it)
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes

from publisher import nodes as ours
from publisher.proof.source import figure_word, signs_in
from publisher.proof.words import FIGURE, TICKS, Word, at_line, formula_word, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

# Numbers of notes are counted anew on every page.
_LEFT_OUT = (nodes.Invisible, nodes.label, nodes.footnote_reference, ours.marker)
_FORMULAS = (nodes.math, nodes.math_block)
_APART = (nodes.footnote_reference, *_FORMULAS)
_TITLES = ("language", "name", "alt", "uri", "written", "refuri", "found", "taken", "web")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What of a tree an output must show.

    ``digest_of``: of a figure's bytes by its path; ``formula``: how the formula of a node is
    written there; ``said``: how messages are; ``without`` tells of a node whether it is left out on purpose, with
    all below it (see ``Paper``).
    """

    digest_of: Callable[[str], str]
    formula: Callable[[nodes.Element], str] = nodes.Element.astext
    said: Callable[[str], str] = str
    without: Callable[[nodes.Node], bool] = lambda _: False


def shown_words(document: nodes.document, asked: Asked) -> list[Word]:
    """Return what an output must show of ``document``, in its order, with lines.

    Left out are the marker, for which every page has a label of its own, what reading noted of
    itself, and the report's title, which a course may replace.
    """
    return list(_shown(document, 1, asked))


def _shown(node: nodes.Element, line: int, asked: Asked) -> Iterator[Word]:
    text = ""
    for child in node.children:
        if isinstance(child, nodes.Text):
            text += child.astext()
            continue
        assert isinstance(child, nodes.Element)  # noqa: S101 - told to mypy
        if _left_out(child) or asked.without(child):
            continue
        if isinstance(child, ours.image_note):
            text += asked.said(child.rawsource)
            continue
        here = child.line or line
        if isinstance(child, _FORMULAS):
            yield Word(formula_word(asked.formula(child)), here)
            continue
        # Words run on from one piece of a line to the next: <b>H</b>ello is one.
        if isinstance(child, nodes.Inline) and _plain(child):
            text += child.astext()
            continue
        yield from at_line(text, line)
        text = ""
        if isinstance(child, ours.checklist_item) and not child["broken"]:
            yield Word(TICKS[child["ticked"]], here)
        if isinstance(child, nodes.image):
            yield Word(FIGURE + asked.digest_of(child["figure"]), here)
        yield from _shown(child, here, asked)
    yield from at_line(text, line)


def _left_out(node: nodes.Element) -> bool:
    if isinstance(node, nodes.title):
        if isinstance(node.parent, ours.alert):  # our own word for its kind
            return True
        return node.document is not None and node is ours.own_title(node.document)
    return isinstance(node, _LEFT_OUT)


def _plain(node: nodes.Element) -> bool:
    return not any(
        isinstance(n, (nodes.image, ours.image_note, *_FORMULAS)) or _left_out(n)
        for n in node.findall(nodes.Element)
    )


def held_words(document: nodes.document) -> list[str]:
    """Return every word that ``document`` holds anywhere, with what is only text of it.

    More than a reader sees: addresses, alternative texts and what was repaired count, so that a
    reading that knows less than the parser raises no alarm.
    """
    found: list[str] = []
    beside: list[str] = []  # what the reading of the source leaves out stands between no two words
    for node in document.findall():
        if isinstance(node, nodes.Text):
            if isinstance(node.parent, nodes.TextElement):
                continue  # taken with the whole text around it
            found += _both(node.astext())
            continue
        assert isinstance(node, nodes.Element)  # noqa: S101 - told to mypy
        if isinstance(node, nodes.TextElement) and not isinstance(node.parent, nodes.TextElement):
            text = _both(_text(node))
            found += text
            # Where HTML is mended, words stand side by side that no blank parts: each by itself, too.
            parts = [word for part in node.findall(nodes.Text) for word in _both(part.astext())]
            beside += (Counter(parts) - Counter(text)).elements()
        if isinstance(node, _APART):
            beside += _both(node.astext())
        if isinstance(node, ours.checklist_item) and not node["broken"]:
            found.append(TICKS[node["ticked"]])
        if isinstance(node, nodes.image | ours.image_note):
            beside.append(figure_word(node.get("written", node.get("uri", ""))))
        for name in _TITLES:
            beside += _both(str(node.get(name, "")))
    return found + beside


def _text(node: nodes.TextElement) -> str:
    """Return the text of a block without what the reading of the source leaves out of it."""
    return "".join(
        " " if isinstance(part, nodes.image) or isinstance(part.parent, _APART) else part.astext()
        for part in node.findall()
        if isinstance(part, nodes.Text | nodes.image)
    )


def _both(text: str) -> list[str]:
    return words_of(text) + signs_in(text)
