"""Reads a formula from left to right, and makes MathML of it."""

from __future__ import annotations

import re
import unicodedata
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from publisher.formulas import tables
from publisher.formulas.atoms import OP, Atom, element, row_of, space
from publisher.formulas.environments import ENVIRONMENTS, Row, table
from publisher.formulas.source import CLOSERS, TOKEN, LatexError, Source
from publisher.language.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from xml.etree.ElementTree import Element

    from publisher.formulas.atoms import Beside
    from publisher.formulas.environments import Environment

__all__ = ["DISPLAY", "SCRIPT", "SMALLEST", "TEXT", "Reader", "fenced"]

DISPLAY, TEXT, SCRIPT, SMALLEST = range(4)
"""TeX's styles."""
_STYLES: Final = ("displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle")
_DEEPEST: Final = 60
"""Groups in each other."""
_NUMBER: Final = re.compile(r"\d+(?:\{,\}\d{3})*(?:\.\d+)?|\.\d+")
_WORD: Final = re.compile(r"\s*\{\s*([A-Za-z]{2,})\s*\}")
_INFIX: Final = {"\\over": ("", ""), "\\atop": ("", ""), "\\choose": ("(", ")"), "\\brace": ("{", "}"),
                 "\\brack": ("[", "]")}  # fmt: skip
_OPENS: Final = frozenset(("{", "\\left", "\\begin"))
_ENDS: Final = frozenset(("}", "\\right", "\\end"))
_OTHERS: Final = frozenset("#$%&")
"""What begins or parts something else in LaTeX."""
_SCRIPTS: Final = frozenset(("^", "_", "'", "\\limits", "\\nolimits"))
_PRIMES: Final = ("", "′", "″", "‴", "⁗")


