"""The words, ticks and figures of a report's tree: what every output must hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable  # noqa: TC003  (the dataclass has it)
from dataclasses import dataclass

from docutils import nodes

from publisher import nodes as ours
from publisher.nodes import every
from publisher.proof.source import figure_word, signs_in
from publisher.proof.words import FIGURE, TICKS, Word, at_line, formula_word, words_of

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
    found: list[Word] = []
    _add_shown(found, document, 1, asked)
    return found


def _add_shown(found: list[Word], node: nodes.Element, line: int, asked: Asked) -> None:
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
            found.append(Word(formula_word(asked.formula(child)), here))
            continue
        # Words run on from one piece of a line to the next: <b>H</b>ello is one.
        if isinstance(child, nodes.Inline) and _plain(child):
            text += child.astext()
            continue
        found += at_line(text, line)
        text = ""
        if isinstance(child, ours.checklist_item) and not child["broken"]:
            found.append(Word(TICKS[child["ticked"]], here))
        if isinstance(child, nodes.image):
            found.append(Word(FIGURE + asked.digest_of(child["figure"]), here))
        _add_shown(found, child, here, asked)
    found += at_line(text, line)


def _left_out(node: nodes.Element) -> bool:
    if isinstance(node, nodes.title):
        if isinstance(node.parent, ours.alert):  # our own word for its kind
            return True
        return node.document is not None and node is ours.own_title(node.document)
    return isinstance(node, _LEFT_OUT)


def _plain(node: nodes.Element) -> bool:
    return not any(
        isinstance(n, (nodes.image, ours.image_note, *_FORMULAS)) or _left_out(n)
        for n in every(nodes.Element, node)
    )


def held_words(document: nodes.document) -> list[str]:
    """Return every word that ``document`` holds anywhere, with what is only text of it.

    More than a reader sees: addresses, alternative texts and what was repaired count, so that a
    reading that knows less than the parser raises no alarm.
    """
    found: list[str] = []
    beside: list[str] = []  # what the reading of the source leaves out stands between no two words
    for node in every(nodes.Node, document):
        if isinstance(node, nodes.Text):
            if isinstance(node.parent, nodes.TextElement):
                continue  # taken with the whole text around it
            found += _both(node.astext())
            continue
        assert isinstance(node, nodes.Element)  # noqa: S101 - told to mypy
        if isinstance(node, nodes.TextElement) and not isinstance(node.parent, nodes.TextElement):
            text = _text(node)
            held = _both(text)
            found += held
            # Where HTML is mended, words stand side by side that no blank parts: each by itself, too.
            parts = [part.astext() for part in every(nodes.Text, node)]
            if parts != [text]:
                alone = Counter(word for part in parts for word in _both(part))
                beside += (alone - Counter(held)).elements()
        if isinstance(node, _APART):
            beside += _both(node.astext())
        if isinstance(node, ours.checklist_item) and not node["broken"]:
            found.append(TICKS[node["ticked"]])
        if isinstance(node, nodes.image | ours.image_note):
            beside.append(figure_word(node.get("written", node.get("uri", ""))))
        for name in _TITLES:
            beside += _both(str(node.attributes.get(name, "")))
    return found + beside


def _text(node: nodes.TextElement) -> str:
    """Return the text of a block without what the reading of the source leaves out of it."""
    return "".join(
        " " if isinstance(part, nodes.image) or isinstance(part.parent, _APART) else part.astext()
        for part in every((nodes.Text, nodes.image), node)
    )


def _both(text: str) -> list[str]:
    return words_of(text) + signs_in(text) if text else []
