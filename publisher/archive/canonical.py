"""Canonical JSON (RFC 8785): one byte form for a value, so that it can be hashed.

A file's bytes are never put into the value as text: they are a ``Blob``, which writes
its base64 piece by piece.  So memory stays near the size of the files themselves.
"""

from __future__ import annotations

import binascii
import hashlib
import io
import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_PIECE = 3 * 2**18
# Inside a string a quote has a backslash before it: this matches a member's name and no text.
_TOKEN = re.compile(rb'(?<!\\)"bytes":"@(\d+)"')
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
)
_SURROGATES = "\ud800"
_SAFE = 2**53


class Blob:
    """The bytes of a file, as they are or in base64 (RFC 4648, section 4).

    Stands in a value as the member ``bytes`` of an object, and nowhere else.
    """

    __slots__ = ("_data", "_encoded")

    def __init__(self, data: bytes | None = None, encoded: memoryview | None = None) -> None:
        """Take the bytes or, where they come from an archive, their base64."""
        self._data = data
        self._encoded = encoded

    @property
    def data(self) -> bytes:
        """The file's bytes; raises ValueError if the base64 is none."""
        if self._data is not None:
            return self._data
        return binascii.a2b_base64(self._encoded or b"", strict_mode=True)

    def base64(self) -> Iterator[bytes | memoryview]:
        """Yield the base64 in pieces."""
        if self._data is None:
            yield self._encoded or b""
            return
        for start in range(0, len(self._data), _PIECE):
            yield binascii.b2a_base64(self._data[start : start + _PIECE], newline=False)


def with_tokens(value: Any) -> tuple[bytes, list[Blob]]:
    """Return the canonical form of ``value`` with a token for each blob, and the blobs.

    The tokens are ``@0``, ``@1`` and so on, in the order of ``value``.  Raises ValueError for
    what JSON cannot hold: an integer from 2**53 on, NaN, half a character, an object whose
    ``bytes`` are text.
    """
    blobs: list[Blob] = []
    return _Writer(blobs).value(value), blobs


def with_seals(members: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
    """Return the canonical form of ``members`` with tokens, and the digest of each member.

    It is that of ``with_tokens`` where the order of ``members`` is canonical.  Raises ValueError as that does.
    """
    blobs: list[Blob] = []
    seals, texts = {}, {}
    for name in sorted(members, key=_place):
        texts[name] = _Writer(blobs).member(name, members[name])
        seals[name] = _sha256(_filled(texts[name], blobs))
    return _object(texts), seals


def pieces(value: Any) -> Iterator[bytes | memoryview]:
    """Yield the canonical form of ``value`` in pieces; raises ValueError as ``with_tokens``."""
    return _filled(*with_tokens(value))


def _filled(text: bytes, blobs: list[Blob]) -> Iterator[bytes | memoryview]:
    """Yield ``text`` with the base64 of each blob in place of its token."""
    start = 0
    for token in _TOKEN.finditer(text):
        yield text[start : token.start(1) - 1]
        yield from blobs[int(token[1])].base64()
        start = token.end(1)
    yield text[start:]


def canonical(value: Any) -> bytes:
    """Return the canonical form of ``value``; raises ValueError as ``with_tokens``."""
    made = io.BytesIO()
    for piece in pieces(value):
        made.write(piece)
    return made.getvalue()


def with_block(members: dict[str, Any], name: str, seals: Callable[[dict[str, str]], Any]) -> bytes:
    """Return the canonical form of ``members`` with one more, ``name``; each is written once.

    ``seals``: returns its value for the digest of each other.  Raises ValueError as ``with_tokens``.
    """
    written = {key: canonical(value) for key, value in members.items()}
    digests = {key: hashlib.sha256(data).hexdigest() for key, data in written.items()}
    written[name] = canonical(seals(digests))
    return _object(written)


def _object(members: Mapping[str, bytes]) -> bytes:
    """Return an object whose members are written."""
    rows = (canonical(name) + b":" + members[name] for name in sorted(members, key=_place))
    return b"{" + b",".join(rows) + b"}"


def _place(name: str) -> bytes:
    """Return by what the members of an object are sorted."""
    return name.encode("utf-16-be")


def digest(value: Any) -> str:
    """Return the SHA-256 of the canonical form of ``value``, in hexadecimal."""
    return _sha256(pieces(value))


def _sha256(pieces: Iterator[bytes | memoryview]) -> str:
    made = hashlib.sha256()
    for piece in pieces:
        made.update(piece)
    return made.hexdigest()


class _Writer:
    """Writes a value with a short text for each blob, which is added to ``blobs``."""

    def __init__(self, blobs: list[Blob]) -> None:
        self._blobs = blobs
        self._plain = True
        """Whether Python's own encoder, in C, writes the canonical form: it does but for what ``_held`` names."""

    def value(self, value: Any) -> bytes:
        """Return the form of ``value``; raises ValueError as ``with_tokens``."""
        return self._written(self._held(value))

    def member(self, name: str, value: Any) -> bytes:
        """Return the form of ``value``, which is the member ``name`` of an object; raises as ``value``."""
        return self._written(self._member(name, value))

    def _written(self, held: Any) -> bytes:
        if self._plain:
            with suppress(UnicodeEncodeError):  # half a character, which the library refuses
                return _ENCODER.encode(held).encode()
        import rfc8785  # late: no archive of ours has such a value

        return rfc8785.dumps(held)

    def _held(self, value: Any) -> Any:
        """Return ``value`` with tokens, and note what is written otherwise in Python than in ECMAScript.

        These are numbers (RFC 8785, 3.2.2.3) but for the integers of both, and the order of names beyond the
        first 55,296 characters (3.2.3); a value that is none of JSON's is for the library to refuse.
        """
        if isinstance(value, str):
            return value
        if isinstance(value, dict):
            self._plain = self._plain and all(
                isinstance(name, str) and (name.isascii() or max(name) < _SURROGATES)
                for name in value
            )
            return {name: self._member(name, held) for name, held in value.items()}
        if isinstance(value, list | tuple):
            return [self._held(held) for held in value]
        if isinstance(value, int):
            self._plain = self._plain and abs(value) < _SAFE
        elif value is not None:
            self._plain = False
        return value

    def _member(self, name: str, held: Any) -> Any:
        if name != "bytes" or isinstance(held, dict):
            return self._held(held)
        if not isinstance(held, Blob):
            raise ValueError("a member 'bytes' holds a file's bytes")  # noqa: TRY004 - as documented
        self._blobs.append(held)
        return f"@{len(self._blobs) - 1}"
