"""What older versions of ours are known to have read otherwise, each with a narrow test of both values.

A step excuses a difference only where the source shows that it can be that one: so an archive that merely
names an older version gains nothing by it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Values", "reason"]

_0_2: Final = (0, 2, 0)
_WORD: Final = re.compile(r"\w+")
_NOTE_DEFINED: Final = re.compile(r"[ >]*\[\^[^\]\n]{1,999}\]:")
_NOT_SHOWN: Final = re.compile(r"\[Picture not shown: (?:(?!\[Picture not)[^\n])*?\)\]")
_STUDY_NUMBER: Final = re.compile(r"s?\d{6,8}")

# What 0.1.0 passed over in the words of a limit: "about", "+/- 10 %", "each".
_HEDGE: Final = (
    r"\b(?:about|approx(?:imately|\.)?|around|roughly|circa|ca\.?)(?= ?\d)|[~\u2248]"
    r"|[(,]? ?(?:\+ ?/? ?[-\u2013\u2212]|\u00b1) ?\d+(?: ?(?:%|percent\b))?\)?"
    r"| (?:each|per \w+)"
)
_HEDGES: Final = re.compile(_HEDGE, re.IGNORECASE)
# "150 +/- 20 words" was "20 words" to it, "around 200" no limit.
_BEFORE_SPREAD: Final = re.compile(
    r"(?<!\d)\d{1,6} ?(?:\+ ?/? ?[-\u2013\u2212]|\u00b1) ?(?=\d+ words?\b)"
)
_NO_NOUN: Final = re.compile(
    r"\b(?:about|around|roughly|circa) \d{1,6}(?!\d| ?words?\b)", re.IGNORECASE
)
# What it took of "1 500 words", "1.500 words", "a few images", "an image or two", "at most 9, at least 5 words" and
# "3 pages including figures", by what it did not understand.
_PASSED_OVER: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (r"\b\d{1,3}['\u2019 ](?=\d{3}\b)", ""),
        (r"\b\d{1,3}(?:\.\d{3})+\b", ""),
        (r"(?<=\d)\.\d{3} words?\b", "."),
        (r"\ba (?:few|couple(?: of)?|handful of)\b", "a"),
        (r"\b(?:several|multiple|a (?:few|couple(?: of)?|handful of))\b", "some"),
        (r" or (?:two|three|four)\b", ""),
        (
            r"\b(?:at most|up to|(?:a )?max(?:imum|\.)?(?: of)?) \d{1,6},?(?: and| but)? (?=at least|(?:a )?min)",
            "",
        ),
        (r"(?<=\d )\w+ (?:including|excluding|containing)(?= )", ""),
    )
)


@dataclass(frozen=True, slots=True)
class Values:
    """Where two readings differ.

    ``pointer``: of the member (RFC 6901); ``held``, ``read``: its values in the archive and by reading its source
    now; ``members``, ``again``: the whole of each.
    """

    pointer: str
    held: Any
    read: Any
    members: dict[str, Any]
    again: dict[str, Any]

    def question(self, whole: dict[str, Any]) -> dict[str, Any]:
        """Return the question that the pointer leads into, in ``members`` or ``again``."""
        found: dict[str, Any] = whole["questions"][int(self.pointer.split("/")[2])]
        return found


@dataclass(frozen=True, slots=True)
class _Step:
    """What versions of ours before ``version`` read otherwise.

    ``members``: of which pointers; ``shown`` tells whether a difference can be that one; ``reason``: for people.
    """

    version: tuple[int, ...]
    members: re.Pattern[str]
    shown: Callable[[Values], bool]
    reason: str


def reason(values: Values, version: tuple[int, ...]) -> str:
    """Return why ``version`` of ours read a member otherwise, in words; empty: it is not known to."""
    return next(
        (
            step.reason
            for step in _STEPS
            if version < step.version
            and step.members.fullmatch(values.pointer)
            and step.shown(values)
        ),
        "",
    )


def _is_first_number(found: Values) -> bool:
    """Tell whether a group is the first number in the answer to question 1, whatever that asks."""
    number = re.search(r"[0-9]{1,6}", _answer(found, 1))
    return found.read is None and number is not None and found.held == int(number[0])


def _are_of_question_2(found: Values) -> bool:
    """Tell whether study numbers are some in the answer to question 2, whatever that asks."""
    held = [found.held] if isinstance(found.held, str) else found.held
    return set(held) <= set(_STUDY_NUMBER.findall(_answer(found, 2).lower()))


def _answer(found: Values, number: int) -> str:
    texts = (q["answer"]["text"] for q in found.again["questions"] if q["number"] == number)
    return str(next(texts, ""))


def _is_by_notes(found: Values) -> bool:
    """Tell whether a count differs by no more than the words of the source's footnotes."""
    words = sum(len(line.split()) for line in _notes(found.again))
    return bool(abs(found.held - found.read) <= words)


def _differs_by_notes(found: Values) -> bool:
    """Tell whether two texts have the same words in the same order, but for words of the footnotes."""
    held, read = _WORD.findall(found.held), _WORD.findall(found.read)
    notes = Counter(word for line in _notes(found.again) for word in _WORD.findall(line))
    if not Counter(held) - Counter(read) <= notes or not Counter(read) - Counter(held) <= notes:
        return False
    return [w for w in held if w not in notes] == [w for w in read if w not in notes]


