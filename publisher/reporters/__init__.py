"""Diagnostics for readers: people, programs, the services that run checks."""

from __future__ import annotations

from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from publisher.check import Result


class Format(StrEnum):
    """Every format of ``publisher check``: each the name of a module here with a ``report``.

    ``told`` gives each but ``classroom50``, whose ``report`` has to know whose submission it is.
    """

    text = "text"
    json = "json"
    github = "github"
    gitlab = "gitlab"
    sarif = "sarif"
    junit = "junit"
    markdown = "markdown"
    classroom50 = "classroom50"


def told(result: Result, form: Format) -> str:
    """Return a check's result in the format ``form``, ending in a line end."""
    # Late: a run needs one of them or two.
    return cast("str", import_module(f"publisher.reporters.{form}").report(result))
