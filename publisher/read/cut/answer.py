"""An answer's own Markdown: what is left when the template's leavings are taken off.

Line numbers survive: a line that is taken off is left blank, so line *n* of the
result is line ``segment.line + n`` of the report.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING
from unicodedata import category

from publisher.read.blocks.comment import comments, without_comments
from publisher.read.blocks.lines import Lines, plain_lines
from publisher.read.blocks.structure import blocks_of
from publisher.read.blocks.suppression import Suppression, suppressions, without_suppression
from publisher.read.cut.conflict import conflict_marks

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from publisher.read.blocks.structure import Block
    from publisher.read.cut.segments import QuestionSpan

QUOTE_MARK = re.compile(r" {0,3}> ?")
_ALERT = re.compile(r" {0,3}> ?\[!")
_TAG = re.compile(r"<[^<>]*+>")
_PICTURES = re.compile(r"[ \t]*(?:!\[[^\[\]]*+\]\([^()]*+\)[ \t]*(?:<br[ /]*>)?[ \t]*)++$")
_DASH = r"[-\u2013\u2014_]"
# "Fill here" as templates say it.
_FILL = (
    r"(?:fill(?:[ \t]+in)?[ \t]+here|udfyld(?:es)?[ \t]+her|hier[ \t]+(?:ausf\u00fcllen|eintragen))"
)
_PLACEHOLDER = re.compile(
    rf"(?P<mark>[*~`]{{0,3}})(?:\\?{_DASH}{{1,16}}[ \t]*)?(?<![^\W_])question[ \t]+\d{{1,4}}[ \t]+"
    rf"{_FILL}(?![^\W_])(?:[ \t]*\\?{_DASH}{{1,16}}(?![-\w]))?(?P=mark)"
    # A course that calls its questions otherwise: "--- exercise 1 fill here ---".
    rf"|{_DASH}{{2,12}}[ \t]*[^\W\d_]{{1,20}}[ \t]+\d{{1,4}}[a-z]?:?[ \t]+{_FILL}[ \t]*{_DASH}{{2,12}}"
    rf"|{_DASH}{{2,12}}[ \t]*(?:(?:your[ \t]+)?(?:fill|answer)[ \t]+here|{_FILL})[ \t]*{_DASH}{{2,12}}",
    re.IGNORECASE,
)
# Who is to write the answer: "(Ann)".
_REMARK = re.compile(r"[ \t]*\([^()]{1,60}\)[ \t]*$")
_HERE = re.compile(rf"(?:fill|answer)[ \t]+here|{_FILL}", re.IGNORECASE)
# What a word processor or a shell's comment puts before dashes.
_MARKED = r"[ \t]*(?:#{1,6}[ \t]+|\\|`[ \t]*`[ \t]*)?"
_DASHES_ALONE = re.compile(rf"{_MARKED}(?:-{{3}}|\u2014)[ \t]*$")
_DASHES_BEFORE = re.compile(r"[ \t]*(?:\\?-{3}(?!-)[ \t]*|\u2014[ \t]+)(?=[^\s|])")
_DASHES_BEHIND = re.compile(r"(?<=[^\s|:\\-])[ \t]*\\?-{3}[ \t]*$|(?<=\S)[ \t]+\u2014[ \t]*$")
_APART_BEFORE = re.compile(r"[ \t]*\\?-{3}[ \t]+(?=[^\s|])")
_APART_BEHIND = re.compile(r"(?<=[^\s|:])[ \t]+\\?-{3}[ \t]*$")
# Dashes of other lengths are the placeholder's where both ends have them.
_OTHER_DASHES = r"(?:-{2,4}|[\u2013\u2014]{1,2})"
_OTHER_BEFORE = re.compile(rf"[ \t]*{_OTHER_DASHES}(?![-\u2013\u2014])[ \t]*(?=[^\s|])")
_OTHER_BEHIND = re.compile(rf"(?<=[^\s|\-\u2013\u2014])[ \t]*{_OTHER_DASHES}[ \t]*$")
_INVISIBLE = re.compile(
    r"&nbsp;|&lt;!--|</?(?:a|b|br|center|code|details|div|em|font|h[1-6]|hr|i|li|ol|p|pre|span"
    r"|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul)\b[^<>]*+>",
    re.IGNORECASE,
)
_BLANK = frozenset(("Cc", "Cf", "Zl", "Zp", "Zs"))  # categories of Unicode that nobody sees
_NO_WORD = frozenset("-\u2013\u2014>`~*_#+=|")


@dataclass(frozen=True)
class AnswerText:
    """An answer after cleaning.

    ``lines`` without line ends, ``line`` the source line of the first;
    ``placeholders`` pairs of source line and the text as written; ``dashes`` the
    source lines that lost left-over dashes; ``markers`` the source lines of
    repeated markers (kept in ``lines``, no words); ``conflicts`` those that lost a mark of git's; ``suppressions`` (``index``: of
    ``lines``) are kept there, too, and no words; ``unquoted`` the indices of the
    ``lines`` that lost a quote mark.
    """

    lines: tuple[str, ...]
    line: int
    placeholders: tuple[tuple[int, str], ...]
    dashes: tuple[int, ...]
    markers: tuple[int, ...]
    suppressions: tuple[Suppression, ...]
    unquoted: frozenset[int]
    conflicts: tuple[int, ...]

    @property
    def quoted(self) -> bool:
        """Whether quote marks were taken off."""
        return bool(self.unquoted)

    @property
    def markdown(self) -> str:
        """The answer as Markdown, repeated markers included."""
        return "\n".join(self.lines)

    @cached_property
    def shown_lines(self) -> list[str]:
        """The lines to render: a suppression is a blank one, which ends HTML as well."""
        lines = list(self.lines)
        for said in self.suppressions:
            if said.alone:
                lines[said.index] = without_suppression(lines[said.index])
        return lines

    @cached_property
    def counted(self) -> str:
        """The Markdown that the counting rule ``source`` counts: without repeated markers."""
        return "\n".join(self.counted_lines)

    @cached_property
    def counted_lines(self) -> list[str]:
        """The lines of ``counted``; what is no word is blank, so that numbers stay right."""
        skip = {line - self.line for line in self.markers}
        lines = ["" if n in skip else x for n, x in enumerate(self.lines)]
        for said in self.suppressions:
            if said.alone:
                lines[said.index] = ""
        return lines

    @cached_property
    def answered(self) -> bool:
        """Whether anything is left besides dashes, blanks, marks, empty tags and comments."""
        rest = _INVISIBLE.sub("", without_comments(self.counted))
        return any(c not in _NO_WORD and category(c) not in _BLANK for c in rest)


def clean(text: str, question: QuestionSpan) -> AnswerText:
    """Take what is no answer off that of ``question``: quote marks, placeholders, dashes, git's marks."""
    segment = question.answer
    lines = plain_lines(Lines.of(text[segment.start : segment.end]).items)
    said = tuple(suppressions(lines))
    # A blank line to all that follows: what stands above it is still the answer's last line.
    taken = {s.index: lines[s.index] for s in said if s.alone}
    lines = [without_suppression(x) if n in taken else x for n, x in enumerate(lines)]
    conflicts = tuple(_take_conflicts(lines, segment.line))
    placeholders = tuple(take_placeholders(lines, segment.line))
    unquoted = _unquote(lines, max(0, question.quote_end - segment.line + 1))
    _show_open_comments(lines)
    dashes = tuple(sorted(_take_dashes(lines, segment.line)))
    for index, line in taken.items():
        lines[index] += line.removeprefix(without_suppression(line))
    return AnswerText(
        tuple(lines),
        segment.line,
        placeholders,
        dashes,
        question.markers_again,
        said,
        unquoted,
        conflicts,
    )


