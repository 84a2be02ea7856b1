"""Finds people in a text, and puts pseudonyms in their places."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from heapq import merge
from typing import TYPE_CHECKING, Any, Final

from publisher.privacy.letters import SKIP, fold, letters

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Mapping

    from publisher.course.groups import Group
    from publisher.course.roster import Person
    from publisher.privacy.letters import Letters

NUMBERS: Final = "study numbers"
NAMES: Final = "names"
GROUPS: Final = "group numbers"

# No vowel: it spells nothing.  No digit: it is no group's number.  19**10 is 42 bits.
_CODE: Final = "bcdfghjkmnpqrstvwxz"
_CODE_LENGTH: Final = 10
_SHORT: Final = 3
_GROUP: Final = "group "
_GROUPS: Final = ("group", "team")
_RUN: Final = r"[^\W_]+"
# What may stand between "group" and its number, and what must not stand behind the number.
_TO_NUMBER: Final = rf"[\s_#:.()\-{SKIP}]*+"
_OWNER: Final = rf"(?:{'|'.join(_GROUPS)})s?{_TO_NUMBER}(?:(?:number|no|nr|id){_TO_NUMBER})?"
_NUMBER_ENDS: Final = r"(?![^\W_]|[.,]\d)"
_FEWEST_DIGITS: Final = 5
_FEWEST_WITHIN: Final = 6
"""Digits of a known number from which on it is one beside letters, too, as in the name of an account."""
_SKIPPED: Final = rf"{SKIP}*+"
_GAP: Final = "-"
_BETWEEN: Final = rf"(?:{SKIP}*+(?:[^\w\s{SKIP}]|_|\s(?!\s))){{0,2}}"
# Scripts that put no blanks between words: there a name has no end that could be seen.
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
_LETTER: Final = r"[^\W\d_]"
_DIGIT_OR_LETTER: Final = r"[^\W_]"
# Letters that look like digits; most of a number are digits, so that no word is one.
_AS_DIGITS: Final = str.maketrans("oil|", "0111")
_LIKE: Final = {"0": "[0o]", "1": "[1il|]"}
_NOTHING: Final[dict[str, str]] = {}
_SIX: Final = _SKIPPED.join([r"[\doil|]"] * 6)
_NUMBER: Final = rf"s{_SKIPPED}(?=(?:[oil|{SKIP}]*\d){{4}}){_SIX}"
# How letters are written where a keyboard has none of them: in German, Danish, Norwegian, Swedish.
_WRITTEN_OUT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
# What turns the text behind it round: there a name may be written from its end.
_TURNS: Final = re.compile(
    r"[\u202b\u202e\u2067]|&#(?:x202[be]|x2067|8235|8238|8295);|&rlo;|<bdo\b|\bdir=|\\u202e",
    re.IGNORECASE,
)
# Names that are file endings, too: README.md names nobody.
_ENDINGS: Final = frozenset(["md", "markdown"])


class People:
    """Those who are replaced, and by what; the key stays in here."""

    def __init__(
        self,
        roster: Iterable[Person],
        numbers: Iterable[str],
        key: bytes,
        group: Group | None = None,
        group_number: int | str | None = None,
    ) -> None:
        """``numbers``: study numbers that are known besides those of ``roster``.

        ``group``: one that is replaced like a person, by its key, its repository's address and
        the ``group_number`` that it gives itself (a text: it is a pseudonym already); None: of the
        group its number only is replaced.
        """
        self.key = key
        given = group_number if isinstance(group_number, int) else None
        self._number = given if group is None else None
        digits = rf"(?P<number>0*{self._number}){_NUMBER_ENDS}"
        self._of_group = re.compile(rf"(?<!{_LETTER}){_OWNER}{digits}")
        self._alone = re.compile(rf"(?<![\w./%-]){digits}(?!/)")
        roster = list(roster)
        self._forms: dict[str, set[str]] = {}
        names: dict[str, Any] = {}
        known: dict[str, Any] = {}
        within: dict[str, Any] = {}
        for person in roster:
            self._know_person(names, known, person)
        for number in map(_number, numbers):
            for form in _forms_of_number(number):
                self._know(known, form, number)
        for form in _forms_of_group(group, given) if group else ():
            self._know(names, form, f"{_GROUP}{group.key if group else ''}")
        for told in self._forms:
            if told.isdecimal() and len(told) >= _FEWEST_WITHIN:
                _add(within, (told,))
        self._pattern = _pattern(known, within, names)
        for person in roster:
            for form in _forms_of_name(person.name):
                _add(names, tuple(run[::-1] for run in form[::-1]))
        self._turned = _pattern(known, within, names)

    def _know_person(self, names: dict[str, Any], known: dict[str, Any], person: Person) -> None:
        handles = [h for h in (person.username, person.email.partition("@")[0]) if h]
        called = person.name or next(iter(handles), "") or person.lms_id
        someone = _number(person.number) or f"name {fold(' '.join(called.split()))}"
        for forms in (_forms_of_name(person.name), *map(_forms_of_handle, handles)):
            for form in forms:
                self._know(names, form, someone)
        for number in (person.number, person.lms_id):
            for form in _forms_of_number(_number(number)):
                self._know(known, form, someone)

    def _know(self, trie: dict[str, Any], form: tuple[str, ...], someone: str) -> None:
        self._forms.setdefault(_key_of("".join(form)), set()).add(someone)
        _add(trie, form)

    def replace(self, text: str, told: Counter[str] | None = None) -> str:
        """Return ``text`` with pseudonyms; ``told`` counts what was replaced, by kind.

        Mark-up that stands inside a name stays, unless it ends there, too.
        """
        view = letters(text)
        made: list[str] = []
        at = 0
        for kind, pseudonym, first, last in self._found(text, view):
            start, end = view.starts[first], view.ends[last - 1]
            if start < at:  # two names share one sign, such as a ligature
                continue
            made += (text[at:start], pseudonym, _marks(text, view, first, last))
            for blank in _blanks(text, view, first, last):  # each word stays one
                made += (blank, pseudonym)
            at = end
            if told is not None:
                told[kind] += 1
        return "".join(made) + text[at:]

    def group_replaced(self, answer: str, told: Counter[str]) -> str:
        """Return the answer to the question that asks for the group, without its number."""
        if self._number is None:
            return answer
        view = letters(answer)
        made, at = "", 0
        for match in self._alone.finditer(view.text):
            first, last = match.span("number")
            made += answer[at : view.starts[first]] + self._of_number()
            at = view.ends[last - 1]
            told[GROUPS] += 1
        return made + answer[at:]

    def _of_number(self) -> str:
        return pseudonym_of_group(str(self._number), self.key)

    def seen(self, text: str) -> bool:
        """Tell whether somebody is in ``text``."""
        return next(self._found(text, letters(text)), None) is not None

    def _found(self, text: str, view: Letters) -> Iterator[tuple[str, str, int, int]]:
        """Return kind, pseudonym, first letter and the one behind the last of each find, in order."""
        people = self._people(text, view)
        if self._number is None:
            return people
        groups = (
            (GROUPS, self._of_number(), *match.span("number"))
            for match in self._of_group.finditer(view.text)
        )
        return merge(groups, people, key=lambda found: found[2])

    def _people(self, text: str, view: Letters) -> Iterator[tuple[str, str, int, int]]:
        pattern = self._turned if _TURNS.search(text) else self._pattern
        for match in pattern.finditer(view.text):
            first, last = match.span()
            form = _key_of(match.group())
            if pattern is self._turned and form not in self._forms:
                form = form[::-1] if form[::-1] in self._forms else form
            if match["number"] or match["within"]:
                yield NUMBERS, self._pseudonym(_as_number(match.group())), first, last
            elif not _is_no_name(form, text, view, first, last):
                yield NAMES, self._pseudonym(form), first, last

    def _pseudonym(self, form: str) -> str:
        someone = self._forms.get(form) or {_number(form)}
        # A name that several bear has a pseudonym of its own: nobody knows who is meant.
        meant = next(iter(someone)) if len(someone) == 1 else f"several {form}"
        return _pseudonym(meant, self.key)


def pseudonym_of_group(group: str, key: bytes) -> str:
    """Return what stands for the group with the key ``group``, under a course's secret ``key``."""
    return _pseudonym(f"{_GROUP}{group}", key)


