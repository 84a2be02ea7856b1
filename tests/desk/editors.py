"""Editors that are no tests' client: Neovim, headless, with what docs/editors.md says; and ten thousand changes.

``nox -s editors`` runs it; it is not collected with the other tests.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from editor import editor
from support import EXAMPLE, ROOT, png
from test_language_server import FOUND, REPORT

NEOVIM = shutil.which("nvim") or ""
needs_neovim = pytest.mark.skipif(not NEOVIM, reason="nvim is not installed")
SETTINGS = re.compile(r"<!-- editor: neovim -->\n```lua\n(.*?)```\n", re.DOTALL)


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "report" / "README.md"
    (made.parent / "figures").mkdir(parents=True)
    made.write_text(REPORT, encoding="utf-8", newline="\n")
    (made.parent / "figures" / "plan.png").write_bytes(png())
    (made.parent / "notes.txt").write_text("notes", encoding="utf-8")
    return made


def neovim(path, tmp_path, *more):
    """Start Neovim with the settings that the docs show, and a home of its own."""
    settings = tmp_path / "init.lua"
    (shown,) = SETTINGS.findall((ROOT / "docs" / "editors.md").read_text(encoding="utf-8"))
    settings.write_text(shown, encoding="utf-8")
    home = tmp_path / "home"
    home.mkdir()
    env = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        **{f"XDG_{kind}_HOME": str(home) for kind in ("CONFIG", "DATA", "STATE", "CACHE")},
        "SEEN": str(tmp_path / "seen.json"),
    }
    command = [NEOVIM, "--headless", "-n", "-u", str(settings), str(path), *more]
    return subprocess.Popen(
        command,
        cwd=path.parent,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def servers_below(process):
    return [p for p in psutil.Process(process.pid).children(recursive=True) if "lsp" in p.cmdline()]


def gone(processes):
    _, left = psutil.wait_procs(processes, timeout=60)
    return not left


@needs_neovim
def test_neovim_sees_what_is_wrong_and_mends_it(path, tmp_path):
    run = neovim(path, tmp_path, "-c", f"luafile {ROOT / 'tests' / 'desk' / 'neovim.lua'}")
    told, _ = run.communicate(timeout=300)
    seen = json.loads((tmp_path / "seen.json").read_text(encoding="utf-8"))
    assert "fault" not in seen, seen["fault"]
    steps = dict(seen["steps"])
    assert {d["code"]: d["text"] for d in steps["found"] if d["code"] in FOUND} == FOUND
    assert steps["lenses"] == ["10 of 2-9 words, 1 image", "4 words, 0 of 1-2 images", "4 words"]
    assert steps["hover"].startswith("**report.image_missing** (error)")
    assert steps["offered"][0].startswith("Write the picture's name as its file has it")
    assert "![a plan](figures/plan.png)" in steps["mended"]
    assert steps["stale"] is True
    assert b"newer than edits" in told
    assert steps["completed"] == "![](figures/plan.png)"
    assert steps["outline"][-1] == "Question 3: 5 words, 1 image"
    assert [d["code"] for d in steps["emptied"]] == ["broken"]
    assert path.read_text(encoding="utf-8") == REPORT, "nothing was saved"


@needs_neovim
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_the_server_ends_with_neovim(path, tmp_path, how):
    run = neovim(path, tmp_path)
    end = time.monotonic() + 60
    while not (servers := servers_below(run)):
        assert time.monotonic() < end
        time.sleep(0.1)
    run.send_signal(how)
    run.communicate(timeout=60)
    assert gone(servers)


def test_memory_is_flat_after_ten_thousand_changes():
    """As after ten; every hundredth is judged, the others are superseded."""
    early, late = asyncio.run(_changes(10_000))
    assert late <= 1.1 * early, f"{early / 2**20:.0f} MiB, then {late / 2**20:.0f}"


async def _changes(number):
    async with editor() as made:
        text = EXAMPLE.read_text(encoding="utf-8")
        await made.open(EXAMPLE)
        server = psutil.Process(made.server.pid)
        for count in range(1, number + 1):
            made.send(f"{text}\n{'word ' * (count % 50)}")
            if count <= 10 or count % 100 == 0:
                await made.found()
            if count == 10:
                early = server.memory_info().rss
        asked = made.client.protocol._request_futures
        assert len(asked) < 10
        return early, server.memory_info().rss
