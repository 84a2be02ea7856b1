"""Where a prompt ends: the line ``Answer:``, in a quote or not, bold or not, or what became of it.

A plain marker (the word ``Answer`` and its colon) goes before any other form.  Only where a
question has none is another form looked for (``Ans:``, ``## Answer``, ``Svar -``), and only
in the prompt's quote or right behind it, so that no sentence of an answer is taken for one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

_QUOTE = re.compile(r" {0,3}>")
_ALERT = re.compile(
    r" {0,3}> {0,4}\[!(?:note|tip|important|warning|caution)\][ \t]*", re.IGNORECASE
)
_EMPHASIS = r"(?P<em>\*\*\*|\*\*|\*|___|__|_|)"
# What may stand right behind a marker and belongs to it: more colons, marks that close something.
_CLOSED = (
    r"(?:[ \t]*[:\uff1a]|</[a-z][^<>]{0,99}>|<br[ /]{0,9}>|[\u200b-\u200d\u2060\ufeff]|\\$|\*+$)*+"
)
_NUMBER = r"(?:[ \t]+(?:(?:to|for|of)[ \t]+)?(?:question[ \t]+|q)?\d{1,4})?"
_PLAIN = re.compile(
    rf"(?P<marks>(?:\s{{0,3}}>)*[ \t]*(?:\#{{1,6}}[ \t]+)?){_EMPHASIS}"
    rf"answers?{_NUMBER}\s*(?:(?P=em)\s*[:\uff1a]|[:\uff1a](?P=em)|[:\uff1a]){_CLOSED}",
    re.IGNORECASE,
)
_AT_END = re.compile(r"(?<=[\s*_.])(?P<marks>)(?:\*\*|__)?Answer:(?:\*\*|__)?[ \t]*$")
_WITHIN = re.compile(r"(?<=[.?!:*_)] )(?P<marks>)(?:\*\*|__)?Answer:(?:\*\*|__)?(?=\s|$)")
# Marks before a word: of Markdown, tags, signs of all kinds; no cell of a table.
_MARKS = r"(?P<marks>(?:</?[a-z][^<>|]{0,99}>|\d{1,3}[.)][ \t]|[^\w<|]|_)*+)"
_WORD = (
    r"(?:(?:our|your|my|the)[ \t]+)?"
    # "Answer" with letters that changed places or were lost, abbreviated, in other words.
    r"(?:a[nswer]{3,6}|ans|response|reply|solution|svar|antwort|antwoord|respuesta|r[ée]ponse"
    rf"|a(?=\d{{0,4}}\s*[:\uff1a]))(?:\d{{1,4}}|{_NUMBER})(?:[ \t]*\([^()]{{0,40}}\))?"
)
_OTHER = re.compile(
    rf"{_MARKS}(?P<word>{_WORD})(?![\w'\u2019])[*_`~\])\"\u201d]*\s*"
    rf"(?P<sign>\\?[:;\uff1a]|-{{1,3}}|[\u2013\u2014=.>]|)[*_`~\])\"\u201d]*{_CLOSED}",
    re.IGNORECASE,
)
_MAY = re.compile(rf"^ {{0,3}}>|(?<![^\W_]){_WORD}", re.IGNORECASE | re.MULTILINE)
_TITLE = re.compile(rf"{_MARKS}(?:[^\W_]++ ?+){{1,3}}+[*_]*[:\uff1a][*_]*\s*", re.IGNORECASE)
_FORMAT = re.compile(r"[*_`~\\]+|</?[a-z][^<>]{0,99}>|[\u200b-\u200d\u2060\ufeff]", re.IGNORECASE)
_UNDERLINE = re.compile(r" {0,3}=+[ \t]*$")
_LIMIT = re.compile(
    r"[\s*_]*(?:(?:recommended|expected)\s+)?answer length\b\D{0,40}\d", re.IGNORECASE
)
_EXAMPLE = re.compile(r"[\s*_]*example\b", re.IGNORECASE)
_ASKS = re.compile(rf"[*_]|{_LIMIT.pattern}|{_EXAMPLE.pattern}", re.IGNORECASE)
_LONGEST_ASKED = 12
"""Lines of a prompt without quote marks in which its limit is looked for."""
_PROMPT_WORDS = re.compile(r"answer length|^[\s>*_]*example\b", re.IGNORECASE)


class Marker(NamedTuple):
    """A marker: its line (from 0), the columns where it begins and behind it, its words.

    ``first`` is 0 where nothing but marks stands before it; ``after``: the line behind it;
    ``quoted``: it stands in a quote.
    """

    line: int
    first: int
    column: int
    text: str
    after: int
    quoted: bool


def may_prompt(text: str) -> bool:
    """Tell whether ``text``, whose lines end at LF, may hold a prompt with its marker; no is certain."""
    return bool(_MAY.search(text))


def is_quote(line: str) -> bool:
    """Tell whether ``line`` begins with a quote mark."""
    return bool(_QUOTE.match(line))


def is_alert(line: str) -> bool:
    """Tell whether ``line`` makes the quote that it begins one of GitHub's alerts: ``> [!NOTE]``."""
    return bool(_ALERT.fullmatch(line))


def is_marker(line: str) -> bool:
    """Tell whether ``line`` is a plain marker and nothing else."""
    match = _PLAIN.match(line)
    return bool(match and not line[match.end() :].strip())


