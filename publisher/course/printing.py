"""How a report is put on paper: what is left out on purpose, and where pages begin."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils import nodes

Prompts = Literal["full", "short", "none"]
States = Literal["none", "margin", "full"]
Checklist = Literal["before", "after", "none"]
_WORDS: Final = {
    "prompts": get_args(Prompts),
    "states": get_args(States),
    "checklist": get_args(Checklist),
}


class PrintingError(ValueError):
    """A print setting is none; ``key``, ``expected`` and ``found`` say which and why."""

    def __init__(self, key: str, expected: str, found: object) -> None:
        """Take the setting's key below ``print``, what was expected there and what was found."""
        super().__init__(f"{key}: expected {expected}, found {found!r}")
        self.key, self.expected, self.found = key, expected, found


@dataclass(frozen=True, slots=True)
class Printing:
    """What a PDF shows of a report; the web page and the archive hold all of it.

    ``prompts``: whole, their first words, or none; ``examples``: with the example answers in
    prompts; ``question_per_page``: each question begins a page; ``states``: what is said of each
    question: nothing, one quiet line in the margin, or the labels that graders want;
    ``introduction``: with the text before the questions, also where it is a template's own;
    ``checklist``: before the answers, behind them, or left out.
    """

    prompts: Prompts = "full"
    examples: bool = False
    question_per_page: bool = False
    states: States = "margin"
    introduction: bool = False
    checklist: Checklist = "after"

    def changed(self, asked: Mapping[str, Any]) -> Printing:
        """Return these settings with those in ``asked`` in place of their own.

        Raises PrintingError.
        """
        for key, value in asked.items():
            if key not in asdict(self):
                raise PrintingError(str(key), f"one of {', '.join(sorted(asdict(self)))}", key)
            if words := _WORDS.get(key):
                if value not in words:
                    raise PrintingError(key, f"{', '.join(words[:-1])} or {words[-1]}", value)
            elif type(value) is not bool:
                raise PrintingError(key, "true or false", value)
        return replace(self, **asked)

    @property
    def left_out(self) -> tuple[type[nodes.Element], ...]:
        """The kinds of nodes that are not on paper."""
        from publisher import nodes as ours

        return (
            *((ours.prompt,) if self.prompts != "full" else ()),
            *((ours.example,) if not self.examples else ()),
            *((ours.placeholder,) if self.states != "full" else ()),
        )
