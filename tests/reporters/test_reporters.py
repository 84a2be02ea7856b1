"""The formats of a check for programs and services: sound whatever a report says."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import EXAMPLE, TEMPLATE, every_report, question, run, write_report

from publisher.check import Result, check
from publisher.diagnostics.model import Diagnostic
from publisher.reporters import Format, github, gitlab, junit, markdown, sarif, told
from publisher.reporters import json as as_json
from publisher.rules import explanations

HOSTILE = (
    "100%\r\n::error::no: {0} a, b | `c` <img src=x> [l](j) @me $x$ www.example.org \x00 \ud800"
)
COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-z]+=[^,:\r\n]*,?)+)::(.*)")


@cache
def example():
    return check(EXAMPLE)


def result_of(*diagnostics: tuple[str, str, int, int | None, str], path: str = "README.md"):
    found = [
        Diagnostic(code, severity, path, line, 1, number, message, "mend it")
        for code, severity, line, number, message in diagnostics
    ]
    checked = example()
    return Result(Path(path), checked.report, checked.source, checked.folder, found)


def broken(path="README.md"):
    found = Diagnostic("broken", "error", path, 1, 1, None, HOSTILE, "name a report")
    return Result(Path(path), None, None, None, [found])


def as_written(text: str) -> str:
    """Return ``text`` as the command line writes it: half a character is no UTF-8."""
    return text.encode(errors="backslashreplace").decode()


messages = st.one_of(st.just(HOSTILE), st.text(max_size=60))
several = st.lists(
    st.tuples(
        st.sampled_from(["unanswered", "answer_length", "image_alt", "image_missing"]),
        st.sampled_from(["note", "warning", "error"]),
        st.integers(1, 999),
        st.one_of(st.none(), st.integers(1, 40)),
        messages,
    ),
    max_size=40,
)


@given(several)
def test_github_properties(found):
    result = result_of(*found)
    *commands, last = github.report(result).removesuffix("\n").split("\n")
    assert last.startswith("publisher: ")
    levels = {"error": "error", "warning": "warning", "note": "notice"}
    for severity, level in levels.items():
        shown = [c for c in commands if c.startswith(f"::{level} ")]
        assert len(shown) <= github.MOST
        of_it = [d for d in result.diagnostics if d.severity == severity]
        if len(of_it) <= github.MOST:
            assert len(shown) == len(of_it)
        text = "".join(shown)
        hidden = re.search(r"title=publisher::(\d+) more", text)
        named = len(re.findall(r"(?:::|%0A)line \d+: ", text)) or len(shown)
        if len(of_it) > github.MOST and not hidden:
            assert named >= len(of_it) - len(shown)
    for command in commands:
        assert COMMAND.fullmatch(command) or "title=publisher::" in command, command


def test_github_names_what_is_hidden():
    codes = list(explanations())[:14]
    result = result_of(*((code, "warning", n, None, "x") for n, code in enumerate(codes, 1)))
    lines = github.report(result).splitlines()
    assert len(lines) == github.MOST + 1
    assert lines[-2].startswith("::warning title=publisher::5 more of 14 ")


@given(several)
def test_gitlab_properties(found):
    result = result_of(*found)
    issues = json.loads(gitlab.report(result))
    assert len(issues) == len(result.diagnostics)
    assert len({i["fingerprint"] for i in issues}) == len(issues)
    assert {i["severity"] for i in issues} <= {"info", "minor", "major"}
    for one, diagnostic in zip(issues, result.diagnostics, strict=True):
        texts = [one[name] for name in ("description", "check_name", "fingerprint")]
        assert all(isinstance(text, str) and text for text in texts)
        first = {"line": diagnostic.line, "column": diagnostic.column}
        last = {"line": diagnostic.range.end.line, "column": diagnostic.range.end.column}
        positions = {"begin": first, "end": last}
        assert one["location"] == {"path": "README.md", "positions": positions}


def test_gitlab_positions_are_those_of_the_first_and_the_last_character(tmp_path):
    path = write_report(tmp_path, "See ![\U0001f41d](gone.png) here.")
    (found,) = [
        issue
        for issue in json.loads(gitlab.report(check(path)))
        if issue["check_name"] == "report.image_missing"
    ]
    positions = found["location"]["positions"]
    line = path.read_text(encoding="utf-8").splitlines()[positions["begin"]["line"] - 1]
    shown = line[positions["begin"]["column"] - 1 : positions["end"]["column"]]
    assert shown == "![\U0001f41d](gone.png)"
    assert positions["end"]["line"] == positions["begin"]["line"]


def test_gitlab_fingerprint_outlives_a_line_above():
    first = json.loads(gitlab.report(result_of(("unanswered", "warning", 5, 1, "x"))))
    moved = json.loads(gitlab.report(result_of(("unanswered", "warning", 6, 1, "x"))))
    assert first[0]["fingerprint"] == moved[0]["fingerprint"]


@given(several)
def test_sarif_properties(found):
    result = result_of(*found)
    log = json.loads(sarif.report(result))
    assert log["version"] == "2.1.0"
    (run_,) = log["runs"]
    rules = run_["tool"]["driver"]["rules"]
    assert all(rule["fullDescription"]["text"] for rule in rules)
    messages = [one["message"]["text"] for one in run_["results"]]
    messages += [rule[name]["text"] for rule in rules for name in ("fullDescription", "help")]
    for text in messages:
        assert not re.search(r"(?<!\{)(\{\{)*\{(?!\{)|(?<!\})(\}\})*\}(?!\})", text), (
            "a placeholder"
        )
        assert not re.search(r"\[([^\\\[\]]|\\[\\\[\]])*\]\(", text), "a link"
    for one, diagnostic in zip(run_["results"], result.diagnostics, strict=True):
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"] == f"report.{diagnostic.code}"
        assert one["level"] == diagnostic.severity
        (place,) = one["locations"]
        region = place["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"]) == diagnostic.range.start
        if diagnostic.end:
            assert (region["endLine"], region["endColumn"]) == diagnostic.end


def test_sarif_descriptions_are_no_longer_than_github_takes():
    rules = [sarif._rule(known) for known in explanations().values()]
    texts = [
        rule[name]["text"] for rule in rules for name in ("shortDescription", "fullDescription")
    ]
    assert all(0 < len(text) <= 1024 for text in texts)
    assert all(len(rule["name"]) <= 255 for rule in rules)


def test_sarif_keeps_the_worst_of_too_many(monkeypatch):
    monkeypatch.setattr(sarif, "MOST", 2)
    found = [(code, severity, 1, None, "x") for code, severity in
             (("image_alt", "note"), ("unanswered", "warning"), ("image_missing", "error"))]  # fmt: skip
    (run_,) = json.loads(sarif.report(result_of(*found)))["runs"]
    assert [one["level"] for one in run_["results"]] == ["error", "warning"]
    (told_,) = run_["invocations"][0]["toolExecutionNotifications"]
    assert told_["message"]["text"] == "1 more of 3 results are not in this log"


@given(several)
def test_junit_properties(found):
    result = result_of(*found)
    suites = ET.fromstring(junit.report(result))  # noqa: S314 - made here
    cases = suites.findall("testsuite/testcase")
    assert suites.get("tests") == str(len(cases)) == "32"
    failed = [c for c in cases if c.find("failure") is not None]
    assert suites.get("failures") == str(len(failed))
    assert bool(failed) == any(d.severity != "note" for d in result.diagnostics)


@given(several)
def test_markdown_properties(found):
    result = result_of(*found)
    html = cmarkgfm.github_flavored_markdown_to_html(as_written(markdown.report(result)))
    tags = set(re.findall(r"<(\w+)", html))
    assert tags <= {"h3", "p", "table", "thead", "tbody", "tr", "th", "td", "br", "code"}, html
    assert html.count("<tr>") == len(result.diagnostics) + bool(result.diagnostics)


def test_markdown_counts_what_it_leaves_out():
    result = result_of(*[("unanswered", "warning", 1, 1, "x")] * (markdown.MOST + 3))
    assert "\n3 more are not shown here.\n" in markdown.report(result)


@pytest.mark.parametrize("form", sorted(set(Format) - {Format.classroom50}))
def test_broken_is_told_in_every_format(form, tmp_path):
    text = told(broken(), form)
    assert "name a report" in text
    done = run("check", tmp_path / "none.md", "--format", form)
    assert done.code == 3
    assert "no such file" in done.out + done.err


@every_report()
@pytest.mark.parametrize("form", sorted(set(Format) - {Format.classroom50}))
def test_same_text_twice(path, form):
    assert told(check(path), form) == told(check(path), form)


def test_paths_are_the_repositorys(tmp_path):
    (tmp_path / ".git").mkdir()
    path = write_report(tmp_path / "reports" / "group 1", "--- question 1 fill here ---")
    name = "reports/group 1/README.md"
    assert f"file={name}," in run("check", path, "--format", "github", cwd=path.parent).out
    (issue,) = run("check", path, "--format", "gitlab", cwd=path.parent).json
    assert issue["location"]["path"] == name
    (found,) = run("check", path, "--format", "sarif").json["runs"][0]["results"]
    place = found["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place["uri"] == "reports/group%201/README.md"
    assert name in run("check", path, "--format", "markdown").out


def test_several_formats_in_one_run(tmp_path):
    files = [tmp_path / "a.sarif", tmp_path / "b.xml"]
    done = run(
        "check", TEMPLATE, "--format", "json", "--format", "sarif", "--format", "junit",
        "--output", files[0], "--output", files[1],
    )  # fmt: skip
    assert done.json["format"] == as_json.FORMAT
    assert json.loads(files[0].read_text())["version"] == "2.1.0"
    assert ET.fromstring(files[1].read_text()).tag == "testsuites"  # noqa: S314 - made here


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--format", "json", "--format", "sarif"], "json and sarif would mix"),
        (["--output", "a", "--output", "b"], "--output b: there is no --format"),
        (["--format", "json", "--format", "sarif", "--output", "a", "--output", "a"], "same file"),
        (["--format", "yaml"], "'yaml' is not one of"),
    ],
)
def test_formats_that_do_not_fit_are_wrong_usage(arguments, word, tmp_path):
    write_report(tmp_path, question(1, "Yes."))
    done = run("check", *arguments, cwd=tmp_path)
    assert done.code == 2
    assert word in " ".join(done.err.split())
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]