def _pseudonym(meant: str, key: bytes) -> str:
    told = b"publisher.privacy/1 " + meant.encode("utf-8", "surrogateescape")
    value = int.from_bytes(hmac.digest(key, told, hashlib.sha256), "big")
    code = ""
    for _ in range(_CODE_LENGTH):
        value, index = divmod(value, len(_CODE))
        code += _CODE[index]
    return f"{'g' if meant.startswith(_GROUP) else 'p'}-{code}"


def _add(trie: dict[str, Any], form: tuple[str, ...]) -> None:
    node = trie
    for index, run in enumerate(form):
        for char in (_GAP if index else "") + run:
            node = node.setdefault(char, {})
    node[""] = {}


def _pattern(
    known: dict[str, Any], within: dict[str, Any], names: dict[str, Any]
) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!{_DIGIT_OR_LETTER})(?P<number>{_either(known, _NUMBER, like=_LIKE)})(?!{_DIGIT_OR_LETTER})"
        rf"|(?<!\d)(?P<within>{_either(within)})(?!\d)"
        rf"|(?:(?<!{_LETTER})|(?=[{_UNSPACED}]))(?P<name>{_either(names)})"
        rf"(?:(?!{_LETTER})|(?<=[{_UNSPACED}]))"
    )


def _number(text: str) -> str:
    """Return a study number in one form: six digits alone have an ``s`` before them."""
    form = _key_of(fold(text))
    return f"s{form}" if re.fullmatch(r"\d{6}", form) else form


