"""What is decided once the whole tree is there: footnotes, files, counts."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote

from docutils import nodes

from publisher import nodes as ours
from publisher.language.message import Message
from publisher.nodes import every
from publisher.read.cut.marker import is_marker
from publisher.read.files.address import fault, has_scheme, is_data, spelt
from publisher.read.files.picture import SUFFIXES
from publisher.read.footnotes import resolved

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from publisher.read.files.folder import Folder, Located
    from publisher.read.measure import Measure

_URL = re.compile(r"https?://|www\.", re.IGNORECASE)
_WORD_CHARACTER = re.compile(r"[^\W_]")
_PICTURES = tuple(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)
_REASONS = {
    "remote": Message("a picture elsewhere is not fetched"),
    "data": Message("a picture within the text is not shown"),
    "outside": Message("outside the report's folder"),
    "missing": Message("file not found"),
    "folder": Message("a folder, not a file"),
    "too large": Message("file too large"),
    "no regular file": Message("no regular file"),
    "path too long": Message("its path is too long"),
    "not read": Message("the file could not be read"),
    "empty": Message("empty file"),
    "hidden": Message("a dot file, which does not belong to the report"),
    "lfs": Message("a Git LFS pointer, not the picture"),
    "unreadable": Message("no readable picture"),
}


def number_footnotes(document: nodes.document) -> None:
    """Give footnotes numbers in the order of their first use and tie both ends together."""
    numbers: dict[int, int] = {}
    for reference, target in resolved(document):
        del reference["segment"]
        if target is None:
            reference.parent.replace(reference, nodes.Text(f"[^{reference['label']}]"))
            continue
        number = numbers.setdefault(id(target), len(numbers) + 1)
        reference["ids"] = [f"footnote-ref-{number}-{len(target['backrefs']) + 1}"]
        reference["refid"] = f"footnote-{number}"
        target["backrefs"].append(reference["ids"][0])
        reference.append(nodes.Text(str(number)))
    for note in every(nodes.footnote, document):
        number = numbers.setdefault(id(note), len(numbers) + 1)
        note["ids"] = [f"footnote-{number}"]
        note["names"] = [f"footnote-{number}"]
        note.insert(0, nodes.label("", str(number)))
        document.ids[note["ids"][0]] = note
        del note["segment"]


def move_footnotes(answer: nodes.Element) -> None:
    """Move the footnotes of an answer to its end."""
    notes = every(nodes.footnote, answer)
    for parent in {id(note.parent): note.parent for note in notes}.values():
        parent.children = [n for n in parent.children if not isinstance(n, nodes.footnote)]
    answer.extend(notes)


def resolve_files(
    document: nodes.document, elements: Sequence[nodes.Element], folder: Folder, measure: Measure
) -> None:
    """Look up every local image and link of ``elements``; what cannot be shown becomes a note in the tree.

    Pictures that are the course's own are marked ``given``.

    So no builder, Sphinx's included, ever fetches or copies what lies elsewhere.
    """
    for element in elements:
        if isinstance(element, nodes.image):
            _resolve_image(element, folder, measure)
    for reference in elements:
        if not isinstance(reference, nodes.reference):
            continue
        uri = reference["refuri"]
        if _is_local(uri):
            located = folder.locate(uri)
            reference["local"] = located.path
            reference["problem"] = located.problem
            reference["near"] = located.near
            web = folder.web(uri, PurePath(document["source"]).name, measure.repository)
            reference["web"] = web.address
            reference["dead"] = web.dead
            if _is_given(located.path, folder, measure):
                reference["given"] = True
            continue
        reference["refuri"] = spelt(uri)
        if why := fault(uri):
            reference["problem"] = "invalid"
            reference["fault"] = why


def _is_local(uri: str) -> bool:
    return not uri.startswith("#") and not has_scheme(uri)


def _is_given(path: str, folder: Folder, measure: Measure) -> bool:
    """Tell whether the file at ``path`` is the course's own figure; no other than a picture is read."""
    if not measure.figures or not path.lower().endswith(_PICTURES):
        return False
    return folder.picture(path).sha256 in measure.figures


def _resolve_image(image: nodes.image, folder: Folder, measure: Measure) -> None:
    located = folder.locate(image["uri"])
    problem = located.problem
    if not problem:
        picture = folder.picture(located.path)
        problem = picture.problem
        image["media"] = picture.media
        image["pixels"] = [picture.width, picture.height]
        image["sha256"] = picture.sha256
        if picture.dpi:
            image["dpi"] = picture.dpi
    image["figure"] = located.path
    if problem:
        image.parent.replace(image, _image_note(image, problem, located))
    else:
        image["written"] = image["uri"]
        image["uri"] = located.path
        if picture.sha256 in measure.figures:
            image["given"] = True


def _image_note(image: nodes.image, problem: str, located: Located) -> ours.image_note:
    alt = image["alt"].strip()
    name = image["uri"] if len(image["uri"]) <= 120 else image["uri"][:117] + "..."  # noqa: PLR2004 - two ends of a text
    if is_data(image["uri"]):
        name, why = image["uri"][:40].partition(",")[0], _REASONS["data"]
    else:
        why = _REASONS[problem]
    text = Message(
        "[Picture not shown: {name} ({why})]", name=f"{alt}, {name}" if alt else name, why=why
    )
    attributes = {
        k: image[k] for k in ("alt", "media", "pixels", "dpi", "sha256", "figure") if k in image
    }
    note = ours.image_note(
        text,
        text,
        written=image["uri"],
        problem=problem,
        near=located.near,
        **attributes,
    )
    note.line = image.line
    return note


