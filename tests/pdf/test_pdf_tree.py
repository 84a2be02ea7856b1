"""The page that is printed is XML and HTML, and both readers make the same tree of it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import tinyhtml5

from publisher.check import check
from publisher.publish.publication import Publication

CASES = Path(__file__).resolve().parents[1] / "cases"
TEXTS = [*CASES.glob("github/*.md"), *CASES.glob("reading/*.md")]
NAMESPACE = "{http://www.w3.org/2000/xmlns/}xmlns"


def parts(element):
    """Return all of a tree; the reader of HTML takes a namespace for an attribute, too."""
    told = {name: value for name, value in element.attrib.items() if name != NAMESPACE}
    inner = [(parts(child), child.tail or "") for child in element]
    return element.tag, told, element.text or "", inner


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_both_readers_make_the_same_tree_of_a_page(path):
    result = check(path)
    assert result.report
    html = Publication(result).job()[0].html
    # The characters that XML forbids are rare, and have the page read as HTML.
    tree = ET.fromstring(html)  # noqa: S314 - it is ours
    assert parts(tree) == parts(tinyhtml5.parse(html, namespace_html_elements=False))
