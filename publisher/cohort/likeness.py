"""``likeness.html`` of a course: what answers to one question share, side by side, for a person to read.

It is evidence and no verdict: no score is worked out, and whatever is told of two answers stands beside its words.
"""

from __future__ import annotations

import shutil
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from publisher.archive.decode import read_archive
from publisher.archive.error import ArchiveError
from publisher.builders.page import SCREEN, style_sheet
from publisher.builders.templates import templates
from publisher.cohort.built import GROUPS
from publisher.doors.output import FORMATS, OutputError, write
from publisher.likeness.past import read_past
from publisher.likeness.runs import LENGTH, most_common, shared
from publisher.likeness.texts import BREAK, LEFT_OUT, MOST_WORDS, asked_in, templates_in
from publisher.read.yardstick.template import likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from publisher.cohort.results import Head
    from publisher.cohort.row import Row
    from publisher.likeness.runs import Common, Pair
    from publisher.likeness.texts import Asked
    from publisher.likeness.words import Words

PAGE: Final = "likeness.html"
FOLDER: Final = "likeness"
_MOST_CHARACTERS: Final = 60_000_000
"""Of all answers that are compared in one run: four courses of 500 groups."""
_SIDE_BY_SIDE: Final = 200
"""Pairs on the page of a question; a page of them has about half a megabyte."""
_LISTED: Final = 500
"""Pairs that the first page lists."""
_NAMED: Final = 20
_AROUND: Final = 25
"""Words that are shown before and behind a run."""
_QUOTED: Final = 40
_ALIKE: Final = 0.5
"""Likeness of two years' prompts from which they ask the same."""


class LikenessError(OutputError):
    """Answers cannot be compared; the message says why."""


@dataclass(frozen=True, slots=True)
class Source:
    """Whose answers they are; ``page``: the group's report, from the course's folder, empty: of a past year."""

    name: str
    page: str = ""


@dataclass(slots=True)
class Answers:
    """The answers to one question.

    ``texts``: each with its source, those of past years apart (``past``); ``places``: where in the page of its source's report
    the question stands; ``prompts``, ``past_prompts``: how often it was asked so.
    """

    number: int
    texts: list[tuple[Source, str]] = field(default_factory=list)
    past: list[tuple[Source, str]] = field(default_factory=list)
    places: dict[Source, str] = field(default_factory=dict)
    prompts: Counter[str] = field(default_factory=Counter)
    past_prompts: Counter[str] = field(default_factory=Counter)

    @property
    def asked(self) -> str:
        """The prompt as most reports of this course have it."""
        return max(self.prompts, key=lambda prompt: self.prompts[prompt])

    def given(self) -> Iterator[str]:
        """Yield the prompts that were given to everybody: what one report alone has may be its authors' own."""
        yield self.asked
        every = self.prompts + self.past_prompts
        yield from (prompt for prompt, count in every.items() if count > 1)


