"""The front door for programs: its names, its price, and the examples of docs/library.md."""

from __future__ import annotations

import contextlib
import inspect
import io
import re
import shutil
import subprocess
import sys

import pytest
from support import ROOT

import publisher

PAGE = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n\nprints\n\n```text\n(.*?)```", PAGE, re.DOTALL)
NAMES = ["ArchiveError", "BrokenReport", "Built", "ChecklistItem", "Course", "CourseError", "Diagnostic", "Image", "Options", "OutputError", "Question", "Report", "Result", "Verified", "__version__", "build_report", "check_report", "read_report", "read_settings", "restore_archive", "setup", "verify_archive"]  # fmt: skip
FUNCTIONS = [name for name in NAMES if name.islower() and name not in ("__version__", "setup")]


def test_the_public_names():
    assert publisher.__all__ == NAMES
    assert set(NAMES) <= set(dir(publisher))
    with pytest.raises(AttributeError, match="no attribute 'chek_report'"):
        publisher.chek_report  # noqa: B018


@pytest.mark.parametrize("name", NAMES)
def test_each_name_is_documented(name):
    assert f"`{name}`" in PAGE
    if name != "__version__":
        assert re.match(r"[A-Z].*[.:]", inspect.getdoc(getattr(publisher, name)))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_function_says_what_goes_in_what_is_raised_and_the_source(name):
    function = getattr(publisher, name)
    said = function.__doc__
    assert not [p for p in inspect.signature(function).parameters if f"``{p}``" not in said]
    assert "Returns" in said
    assert "Raises" in said
    (source,) = re.findall(r"Source: ([\w/.-]+)", said)
    assert (ROOT / source.rstrip(".")).is_file()


def fresh(program):
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout


def test_no_module_takes_a_names_place():
    told = fresh(
        "import importlib, inspect, pkgutil, publisher\n"
        "for m in pkgutil.walk_packages(publisher.__path__, 'publisher.'):\n"
        "    if not m.name.endswith('__main__') and '.themes' not in m.name:\n"
        "        importlib.import_module(m.name)\n"
        "print([n for n in publisher.__all__ if inspect.ismodule(getattr(publisher, n))])"
    )
    assert told == "[]\n"


def test_the_package_alone_loads_nothing():
    """So it costs less than a millisecond beyond Python's own start."""
    told = fresh(
        "import sys; before = set(sys.modules); import publisher; print(*sorted({*sys.modules} - before))"
    )
    assert told == "__future__ publisher\n"


def test_there_are_three_examples():
    assert len(EXAMPLES) == PAGE.count("```python") == 3


def test_the_examples_run(tmp_path, monkeypatch):
    """One after the other, as a reader would: the third takes what the second made."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    for program, printed in EXAMPLES:
        with contextlib.redirect_stdout(io.StringIO()) as told:
            exec(compile(program, "docs/library.md", "exec"), {})  # noqa: S102
        assert told.getvalue() == printed
