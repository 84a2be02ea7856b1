"""Writes publisher/fonts/coverage.py from the bundled fonts; a test tells when it is stale."""

from __future__ import annotations

import textwrap
from itertools import groupby
from pathlib import Path

from fontTools.ttLib import TTFont

from publisher.doors.assets import themes_folder

TABLE = Path(__file__).parents[1] / "publisher" / "fonts" / "coverage.py"
HEAD = '''"""The characters of the bundled fonts: made from them by ``python docs/characters.py``."""

RANGES = """
'''
TAIL = '''
"""
"""First and last code points, in hexadecimal digits; one number where they are the same."""
'''


def table() -> str:
    """Return the module's text."""
    found: set[int] = set()
    for path in (themes_folder() / "fonts").glob("*/*-Regular.ttf"):
        with TTFont(path, lazy=True) as font:
            found.update(font.getBestCmap())
    ranges = []
    for _, run in groupby(enumerate(sorted(found)), lambda pair: pair[1] - pair[0]):
        codes = [code for _, code in run]
        ranges.append(f"{codes[0]:x}-{codes[-1]:x}" if len(codes) > 1 else f"{codes[0]:x}")
    wrapped = textwrap.wrap(" ".join(ranges), 100, break_on_hyphens=False)
    return HEAD + "\n".join(wrapped) + TAIL


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
