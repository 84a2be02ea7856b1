"""Reports as a docutils parser reads them: Sphinx and plain docutils use the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils.parsers import Parser

from publisher.read.files.folder import Folder
from publisher.read.files.load import Source, load
from publisher.read.measure import Measure
from publisher.read.parser import read_into

if TYPE_CHECKING:
    from docutils import nodes


class ReportParser(Parser):
    """A docutils parser for reports.

    The file named by the document's ``source`` is read again as bytes, since its
    encoding is data; a text that a Sphinx extension changed on the way is taken as it is.
    """

    supported = ("report",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse ``inputstring`` into ``document``."""
        self.setup_parse(inputstring, document)
        path = Path(document["source"])
        env = getattr(document.settings, "env", None)
        measure = getattr(env, "publisher_course", None) or Measure()
        source = load(path, measure.max_report_mib)
        if _universal(source.text).rstrip("\n") != _universal(inputstring).rstrip("\n"):
            source = Source(inputstring.encode(), inputstring, "utf-8", bom=False, undecodable=None)
        read_into(document, source, Folder(path.parent), measure)
        self.finish_parse()


def _universal(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
