"""Writes docs/diagnostics.md from the rules' own docstrings; a test tells when it is stale."""

from __future__ import annotations

import inspect
from pathlib import Path

from publisher.rules import RULES, explanations

PAGE = Path(__file__).parent / "diagnostics.md"
HEAD = """# Diagnostics

Each has a code, printed in brackets as `report.<code>`; under Sphinx the code is the warning's
subtype. A course may change a severity or switch a rule off (`severities` in its `course.yaml`).
This page is made from the code: `python docs/generate.py`.

| code | severity | in short |
| --- | --- | --- |
"""


def page() -> str:
    """Return the page's text."""
    known = explanations()
    rows = "".join(
        f"| [`{e.code}`](#{e.code}) | {e.severity} | {e.short} |\n" for e in known.values()
    )
    parts = []
    for code, explained in known.items():
        text = inspect.cleandoc(RULES[code].__doc__ or "") if code in RULES else explained.text
        parts.append(f"## {code}\n\n*{explained.severity}.* {_markdown(text)}\n")
    return HEAD + rows + "\n" + "\n".join(parts)


def _markdown(text: str) -> str:
    """Turn a docstring's literal blocks into fenced ones."""
    lines: list[str] = []
    fenced = False
    for line in text.splitlines():
        if line.endswith("::"):
            if fenced:
                lines[-1:] = ["````", ""]
            lines += [line[:-1], "", "````text"]
            fenced = True
        elif fenced and line and not line.startswith("    "):
            lines[-1:] = ["````", ""]
            lines.append(line)
            fenced = False
        elif fenced and not line and lines[-1] == "````text":
            continue
        else:
            lines.append(line.removeprefix("    ") if fenced else line)
    if fenced:
        lines.append("````")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
