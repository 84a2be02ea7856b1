"""Canonical JSON with the bytes of files in it, piece by piece."""

from __future__ import annotations

import base64
import binascii
import hashlib

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from publisher.archive.canonical import Blob, canonical, digest, with_seals, with_tokens

_TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    [
        '"bytes":"@0"',
        "@0",
        '\\"bytes":"@1"',
        "bytes",
        "\ud7ff",
        "\ue000",
        "\U0001f600",
        "\x7f\x1f\u2028",
    ]
)
_NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1)
_VALUES = st.recursive(
    st.none() | st.booleans() | _NUMBERS | st.floats(allow_nan=False, allow_infinity=False) | _TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(_TEXT.filter(lambda k: k != "bytes"), inner),
    max_leaves=6,
)
_HELD = st.recursive(
    _VALUES | st.fixed_dictionaries({"bytes": st.binary()}, optional={"size": _NUMBERS}),
    lambda inner: st.lists(inner) | st.dictionaries(_TEXT.filter(lambda k: k != "bytes"), inner),
    max_leaves=6,
)


def turned(value, turn):
    """Return `value` with `turn` of all bytes in it."""
    if isinstance(value, bytes):
        return turn(value)
    if isinstance(value, dict):
        return {name: turned(held, turn) for name, held in value.items()}
    return [turned(held, turn) for held in value] if isinstance(value, list) else value


def encoded(data):
    return Blob(encoded=memoryview(base64.b64encode(data)))


@given(_HELD)
def test_property_same_bytes_as_of_the_whole_text(value):
    whole = rfc8785.dumps(turned(value, lambda data: base64.b64encode(data).decode()))
    for held in (turned(value, Blob), turned(value, encoded)):
        assert canonical(held) == whole
        assert digest(held) == hashlib.sha256(whole).hexdigest()


@given(st.dictionaries(_TEXT.filter(lambda k: k != "bytes"), _HELD, max_size=4))
def test_property_the_seals_of_members_are_the_digest_of_each(value):
    held = turned(value, encoded)
    text, seals = with_seals(held)
    assert seals == {name: digest(member) for name, member in held.items()}
    in_order = sorted(held, key=lambda name: name.encode("utf-16-be"))
    assert text == with_tokens({name: held[name] for name in in_order})[0]


@pytest.mark.parametrize("size", [0, 1, 2, 3, 3 * 2**18 - 1, 3 * 2**18, 3 * 2**18 + 1, 2**20])
def test_pieces_join(size):
    data = bytes(n % 251 for n in range(size))
    assert b"".join(Blob(data).base64()) == base64.b64encode(data)
    assert encoded(data).data == Blob(data).data == data


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (2**53, "safe integer"),
        (float("nan"), "not representable"),
        (float("inf"), "not representable"),
        ("\ud800", "non-UTF-8"),
        ({"bytes": "QQ=="}, "a file's bytes"),
        (object(), "unsupported type"),
    ],
)
def test_what_json_cannot_hold_is_refused(value, words):
    with pytest.raises(ValueError, match=words):
        canonical([value])


def test_base64_that_is_none_is_refused():
    for bad in (b"QQ", b"Q===", b"Q Q=", b"QQ==QQ==", b"\xff"):
        with pytest.raises(binascii.Error):
            _ = Blob(encoded=memoryview(bad)).data