def _as_number(found: str) -> str:
    """Return a number that was found as it is known: what looks like a digit is one."""
    written = re.sub(r"[^\w|]+", "", found)
    letters = re.match(r"[a-z](?=.*\d)", written)
    start = letters.end() if letters and written[0] not in "oil" else 0
    return written[:start] + written[start:].translate(_AS_DIGITS)


def _forms_of_number(number: str) -> Iterator[tuple[str, ...]]:
    if not number:
        return
    yield (number,)
    digits = number.lstrip("abcdefghijklmnopqrstuvwxyz")
    if digits != number and digits.isdigit() and len(digits) >= _FEWEST_DIGITS:
        yield (digits,)


def _forms_of_name(name: str) -> Iterator[tuple[str, ...]]:
    """Yield the ways in which somebody is named, each as runs of letters.

    Each part of a name by itself, but for one that begins in lower case among others that do
    not (``van``), and for single letters; and the whole, run together.
    """
    parts = [part for part in re.split(r"[\s,;]+", name) if re.search(_DIGIT_OR_LETTER, fold(part))]
    capital = any(not part[0].islower() for part in parts)
    told = [part for part in parts if not (capital and part[0].islower())]
    for part in told:
        units = {part, *re.split(r"[-\u2010-\u2015]", part)}
        folded = {spelt for unit in units for spelt in _spellings(unit)}
        runs = [run for unit in folded if (run := tuple(re.findall(r"[^\W_]+", unit)))]
        for form in {*runs, *((run,) for unit in runs for run in unit)}:
            if sum(map(len, form)) > 1 or re.match(f"[{_UNSPACED}]", form[0]):
                yield form
    if len(parts) > 1:
        ends = parts[0], parts[-1]
        for joined in {"".join(parts), "".join(ends), "".join(ends[::-1])}:
            for spelt in _spellings(joined):
                yield (_key_of(spelt),)


def _forms_of_handle(handle: str) -> Iterator[tuple[str, ...]]:
    """Yield the ways in which the name of an account is written."""
    runs = tuple(re.findall(_RUN, fold(handle)))
    if len("".join(runs)) >= _SHORT:
        yield runs
        yield ("".join(runs),)


