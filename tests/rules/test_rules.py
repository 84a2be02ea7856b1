"""Every rule finds what its cases say, and nothing else."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from case_files import CASES, all_cases, cases_of, checked, fact, ranged

import publisher.rules
from publisher.course.settings import Course
from publisher.diagnostics.model import SEVERITIES
from publisher.rules import RULES, run

FOLDER = Path(publisher.rules.__file__).parent
CASES_OF_RULES = all_cases("rules")
OF_NO_QUESTION = {"repository_unread",
    "byte_order_mark", "encoding", "heading_renamed", "section_missing", "template_unknown",
}  # fmt: skip
TOLD_ONCE = ("answer_quoted", "limit_lost", "marker_changed", "prompt_edited", "question_twice")
"""What is told once for all questions in which it is."""
NOT_RULES = {"__init__"}


@pytest.mark.parametrize("case", [c for _, c in CASES_OF_RULES], ids=[i for i, _ in CASES_OF_RULES])
def test_case(case, tmp_path):
    result = checked(case, tmp_path)
    assert ranged(result) == case.diagnostics
    told = dict(zip(ranged(result), [d.help for d in result.diagnostics], strict=True))
    assert [(line, told[line]) for line, _ in case.helps] == case.helps
    assert [(key, fact(result, key)) for key, _ in case.facts] == case.facts
    assert_names_the_question(result)


def assert_names_the_question(result):
    """Hold that a diagnostic names the question in which its line is."""
    for found in result.diagnostics:
        if found.code in OF_NO_QUESTION:
            assert found.question is None
        elif found.code not in ("question_missing", "suppression_wrong", *TOLD_ONCE):
            before = [q.number for q in result.report.questions if q.line <= found.line]
            assert found.question == (before[-1] if before else None), found


def test_every_module_is_a_rule():
    assert set(RULES) == {p.stem for p in FOLDER.glob("*.py")} - NOT_RULES


@pytest.mark.parametrize("code", RULES)
class TestRule:
    def test_has_cases_of_both_kinds(self, code):
        path = CASES / "rules" / f"{code}.md"
        told = [f": {code}: " in "\n".join(c.diagnostics) for c in cases_of(path)]
        assert any(told), "no case in which the rule finds something"
        assert not all(told), "no case in which the rule finds nothing"

    def test_has_a_case_that_says_what_to_do(self, code):
        helps = [x for c in cases_of(CASES / "rules" / f"{code}.md") for x, _ in c.helps]
        assert any(f": {code}: " in x for x in helps)

    def test_says_what_why_bad_and_good(self, code):
        said = RULES[code].__doc__
        assert re.match(r"\S.*\.\n\n\S", said), "a line, then a paragraph that says what it does"
        places = [said.find(word) for word in ("\nWhy: ", "\nBad::\n\n    ", "\nGood::\n\n    ")]
        assert -1 < places[0] < places[1] < places[2]

    def test_has_a_severity(self, code):
        assert RULES[code].SEVERITY in (*SEVERITIES, None)

    def test_reads_no_files_and_knows_no_format(self, code):
        tree = ast.parse((FOLDER / f"{code}.py").read_text(encoding="utf-8"))
        imported = {
            alias.name if isinstance(node, ast.Import) else node.module
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        allowed = {"__future__", "bisect", "collections.abc", "re", "typing", "urllib.parse"}
        assert all(x in allowed or x.startswith("publisher.") for x in imported)


def test_course_changes_severity_and_switches_off(tmp_path):
    case = cases_of(CASES / "rules" / "unanswered.md")[0]
    report = checked(case, tmp_path).report
    codes = {"unanswered": "error"}
    assert {d.severity for d in run(report, Course(severities=codes)) if d.code in codes} == {
        "error"
    }
    assert not [d for d in run(report, Course(severities={"unanswered": None})) if d.code in codes]
