"""A reading of Markdown of its own, for the words that a reader must see.

It shares nothing with the parser, is as simple as can be, and knows its limits: what it cannot be sure of (tags, addresses,
comments, definitions) it leaves out, and a word alone is no proof of a loss.  It takes linear
time on any text.
"""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

from publisher.proof.words import FIGURE, TICKS, Word, words_of

# Line ends of a Markdown file; no other character ends a line.
_END = re.compile(r"\r\n|\r|\n")
_HEADING = re.compile(r"^[ ]{0,3}#{1,6}[ \t]", re.MULTILINE)
_QUESTION = re.compile(r"#\W*question\s*#?\s*\d{1,4}(?!\d)", re.IGNORECASE)
# Elements whose content may never be shown.
_UNSHOWN = re.compile(
    r"<(script|style|template|noscript|noframes|noembed|iframe|object|audio|video|textarea|title|"
    r"select|svg|math|xmp|plaintext|form)(?=[\s/>])",
    re.IGNORECASE,
)
_TOUCHING = re.compile(
    r"(?:<[^<>]{0,2000}>|\S)+"
)  # a tag is not parted: its attributes are no words
_TICK = re.compile(r"\[([ xX])\](?=\s|$)")
_ITEM = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)+\[([ xX])\](?=[ \t])", re.MULTILINE)
_PICTURE = re.compile(
    r"!\[[^\[\]]{0,500}\]\(\s{0,9}(?:<([^<>\n]{1,500})>|([^\s<>()]{1,500}))"
    r"(?:[ \t]{1,9}(?:\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'))?\s{0,9}\)"
)
_IMG = re.compile(
    r"<img(?=\s)[^<>\n]{0,900}?\ssrc\s{0,9}=\s{0,9}(?:\"([^\"<>\n]{1,500})\"|'([^'<>\n]{1,500})')"
    r"[^<>\n]{0,900}>",
    re.IGNORECASE,
)
_HOST_PART = re.compile(r"xn--([a-z0-9-]{1,300})", re.IGNORECASE)
_REFERENCE = re.compile(r"&#?\w{1,32};")
_ATTRIBUTE = (
    r"\s{1,99}+[a-z_:][\w.:-]{0,99}+"
    r"(?:\s{0,99}+=\s{0,99}+(?:\"[^\"]{0,2000}+\"|'[^']{0,2000}+'|[^\s\"'=<>`]{1,2000}+))?+"
)
_LINE_END = r"\n(?![ \t>]*$)"  # within a paragraph
_TITLE = "|".join(
    rf"{first}(?:[^{last}\n]|{_LINE_END}){{0,500}}{last}"
    for first, last in (('"', '"'), ("'", "'"), (r"\(", r"\)"))
)
# What a reader does not see, or what this reading cannot judge; in this order.
_DROPPED = tuple(
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        r"-{0,3}\s?question\s{1,3}\d{1,4}\s{1,3}fill here\s?-{0,3}",
        r"^(?:<{7}|>{7}|\|{7})(?:[ \t].*)?$",  # a mark of a merge conflict
        r"^.*!\[.*$",  # a picture in another form than the two above
        # a definition of a link; its address and title may stand on lines of their own, the title on several
        (
            rf"^[ \t>*+-]*\[(?!\^)[^\]\n]+(?:{_LINE_END}[^\]\n]+)?\]:"
            rf"[ \t]*(?:\n[ \t>]*(?=\S))?\S*[ \t]*(?:\n[ \t>]*(?=[\"'(]))?(?:{_TITLE})?[^\n]*"
        ),
        r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?:`{3,}|~{3,})[^\n]*",  # a fence's info string
        r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$))+",  # bullets and numbers, of empty items, too
        r"^[ \t>]*\[![a-z]{3,9}\]",  # an alert's kind
        # where a link leads; and where that cannot be told, the rest of the line
        r"(?<=\])\([^\n()]{0,300}(?:\([^\n()]{0,300}\)[^\n()]{0,300}){0,3}\)",
        rf"(?<=\])\(\s{{0,9}}[^\s()]{{0,300}}\s{{1,9}}(?:{_TITLE})\s{{0,9}}\)",
        r"(?<=\])\(.*$",
        rf"(?<=\])\[(?:[^\[\]\n]|{_LINE_END}){{0,500}}\]",
        r"\[\^[^\[\]\n]*\]",
        # a tag, with any sign in its quotes; then one that is not well formed; unknown ones may be text
        rf"<[a-z][a-z0-9-]{{0,40}}+(?:{_ATTRIBUTE}){{0,20}}+\s{{0,99}}+/?>",
        r"</?[a-z][a-z0-9-]{0,40}(?:[\s/][^<>]{0,2000})?>",
        r"(?<!\S)\S*</?[a-z][a-z0-9-]{0,40}[\s/].*$",  # one whose end cannot be told
        r"&(?:nbsp|amp|lt|gt|quot);",
        r"(?<!\S)\S*&#?\w{1,40};?\S*",  # other character references
        r":[a-z0-9_+-]{1,50}:",  # an emoji's name
        r"\$[^$\n]{0,500}\$",  # a formula is drawn in other signs
    )
)
_SURE_RUN = 3


def figure_word(address: str) -> str:
    """Return the word that stands for a figure at ``address``, encoded or not."""
    return FIGURE + "".join(words_of(_HOST_PART.sub(_decoded, unquote(address))))


def _decoded(part: re.Match[str]) -> str:
    """Return a part of a host's name in its own letters (RFC 3492)."""
    try:
        return part[1].encode().decode("punycode")
    except UnicodeError:
        return part[0]


def read_plainly(markdown: str) -> list[Word]:
    """Return the words, ticks and figures that a reader of ``markdown`` must find."""
    text = _without_comments(_without_front_matter(_END.sub("\n", markdown)))
    text = _without_unshown(text)
    # Signs of a private kind hold the places of figures while all else is taken off.
    figures: list[str] = []

    def mark(match: re.Match[str]) -> str:
        address = next(g for g in match.groups() if g)
        figures.append(_REFERENCE.sub(lambda m: html.unescape(m[0]), address))
        return f" \ue000{len(figures) - 1}\ue001 " + "\n" * match.group().count("\n")

    text = _ITEM.sub(lambda m: f" {TICKS[m[1] != ' ']} ", text.replace("\ue000", " "))
    text = _IMG.sub(mark, _PICTURE.sub(mark, text))
    for pattern in _DROPPED:
        text = pattern.sub(_apart, text)
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        for place, piece in enumerate(re.split(r"\ue000(\d+)\ue001", line)):
            found += (
                [Word(figure_word(figures[int(piece)]), number)]
                if place % 2
                else [Word(word, number) for word in words_of(piece)]
            )
    return found


def signs_in(text: str) -> list[str]:
    """Return the ticks and figures that are written in ``text``, where they are only text."""
    if "[" not in text and "<" not in text:
        return []
    ticks = [TICKS[found != " "] for found in _TICK.findall(text)]
    found = [*_PICTURE.findall(text), *_IMG.findall(text)]
    return ticks + [figure_word(first or second) for first, second in found]


def surely_lost(words: list[Word], missing: list[Word]) -> list[Word]:
    """Return what of ``missing`` is a loss: a sign, a whole line, or three words in a row."""
    if not missing:
        return []
    gone = {id(word) for word in missing}
    lines: dict[int, list[Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    sure = []
    for line in lines.values():
        enough = min(_SURE_RUN, sum(not word.is_sign for word in line))
        run: list[Word] = []
        for word in (*line, Word("", 0)):
            if id(word) in gone and not word.is_sign:
                run.append(word)
                continue
            if len(run) >= enough:
                sure += run
            run = []
            if word.is_sign and id(word) in gone:
                sure.append(word)
    return sure


def _apart(match: re.Match[str]) -> str:
    """Return what parts the words around a match; what a tag parts may be one word to a reader."""
    return (" " if match.group()[0] != "<" else "\ue001") + "\n" * match.group().count("\n")


def _without_front_matter(text: str) -> str:
    """Blank out the lines between two fences at the very top; a question's heading is none of them."""
    lines = text.split("\n")
    if lines[0].rstrip(" \t") == "---":
        for number, line in enumerate(lines[1:], 2):
            if _QUESTION.match(line):
                break
            if line.rstrip(" \t") in ("---", "..."):
                return "\n" * number + "\n".join(lines[number:])
    return text


def _without_comments(text: str) -> str:
    """Blank comments out; one that never ends goes to the next heading.

    Who cuts a comment at a question within it sees another one end here: what touches that is one word with what is before.
    """
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start + 2)
        parts.append(text[at:start])
        at = end + 3 if end >= 0 else _next_heading(text, start)
        if end >= 0 and "\n" in text[start:end] and (touching := _TOUCHING.match(text, at)):
            at = touching.end()
        parts.append("\n" * text.count("\n", start, at))
    return "".join([*parts, text[at:]])


def _without_unshown(text: str) -> str:
    """Blank out elements whose content may not be shown; one that never ends as a comment."""
    lower = text.lower()
    if len(lower) != len(text):  # a letter that becomes two
        lower = "".join(c.lower()[0] for c in text)
    never_ends: set[str] = set()
    parts, at = [], 0
    while found := _UNSHOWN.search(text, at):
        name = found[1].lower()
        end = -1 if name in never_ends else lower.find(f"</{name}", found.end())
        if end < 0:
            never_ends.add(name)
        parts.append(text[at : found.start()])
        at = end if end >= 0 else _next_heading(text, found.start())
        parts.append("\n" * text.count("\n", found.start(), at))
    return "".join([*parts, text[at:]])


def _next_heading(text: str, start: int) -> int:
    heading = _HEADING.search(text, start + 1)
    return heading.start() if heading else len(text)