def without(answer: AnswerText, taken: Collection[int]) -> AnswerText:
    """Return ``answer`` with the lines of the indices in ``taken`` blank."""
    lines = ("" if n in taken else line for n, line in enumerate(answer.lines))
    return replace(answer, lines=tuple(lines))


def _take_conflicts(lines: list[str], first: int) -> list[int]:
    """Blank the marks of a merge conflict, in place, but for those in code; return their lines."""
    marks = conflict_marks(lines)
    unseen = _unseen(lines) if marks else set()
    taken = [n for n in marks if n not in unseen]
    for index in taken:
        lines[index] = ""
    return [first + n for n in taken]


def _unquote(lines: list[str], continued: int) -> frozenset[int]:
    """Take one level of quote marks off a quoted answer, in place; return off which lines.

    ``continued``: how many lines go on in the prompt's own quote.  All else is unquoted
    where nothing but code and pictures stands beside its quotes.
    """
    marked = [n for n, x in enumerate(lines) if QUOTE_MARK.match(x)]
    if not marked:
        return frozenset()
    rest = [b for b in blocks_of(lines, continued, len(lines)) if not b.depth]
    quotes = [b for b in rest if b.type == "blockquote"]
    quoted = set(range(continued))
    if (
        quotes
        and all(b.type == "blockquote" or _is_no_text(lines, b) for b in rest)
        and not any(_ALERT.match(lines[b.first]) for b in quotes)
    ):
        quoted.update(n for b in quotes for n in range(b.first, b.after))
    taken = frozenset(n for n in marked if n in quoted)
    for index in taken:
        lines[index] = QUOTE_MARK.sub("", lines[index], count=1)
    return taken


