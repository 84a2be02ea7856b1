"""Brings the catalogs up to date with what the program says: python docs/catalogs.py.

Collects every message of the program and its templates, writes those that are new into each ``.po`` file without
a translation, takes out those that are gone, and compiles the ``.mo`` files, which are what the program reads.
Exit code 1: a message has no translation.
"""

from __future__ import annotations

import ast
import datetime as dt
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from publisher.doors.assets import themes_folder
from publisher.language.catalog import ENGLISH, LANGUAGES
from publisher.language.message import Message
from publisher.rules import RULES, explanations

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
CATALOGS = ROOT / "publisher" / "language" / "catalogs"
TRANSLATED = tuple(language for language in LANGUAGES if language != ENGLISH)
KEYWORDS = {"Message": None, "_": None, "plural": (1, 2), "ngettext": (1, 2)}
"""What a message is called by, and which of the arguments are texts."""
_HEADER = "# What publisher says, in {language}.  python docs/catalogs.py keeps it up to date.\n"
_NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_SPHINX = "layout.html"
"""The template whose words are Sphinx's own."""
_DATED = re.compile(rb'"(?!Language:|MIME|Content|Plural)[\w-]+:[^\n]*\n(?:"[^:\n]*\n)*')


def messages() -> Catalog:
    """Return a catalog of all that is said, each with the files that say it."""
    found = Catalog()
    for path in sorted((ROOT / "publisher").rglob("*.py")):
        for text in _in_python(path):
            found.add(text, locations=[(path.relative_to(ROOT).as_posix(), None)])
    for explained in explanations().values():
        module = (
            f"rules/{explained.code}" if explained.code in RULES else "diagnostics/explanations"
        )
        for text in explained.paragraphs():
            if isinstance(text, Message):
                found.add(str.__str__(text), locations=[(f"publisher/{module}.py", None)])
    for path in sorted(p for p in themes_folder().rglob("*.html") if p.name != _SPHINX):
        for _, text, _, _ in extract_from_file("jinja2", path, KEYWORDS):
            found.add(text, locations=[(path.relative_to(ROOT).as_posix(), None)])
    return found


def _in_python(path: Path) -> Iterator[str | tuple[str, ...]]:
    """Yield the messages of a module.  Babel's own reader takes f-strings among the values for faults."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        texts = node.args[: 2 if name == "plural" else 1] if name in KEYWORDS else []
        if any(isinstance(text, ast.JoinedStr) for text in texts):
            raise SystemExit(f"{path}:{node.lineno}: an f-string is no template of a message")
        found = tuple(text.value for text in texts if isinstance(text, ast.Constant))
        if found:
            yield found if name == "plural" else found[0]


def read(language: str) -> Catalog:
    """Return what stands in the ``.po`` file of ``language``."""
    path = CATALOGS / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def lacking(catalog: Catalog) -> list[Any]:
    """Return the messages of ``catalog`` that have no translation, or an unsure one."""
    return [
        message.id
        for message in catalog
        if message.id and (not message.string or message.fuzzy or not all(_texts(message.string)))
    ]


def _texts(string: Any) -> tuple[str, ...]:
    return string if isinstance(string, tuple) else (string,)


def main() -> int:
    """Bring all catalogs up to date, and return the exit code."""
    said = messages()
    missing = 0
    for language in TRANSLATED:
        catalog = read(language)
        catalog.update(said, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        catalog.header_comment = _HEADER.format(language=language).strip()
        catalog.fuzzy = False
        catalog.creation_date = catalog.revision_date = _NEVER  # a catalog is of no day
        _write(CATALOGS / f"{language}.po", catalog)
        with (CATALOGS / f"{language}.mo").open("wb") as file:
            write_mo(file, catalog)
        for text in lacking(catalog):
            sys.stdout.write(f"{language}: no translation: {text!r}\n")
            missing += 1
    return 1 if missing else 0


def _write(path: Path, catalog: Catalog) -> None:
    """Write a ``.po`` file in which nothing is of the clock or of whoever wrote it."""
    from io import BytesIO

    made = BytesIO()
    write_po(made, catalog, width=100, sort_output=True, include_lineno=False)
    head, blank, rest = made.getvalue().partition(b"\n\n")
    path.write_bytes(_DATED.sub(b"", head + b"\n").rstrip(b"\n") + blank + rest)


if __name__ == "__main__":
    sys.exit(main())
