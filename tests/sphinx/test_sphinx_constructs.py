"""What HTML and GitHub's constructs do to a text lives in Sphinx's own builders, too."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from constructs import write_constructs

CONF = 'extensions = ["publisher"]\nproject = "p"\nversion = "1"\ncopyright = "c"\n'


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    folder = tmp_path_factory.mktemp("constructs") / "source"
    write_constructs(folder).rename(folder / "index.md")
    (folder / "conf.py").write_text(CONF, encoding="utf-8")
    return folder


def written(source, builder, name):
    out = source.parent / builder
    command = [sys.executable, "-m", "sphinx", "-q", "-b", builder, source, out]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = [line for line in done.stderr.splitlines() if line and "[report." not in line]
    assert (done.returncode, said) == (0, [])
    return (out / name).read_text(encoding="utf-8")


def test_text(source):
    text = written(source, "text", "index.txt")
    lines = {line.strip() for line in text.splitlines()}
    assert {"We have x² + y₁, (a) and **b**.", "a ≤ b", "Four.", "Five.", "**Warning**"} <= lines
    assert {"A mermaid diagram, shown as its source.", "More **readings**", "[x] morning"} <= {
        line.removeprefix("1. ") for line in lines
    }
    assert "~~one~~ ~~two~~" in text
    assert "Use <weblink> and <your name here>" in text


def test_latex(source):
    tex = written(source, "latex", "p.tex")
    assert "$x^2 + y_1$" in tex or "\\(x^2 + y_1\\)" in tex
    assert "A mermaid diagram, shown as its source." in tex
    assert "\u2611 morning" in tex
    assert "[x] morning" not in tex


def test_latex_for_another_engine_has_neither_our_fonts_nor_their_boxes(source, tmp_path):
    (tmp_path / "conf.py").write_text(CONF + 'latex_engine = "pdflatex"\n', encoding="utf-8")
    (tmp_path / "index.md").write_bytes((source / "index.md").read_bytes())
    tex = written(tmp_path, "latex", "p.tex")
    assert not re.search(r"\\directlua|\\setmainfont|lua-ul", tex)
    assert re.search(r"\{?\[\}?x\{?\]\}? morning", tex)


def test_html(source):
    html = written(source, "html", "index.html")
    assert "<kbd>Ctrl</kbd>" in html
    assert "<del>old</del>" in html
    assert '<p class="align-center">' in html
    assert "<details>\n<summary>More <strong>readings</strong></summary>" in html
    assert "<sub>2</sub>" in html
    assert "<br />" in html
    assert "width: 50%" in html
    assert "A mermaid diagram, shown as its source." in html
    # Below the question's own heading, as in our page.
    assert html.index("<h3>Question 9") < html.index('<h4 class="rubric" id="one">One')
