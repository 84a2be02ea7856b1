"""The JSON Schema (2020-12) of the format: the one place that asks jsonschema."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from publisher.archive.canonical import Blob

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = 2
"""Of the format that is written; grows with every change of the schema once it is published."""
NAME = "publisher.archive"
FORMAT = f"{NAME}/{VERSION}"


@cache
def schema(version: int = VERSION) -> dict[str, Any]:
    """Return the schema of a version, as it ships with the package and stands in each archive."""
    loaded: dict[str, Any] = json.loads(schema_bytes(version))
    return loaded


def schema_bytes(version: int = VERSION) -> bytes:
    """Return the schema's file, as it ships with the package. ``version``: of the format."""
    return (
        resources.files("publisher.archive").joinpath(f"archive-{version}.schema.json").read_bytes()
    )


def about(version: int = VERSION) -> str:
    """Return what an archive of a version says of itself first, for a person who opens it (from version 2)."""
    return str(schema(version)["properties"]["$about"]["const"])


def violations(members: dict[str, Any], version: int = VERSION) -> Iterator[tuple[str, str]]:
    """Yield where ``members`` break the schema: a JSON Pointer (RFC 6901) and what is wrong.

    The bytes of files are taken for granted: they are decoded, and measured, elsewhere. ``version``: of the
    format.
    """
    import jsonschema

    validator = jsonschema.Draft202012Validator(schema(version))
    for error in validator.iter_errors(_without_blobs(members)):
        message = error.message
        if (
            error.validator == "pattern" and "description" in error.schema
        ):  # in words, if it has any
            message = f"{error.instance!r} is not as expected: {error.schema['description']}"
        yield "".join(f"/{part}" for part in error.absolute_path), _shortened(message)


def _without_blobs(value: Any) -> Any:
    if isinstance(value, Blob):
        return ""
    if isinstance(value, dict):
        return {name: _without_blobs(held) for name, held in value.items()}
    if isinstance(value, list | tuple):
        return [_without_blobs(held) for held in value]
    return value


def _shortened(message: str) -> str:
    return message if len(message) <= 200 else message[:160] + " ... " + message[-35:]  # noqa: PLR2004 - two ends of a text