def _forms_of_group(group: Group, number: int | None) -> Iterator[tuple[str, ...]]:
    """Yield the ways in which a group is named, each as runs of letters and digits.

    A number alone is no name: it is one behind the word for a group.
    """
    runs = tuple(re.findall(_RUN, fold(group.key)))
    whole = "".join(runs)
    if len(whole) > _SHORT and not whole.isdigit():
        yield runs
        yield (whole,)
    for told in {*runs[-1:], *([str(number)] if number is not None else [])}:
        for digits in {told, told.lstrip("0") or "0"} if told.isdigit() else {told}:
            for word in _GROUPS if digits.isdigit() or digits == whole else ():
                yield word, digits
                yield (word + digits,)
    address = [part for part in re.split(r"[/:]", group.repository.removesuffix(".git")) if part]
    owner, name = ([*re.findall(_RUN, fold(part))] for part in (address[-2:] or ["", ""]))
    if owner and name:
        yield (*owner, *name)
    if len("".join(owner)) > _SHORT:
        yield tuple(owner)


def _spellings(name: str) -> set[str]:
    """Return a name as it is compared, and as people write it who lack its letters, or have them."""
    plain = fold(name)
    without = fold(unicodedata.normalize("NFC", name).casefold().translate(_WRITTEN_OUT))
    within = re.sub(r"(?<=[^\W_])(?:aa|ae|oe|ue)", lambda pair: pair[0][0], plain)
    return {plain, without, *([within] if len(within) > _SHORT else [])}


def _key_of(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _either(trie: dict[str, Any], *more: str, like: Mapping[str, str] = _NOTHING) -> str:
    """Return a pattern for all that a trie holds: time does not grow with their number.

    ``like``: what stands for a letter, besides itself.
    """
    options = [*more, *([_pattern_of(trie, like)] if trie else [])]
    return "|".join(options) or r"(?!)"


def _pattern_of(node: dict[str, Any], like: Mapping[str, str]) -> str:
    options = []
    for char, child in sorted(node.items()):
        if not char:
            continue
        own = _BETWEEN if char == _GAP else like.get(char) or re.escape(char)
        rest = _pattern_of(child, like)
        options.append(own + (_SKIPPED + rest if rest else ""))
    if not options:
        return ""
    joined = options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"
    return f"(?:{joined})?" if "" in node else joined


def _is_no_name(form: str, text: str, view: Letters, first: int, last: int) -> bool:
    """Tell whether what looks like a name is a piece of something else."""
    before = view.text[first - 1 : first]
    behind = view.text[last : last + 1]
    if form[-1:].isdigit() and behind.isdigit():
        return True  # group 7 is not group 70
    if len(form) <= _SHORT and (before.isdigit() or behind.isdigit()):
        return True  # a digest in hexadecimal: 3ed7
    start = view.starts[first]
    return form in _ENDINGS and bool(re.search(r"[\w)\]]\.\Z", text[max(0, start - 2) : start]))


def _marks(text: str, view: Letters, first: int, last: int) -> str:
    """Return the mark-up inside what is replaced that has its other end outside."""
    kept: list[str] = []
    for index in range(first, last):
        if view.text[index] != SKIP:
            continue
        written = text[view.starts[index] : view.ends[index]]
        if written[0] not in "*~<":
            continue  # a character without width
        if kept and _closes(kept[-1], written):
            kept.pop()
        else:
            kept.append(written)
    return "".join(kept)


def _blanks(text: str, view: Letters, first: int, last: int) -> Iterator[str]:
    """Yield the blanks, as they are written, between the parts of what is replaced."""
    for index in range(first, last):
        if view.text[index].isspace():
            yield text[view.starts[index] : view.ends[index]]


def _closes(opened: str, written: str) -> bool:
    if opened[0] == "<":
        return written.lower() == opened.lower().replace("<", "</", 1)
    return written == opened
