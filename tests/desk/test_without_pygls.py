"""Without the extra the language server says what to install."""

from __future__ import annotations

import os

from support import ROOT, command


def test_it_says_what_to_install(tmp_path):
    package = tmp_path / "pygls"
    package.mkdir()
    missing = "raise ModuleNotFoundError(\"No module named 'pygls'\", name='pygls')\n"
    (package / "__init__.py").write_text(missing, encoding="utf-8")
    done = command("lsp", PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    assert done.code == 5
    assert done.err == (
        "publisher: the language server needs pygls, which is not installed; "
        "pip install 'report-publisher[lsp]' brings it\n"
    )
