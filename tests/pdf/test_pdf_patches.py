"""A WeasyPrint in which one private name is gone: the PDF is made, and what it lacks is said."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support import ATTACHMENTS

import publisher.pdf
from publisher.builders.pdf_job import said_of_result
from publisher.pdf import parent, process
from publisher.pdf.doctor import examine
from publisher.pdf.patches.listed import NAMES
from publisher.pdf.patches.patch import Patch

# In a process of its own: WeasyPrint changes how Pillow reads pictures.
SHOW = """
import json
from importlib import import_module
from publisher.pdf.patches.listed import NAMES, lacking

assert not list(lacking())
patches = {name: import_module(f"publisher.pdf.patches.{name}").PATCH for name in NAMES}
print(json.dumps({n: [list(p.needs), p.without, p.weaker] for n, p in patches.items()}))
"""


@pytest.fixture(scope="module")
def patches():
    shown = subprocess.run([sys.executable, "-c", SHOW], capture_output=True, check=True, text=True)
    return json.loads(shown.stdout)


@pytest.mark.parametrize("name", NAMES)
def test_without_a_private_name_the_pdf_is_made(name, patches, job, made, monkeypatch):
    """Each name alone: other patches may need it, too."""
    started = parent.BOOTSTRAP
    for gone in patches[name][0]:
        lacking = [said for said in patches.values() if gone in said[0]]
        code = (
            "import publisher.pdf.patches.patch as p; there = p.found; "
            f"p.found = lambda name: None if name == {gone!r} else there(name)"
        )
        start = started.replace("from publisher", f"{code}; from publisher", 1)
        monkeypatch.setattr(parent, "BOOTSTRAP", start)
        with process.PdfProcess() as child:
            found = child.render(job(), ATTACHMENTS)
        assert found.weaker == tuple(without for _, without, weaker in lacking if weaker)
        assert found.pages == made.pages
        if not found.weaker:
            assert found.pdf == made.pdf


def test_what_is_private_is_reached_for_where_it_says_what_it_needs():
    """What is called private in a comment for ruff; pikepdf's is tried, and has another way behind it."""
    folder = Path(publisher.pdf.__file__).parent
    reaching = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if "noqa: SLF001" in path.read_text(encoding="utf-8")
    }
    assert {path for path in reaching if not path.startswith("patches/")} == {"child/attachment.py"}


def test_a_call_of_another_form_is_no_call_that_we_know():
    """What each needs is checked by the names of its parameters, too."""
    code = (
        "from weasyprint.layout import block; block.table_layout = lambda table, context: None; "
        "from publisher.pdf.patches.listed import lacking; print([n for n, _ in lacking()])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert shown.stdout.strip() == "['table_heads']"


def test_what_a_pdf_lacks_is_a_warning(made, tmp_path):
    from dataclasses import replace

    from support import write_report

    from publisher.check import check

    report = check(write_report(tmp_path, "text")).report
    weaker = replace(made, messages=(), missing=(), unreadable={}, weaker=("a word is missing",))
    ((code, severity, finding),) = said_of_result(report, {}, weaker)
    assert (code, severity) == ("pdf_weaker", "warning")
    assert finding.message.endswith("a word is missing")


def test_doctor_tells_which_patch_does_not_fit(monkeypatch):
    patch = Patch(needs={"weasyprint.nowhere": ()}, without="the PDF takes longer", weaker=False)
    monkeypatch.setattr("publisher.pdf.patches.listed.lacking", lambda: iter([("gone", patch)]))
    (found,) = [f for f in examine() if f.name == "WeasyPrint"]
    assert (found.fine, found.needed) == (False, False)
    assert "gone: the PDF takes longer" in found.told
