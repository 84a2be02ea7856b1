"""Each format that is written from blocks knows each kind of block."""

from __future__ import annotations

from typing import get_args

import pytest

from publisher.builders import blocks as b
from publisher.builders.latex import folder
from publisher.builders.text import plain
from publisher.builders.word import document


@pytest.mark.parametrize("writer", [folder._Writer, plain._Text, document._Writer])
def test_each_writer_knows_each_kind(writer):
    known = writer.__dict__["_block"].dispatcher.registry
    assert set(get_args(b.Block)) == set(known) - {object}
