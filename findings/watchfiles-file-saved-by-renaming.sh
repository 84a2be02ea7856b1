#!/usr/bin/env bash
# watchfiles, told to watch one file, sees the first save by renaming and none after it.
#
# Expected: each of three saves is seen: editors write a new file and rename it over the old one.
# Happens: one change is seen, with a "deleted" in it; the watch stays on the file that is gone and
#   goes silent, without an error.  Watching the folder and filtering by name sees all three.
# Package: watchfiles 1.3.0 (PyPI), Linux (inotify)
# Seen: 2026-11-28
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check watchfiles==1.3.0
cd "$folder"
timeout 60 "$folder/venv/bin/python" - <<'PY'
import asyncio
from pathlib import Path

from watchfiles import awatch


async def saves_seen(name):
    folder = Path(name)
    folder.mkdir()
    file = folder / "README.md"
    file.write_text("0")
    seen, stop = [], asyncio.Event()

    async def watch():
        async for changes in awatch(file if name == "file" else folder, stop_event=stop, debounce=100):
            seen.append(sorted(kind.name for kind, path in changes if path.endswith("README.md")))

    task = asyncio.create_task(watch())
    await asyncio.sleep(1)
    for number in range(3):
        (folder / "new").write_text(str(number))
        (folder / "new").replace(file)
        await asyncio.sleep(1)
    stop.set()
    await task
    print(f"watching the {name}: three saves, seen {len(seen)}: {seen}")
    return len(seen)


assert asyncio.run(saves_seen("file")) == 1
assert asyncio.run(saves_seen("folder")) == 3
PY
