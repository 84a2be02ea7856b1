"""The checklist on paper has two columns, and where the second begins is decided while the page is written."""

from __future__ import annotations

from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st

from publisher import nodes as ours
from publisher.builders.paper import second_column, stays_whole


def tasks(*texts):
    """Return a list of items with these texts."""
    return nodes.bullet_list(
        "", *(nodes.list_item("", nodes.paragraph("", text)) for text in texts)
    )


def test_short_items_are_halved():
    items = tasks("a", "b", "c", "d")
    assert second_column(items) is items.children[2]


def test_a_long_item_weighs_as_its_lines_do():
    items = tasks("a " * 150, "b", "c", "d")
    assert second_column(items) is items.children[1]


def test_one_item_has_one_column():
    assert second_column(tasks("a")) is None
    assert second_column(tasks()) is None


def test_few_items_stay_on_one_page():
    def checklist(*texts):
        items = tasks(*texts)
        items += ours.checklist_item("", nodes.paragraph("", "z"), ticked=True, broken=False)
        return items

    assert stays_whole(checklist("a", "b"))
    assert not stays_whole(checklist(*"abcdefgh" * 5))
    assert not stays_whole(checklist("a " * 1000))
    assert not stays_whole(tasks("a", "b"))


@given(st.lists(st.text(max_size=200), min_size=2, max_size=60))
def test_no_column_is_higher_than_it_must_be(texts):
    items = tasks(*texts)
    at = items.children.index(second_column(items))
    lines = [1 + len(text) // 52 for text in texts]
    best = min(max(sum(lines[:n]), sum(lines[n:])) for n in range(1, len(lines)))
    assert max(sum(lines[:at]), sum(lines[at:])) == best
