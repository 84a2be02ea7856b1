"""CONTRIBUTING says how few files a new rule, format or reporter touches: here each is added, in a copy."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import pytest
from support import ROOT, write_report

TABLE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

RULE = '''"""An answer has bees.

Why: a test adds this rule.
"""

from __future__ import annotations

from publisher.diagnostics.model import Finding

SEVERITY = "warning"


def check(report):
    """Yield one finding for each answer with bees."""
    for question in report.questions:
        if "bees" in question.answer.astext():
            yield Finding(question.line, "there are bees", "let them be", question.number)
'''
REPORTER = '''"""Codes alone."""


def report(result):
    """Return the codes."""
    return " ".join(d.code for d in result.diagnostics) + "\\n"
'''
BUILDER = '''"""The report's text."""


def plain(report):
    """Return it."""
    return report.document.astext().encode()
'''

METHOD = """    def plain(self):
        from publisher.builders.plain import plain

        return Output(plain(self.report))

"""

# What is added, by the kind in the table: a whole file, or a text before which another is put.
NEW = {
    "rule": {
        "publisher/rules/bees.py": RULE,
        "publisher/rules/__init__.py": ('    "unanswered",\n', '    "bees",\n'),
    },
    "format": {
        "publisher/builders/plain.py": BUILDER,
        "publisher/publish/publication.py": (
            "    def members(self)",
            METHOD,
        ),
        "publisher/doors/output.py": ('    "archive": "report.json"', '    "plain": "report.plain",\n'),
        "publisher/publish/build.py": ('"archive": publication.archive', '"plain": publication.plain, '),
    },
    "reporter": {
        "publisher/reporters/codes.py": REPORTER,
        "publisher/reporters/__init__.py": ('    text = "text"\n', '    codes = "codes"\n'),
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """A copy of the package, to which one adds."""
    folder = tmp_path_factory.mktemp("checkout")
    unneeded = shutil.ignore_patterns("__pycache__", "themes")
    shutil.copytree(ROOT / "publisher", folder / "publisher", ignore=unneeded)
    shutil.copytree(ROOT / "themes", folder / "themes", ignore=shutil.ignore_patterns("*.ttf"))
    for parts in NEW.values():
        for name, added in parts.items():
            path = folder / name
            if isinstance(added, str):
                assert not path.exists()
                path.write_text(added, encoding="utf-8")
            else:
                before, text = added
                held = path.read_text(encoding="utf-8")
                assert held.count(before) == 1, name
                path.write_text(held.replace(before, text + before), encoding="utf-8")
    return folder


@pytest.fixture
def run(package, tmp_path):
    report = write_report(tmp_path / "report", "We counted bees.")

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, "-m", "publisher", *arguments],
            cwd=report.parent,
            env=os.environ | {"PYTHONPATH": str(package), "PYTHONSAFEPATH": "1"},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert "fault of ours" not in done.stderr, done.stderr
        return done.stdout

    return run


@pytest.mark.parametrize("kind", NEW)
def test_the_table_names_so_many_files_and_these(kind):
    """With its own test, or its case, as the last."""
    (row,) = re.findall(rf"^\| {kind} \| (\d+): (.*) \|$", TABLE, re.MULTILINE)
    number, said = row
    assert int(number) == len(NEW[kind]) + 1
    for name in NEW[kind]:
        folder, _, file = name.removeprefix("publisher/").rpartition("/")
        assert f"{folder}/{file}" in said or f"{folder}/<" in said or f"{folder}/`" in said, name


def test_a_new_rule_is_found_explained_and_printed(run):
    assert "there are bees [report.bees]" in run("check")
    assert run("explain", "bees").startswith("report.bees (warning)")


def test_a_new_reporter_prints(run):
    assert "bees" in run("check", "--format", "codes").split()


def test_a_new_format_is_written(run, tmp_path):
    run("build", "--to", "plain,html", "-o", str(tmp_path / "out"))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "report.html",
        "report.plain",
    ]
    assert "We counted bees." in (tmp_path / "out" / "report.plain").read_text(encoding="utf-8")
