"""One door per effect: the imports say where each library and each effect is used."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1] / "publisher"

# What is imported, by the files that may.  A name that ends with a slash is a folder.
DOORS = {
    "weasyprint": {"pdf/"},
    "pydyf": {"pdf/"},
    "docutils.utils.math": {"formulas/tables.py"},
    "sphinx": {"__init__.py", "sphinx/"},
    "myst_parser": {"sphinx/extension.py"},
    "markdown_it": {"read/"},
    "yaml": {"doors/yaml_text.py"},
    "pypdfium2": {"pdf/child/conversion.py", "proof/looks.py", "proof/pdf.py"},
    "pikepdf": {"pdf/child/attachment.py"},
    "rfc8785": {"archive/canonical.py"},
    "jsonschema": {"archive/schema.py"},
    "docx": {"builders/word/package.py"},
    "jinja2": {"builders/templates.py"},
    "typer": {"cli/"},
    "distributed": {"cohort/cluster.py"},
    "fsspec": {"cohort/storage.py"},
    "pygls": {"desk/lsp/server.py"},
    "lsprotocol": {"desk/lsp/"},
    "PIL": {
        "read/files/picture.py",
        "pdf/child/conversion.py",
        "pdf/child/job_images.py",
        "pdf/child/pictures.py",
    },
    "subprocess": {
        "cohort/pool.py",
        "cohort/remote.py",
        "doors/git.py",
        "pdf/parent.py",
        "pdf/tex.py",
        "doors/ssh.py",
        "pdf/fork_server.py",
        "desk/preview/editor.py",
    },
    "tempfile": {
        "cohort/build.py",
        "cohort/collect.py",
        "cohort/remote.py",
        "cohort/storage.py",
        "doors/output.py",
        "pdf/work.py",
        "doors/ssh.py",
    },
    "resource": {"cohort/worker.py", "pdf/child/main.py"},
    "socket": {
        "pdf/child/forking.py",  # between processes of ours
        "pdf/fork_server.py",
        "desk/preview/serve.py",  # on the loopback
    },
    "starlette": {"desk/preview/"},
    "uvicorn": {"desk/preview/serve.py"},
    "watchfiles": {"desk/watch.py"},
    "gettext": {"language/catalog.py"},
    "locale": set(),
    "http": set(),
    "urllib.request": set(),
    "requests": set(),
    "pickle": set(),
}

# The rooms, lowest first: each imports those before it and itself, none behind it.  A room that is named has
# its own layer, and the others of its folder have the folder's: `read/` is what puts its rooms together.
LAYERS = (
    "doors/asked",  # a note book, which those write who ask
    "nodes",
    "language",
    "diagnostics",
    "doors",
    "archive/restorer",  # a program of its own, which also stands in archives
    "fonts",
    "formulas",
    "read/blocks",
    "read/limits",
    "read/cut",
    "read/files",
    "read/html",
    "read/markdown",
    "read/yardstick",
    "read",
    "cache",
    "report",
    "pdf",
    "course",
    "rules",
    "check",
    "archive",
    "fixes",
    "reporters",
    "builders",
    "builders/text",
    "builders/latex",
    "builders/word",
    "builders/epub",
    "proof",
    "publish",
    "authoring",
    "diff",
    "privacy",
    "marks",
    "likeness",
    "cohort",
    "desk",
    "api",
    "sphinx",
    "pdf/child/main",  # a program of its own, which a process begins with
    "pdf/child/forking",  # another, which forks processes that go on with the first; nothing imports it
    "cli",
)
# Each begins a program: it may import any room, and no room imports it.
FACES = {"__init__.py", "__main__.py"}


def imports(path: Path) -> set[str]:
    """Return the names of all modules that a file imports, those for types included."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


IMPORTS = {
    path.relative_to(ROOT).as_posix(): imports(path)
    for path in sorted(ROOT.rglob("*.py"))
    if "themes" not in path.relative_to(ROOT).parts
}


def within(name: str, module: str) -> bool:
    """Tell whether ``name`` is ``module`` or stands in it."""
    return name == module or name.startswith(f"{module}.")


@pytest.mark.parametrize("module", DOORS)
def test_one_door(module):
    doors = DOORS[module]
    users = {file for file, names in IMPORTS.items() if any(within(n, module) for n in names)}
    used = {door for door in doors if any(u == door or u.startswith(door) for u in users)}
    assert used == doors, "a door that is none any more"
    others = {
        u for u in users if not any(u == d or (d.endswith("/") and u.startswith(d)) for d in doors)
    }
    assert not others, f"{module} belongs to {sorted(doors)}"


def test_one_door_prints():
    """What is printed goes through a function that lets no terminal and no CI service obey it."""
    doors = {"cli/screen.py", "archive/restorer.py"}
    printing = {"typer.echo", "typer.secho", "sys.stdout", "sys.stderr", "print"}
    for file in IMPORTS.keys() - doors:
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        named = [n for n in ast.walk(tree) if isinstance(n, ast.Attribute)]
        called = [n.func for n in ast.walk(tree) if isinstance(n, ast.Call)]
        assert not printing & {ast.unparse(n) for n in [*named, *called]}, file


def test_the_vocabulary_imports_docutils_only():
    names = {n.partition(".")[0] for n in IMPORTS["nodes.py"]}
    assert names - sys.stdlib_module_names == {"docutils"}


def test_rules_read_no_files_and_no_settings():
    closed = (
        "pathlib",
        "os",
        "io",
        "publisher.course.settings",
        "publisher.course.file",
        "publisher.read.files.folder",
        "publisher.doors.output",
    )
    rules = {
        f: n for f, n in IMPORTS.items() if f.startswith("rules/") and f != "rules/__init__.py"
    }
    assert rules
    for file, names in rules.items():
        assert not [n for n in names if any(within(n, module) for module in closed)], file


def test_no_modules_import_each_other_in_a_circle():
    """Whether late or for types only: who reads one of a circle has to read them all."""
    files = {f"publisher.{f.removesuffix('.py').replace('/', '.')}": f for f in IMPORTS}
    files = {name.removesuffix(".__init__"): file for name, file in files.items()}
    del files[
        "publisher"
    ]  # the face: its version is read by many, and it hands Sphinx the extension
    graph = {
        module: {name for name in IMPORTS[file] if name in files} - {module}
        for module, file in files.items()
    }
    for module, names in graph.items():
        # A package's face names its modules: who imports one of them does not read the face.
        graph[module] = {n for n in names if not any(o.startswith(f"{n}.") for o in names)}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def layer(module: str) -> str:
    """Return the layer of a file or of a module's name below the package: the longest that it is in."""
    path = module.removesuffix(".py").replace(".", "/")
    return max((room for room in LAYERS if f"{path}/".startswith(f"{room}/")), key=len, default="")


def test_every_module_has_a_layer():
    assert not [file for file in IMPORTS if file not in FACES and not layer(file)]
    assert {layer(file) for file in IMPORTS if file not in FACES} == set(LAYERS)


def test_no_module_imports_a_higher_layer():
    higher = [
        f"{file} imports {name}"
        for file, names in IMPORTS.items()
        for name in sorted(names)
        if file not in FACES and (above := layer(name.removeprefix("publisher.")))
        if name.startswith("publisher.") and LAYERS.index(above) > LAYERS.index(layer(file))
    ]
    assert not higher


def test_no_two_modules_of_tests_have_one_name():
    """Else pytest, which knows a module by its name alone, collects only one of them."""
    names = Counter(path.name for path in (ROOT.parent / "tests").rglob("test_*.py"))
    assert [name for name, number in names.items() if number > 1] == []
