"""The same report gives the same bytes, whoever builds it, wherever, under whatever settings."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys

import pytest
from PIL import Image
from support import ROOT, files_below, write_report

FORMATS = "html,pdf,archive,text,epub,latex,docx"
FILES = {
    "report.html",
    "report.json",
    "report.pages.json",
    "report.pdf",
    "report.txt",
    "report.epub",
    "report.docx",
    "report-latex/report.tex",
}
ANSWERS = (
    "| a | b |\n|---|---|\n| 1 | :rocket: |\n\n- [x] done\n- [ ] not\n\n> [!NOTE]\n> noted",
    "![a gradient](figures/a.jpg) and ![a window](figures/b.png)\n\n![lines](figures/c.svg)",
    "```python\ndef f(x): return x\n```\n\n$a^2$ ☑ Ω 中 [a link](https://example.org)[^1]\n\n[^1]: ok",
)
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0L9 9"/></svg>'


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("same")
    pictures = {}
    for name, kind, mode in (("a.jpg", "JPEG", "RGB"), ("b.png", "PNG", "RGBA")):
        out = io.BytesIO()
        Image.radial_gradient("L").resize((40, 30)).convert(mode).save(out, kind)
        pictures[f"figures/{name}"] = out.getvalue()
    write_report(folder / "report", *ANSWERS, figures={**pictures, "figures/c.svg": DRAWING})
    return folder


def built(place, name, *, umask=0o022, cwd=None, before=(), **env):
    """Build in a process of its own; return the files' bytes by name."""
    out = place / name
    out.mkdir()
    command = [*before, sys.executable, "-m", "publisher", "build", place / "report", "-o", out]
    command += ["--to", FORMATS, "--no-cache"]
    done = subprocess.run(
        command,
        cwd=cwd or place,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(place), **env},
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return files_below(out)


@pytest.fixture(scope="module")
def usual(place):
    files = built(place, "usual", PYTHONHASHSEED="1")
    assert set(files) > FILES
    return files


@pytest.mark.skipif(os.name != "posix", reason="umask")
def test_in_another_environment(place, usual, tmp_path):
    # In the working folder lies what must not pass for a module.
    for module in ("weasyprint", "PIL", "sitecustomize"):
        (tmp_path / f"{module}.py").write_text("raise SystemExit('the wrong module')")
    strange = {
        "HOME": str(tmp_path / "none"),
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "tr_TR.UTF-8",
        "LANGUAGE": "tr",
        "PYTHONHASHSEED": "42",
        "PYTHONSAFEPATH": "1",
        "FONTCONFIG_FILE": "/nowhere",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "TMPDIR": str(tmp_path),
        "COLUMNS": "40",
        "FORCE_COLOR": "1",
    }
    assert built(place, "strange", umask=0o077, cwd=tmp_path, **strange) == usual


def test_as_another_user(place, usual):
    # In a namespace of its own, a process is nobody and may still read what its starter may.
    nobody = ["unshare", "--user"]
    if not shutil.which("unshare") or subprocess.run([*nobody, "true"], check=False).returncode:
        pytest.skip("this machine lets nobody be another user")
    who = subprocess.check_output([*nobody, "id", "-u"], text=True)
    assert int(who) != os.geteuid()
    assert built(place, "nobody", before=nobody, HOME="/nonexistent", PYTHONHASHSEED="7") == usual
