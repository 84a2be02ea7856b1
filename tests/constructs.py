"""All constructs of GitHub's that we have cases of (``cases/github``), as one report.

``python tests/constructs.py FOLDER`` writes it, for the gates of the web page.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

CASES = Path(__file__).resolve().parent / "cases" / "github"
_CASE = re.compile(r"^==== (.*)\n", re.MULTILINE)
_DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200">'
    '<rect width="400" height="200" fill="teal"/></svg>'
)


def constructs() -> list[tuple[str, str, str]]:
    """Return the cases: file, name and Markdown of each."""
    found = []
    for path in sorted(CASES.glob("*.md")):
        pieces = _CASE.split(path.read_text(encoding="utf-8"))[1:]
        found += [
            (path.stem, name, text) for name, text in zip(pieces[::2], pieces[1::2], strict=True)
        ]
    return found


def write_constructs(folder: Path) -> Path:
    """Write a report with each case as an answer into ``folder``; return its file."""
    parts = ["# All constructs"]
    section = ""
    for number, (stem, name, text) in enumerate(constructs(), 1):
        if stem != section:
            section = stem
            parts.append(f"## {stem.capitalize()}")
        parts.append(f"### Question {number}\n\n> {name}\n>\n> Answer:\n\n{text.strip()}")
    (folder / "figures").mkdir(parents=True)
    for name in ("plan", "p", "x"):
        (folder / "figures" / f"{name}.png").write_text(_DRAWING, encoding="utf-8")
    path = folder / "README.md"
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return path


def known_formulas() -> list[str]:
    """Return the LaTeX of each case of a formula that is understood."""
    from publisher.formulas.mathml import mathml_of

    text = (CASES.parent / "formulas.txt").read_text(encoding="utf-8")
    sources = re.findall(r"^([^#\s].*)\n {4}", text, re.MULTILINE)
    return [source for source in sources if mathml_of(source, block=True) is not None]


def write_formulas(folder: Path) -> Path:
    """Write a report with each of these, on a line of its own and in a line, an answer each; return its file."""
    from support import write_report

    shown = [f"```math\n{source}\n```\n\nand $`{source}`$" for source in known_formulas()]
    return write_report(folder, *shown)


if __name__ == "__main__":
    write_constructs(Path(sys.argv[1]))
