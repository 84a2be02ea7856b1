"""Pseudonyms: who is found in a text, and that nobody is left."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT

from publisher.course.roster import Person
from publisher.privacy.people import People

KEY = b"a key of the tests"
ROSTER = {
    "JANE": Person("Jane Mary van O'Brien-Smith", "s123456"),
    "JORG": Person("Jörg Müller", "S234567"),
    "ANN": Person("Roe, Ann", ""),
    "BO": Person("Bo Roe", ""),
    "WANG": Person("王小明", ""),
    "MD": Person("Md Rahman", "20230042"),
}
SHOWN = {
    "JANE": "Jane",
    "JORG": "Jörg",
    "ANN": "Ann",
    "BO": "Bo",
    "ROE": "Roe",
    "WANG": "王小明",
    "MD": "Rahman",
    "NEW": "s999999",
    "OTHER": "s000001",
}
PEOPLE = People(ROSTER.values(), ["s999999"], KEY)
CASES = [
    line.split(" -> ")
    for line in (ROOT / "tests/cases/privacy.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def unescaped(text):
    """Return what a case means: its characters without width are written as escapes."""
    written = re.sub(r"(?<!\\)\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text)
    return written.replace(r"\\u", r"\u")


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_case(text, expected):
    names = {name: PEOPLE.replace(shown) for name, shown in SHOWN.items()}
    assert len(set(names.values())) == len(names)
    wanted = re.sub("|".join(sorted(names, key=len, reverse=True)), lambda m: names[m[0]], expected)
    # Only where a capital stands for somebody: a case's own text has none of these words.
    assert PEOPLE.replace(unescaped(text)) == unescaped(wanted)
    assert not PEOPLE.seen(unescaped(wanted))


def test_pseudonym_depends_on_the_key_and_the_person_only():
    other = People(ROSTER.values(), [], b"another key, as long")
    assert PEOPLE.replace("Jane") == People([ROSTER["JANE"]], [], KEY).replace("s123456")
    assert other.replace("Jane") != PEOPLE.replace("Jane")
    assert re.fullmatch(r"p-[b-z]{10}", PEOPLE.replace("Jane"))


def test_kinds_are_counted():
    told = Counter()
    PEOPLE.replace("Jane, s123456, s999999 and nobody", told)
    assert told == {"names": 1, "study numbers": 2}


def test_nobody_is_known_without_roster():
    assert People([], [], KEY).replace("Jane met s123456.").startswith("Jane met p-")


WORDS = st.text(alphabet="bcdfjklmpqwz", min_size=4, max_size=8).map(str.capitalize)
NUMBERS = st.integers(0, 999_999).map("s{:06}".format)
FORMS = (
    str,
    str.upper,
    str.lower,
    lambda w: f"**{w[0]}**{w[1:]}",
    lambda w: f"{w[:2]}\u00ad{w[2:]}",
    lambda w: "".join(f"&#{ord(c)};" for c in w),
    lambda w: "".join(f"%{ord(c):02X}" for c in w),
    lambda w: unicodedata.normalize("NFD", w),
    lambda w: f"figures/{w}.png",
    lambda w: f"[{w}]({w})",
)


def as_read(text):
    """Return what a reader sees, by a reading of its own."""
    text = re.sub(r"%([0-9A-F]{2})", lambda m: chr(int(m[1], 16)), html.unescape(text))
    return unicodedata.normalize("NFKC", re.sub("[*\u00ad]", "", text)).casefold()


@settings(max_examples=settings.default.max_examples // 4)  # each builds a pattern
@given(
    st.lists(st.tuples(WORDS, WORDS, NUMBERS), min_size=1, max_size=4),
    st.lists(st.sampled_from([" ", "\n", ", ", " (", ") ", "\t", "'s ", "/", "."]), min_size=8),
    st.data(),
)
def test_nobody_is_left_property(people, between, data):
    roster = [Person(f"{first} {last}", number) for first, last, number in people]
    pieces = [word for person in people for word in person]
    told = [
        data.draw(st.sampled_from(FORMS))(data.draw(st.sampled_from([*pieces, "we"]))) + gap
        for gap in between
    ]
    text = "".join(told)
    made = People(roster, [], KEY).replace(text)
    assert len(made.split()) == len(text.split())
    assert made.count("\n") == text.count("\n")
    for word in re.findall(r"[^\W_]+", as_read(re.sub(r"p-[b-z]{10}", "", made))):
        assert word not in [piece.casefold() for piece in pieces]
    assert People(roster, [], KEY).replace(made) == made


@given(st.text())
def test_nobody_there_and_nothing_changes_property(text):
    assert People([], [], KEY).replace(text) == text or re.search(r"\d{6}", as_read(text))


OTHERS = People(
    [
        Person("Søren Łukasz Müller", "s123450"),
        Person("Åse Bjørn", ""),
        Person("Jane - Roe", ""),
        Person("Mary O'Brien-Smith", ""),
        Person("Joerg Weiß", ""),
        Person("محمد", ""),
    ],
    [],
    KEY,
)


@pytest.mark.parametrize(
    ("shown", "written"),
    [
        ("Søren", "SØREN Soren Soeren Sören s\u00f8ren"),
        ("Łukasz", "Lukasz łukasz"),
        ("Müller", "Muller Mueller MÜLLER"),
        ("Åse", "Ase Aase AASE"),
        ("Bjørn", "Bjorn Bjoern"),
        ("Joerg", "Jörg Jorg"),
        ("Weiß", "Weiss WEISS"),
        ("Jane", "J\u0430ne J\u0430n\u0435 \u0408ane JАNE"),
        ("Roe", "R\u03bfe R\u043ee"),
        ("O'Brien-Smith", "O&nbsp;Brien&nbsp;Smith"),
        ("محمد", "محـمد محــــمد"),
        ("s123450", "s12345O sl2345o \u0455123450 123450 l2345O s١٢٣٤٥٠"),
        ("Jane", "\u202eenaJ\u202c"),
        ("O'Brien-Smith", '<bdo dir="rtl">htimS-neirB\'O</bdo>'),
    ],
)
def test_the_same_name_written_otherwise_has_the_same_pseudonym(shown, written):
    pseudonym = OTHERS.replace(shown)
    for form in re.findall(r"<bdo.*?</bdo>|\S+", written):
        made = OTHERS.replace(form)
        assert pseudonym in made
        assert not re.sub(rf"{pseudonym}|&nbsp;|<[^>]*>|[\u202e\u202c]", "", made)
        assert not OTHERS.seen(made)
        assert len(made.split()) == len(form.split())


def test_blanks_within_a_name_stay():
    name = OTHERS.replace("O'Brien")
    assert OTHERS.replace("O Brien") == f"{name} {name}"
    assert OTHERS.replace("O<br/>Brien") == f"{name}<br/>{name}"


@pytest.mark.parametrize(
    "text",
    ["soilolo and soil, slot, silo", "ro sue", "1234", "enaJ", "- and -", "a _ b", "s12oil4"],
)
def test_what_is_no_name_stays(text):
    assert OTHERS.replace(text) == text
