"""A message is its English text to whoever takes it for one, and can be said in another language."""

from __future__ import annotations

import copy
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pseudo import PSEUDO

from publisher.diagnostics.model import Diagnostic
from publisher.diagnostics.visible import visible
from publisher.language.catalog import IN_ENGLISH, catalog
from publisher.language.message import Message

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def counted(count: int) -> Message:
    return Message.plural("{count} word", "{count} words", count=count)


@given(TEXTS, st.integers(0, 5))
def test_in_english_it_is_the_string(name, count):
    made = Message("{name!r} has {counted} of {name}", name=name, counted=counted(count))
    text = f"{name!r} has {count} word{'s' if count != 1 else ''} of {name}"
    assert made == text
    assert hash(made) == hash(text)
    assert json.dumps([made]) == json.dumps([text])
    assert IN_ENGLISH(made) == text
    assert IN_ENGLISH(text) == text


@given(TEXTS, st.integers(0, 5))
def test_copies_and_other_processes_can_say_it_too(name, count):
    made = Message("{name} has {counted}", name=name, counted=counted(count))
    for again in (
        copy.deepcopy(made),
        pickle.loads(pickle.dumps(made)),
        str(made),
        str(ValueError(made)),
    ):
        assert again == made
        assert PSEUDO(again) == PSEUDO(made) != made


def test_what_is_no_message_stays():
    assert PSEUDO("a word") == "a word"
    assert PSEUDO(Message("")) == ""
    assert PSEUDO(Message("a brace { and")) == "ａ ｂｒａｃｅ { ａｎｄ"


def test_parts_are_said_one_by_one():
    made = Message.joined([counted(1), "README.md", Message("more")], " + ")
    assert made == "1 word + README.md + more"
    assert PSEUDO(made) == "1 ｗｏｒｄ + README.md + ｍｏｒｅ"


@pytest.mark.parametrize(
    ("language", "one", "many"), [("da", "1 billede", "2 billeder"), ("de", "1 Bild", "2 Bilder")]
)
def test_plurals(language, one, many):
    said = [
        catalog(language)(Message.plural("{count} image", "{count} images", count=n))
        for n in (1, 2)
    ]
    assert said == [one, many]


@given(TEXTS)
def test_a_diagnostic_shows_what_nobody_sees_in_every_language(name):
    found = Diagnostic("c", "note", "a.md", 1, 1, None, Message("{a} is {b!r}", a=name, b=name), "")
    plain = Diagnostic("c", "note", "a.md", 1, 1, None, f"{name} is {name!r}", "")
    assert found == plain
    assert json.dumps(found.as_json()) == json.dumps(plain.as_json())
    assert PSEUDO(found.message) == visible(PSEUDO(Message("{a} is {b!r}", a=name, b=name)))
