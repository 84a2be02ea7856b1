"""LaTeX as Sphinx writes it of a report: nothing of an author's reaches TeX as a command, nothing of the machine is in it."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from linked_places import KINDS, write_all
from support import question

from publisher.builders.latex.setting import is_safe

HARMFUL = [
    r"\input{/etc/passwd}",
    r"\\[\input{/etc/passwd}]x",
    r"x^^5cinput y",
    r"\text{\input{x}}",
    r"\begin{aligned}[\input{x}]x\end{aligned}",
    r"\tag{\directlua{x}} x",
    r"\smash[\input{x}]{y}",
    r"\hspace{\input{x}}",
    r"\def\x{1}",
]


@pytest.mark.parametrize("source", HARMFUL)
@pytest.mark.parametrize("block", [True, False])
def test_a_command_is_text(source, block):
    assert not is_safe(source, block=block)


@pytest.mark.parametrize(
    "source", [r"\frac{a}{b} \lt \text{of $x$}", r"\begin{cases} 1 & x \\[2pt] 2 & y \end{cases}"]
)
def test_a_formula_is_one(source):
    assert is_safe(source, block=True)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("latex")
    answer = "\n\n".join(f"$$\n{source}\n$$\n\nand ${source}$" for source in HARMFUL)
    first = "Text with \\\\input{x}, \u2028, \u2248, \uff0c and $a+b$."
    text = f"# Bees\n\n{question(1, first)}{question(2, answer)}"
    (folder / "README.md").write_text(text, encoding="utf-8")
    (folder / "conf.py").write_text('extensions = ["publisher"]\n')
    for name in ("one", "two"):
        asked = ("-q", "-b", "latex", "-d", folder / name / "trees", folder, folder / name / "out")
        subprocess.run([sys.executable, "-P", "-m", "sphinx", *map(str, asked)], check=True)
    return folder


def test_no_command_of_an_author_is_in_it(made):
    text = (made / "one" / "out" / "bees.tex").read_text(encoding="utf-8")
    _, _, body = text.partition("\\begin{document}")
    assert not re.search(r"\\(input|directlua|def)\b", body)
    assert "\u2028" not in text
    assert "\\(a+b\\)" in text
    assert "U+FF0C" in body  # no bundled font has it, and TeX leaves out what no font has


def test_same_bytes_without_places_or_a_clock(made):
    one, two = (
        {path.name: path.read_bytes() for path in (made / name / "out").iterdir() if path.is_file()}
        for name in ("one", "two")
    )
    assert one == two
    text = one["bees.tex"].decode()
    assert str(made) not in text
    assert not re.search(r"20\d\d", re.search(r"\\date\{.*\}", text)[0])
    assert "SourceSerif4-Regular.ttf" in one


def test_each_link_within_a_report_leads_to_a_label(tmp_path):
    folder = write_all(tmp_path / "all").parent
    (folder / "conf.py").write_text('extensions = ["publisher"]\n')
    asked = ("-q", "-b", "latex", folder, tmp_path / "out")
    subprocess.run(
        [sys.executable, "-P", "-m", "sphinx", *map(str, asked)], check=True, capture_output=True
    )
    (path,) = (tmp_path / "out").glob("*.tex")
    text = path.read_text(encoding="utf-8")
    links = set(re.findall(r"\\hyperref\[(\\detokenize\{[^}]*\})\]", text))
    labels = re.findall(r"\\label\{(\\detokenize\{[^}]*\})\}", text)
    assert {f"\\detokenize{{README:{kind}}}" for kind in KINDS} == links
    assert links <= set(labels)
    assert len(labels) == len(set(labels))
