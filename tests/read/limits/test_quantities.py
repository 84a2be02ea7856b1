"""Each quantity in a prompt that no limit took is told, in whatever way it is written."""

from __future__ import annotations

import time

import pytest

from publisher.read.limits.quantities import not_understood


@pytest.mark.parametrize(
    "said",
    [
        *("2000 characters", "at most 2026 words", "1900 pages"),  # not years
        *("half a page", "1.5 pages", "1/2 page", "a dozen references", "a couple of tables"),
        *("one (1) image", "2x images", "twenty sentences", "100/200 words", "100..200 words"),
        *("images (2)", "words 200", "characters: 900", "a page limit of 2", "pages: 2"),
        *("max. 300 ord", "højst 2 billeder", "mindestens 100 Wörter", "2 Seiten"),
        "no more than 3 pages including figures",
    ],
)
def test_a_quantity_is_a_limit_or_told(said):
    from publisher.read.limits.prompt import limits_of

    limits = limits_of([f"> Say what you did: {said}."])
    told = [text for text, _ in not_understood([f"> Say what you did: {said}."])]
    assert (said == "at most 2026 words") == bool(limits.words)
    assert bool(limits.words) != bool(told)
    assert not limits.images
    assert all(text in said for text in told)


@pytest.mark.parametrize(
    "said",
    [
        *("In 2025 you drew a plan.", "See figure 2 of page 3, and table 1.", "Done in (1) parts."),
        *("Answer length: 100-200 words.", "Word limit: 200", "Insert an image or two."),
        *("Example: 2000 characters", "`2000 characters`", "See figures 1 and 2, pages 3-5."),
    ],
)
def test_what_is_no_quantity_or_is_a_limit_is_not_told(said):
    assert list(not_understood([f"> {said}"])) == []


@pytest.mark.parametrize(
    "piece", ["half a ", "1 a ", "images (", "words limit ", "1.", "two dozen "]
)
def test_linear_time(piece):
    def taken(size):
        start = time.process_time()
        list(not_understood([piece * (size // len(piece))]))
        return time.process_time() - start

    assert taken(80_000) < max(0.5, 30 * taken(10_000))