def _is_no_text(lines: Sequence[str], block: Block) -> bool:
    """Tell whether ``block`` is code, tags, or pictures alone."""
    if block.type in ("fence", "code_block"):
        return True
    own = lines[block.first : block.after]
    if block.type == "html_block":
        return not _TAG.sub("", "\n".join(own)).strip()
    return block.type == "paragraph" and all(map(_PICTURES.match, own))


def _show_open_comments(lines: list[str]) -> None:
    """Make a comment that is never closed text, in place: else it would hide the answer."""
    if any("<!--" in x for x in lines):
        for block in blocks_of(lines, 0, len(lines)):
            if block.open and block.type == "html_block":
                lines[block.first] = lines[block.first].replace("<!--", "&lt;!--")


def take_placeholders(lines: list[str], first: int) -> list[tuple[int, str]]:
    """Take placeholders off ``lines``, in place; return the source line and the text of each.

    ``first``: the source line of the first of them.
    """
    found = []
    if any(_HERE.search(x) for x in lines):
        unseen = _unseen(lines)
        for index, line in enumerate(lines):
            match = _PLACEHOLDER.search(line)
            if match and index not in unseen:
                remark = _REMARK.match(line, match.end())
                end = remark.end() if remark else match.end()
                found.append((first + index, line[match.start() : end].strip()))
                lines[index] = (line[: match.start()] + line[end:]).rstrip()
    return found


def _unseen(lines: list[str]) -> set[int]:
    """Return the lines in fences and comments, where a placeholder is none."""
    text = Lines.of("\n".join(lines))
    found = {
        n
        for b in blocks_of(lines, 0, len(lines))
        if b.type == "fence"
        for n in range(b.first, b.after)
    }
    for start, end in comments(text.text):
        found.update(range(text.line_at(start) - 1, bisect_right(text.starts, end - 1)))
    return found


def _take_dashes(lines: list[str], first: int) -> set[int]:
    """Blank the placeholder's dashes where they stand around the answer, in place."""
    filled = [n for n, x in enumerate(lines) if x.strip()]
    last = lines[filled[-1]] if filled else ""
    if not _DASHES_ALONE.match(last) and (behind := _OTHER_BEHIND.search(last)):
        before = _OTHER_BEFORE.match(lines[filled[0]])
        if before and (len(filled) > 1 or before.end() < behind.start()):
            lines[filled[-1]] = last[: behind.start()]
            lines[filled[0]] = lines[filled[0]][before.end() :]
            return {first + filled[0], first + filled[-1]}
    opened, closed = set(), set()
    if filled and (match := _DASHES_BEFORE.match(lines[filled[0]])):
        lines[filled[0]] = lines[filled[0]][match.end() :]
        opened.add(filled[0])
    while filled and _DASHES_ALONE.match(lines[filled[0]]):
        lines[filled[0]] = ""
        opened.add(filled.pop(0))
    while filled and _DASHES_ALONE.match(lines[filled[-1]]):
        lines[filled[-1]] = ""
        closed.add(filled.pop())
    if filled and (match := _DASHES_BEHIND.search(lines[filled[-1]])):
        lines[filled[-1]] = lines[filled[-1]][: match.start()]
        closed.add(filled[-1])
    if opened and not closed:
        closed = _take_within(lines, _APART_BEHIND)
    elif closed and not opened:
        opened = _take_within(lines, _APART_BEFORE)
    return {first + n for n in opened | closed}


def _take_within(lines: list[str], dashes: re.Pattern[str]) -> set[int]:
    """Take the other end's dashes off in the middle of an answer, in place: a picture may follow them.

    Only where one line alone can have them.
    """
    found = [(n, m) for n, x in enumerate(lines) if (m := dashes.search(x))]
    if len(found) != 1 or found[0][0] in _unseen(lines):
        return set()
    index, match = found[0]
    lines[index] = lines[index][: match.start()] + lines[index][match.end() :]
    return {index}
