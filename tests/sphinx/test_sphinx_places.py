"""Under Sphinx, too, a link from another page leads to a question, and to whatever place GitHub names."""

from __future__ import annotations

import io
import re
import subprocess
import sys

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils
from support import write_report

from publisher.doors.opened import FileError
from publisher.sphinx import builders

CONF = 'extensions = ["publisher"]\nproject = "p"\nversion = "1"\ncopyright = "c"\n'
PLACES = ("question-2", "results", "item", "term", "summary", "cell", "note")
ANSWER = """#### Results

<a id="note"></a>A note.

<ul><li id="item" lang="de">Eins</li></ul>

<dl><dt id="term">Term</dt><dd>Meaning</dd></dl>

<details><summary id="summary">More</summary>text</details>

<table><tr><td id="cell">Cell</td></tr></table>
"""


def test_links_of_other_pages_lead_into_a_report(tmp_path):
    source, out = tmp_path / "source", tmp_path / "out"
    write_report(source / "group", "One.", ANSWER)
    links = "\n".join(f"- [to {place}](group/README.md#{place})" for place in PLACES)
    index = f"# Start\n\n{links}\n\n```{{toctree}}\ngroup/README\n```\n"
    (source / "index.md").write_text(index, encoding="utf-8")
    (source / "conf.py").write_text(CONF, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", source, out]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    start = (out / "index.html").read_text(encoding="utf-8")
    assert {f"group/README.html#{place}" for place in PLACES} <= set(
        re.findall(r'href="([^"]+)"', start)
    )
    page = (out / "group" / "README.html").read_text(encoding="utf-8")
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert set(PLACES) <= set(ids)
    assert len(ids) == len(set(ids))
    assert '<li id="item" lang="de">' in page
    assert '<dt id="term">' in page


def test_a_file_that_is_gone_when_it_is_written_is_a_line_of_the_log(tmp_path, monkeypatch):
    source = tmp_path / "source"
    write_report(source / "a", "One.")
    write_report(source / "b", "Two.")
    (source / "index.md").write_text(
        "# Start\n\n```{toctree}\na/README\nb/README\n```\n", encoding="utf-8"
    )
    (source / "conf.py").write_text(CONF, encoding="utf-8")
    said = io.StringIO()
    load = builders.load

    def gone(path, *limit):
        if path.parent.name == "a":
            raise FileError("changed", "changed while it was read", str(path))
        return load(path, *limit)

    monkeypatch.setattr(builders, "load", gone)
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            source,
            source,
            tmp_path / "out",
            tmp_path / "trees",
            "report",
            status=None,
            warning=said,
        )
        app.build()
    assert "README.md: cannot be read: changed while it was read" in said.getvalue()
    assert "Traceback" not in said.getvalue()
    assert not (tmp_path / "out" / "a" / "README.html").exists()
    assert (tmp_path / "out" / "b" / "README.html").exists()