def find_marker(
    plain: Sequence[str], first: int, after: int, unread: Container[int]
) -> Marker | None:
    """Find the marker of the question whose text is lines ``first`` to ``after``.

    ``unread``: the lines (from 0) inside code and comments, where nothing is a plain marker.  Outside a
    quote a marker with text behind it counts only where no answer stands before it.
    """
    prompt = prompt_end(plain, first, after)
    said = False
    for index in range(first, after):
        line = plain[index]
        match = None if index in unread else _plain(line)
        if match:
            quoted = is_quote(line)
            if quoted or not said or not line[match.end() :].strip():
                return _marker(plain, index, after, match)
        said = said or (index >= prompt and bool(line.strip()))
    return next(_others(plain, first, after, prompt), None)


def _plain(line: str) -> re.Match[str] | None:
    match = _PLAIN.match(line)
    return match or (_AT_END.search(line) if is_quote(line) else None)


def _others(plain: Sequence[str], first: int, after: int, prompt: int) -> Iterator[Marker]:
    """Yield what stands for the marker in the prompt, or right behind it.

    ``prompt``: the line behind the prompt.
    """
    end = _behind_blanks(plain, prompt, after) + 1
    for index in range(first, min(end, after)):
        match = _OTHER.match(plain[index])
        if (match and not _goes_on(plain[index], match)) or (match := _WITHIN.search(plain[index])):
            yield _marker(plain, index, after, match)
    last = prompt - 1
    while last > first and not plain[last].strip("> \t"):
        last -= 1
    # The prompt's last line, if it is a title of some words: the marker in yet another language.
    if first <= last < prompt and not _PROMPT_WORDS.search(plain[last]):
        match = _TITLE.fullmatch(plain[last])
        if match:
            yield _marker(plain, last, after, match)


def _goes_on(line: str, match: re.Match[str]) -> bool:
    """Tell whether a line that begins like a marker is a sentence: "Answers - 50 words"."""
    rest = line[match.end() :].strip()
    return bool(rest) and not (
        match["sign"][-1:] in (":", ";", "\uff1a")
        or (match["sign"].startswith(("-", "\u2013", "\u2014")) and not rest[0].isdigit())
    )


def _marker(plain: Sequence[str], index: int, after: int, match: re.Match[str]) -> Marker:
    line = plain[index]
    alone = not line[match.end() :].strip()
    underlined = alone and index + 1 < after and _UNDERLINE.match(plain[index + 1])
    return Marker(
        index,
        match.start(),
        match.end(),
        _FORMAT.sub("", line[match.end("marks") : match.end()]).strip(),
        index + 2 if underlined else index + 1,
        is_quote(line),
    )


def prompt_end(plain: Sequence[str], first: int, after: int) -> int:
    """Return the line behind the prompt, where one without a marker ends.

    It ends with its quote; a second quote belongs to it only if it reads like a prompt. Without any quote it
    ends with its limit, or with the example below that. ``first``, ``after``: the question's lines, from 0,
    the second exclusive.
    """
    index = _behind_blanks(plain, first, after)
    end = first
    while index < after and is_quote(plain[index]):
        run = index
        while index < after and is_quote(plain[index]):
            index += 1
        if end != first and not any(_PROMPT_WORDS.search(x) for x in plain[run:index]):
            break
        end = index
        index = _behind_blanks(plain, index, after)
    return end if end != first else _unquoted_end(plain, first, after)


def said_in_quote(plain: Sequence[str], first: int, end: int) -> int:
    """Return the line on which an answer begins in the prompt's own quote, which has no marker.

    ``end``: the line behind the quote, returned if there is none.  What asks is in bold, says a length or is
    an example; paragraphs behind all that say something else. ``first``: a line, from 0.
    """
    bare = [line.strip("> \t") for line in plain[first:end]]
    starts = [n for n, x in enumerate(bare) if x and (n == 0 or not bare[n - 1])]
    if not starts or not bare[starts[0]].startswith("**"):
        return end
    said = end
    for start in reversed(starts):
        if _ASKS.match(bare[start]):
            break
        said = first + start
    return said


def _unquoted_end(plain: Sequence[str], first: int, after: int) -> int:
    """Return the line behind a prompt that lost its quote marks; ``first`` if none is found."""
    index = _behind_blanks(plain, first, after)
    end = next(
        (n + 1 for n in range(index, min(after, index + _LONGEST_ASKED)) if _LIMIT.match(plain[n])),
        first,
    )
    index = _behind_blanks(plain, end, after)
    if end == first or index >= after or not _EXAMPLE.match(plain[index]):
        return end
    end = _paragraph_end(plain, index, after)
    index = _behind_blanks(plain, end, after)
    alone = not plain[end - 1].strip(" \t*_>:").lower().removeprefix("example")
    return _paragraph_end(plain, index, after) if alone else end


def _paragraph_end(plain: Sequence[str], index: int, after: int) -> int:
    while index < after and plain[index].strip():
        index += 1
    return index


def begins_with_prompt(plain: Sequence[str], first: int, after: int) -> bool:
    """Tell whether lines ``first`` to ``after`` begin with a prompt and its marker."""
    end = _behind_blanks(plain, prompt_end(plain, first, after), after)
    return find_marker(plain, first, min(end + 1, after), ()) is not None


def _behind_blanks(plain: Sequence[str], index: int, after: int) -> int:
    while index < after and not plain[index].strip():
        index += 1
    return index