@dataclass(slots=True)
class Gathered:
    """All that is compared, by question; ``told``: what is not, and why; ``characters``: of all answers."""

    questions: dict[int, Answers] = field(default_factory=dict)
    templates: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)
    characters: int = 0

    def add(self, source: Source, asked: Asked, number: int) -> None:
        """Add what one report answered to question ``number``.  Raises LikenessError."""
        answers = self.questions.setdefault(number, Answers(number))
        (answers.prompts if source.page else answers.past_prompts)[asked.prompt] += 1
        if not asked.answer:
            return
        (answers.texts if source.page else answers.past).append((source, asked.answer))
        if asked.cut:
            self.told.append(
                f"{source.name}, question {number}: what is behind {MOST_WORDS:,} words"
            )
        self.characters += len(asked.answer)
        if self.characters > _MOST_CHARACTERS:
            raise LikenessError(
                f"--likeness: more than {_MOST_CHARACTERS // 1_000_000} million characters of answers; "
                "name fewer past archives, or a part of the course"
            )


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an answer as it is shown; ``kind``: ``text``, ``run`` (its ``number``) or ``gap``."""

    kind: str
    text: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Side:
    """One of two answers; ``address``: of the answer in its report, empty: there is none."""

    name: str
    address: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Many:
    """A run that very many answers have: its words, in how many it stands, in whose (some), and how many more."""

    words: str
    count: int
    names: list[str]
    more: int


@dataclass(slots=True)
class Two:
    """Two reports over all questions.

    ``questions``: number of each in which they share words, and place on its page (None: not side by side there); ``longest``: words
    of the longest run, which ``quoted`` begins with.
    """

    names: tuple[str, str]
    questions: list[tuple[int, int | None]] = field(default_factory=list)
    longest: int = 0
    quoted: str = ""


def write_likeness(out: Path, rows: Sequence[Row], head: Head, past: Sequence[Path]) -> int:
    """Write ``likeness.html`` and a page a question into ``out``; return how many pairs of reports share words.

    ``rows``: of the groups whose outputs stand in ``out``; ``past``: folders with archives of past years.
    Raises OutputError, PastError.
    """
    gathered = _gathered(out, rows, past)
    facts: dict[str, Any] = {
        "head": head,
        "style": style_sheet((*SCREEN, "course", "likeness")),
        "script": "",
        "length": LENGTH,
        "side_by_side": _SIDE_BY_SIDE,
    }
    twos: dict[tuple[Source, Source], Two] = {}
    pages: dict[int, bytes] = {}
    compared = [gathered.questions[number] for number in sorted(gathered.questions)]
    for answers in compared:
        question = _Question(answers, gathered.templates)
        question.note(twos)
        if question.found.pairs or question.found.common:
            pages[answers.number] = question.page(facts)
    clear(out)
    for number, data in pages.items():
        write(out / FOLDER / f"question-{number}.html", data)
    ordered = sorted(twos.values(), key=lambda two: (-two.longest, two.names))
    page = (
        templates()
        .get_template("likeness.html")
        .render(
            facts,
            groups=len({source for answers in compared for source, _ in answers.texts}),
            earlier=len({source for answers in compared for source, _ in answers.past}),
            asked_past=bool(past),
            compared=[answers.number for answers in compared],
            pages=pages,
            pairs=ordered[:_LISTED],
            more=max(0, len(ordered) - _LISTED),
            told=gathered.told,
        )
    )
    write(out / PAGE, page.encode())
    return len(ordered)


def clear(out: Path) -> None:
    """Take the pages of a former run out of ``out``."""
    shutil.rmtree(out / FOLDER, ignore_errors=True)
    (out / PAGE).unlink(missing_ok=True)


def _gathered(out: Path, rows: Sequence[Row], past: Sequence[Path]) -> Gathered:
    gathered = Gathered()
    for row in rows:
        if row.run == "missing":
            continue
        archive = out / GROUPS / row.group / FORMATS["archive"]
        if FORMATS["archive"] not in row.files:
            gathered.told.append(f"{row.group}: there is no archive of its hand-in")
            continue
        try:
            members = read_archive(archive).members
        except ArchiveError as error:
            gathered.told.append(f"{row.group}: its archive {error}")
            continue
        source = Source(row.group, f"groups/{quote(row.group)}/{FORMATS['html']}")
        shown = {question["number"]: question["id"] for question in row.questions}
        for asked in asked_in(members):
            if asked.number in shown:  # a course without names hides some
                gathered.add(source, asked, asked.number)
                gathered.questions[asked.number].places[source] = shown[asked.number]
        gathered.templates.update(templates_in(members))
    years: Counter[str] = Counter()
    for folder in past:
        years[folder.name] += 1
        again = f" ({years[folder.name]})" if years[folder.name] > 1 else ""
        _add_past(gathered, folder, f"{folder.name}{again}")
    return gathered


def _add_past(gathered: Gathered, folder: Path, year: str) -> None:
    """Add the answers of archives of a past year, which pages call ``year``, each to the question that asks the same."""
    current = {number: _counted(held.asked) for number, held in gathered.questions.items()}
    known: dict[tuple[int, str], int | None] = {}
    for path, members in read_past(folder):
        group = path.removeprefix("groups/").removesuffix(".json").removesuffix("/report")
        name = f"{year}: {group}" if year else group
        if isinstance(members, str):
            gathered.told.append(f"{name}: {members}")
            continue
        fits = False
        for asked in asked_in(members):
            key = asked.number, asked.prompt
            if key not in known:
                known[key] = _same_question(*key, current)
            if (number := known[key]) is not None:
                fits = True
                gathered.add(Source(name), asked, number)
        if not fits:
            gathered.told.append(f"{name}: asks none of the course's questions")
        gathered.templates.update(templates_in(members))


def _same_question(number: int, prompt: str, current: Mapping[int, Counter[str]]) -> int | None:
    """Return the number of the question that asks what ``prompt`` asked, under ``number`` first; None: none does."""
    words = _counted(prompt)
    alike = {key: likeness(words, asked) for key, asked in current.items()}
    best = max(alike, key=lambda key: (alike[key], key == number), default=None)
    return best if best is not None and alike[best] >= _ALIKE else None


def _counted(prompt: str) -> Counter[str]:
    return Counter(prompt.split())


class _Question:
    """What the answers to one question share, and the page that shows it."""

    def __init__(self, answers: Answers, given: Iterable[str]) -> None:
        self._answers = answers
        texts = [*answers.past, *answers.texts]
        self._sources = [source for source, _ in texts]
        everybody = (*given, *answers.given())
        self.found = shared([text for _, text in texts], everybody, len(answers.past))

    def note(self, twos: dict[tuple[Source, Source], Two]) -> None:
        """Note what each two reports share here, beside what they share in other questions."""
        for place, pair in enumerate(self.found.pairs):
            key = self._sources[pair.first], self._sources[pair.second]
            two = twos.setdefault(key, Two((key[0].name, key[1].name)))
            shown = place if place < _SIDE_BY_SIDE else None
            two.questions.append((self._answers.number, shown))
            run = pair.runs[0]
            if run.length > two.longest:
                two.longest = run.length
                two.quoted = _quoted(self.found.words[pair.second], run.second, run.length)

    def page(self, facts: Mapping[str, Any]) -> bytes:
        """Return the question's page; ``facts``: what all pages say."""
        shown, left = self.found.pairs[:_SIDE_BY_SIDE], self.found.pairs[_SIDE_BY_SIDE:]
        page = templates().get_template("likeness-question.html")
        return page.render(
            facts,
            number=self._answers.number,
            prompt=_readable(self._answers.asked),
            pairs=[self._sides(pair) for pair in shown],
            more=len(left),
            longest_left=left[0].runs[0].length if left else 0,
            common=[self._many(run) for run in self.found.common[:_LISTED]],
            more_common=max(0, len(self.found.common) - _LISTED),
            answers=len(self._sources),
            many=most_common(len(self._sources)),
        ).encode()

    def _sides(self, pair: Pair) -> tuple[Side, Side]:
        runs = [(run.first, run.second, run.length) for run in pair.runs]
        return (
            self._side(pair.first, [(at, size, n) for n, (at, _, size) in enumerate(runs, 1)]),
            self._side(pair.second, [(at, size, n) for n, (_, at, size) in enumerate(runs, 1)]),
        )

    def _side(self, text: int, runs: list[tuple[int, int, int]]) -> Side:
        source = self._sources[text]
        place = self._answers.places.get(source, "")
        address = f"../{source.page}#{quote(place)}" if place else ""
        return Side(source.name, address, list(_pieces(self.found.words[text], sorted(runs))))

    def _many(self, run: Common) -> Many:
        names = [self._sources[text].name for text in run.texts[:_NAMED]]
        words = _quoted(self.found.words[run.text], run.start, run.length)
        return Many(words, run.count, names, run.count - len(names))


