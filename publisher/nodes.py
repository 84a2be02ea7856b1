"""The vocabulary of a report, as docutils nodes.

Each class specialises the docutils node that a reader without our theme would
use for it, so Sphinx's stock builders, which look a visitor up along the class's
bases, write it without knowing us.  This module imports docutils only.
"""

from __future__ import annotations

from typing import TypeVar

from docutils import nodes

Kind = TypeVar("Kind", bound=nodes.Node)


def every(kind: type[Kind] | tuple[type[Kind], ...], root: nodes.Node) -> list[Kind]:
    """Return each node of ``kind`` in ``root``, itself too, in the order of the text.

    As ``findall`` of docutils, which hands each node up through a generator for each level above it: in a
    check of a report that was a tenth of the time.
    """
    found = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, kind):
            found.append(node)
        if node.children:
            waiting += node.children[::-1]
    return found


class question(nodes.section):
    """A question: title, prompt (if any) and answer.

    Attributes: ``number`` (int), ``marker`` (``found``, ``missing``), ``markers_again``
    (lines of further markers), ``level`` (of its heading), ``limit_words`` and
    ``limit_images``: each a list ``[low, high]`` (``high`` may be None: no upper limit),
    absent where there is no limit.
    """


class prompt(nodes.block_quote):
    """What is asked; a question whose answer follows its heading at once has none."""


class example(nodes.container):
    """The example answer inside a prompt."""


class marker(nodes.paragraph):
    """The line that ends a prompt (``Answer:``)."""


class answer(nodes.container):
    """All text after the marker.

    Attributes: ``status`` (``answered``, ``unanswered``), ``words_source`` and
    ``words_text`` (int, by the two counting rules), ``words_script`` (int, as the
    script that this program replaces counts), ``image_uses`` (int; figures that
    the course gave are none).
    """


class placeholder(nodes.paragraph):
    """A line ``--- question N fill here ---`` that was left in an answer."""


class checklist_item(nodes.list_item):
    """An item of a task list.

    Attributes: ``ticked`` (bool), ``module`` (text in the closing parentheses, or
    the empty string), ``broken`` (the box as written where GitHub takes it for
    text, else the empty string).
    """


class alert(nodes.admonition):
    """A GitHub alert.  Attribute ``kind``: note, tip, important, warning, caution."""


class details(nodes.container):
    """A foldable part (HTML ``details``).  Attribute ``open`` (bool)."""


class summary(nodes.paragraph):
    """The visible line of a ``details``."""


class image_note(nodes.inline):
    """Stands where a picture cannot be shown, with its alternative text.

    Attributes as of an image (``uri``, ``alt``, ``problem`` …).
    """


class emoji(nodes.inline):
    """An emoji that was written by its name; holds the sign.  Attribute ``name``."""


class line_break(nodes.inline):
    """A hard line break; holds one newline, so that no builder glues two words."""


class thematic_break(nodes.comment):
    """A horizontal rule inside an answer.

    No ``transition``: docutils allows that between sections only.  A comment is
    what every builder without a visitor of ours leaves out in silence.
    """


class html_fragment(nodes.inline):
    """Raw HTML as written, until ``read.html.raw`` has turned it into nodes.

    Attribute ``html`` (str).  None is left in a finished tree.
    """


class repair(nodes.comment):
    """Something that reading found and mended.

    Attributes: ``kind`` (the code of the rule that reports it), ``line`` in the
    source is the node's own, ``number`` (question or 0), ``found`` and ``taken``
    (str: what stood there, how it was read).
    """


class difference(nodes.comment):
    """Where the report differs from the template that it began as.

    Attributes: ``kind`` (the code of the rule that reports it), ``line`` in the
    source is the node's own, ``number`` (question or 0), ``found`` (str: what is
    different), ``limit`` (of a lost one: low and high).
    """


class suppression(nodes.comment):
    """A comment by which the authors answer a diagnostic.

    Attributes: ``codes`` (list of str), ``reason`` (str), ``fault`` (str: why it is not
    understood, or empty), ``number`` (of the question it covers, or 0), ``covers`` (first
    and last line of that question; empty: the whole report).
    """


# What the page and the archive name; everything else of docutils keeps its own name.
VOCABULARY: tuple[type[nodes.Element], ...] = (
    question,
    prompt,
    example,
    marker,
    answer,
    placeholder,
    checklist_item,
    alert,
    details,
    summary,
    image_note,
    emoji,
    line_break,
    thematic_break,
    repair,
    difference,
    suppression,
)


def own_title(document: nodes.document) -> nodes.title | None:
    """Return the title of the report's first section, None where that is a question or there is none.

    An alert has a title, too, which is none of the report's.
    """
    first = next(
        (t for t in document.findall(nodes.title) if isinstance(t.parent, nodes.section)), None
    )
    return None if first is None or isinstance(first.parent, question) else first
