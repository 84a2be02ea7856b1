"""A check as JUnit XML: a test case for each question, one for the rest of the report.

Warnings and errors make a case fail, as they make the command fail; notes are its output.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from publisher.diagnostics.places import display_path
from publisher.diagnostics.visible import printed, printed_lines
from publisher.reporters.text import line

if TYPE_CHECKING:
    from publisher.check import Result
    from publisher.diagnostics.model import Diagnostic

_NO_XML = re.compile("[\ufffe\uffff]")


def report(result: Result) -> str:
    """Return the XML of one test suite, ending in a line end."""
    shown = printed(display_path(result.path))
    # A number can stand twice: the cases of a report are its numbers in order.
    numbers = dict.fromkeys(q.number for q in result.report.questions) if result.report else {}
    cases: dict[int | None, list[Diagnostic]] = {None: [], **{n: [] for n in numbers}}
    for one in result.diagnostics:
        cases[one.question if one.question in cases else None].append(one)
    failed = sum(any(d.severity != "note" for d in found) for found in cases.values())
    counts = {"tests": str(len(cases)), "failures": str(failed), "errors": "0"}
    suites = ET.Element("testsuites", {"name": "publisher check", **counts})
    suite = ET.SubElement(suites, "testsuite", {"name": _clean(shown), **counts})
    for number, found in cases.items():
        name = "the report as a whole" if number is None else f"question {number}"
        case = ET.SubElement(suite, "testcase", {"classname": _clean(shown), "name": name})
        _fill(case, found, shown)
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, "unicode") + "\n"


def _fill(case: ET.Element, found: list[Diagnostic], shown: str) -> None:
    told = {
        severe: [
            "\n    ".join(filter(None, (line(d, shown), d.help, d.reply)))
            for d in found
            if (d.severity != "note") == severe
        ]
        for severe in (True, False)
    }
    if told[True]:
        first = next(d for d in found if d.severity != "note")
        more = f" and {len(told[True]) - 1} more" if len(told[True]) > 1 else ""
        attributes = {"message": _clean(first.message + more), "type": f"report.{first.code}"}
        ET.SubElement(case, "failure", attributes).text = _clean("\n".join(told[True]))
    if told[False]:
        ET.SubElement(case, "system-out").text = _clean("\n".join(told[False]))


def _clean(text: str) -> str:
    """Return ``text`` as it is printed, with U+FFFD for what else XML 1.0 (2.2) does not allow."""
    return _NO_XML.sub("\ufffd", printed_lines(text))