def lower_headings(elements: Sequence[nodes.Element]) -> None:
    """Put the headings inside each question of ``elements`` below its own, without leaving out a level.

    They keep their order: ``#`` and ``###`` in the answer to a question of level 3 become 4 and 5.
    """
    if not any(isinstance(n, nodes.rubric) for n in elements):
        return  # as nearly always
    for question in elements:
        for part in question.children if isinstance(question, ours.question) else ():
            rubrics = every(nodes.rubric, part)
            levels = sorted({rubric["level"] for rubric in rubrics})
            for rubric in rubrics:
                rubric["level"] = min(6, question["level"] + 1 + levels.index(rubric["level"]))


def line_of(node: nodes.Node | None) -> int:
    """Return the source line of ``node``: its own or its nearest ancestor's (0: unknown)."""
    while node is not None:
        if node.line:
            return node.line
        node = node.parent
    return 0


def texts_of(
    node: nodes.Element, question: int | None = None
) -> Iterator[tuple[str, int, int | None]]:
    """Yield each text below ``node`` that is no prompt or formula, its line and its question."""
    if isinstance(node, ours.prompt | nodes.comment | nodes.math | nodes.math_block):
        return
    if isinstance(node, ours.question):
        question = node["number"]
    line = line_of(node) + isinstance(node, nodes.literal_block)  # the first is the fence's
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield child.astext(), line, question
        elif isinstance(child, nodes.Element):
            yield from texts_of(child, question)
        if isinstance(node, nodes.TextElement):
            line += child.astext().count("\n")


def drop_empty_quotes(elements: Sequence[nodes.Element]) -> None:
    """Take out the quotes of ``elements`` that hold nothing: a reader sees none, and Sphinx would drop them."""
    if not any(map(_is_empty_quote, elements)):
        return  # as nearly always
    for element in reversed(elements):  # those within others first
        element.children = [node for node in element.children if not _is_empty_quote(node)]


def _is_empty_quote(node: nodes.Node) -> bool:
    return isinstance(node, nodes.block_quote) and not node.children


def place(document: nodes.document) -> None:
    """Give every block and image its source and a line, also those made on the way.

    Sphinx would guess them for nodes that have none, and its tree would differ.
    """
    for node in every(nodes.Element, document):
        node.source = node.source or document["source"]
        if isinstance(node, nodes.image):  # Sphinx takes away the line of one without a raw source
            node.rawsource = node.rawsource or node["uri"]
        if node.line is None and (
            isinstance(node, nodes.image) or not isinstance(node, nodes.Inline)
        ):
            node.line = line_of(node.parent) or None


def count(elements: Iterable[nodes.Element]) -> None:
    """Count the group's own images in each answer, and the words a reader sees (rule ``text``)."""
    for answer in elements:
        if isinstance(answer, ours.answer):
            images = every((nodes.image, ours.image_note), answer)
            answer["image_uses"] = sum(not image.get("given") for image in images)
            answer["words_text"] = len(visible_words(answer))


def visible_words(answer: nodes.Element) -> list[str]:
    """Return the words a reader sees: no code, no URLs, no image mark-up, no placeholder.

    A word is a blank-separated piece that holds a letter or a digit.  A repeated marker is none.
    """
    return [p for p in visible_pieces(answer) if p.isalnum() or _WORD_CHARACTER.search(p)]


def visible_pieces(answer: nodes.Element) -> list[str]:
    """Return the blank-separated pieces of what ``visible_words`` looks at, words or not."""
    texts: list[str] = []
    _see(answer, texts)
    shown = "".join(texts)
    if isinstance(answer, ours.answer) and (again := len(answer.parent["markers_again"])):
        shown = _without_markers(shown, again)
    pieces = shown.split()
    if "@" in shown or _URL.search(shown):
        pieces = [piece for piece in map(_without_address, pieces) if piece]
    return pieces


def _without_markers(text: str, number: int) -> str:
    """Return ``text`` without the first ``number`` lines that are markers."""
    kept = []
    for line in text.splitlines():
        if number and is_marker(line):
            number -= 1
        else:
            kept.append(line)
    return "\n".join(kept)


def _without_address(piece: str) -> str:
    """Return ``piece`` up to the URL in it; nothing of a mail address."""
    _, at, host = piece.partition("@")
    if at and "." in host:
        return ""
    return _URL.split(piece, maxsplit=1)[0]


_SKIPPED = (
    nodes.literal,
    nodes.literal_block,
    nodes.math,
    nodes.math_block,
    nodes.image,
    nodes.label,
    nodes.footnote_reference,
    nodes.comment,
    ours.image_note,
    ours.placeholder,
)


def _see(node: nodes.Element, texts: list[str]) -> None:
    """Add to ``texts`` what a reader sees of ``node``, each block between line ends."""
    if isinstance(node, _SKIPPED) or (
        isinstance(node, nodes.title) and isinstance(node.parent, ours.alert)
    ):
        return
    block = not isinstance(node, nodes.Inline)
    if block:
        texts.append("\n")
    for child in node.children:
        if isinstance(child, nodes.Text):
            texts.append(child)
        elif isinstance(child, nodes.Element):
            _see(child, texts)
    if block:
        texts.append("\n")


def safe_uri(path: str) -> str:
    """Return ``path`` percent-encoded, for a link."""
    return quote(path)
