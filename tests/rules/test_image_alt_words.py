"""Which alternative texts say nothing: what programs put in, in any make; never what has a word of its own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from publisher.rules.image_alt import says_nothing

MADE = st.sampled_from(
    [
        "image",
        "Screenshot",
        "my_image",
        "Screenshot from",
        "IMG",
        "Pasted image",
        "figure",
        "Bild",
        "Skærmbillede",
        "alt text",
        "",
    ]
)
NUMBERED = st.from_regex(r"(?:[ _.-]?\(?[0-9]{1,4}\)?){0,4}", fullmatch=True)
ENDING = st.sampled_from(["", ".png", ".JPG", ".drawio"])
WORDS = st.sampled_from(["losses", "the bucket", "Konto", "データ", "réseau"])


@given(MADE, NUMBERED, ENDING)
def test_names_that_programs_make_say_nothing(made, numbered, ending):
    assert says_nothing(made + numbered + ending, "figures/x.png")


@given(MADE, NUMBERED, WORDS)
def test_one_word_of_its_own_says_something(made, numbered, words):
    assert not says_nothing(f"{made}{numbered} {words}", "figures/x.png")


@given(st.from_regex(r"[A-Za-z][\w. -]{0,20}", fullmatch=True), ENDING)
def test_the_name_of_its_own_file_says_nothing(name, ending):
    assert says_nothing(name, f"figures/{name}{ending or '.png'}")