def _quoted(words: Words, start: int, length: int) -> str:
    """Return the beginning of a run as it is written."""
    last = start + min(length, _QUOTED) - 1
    text = _readable(words.text[words.starts[start] : words.ends[last]])
    return f"{text} \u2026" if length > _QUOTED else text


def _readable(text: str) -> str:
    return text.replace(LEFT_OUT, "[\u2026]").replace(BREAK, "[\u2026]")


def _pieces(words: Words, runs: Iterable[tuple[int, int, int]]) -> Iterator[Piece]:
    """Yield an answer with its ``runs`` (word, length, number) marked; of what is far from any a gap is left."""
    text, shown = words.text, 0  # up to where it was shown
    for start, length, number in runs:
        first, end = words.starts[start], words.ends[start + length - 1]
        before = words.starts[start - _AROUND] if start > _AROUND else 0
        behind = _behind(words, shown) if shown else 0
        if behind < before:
            if shown:
                yield Piece("text", _readable(text[shown:behind]))
            yield Piece("gap")
            shown = before
        yield Piece("text", _readable(text[shown:first]))
        yield Piece("run", _readable(text[first:end]), number)
        shown = end
    behind = _behind(words, shown)
    yield Piece("text", _readable(text[shown:behind]))
    if behind < len(text):
        yield Piece("gap")


def _behind(words: Words, place: int) -> int:
    """Return the place some words behind ``place``, or the end of the text."""
    at = bisect_left(words.starts, place) + _AROUND
    return words.ends[at - 1] if at < len(words.ends) else len(words.text)
