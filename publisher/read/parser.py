"""Reads a report: text into segments, segments into the document tree, and what is decided there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from publisher.language.message import Message
from publisher.nodes import every
from publisher.read import transforms
from publisher.read.blank import blank_document
from publisher.read.blocks.memory import Memory
from publisher.read.files.anchors import resolve_anchors
from publisher.read.files.folder import Folder
from publisher.read.files.load import Source, load
from publisher.read.group import note_group
from publisher.read.measure import Measure
from publisher.read.tree import TreeBuilder
from publisher.read.yardstick.differences import note_difference, note_differences
from publisher.read.yardstick.recognise import split_by_template

if TYPE_CHECKING:
    from publisher.read.cut.segments import Split


def read(
    path: Path,
    source: Source | None = None,
    folder: Folder | None = None,
    measure: Measure | None = None,
    memory: Memory | None = None,
) -> nodes.document:
    """Read the report at ``path`` into a new document tree, with plain docutils.

    ``memory``: of what was read before of the same file.  Raises BrokenReport if it cannot be read at all.
    """
    measure = measure or Measure()
    source = source or load(path, measure.max_report_mib)
    document = blank_document(str(path))
    read_into(document, source, folder or Folder(path.parent), measure, memory)
    return document


def read_into(
    document: nodes.document,
    source: Source,
    folder: Folder,
    measure: Measure,
    memory: Memory | None = None,
) -> Split:
    """Fill ``document`` from ``source``; figures are looked up in ``folder``.

    ``measure``: its limits replace those of the prompts, its counting rule judges, and its figures
    do not count.  ``memory``: of what was read before of the same file, by the same measure.
    """
    parts, template = split_by_template(source.text, measure.templates, memory)
    document.rawsource = source.text  # for who asks where in a line something stands
    document["encoding"] = source.encoding
    document["bom"] = source.bom
    if source.undecodable:
        document["undecodable"] = list(source.undecodable)
    # Sphinx's smart quotes would rewrite what was typed, placeholders included.
    document["support_smartquotes"] = False
    document["count"] = measure.count
    TreeBuilder(document, parts, measure, template, memory).build()
    if template:
        note_differences(document, parts, template)
    elif measure.templates and parts.questions:
        note_difference(
            document,
            "template_unknown",
            parts.questions[0].heading.line,
            Message(
                "no template of the course ({names}) asks what this report asks",
                names=", ".join(template.name for template in measure.templates),
            ),
        )
    note_group(document, parts, measure, template, memory or Memory())
    if "[^" in source.text:
        transforms.number_footnotes(document)
    elements = every(nodes.Element, document)
    resolve_anchors(document, elements, Path(document["source"]).name)
    transforms.resolve_files(document, elements, folder, measure)
    transforms.lower_headings(elements)
    transforms.drop_empty_quotes(elements)
    transforms.place(document)
    transforms.count(elements)
    return parts
