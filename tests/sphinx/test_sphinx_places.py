"""Under Sphinx, too, a link from another page leads to a question, and to whatever place GitHub names."""

from __future__ import annotations

import re
import subprocess
import sys

from support import write_report

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
