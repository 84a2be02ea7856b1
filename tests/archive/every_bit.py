"""Every bit of an archive flipped, one at a time: minutes, so `nox -s archives` calls it by name."""

from __future__ import annotations

import pytest
from archives import bytes_of, flipped, is_found, small_report

_PARTS = 64


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return bytes_of(small_report(tmp_path_factory.mktemp("small")))


@pytest.mark.parametrize("part", range(_PARTS))
def test_every_change_of_a_bit_is_found(small, part):
    lost = [bit for bit in range(part, 8 * len(small), _PARTS) if not is_found(flipped(small, bit))]
    assert lost == []