def _notes(again: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of footnotes in the source."""
    inside = False
    for line in again["source"]["bytes"].data.decode("utf-8", "replace").splitlines():
        inside = bool(_NOTE_DEFINED.match(line)) or (inside and bool(line.strip()))
        if inside:
            yield line


def _is_of_picture_within(found: Values) -> bool:
    """Tell whether texts are one but for what stands for a picture within the text (``data:``)."""
    held, read = (_NOT_SHOWN.sub(_unless_within, text) for text in (found.held, found.read))
    return held == read


def _unless_within(note: re.Match[str]) -> str:
    return "" if "data:" in note[0] else note[0]


def _is_of_plainer_words(found: Values) -> bool:
    """Tell whether a limit is what its prompt says without the words that were not understood."""
    from publisher.read.limits.prompt import asked_text, limits_of, wordings

    kind = found.pointer.split("/")[4]
    question = found.question(found.again)
    if str(question["number"]) in found.again["settings"]["limits"]:  # the course's, in any version
        return False
    lines = question["prompt"]["markdown"].replace(">", " ").splitlines()
    said = asked_text(lines)
    plainer = [_HEDGES.sub("", said), _BEFORE_SPREAD.sub("", said), _NO_NOUN.sub("", said)]
    plainer += [pattern.sub(instead, said) for pattern, instead in _PASSED_OVER]
    if kind == "images":  # where no verb asks for them: in a sentence of their own, behind words
        loose = [w.text for w in wordings(lines) if w.kind == kind and _is_loose(said, w.text)]
        plainer += [said.replace(text, "") for text in loose]
    limit = found.question(found.members)["limits"][kind]
    held = limit and tuple(limit)
    return any(text != said and getattr(limits_of([text]), kind) == held for text in plainer)


def _is_loose(said: str, wording: str) -> bool:
    before = said.partition(wording)[0].rstrip()
    return not before or before[-1] in ".!?;:" or wording[0] in "+,;&" or bool(_AND.match(wording))


_AND: Final = re.compile(r"(?:and|plus|with)\b", re.IGNORECASE)


def _is_of_placeholder(found: Values) -> bool:
    """Tell whether an answer was nothing but a placeholder in words that were not known."""
    from publisher.read.cut.answer import take_placeholders

    if found.read not in ("unanswered", 0, ""):
        return False
    text = found.question(found.members)["answer"]["markdown"].strip()
    line = [f"--- {text} ---"]
    take_placeholders(line, 1)
    source = found.again["source"]["bytes"].data.decode("utf-8", "replace")
    written = (
        x.strip(" \t-\u2013\u2014_")
        for x in source.splitlines()
        if x.strip()[:2].strip("-\u2013\u2014_") == ""
    )
    if not text or line[0].strip() or text not in written:
        return False
    kind = found.pointer.split("/")[3]
    if kind == "status":
        return bool((found.held, found.read) == ("answered", "unanswered"))
    if kind == "words":
        return bool(found.read == 0 and 0 < found.held <= len(text.split()))
    return bool(found.read == "" and found.held.strip() == text)


def _follows(found: Values) -> bool:
    """Tell whether a verdict is that of the archive's own counts and limits: these are compared themselves."""
    held = found.question(found.members)
    words = held["words"][found.members["settings"]["count"]]
    limits = held["limits"]["words"], held["limits"]["images"]
    if limits == (None, None):
        return bool(found.held == "none")
    kept = all(
        limit is None or (limit[0] <= count and (limit[1] is None or count <= limit[1]))
        for count, limit in zip((words, held["images"]), limits, strict=True)
    )
    return bool(found.held == ("pass" if kept and held["status"] == "answered" else "fail"))


_STEPS: Final = (
    _Step(
        _0_2,
        re.compile(r"/group/number"),
        _is_first_number,
        "before 0.2.0 the first number in the first answer was the group's",
    ),
    _Step(
        _0_2,
        re.compile(r"/group/study_numbers(?:/\d+)?"),
        _are_of_question_2,
        "before 0.2.0 the members were those in the answer to question 2",
    ),
    _Step(
        _0_2,
        re.compile(r"/questions/\d+/words/\w+"),
        _is_by_notes,
        "before 0.2.0 a footnote counted where it stands, not where it is first used",
    ),
    _Step(
        _0_2,
        re.compile(r"/questions/\d+/answer/(?:markdown|text)"),
        _differs_by_notes,
        "before 0.2.0 a footnote was shown where it stands, not where it is first used",
    ),
    _Step(
        _0_2,
        re.compile(r"/questions/\d+/answer/text"),
        _is_of_picture_within,
        "before 0.2.0 a picture within the text was named by all of its address",
    ),
    _Step(
        _0_2,
        re.compile(r"/questions/\d+/limits/(?:words|images)(?:/[01])?"),
        _is_of_plainer_words,
        "before 0.2.0 not all words of a limit were understood",
    ),
    _Step(
        _0_2,
        re.compile(r"/questions/\d+/(?:status|words/\w+|answer/(?:markdown|text))"),
        _is_of_placeholder,
        "before 0.2.0 such a placeholder was an answer",
    ),
    _Step(
        _0_2,
        re.compile(r"/questions/\d+/verdict"),
        _follows,
        "it is what follows from counts and limits as they were read before 0.2.0",
    ),
)
