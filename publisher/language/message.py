"""A text of ours that can be said in another language: in English it is an ordinary string."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def plural(one: str, many: str) -> tuple[str, str]:
    """Return two templates for ``Message.plural``: it is by this name that they get into the catalogs."""
    return one, many


class Message(str):
    """A text in English that keeps what a translation is made of: its template and the values in it.

    Whoever takes it for a string has the English text: JSON, archives and services get that.  A
    catalog looks the template up and puts the values in again, those that are messages in its own
    language.  What is joined or formatted by other means is a plain string, and stays English.

    ``template``: as ``str.format`` takes it, where there are values, else the text as it stands; ``many``: that
    of a plural, for any count but one; empty: it has none.
    """

    __slots__ = ("change", "many", "template", "values")
    template: str
    many: str
    values: dict[str, Any]
    change: Callable[[str], str] | None
    """What is done to the text in whatever language it is said."""

    def __new__(cls, template: str, /, **values: Any) -> Self:
        """Take a template, which is the text where no ``values`` are given."""
        made = super().__new__(cls, template.format_map(values) if values else template)
        made.template, made.many, made.values, made.change = template, "", values, None
        return made

    @classmethod
    def plural(cls, one: str, many: str, /, *, count: int, **values: Any) -> Self:
        """Take two templates, of which the first is for a ``count`` of one; both can name ``{count}``."""
        return cls._made(one, many, {"count": count, **values})

    @classmethod
    def joined(cls, parts: Iterable[str], separator: str = ", ") -> Self:
        """Return messages, or other texts, one behind the other."""
        values = {f"part{number}": part for number, part in enumerate(parts)}
        return cls(separator.join(f"{{{name}}}" for name in values), **values)

    @classmethod
    def _made(
        cls,
        template: str,
        many: str,
        values: dict[str, Any],
        change: Callable[[str], str] | None = None,
    ) -> Self:
        said = many if many and values["count"] != 1 else template
        text = said.format_map(values) if values else said
        made = super().__new__(cls, change(text) if change else text)
        made.template, made.many, made.values, made.change = template, many, values, change
        return made

    def changed(self, change: Callable[[str], str]) -> Self:
        """Return the message with its text as ``change`` gives it, in every language."""
        return self._made(self.template, self.many, self.values, change)

    def __str__(self) -> str:
        """Return the message itself: so that an exception's text is still one."""
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return the message itself: nothing of it changes."""
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Let copies and other processes have what a translation is made of."""
        return self.__class__._made, (self.template, self.many, self.values, self.change)  # noqa: SLF001 - it is ours
