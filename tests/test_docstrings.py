"""Docstrings have one form: a sentence; then what goes in, what comes out, what is raised, and the source.

Parameters stand in them as ``name``: with shape and unit where name and type do not say it; numbers always.
Exceptions are named: "Raises ArchiveError where ...".  Ruff holds that there is one at all.
"""

from __future__ import annotations

import ast
import re

import pytest
from support import ROOT

PACKAGE = ROOT / "publisher"
SECTION = re.compile(
    r"^\s*(?:Args|Attributes|Parameters|Raises|Returns|Yields):\s*$|^-{3,}$", re.MULTILINE
)
SINGLE = re.compile(r"(?<!`)`(?!`)[^`\n]+`(?!`)")
NUMBER = re.compile(r"\b(?:int|float)\b")
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
FILES = sorted(PACKAGE.rglob("*.py"))


def public(path):
    """Yield each public class, function and method of a file, with the class that it is in."""
    waiting = [(node, None) for node in ast.parse(path.read_text(encoding="utf-8")).body]
    for node, holder in waiting:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node, holder
            waiting += [(inner, node) for inner in node.body]
        elif isinstance(node, FUNCTION) and (node.name == "__init__" or node.name[0] != "_"):
            yield node, holder


def own(function):
    """Yield what stands in a function and in no function within it."""
    waiting = list(ast.iter_child_nodes(function))
    for node in waiting:
        if not isinstance(node, (*FUNCTION, ast.Lambda, ast.ClassDef)):
            yield node
            waiting += ast.iter_child_nodes(node)


def raised(function):
    """Return the names of exceptions that a function raises and does not catch."""
    nodes = list(own(function))
    calls = (n.exc for n in nodes if isinstance(n, ast.Raise) and isinstance(n.exc, ast.Call))
    names = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
    caught = {
        name.id
        for node in nodes
        if isinstance(node, ast.ExceptHandler) and node.type
        for name in ast.walk(node.type)
        if isinstance(name, ast.Name)
    }
    return {name for name in names - caught if name[0].isupper()}


def is_command(path, function):
    """Tell whether a function's docstring is what ``--help`` prints: of exit codes, if of any."""
    said = ast.get_docstring(function) or ""
    return path.parent.name == "cli" and (function.name == path.stem or "Exit code" in said)


def at(path, node):
    return f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_one_form(path):
    for node, holder in public(path):
        said = ast.get_docstring(node) or ""
        if said:
            assert re.search(r"[.:?)]$", said.partition("\n")[0]), f"{at(path, node)}: no sentence"
        assert not SECTION.search(said), f"{at(path, node)}: sections; write sentences"
        assert not SINGLE.search(said), f"{at(path, node)}: `x` is written ``x``"
        if not isinstance(node, FUNCTION) or not said:
            continue
        if not is_command(path, node):
            missing = {name for name in raised(node) if name not in said}
            assert not missing, f"{at(path, node)}: does not say that it raises {missing}"
            said += ast.get_docstring(holder) or "" if holder else ""
            arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
            numbers = {
                one.arg
                for one in arguments
                if one.arg[0] != "_"
                and one.annotation
                and NUMBER.search(ast.unparse(one.annotation))
            }
            unsaid = {name for name in numbers if not re.search(rf"\b{name}\b", said)}
            assert not unsaid, f"{at(path, node)}: says nothing of {unsaid}"
