"""Holds our MathML against KaTeX's: what is known, and the tree.  A session's (`nox -s formulas`): it asks npm."""

from __future__ import annotations

import json
import os
import re
import subprocess
import unicodedata
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from publisher.formulas.mathml import mathml_of
from publisher.formulas.tables import _signs

CASES = Path(__file__).resolve().parent.parent / "cases" / "formulas.txt"
SOURCES = re.findall(r"^([^#\s].*)\n {4}", CASES.read_text(encoding="utf-8"), re.MULTILINE)
SIGNS = {name: f"a\\{name} b" for name in _signs() if name.isalpha()}
NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
# The same sign by another code point, or a blank.
SAME = str.maketrans({
    "^": "ˆ", "⋅": "·", "∣": "|", "∥": "‖", "¯": "ˉ", "‾": "ˉ", "*": "∗", "~": "˜", "ˊ": "´", "ˋ": "`", "∙": "•",
    "⟂": "⊥", "\u20d7": "→", "\u2061": "", "\u2063": "", "\u2009": "", "\u202f": "", "\xa0": "",
})  # fmt: skip
ROWS = {"mi", "mo", "mrow", "mstyle", "mpadded", "math", "semantics", "mphantom", "menclose"}
ONES = {"mover": "msup", "munder": "msub", "munderover": "msubsup"}
# Ours alone, each of which GitHub's MathJax knows, or that costs nothing to know.
OURS = {
    r"\mbox{abc}", r"\begin{multline} a + b \\ + c \end{multline}", r"\begin{eqnarray} a &=& b \\ c &=& d \end{eqnarray}",
    r"a &= b \\ c &= d", r"\nonumber x \label{eq:1} y",
}  # fmt: skip
# KaTeX's alone.
KATEX = {r"\def\x{y} \x", "50%", r"\href{http://x}{y}"}
# KaTeX draws no line's end there, puts an equation into a table, leaves the name of an operator out, and takes
# an accent off its letter.
OTHERWISE = {"é", r"x = 1 \\ y = 2", r"a \\ b", r"\begin{equation} E = mc^2 \end{equation}",
             r"\begin{equation*} E = mc^2 \end{equation*}", r"a \bmod b \pmod{n} \mod{m}"}  # fmt: skip


# Another sign in KaTeX, whose fonts lack ours.
SIGNS_OTHERWISE = {
    "Coloneqq",
    "coloneq",
    "eqcolon",
    "diagdown",
    "diagup",
    "ncong",
    "ngeqq",
    "ngeqslant",
    "nleqq",
    "nleqslant",
    "nsubseteqq",
    "nsupseteqq",
    "rq",
}


@cache
def katex(sources):
    """Return KaTeX's MathML of each source."""
    folder = os.environ["KATEX"]
    done = subprocess.run(
        ["node", f"{folder}/katex.mjs"], input=json.dumps(sources).encode(), stdout=subprocess.PIPE, check=True
    )  # fmt: skip
    return dict(zip(sources, json.loads(done.stdout), strict=True))


def shape(element):
    """Return a tree as lists of what is seen: without rows, blanks, alphabets and how a sign is called."""
    tag = element.tag.replace(NAMESPACE, "")
    if tag in ("mi", "mn", "mo", "mtext") and not len(element):
        text = unicodedata.normalize("NFKD", (element.text or "").translate(SAME))
        return ["".join(text.translate(SAME).split())]
    if tag in ("mspace", "annotation"):
        return []
    if tag in ROWS or tag == "mtd":
        return glued(piece for part in element for piece in shape(part))
    if tag in ("mtable", "mtr"):
        return [[tag, *filter(None, (shape(part) for part in element))]]
    return [[ONES.get(tag, tag), *(shape(part) for part in element)]]


def glued(pieces):
    """Return pieces with texts that stand side by side as one."""
    found = []
    for piece in pieces:
        if isinstance(piece, str) and found and isinstance(found[-1], str):
            found[-1] += piece
        elif piece:
            found.append(piece)
    return found


@pytest.mark.parametrize("source", SOURCES)
def test_known_and_alike(source):
    ours, theirs = mathml_of(source, block=True), katex(tuple(SOURCES))[source]
    if source in OURS:
        assert ours is not None
        assert theirs is None
    elif source in KATEX:
        assert ours is None
        assert theirs is not None
    else:
        assert (ours is None) == (theirs is None)
    if ours is not None and theirs is not None and source not in OTHERWISE:
        assert shape(ours) == shape(ET.fromstring(theirs))  # noqa: S314 - KaTeX's own


def test_signs_are_alike():
    theirs = katex(tuple(SIGNS.values()))
    both = {name: theirs[source] for name, source in SIGNS.items() if theirs[source]}
    assert len(both) > 450
    unlike = {
        name
        for name, made in both.items()
        if shape(mathml_of(SIGNS[name], block=True)) != shape(ET.fromstring(made))  # noqa: S314 - as above
    }
    assert unlike == SIGNS_OTHERWISE
