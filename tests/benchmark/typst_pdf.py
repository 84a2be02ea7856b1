"""Makes a PDF of a Markdown file with pandoc and Typst, for the comparison only.

usage: typst_pdf.py REPORT PDF     The figures lie beside the report.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pypandoc
import typst


def main() -> None:
    """Let pandoc write for Typst, and Typst set it."""
    report, target = map(Path, sys.argv[1:])
    room = report.resolve().parent
    # The folder of figures is the one that the text names them by.
    with tempfile.TemporaryDirectory() as name:
        text = Path(name) / "report.typ"
        command = [pypandoc.get_pandoc_path(), str(report), "-f", "gfm", "-s", "--toc"]
        command += ["--metadata", "title=Report", "-t", "typst", "-o", str(text)]
        subprocess.run(command, check=True)
        for beside in room.iterdir():
            (Path(name) / beside.name).symlink_to(beside)
        target.write_bytes(typst.compile(str(text), root="/"))


if __name__ == "__main__":
    main()
