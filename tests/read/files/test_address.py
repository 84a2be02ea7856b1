"""Addresses of links, whatever is written."""

from __future__ import annotations

from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from publisher.read.files.address import fault, spelt

ADDRESS = st.text(st.sampled_from("http:/.[]%2G# |\\@é-_ab:9?\x7f"), max_size=40) | st.text()


@given(ADDRESS)
def test_spelling_properties(uri):
    once = spelt(uri)
    assert spelt(once) == once
    if "://" not in uri:
        assert unquote(once) == unquote(uri)


@given(ADDRESS)
def test_fault_properties(uri):
    assert isinstance(fault(f"https://{uri}"), str)
    assert fault(f"https://example.org/{uri}") == ""