class Reader(Source):
    """Reads one formula.

    ``style``: one of TeX's; ``alphabet``: that letters are written in, by its name in docutils' tables;
    ``tag``: the number that the line at hand was given.
    """

    def __init__(
        self,
        text: str,
        commands: Mapping[str, Callable[[Reader, str], list[Atom]]],
        *,
        block: bool,
    ) -> None:
        """Begin at the beginning; ``commands``: those that are more than a sign."""
        super().__init__(text)
        self.style = DISPLAY if block else TEXT
        self.alphabet = self.tag = ""
        self._commands = commands
        self._depth = 0
        self._infix = any(name in text for name in _INFIX)

    @contextmanager
    def within(self, style: int | None = None, alphabet: str | None = None) -> Iterator[None]:
        """Read a group, in another style or alphabet where one is named. Raises LatexError."""
        before = self.style, self.alphabet
        self.style = before[0] if style is None else style
        self.alphabet = before[1] if alphabet is None else alphabet
        self._depth += 1
        if self._depth > _DEEPEST:
            raise LatexError(Message("it nests too deeply"))
        yield
        self._depth -= 1
        self.style, self.alphabet = before

    # -- rows ---------------------------------------------------------------------------------

    def whole(self, *, block: bool) -> Element:
        """Return the whole formula; ``block``: it may have several lines. Raises LatexError."""
        if not block:
            inner = self.row()
            self._end()
            if self.tag:
                raise LatexError(Message("\\tag numbers a formula on lines of its own only"))
            return inner
        rows = self.rows(ENVIRONMENTS["aligned"])
        self._end()
        if len(rows) == 1 and len(rows[0].cells) == 1 and not rows[0].tag:
            return rows[0].cells[0]
        several = any(len(row.cells) > 1 for row in rows)
        if len(rows) == 1 and several:
            raise LatexError(Message("a & stands alone"))
        return table(rows, ENVIRONMENTS["aligned" if several else "gathered"])

    def _end(self) -> None:
        token = self.peek()
        if token == "\\\\":
            raise LatexError(Message("\\\\ begins a line in a formula on lines of its own only"))
        if token:
            raise LatexError(Message("a {sign} stands alone", sign=token))

    def row(self, closer: str = "", *, beside: Beside = (None, None)) -> Element:
        """Return what stands before the end of a group; ``closer``: what else ends it.

        ``beside``: as of ``row_of``.
        """
        return row_of(self.atoms(closer), small=self.style >= SCRIPT, beside=beside)

    def atoms(self, closer: str = "") -> list[Atom]:
        """Return the atoms before the end of a group, as ``row``."""
        fraction = self._infix and self._is_upper_part(closer)
        with self.within(min(SMALLEST, self.style + 1) if fraction else None):
            found: list[Atom] = []
            while (token := self.peek()) not in CLOSERS and token != closer:
                if token in _INFIX:
                    found = [self._fraction(found, closer)]
                else:
                    found += self._next(token, closer)
        return found

    def rows(self, kind: Environment) -> list[Row]:
        """Return the rows of a table up to what ends it."""
        rows: list[Row] = []
        while True:
            ruled = False
            while kind.kind in ("array", "matrix") and self.skip("\\hline"):
                ruled = True
            cells = [self.row()]
            while self.skip("&"):
                cells.append(self.row(beside=kind.beside(len(cells))))
            rows.append(Row(cells, self.tag, ruled))
            self.tag = ""
            if not (self.skip("\\\\") or self.skip("\\cr")):
                return rows
            if self.text[self.at : self.at + 1] == "[":
                self.optional()

    def _is_upper_part(self, closer: str) -> bool:
        """Tell whether the atoms at hand stand in a fraction, of which its sign comes only later."""
        depth = 0
        for found in TOKEN.finditer(self.text, self.at):
            token = found[0]
            if depth == 0 and (token in _INFIX or token in ("&", "\\\\") or token == closer):
                return token in _INFIX
            depth += (token in _OPENS) - (token in _ENDS)
            if depth < 0:
                break
        return False

    def _fraction(self, above: list[Atom], closer: str) -> Atom:
        token = self.take()
        upper = row_of(above, small=self.style >= SCRIPT)
        made = element("mfrac", upper, self.row(closer))
        if token != "\\over":
            made.set("linethickness", "0")
        return Atom(fenced(*_INFIX[token], made))

    # -- atoms --------------------------------------------------------------------------------

    def _next(self, token: str, closer: str) -> list[Atom]:
        """Read an atom with its indices, or a command that holds to the end of the group."""
        if token in ("^", "_", "'"):
            return [self._scripted(Atom(element("mrow")))]
        name = token[1:]
        if token[0] == "\\" and name in tables.SWITCHES:
            self.take()
            self.alphabet = tables.ALPHABETS[name]
            return []
        if token[0] == "\\" and name in _STYLES:
            self.take()
            with self.within(_STYLES.index(name)):
                return [Atom(self.styled(self.row(closer)))]
        if token == "\\color":
            self.take()
            colour = self.colour(token)
            return [Atom(element("mrow", self.row(closer), mathcolor=colour))]
        found = self.atom()
        return [*found[:-1], self._scripted(found[-1])] if found else []

    def styled(self, inner: Element) -> Element:
        """Return an element that says in which style it is drawn: the one at hand."""
        shown = str(self.style == DISPLAY).lower()
        return element("mstyle", inner, displaystyle=shown, scriptlevel=str(max(0, self.style - 1)))

    def atom(self) -> list[Atom]:  # noqa: PLR0911 - a case each
        """Read an atom without its indices: one, or several of a text, or none that shows.

        Raises LatexError.
        """
        token = self.take()
        if token == "{":
            inner = self.row()
            self.expect("}", Message("a {"))
            return [Atom(element("mrow", inner) if inner.tag == "mo" else inner)]
        if found := _NUMBER.match(self.text, self.at - len(token)):
            self.at = found.end()
            return [Atom(self._number(found[0].replace("{,}", ",")))]
        if token[0] != "\\":
            return [self._character(token)]
        name = token[1:]
        if handler := self._commands.get(name):
            return handler(self, name)
        if name in tables.SPACES:
            return [space(tables.SPACES[name])]
        if name in tables.ALPHABETS:
            return [self._lettered(name)]
        if named := tables.sign(name):
            return [self.sign(*named)]
        raise LatexError(Message("{command} is not known", command=token), token)

    def _number(self, text: str) -> Element:
        return element("mn", text=self.letters(text))

    def letters(self, text: str) -> str:
        """Return a text in the alphabet at hand."""
        return "".join(tables.letter_in(self.alphabet, character) for character in text)

    def _character(self, token: str) -> Atom:
        if token in _OTHERS or unicodedata.category(token[0])[0] in "CM":
            shown = token if token.isprintable() else ascii(token)[1:-1]
            raise LatexError(Message("{command} is not known", command=shown), shown)
        if token == "~":
            return space(tables.SPACES[" "])
        text = unicodedata.normalize("NFC", tables.MEANT.get(token, token))
        return self.sign(text, tables.kind_of(text))

    def sign(self, text: str, kind: int) -> Atom:
        """Return a sign of a kind, written in the alphabet at hand."""
        if tables.is_operator(text, kind):
            mark = element("mo", text=text, lspace="0em", rspace="0em")
            if text in tables.STRETCHED:
                mark.set("stretchy", "false")
            return Atom(mark, kind, limits=None if text in tables.LIMITED else False)
        name = element("mi", text=tables.letter_in(self.alphabet, text))
        if self.alphabet == "normal" or name.text in tables.UPRIGHT:
            name.set("mathvariant", "normal")
        return Atom(name)

    def _lettered(self, name: str) -> Atom:
        """Return an argument in an alphabet; upright letters side by side are a word."""
        alphabet = tables.ALPHABETS[name]
        if alphabet == "normal" and (word := _WORD.match(self.text, self.at)):
            self.at = word.end()
            return Atom(element("mi", text=word[1]))
        return Atom(self.argument(f"\\{name}", alphabet=alphabet))

    def argument(
        self, command: str, style: int | None = None, alphabet: str | None = None
    ) -> Element:
        """Return the argument of a command: a group, or one token.

        ``style``: that of TeX, None: as around it. Raises LatexError.
        """
        with self.within(style, alphabet):
            token = self.peek()
            if token in CLOSERS or token in _SCRIPTS:
                raise LatexError(Message("{command} lacks a part", command=command))
            if token.isdecimal():
                return self._number(self.take())
            return row_of(self.atom(), small=self.style >= SCRIPT)

    def smaller(self, command: str) -> Element:
        """Return the argument of a command as large as a part of a fraction."""
        return self.argument(command, min(SMALLEST, self.style + 1))

    def script(self, command: str) -> Element:
        """Return the argument of a command as large as an index."""
        return self.argument(command, min(SMALLEST, max(SCRIPT, self.style + 1)))

    def _scripted(self, base: Atom) -> Atom:  # noqa: C901 - a case each
        """Return an atom with the indices and exponents behind it."""
        below = above = None
        primes = 0
        limits = self.style == DISPLAY if base.limits is None else base.limits
        while base.kind is not None and (token := self.peek()) in _SCRIPTS:
            self.take()
            if token.endswith("limits"):
                if base.kind != OP:
                    raise LatexError(Message("{command} stands behind no operator", command=token))
                limits = token == "\\limits"
            elif token == "_":
                if below is not None:
                    raise LatexError(Message("a sign has two indices"))
                below = self.script(token)
            elif above is not None:
                raise LatexError(Message("a sign has two exponents"))
            elif token == "'":
                primes += 1
            else:
                above = self.script(token)
        if primes:
            mark = _PRIMES[primes] if primes < len(_PRIMES) else _PRIMES[1] * primes
            prime = element("mo", text=mark, lspace="0em", rspace="0em")
            above = prime if above is None else element("mrow", prime, above)
        if below is None and above is None:
            return base
        if limits and base.element.tag == "mo":
            base.element.set("movablelimits", "false")
        names = ("munder", "mover", "munderover") if limits else ("msub", "msup", "msubsup")
        parts = [part for part in (below, above) if part is not None]
        name = names[2] if len(parts) == 2 else names[above is not None]  # noqa: PLR2004 - both
        return Atom(element(name, base.element, *parts), base.kind, function=base.function)

    def bracket(self, command: str) -> Element | None:
        r"""Return the bracket that a command lets grow; None: there is none (``\left.``).

        Raises LatexError.
        """
        token = self.take()
        found = tables.fence(token)
        if found is None:
            raise LatexError(Message("{command} has no bracket behind it", command=command))
        return grown(found) if found else None

    def colour(self, command: str) -> str:
        """Return the colour that a command names. Raises LatexError."""
        name = self.raw(command).strip()
        found = name if re.fullmatch("#[0-9A-Fa-f]{6}", name) else tables.COLOURS.get(name)
        if not found:
            raise LatexError(Message("the colour {name} is not known", name=name), name)
        return found


def grown(bracket: str, **attributes: str) -> Element:
    """Return a bracket that grows with what it stands beside."""
    shape = {"lspace": "0em", "rspace": "0em", "stretchy": "true", "symmetric": "true"}
    return element("mo", text=bracket, **shape, **attributes)


def fenced(left: str, right: str, inner: Element) -> Element:
    """Return an element between brackets that grow with it; an empty one is not there."""
    if not left and not right:
        return inner
    before = [grown(left, form="prefix")] if left else []
    after = [grown(right, form="postfix")] if right else []
    return element("mrow", *before, inner, *after)
