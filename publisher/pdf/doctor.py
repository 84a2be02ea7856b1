"""What this machine has of what the PDF needs."""

from __future__ import annotations

import ctypes
import ctypes.util
import platform
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from publisher.doors.git import unread
from publisher.pdf.tex import PACKAGES, PROGRAMS


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked for.  ``needed``: without it a format cannot be made."""

    name: str
    fine: bool
    told: str
    needed: bool = True
    debian: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Library:
    """A shared library under the names that WeasyPrint tries, and Debian's package for it."""

    name: str
    files: tuple[str, ...]
    debian: str
    needed: bool = True


def _names(stem: str, number: str) -> tuple[str, ...]:
    """Return a library's file names on Linux, macOS and Windows, as WeasyPrint 70 tries them."""
    return (
        f"lib{stem}.so.{number}",
        f"lib{stem}.{number}.dylib",
        f"{stem}-{number}",
        f"lib{stem}-{number}.dll",
    )


_OLDEST, _NEWEST = (3, 11), (3, 14)
"""The versions of Python that are tested."""
_LIBRARIES = (
    _Library(name="GLib", files=_names("gobject-2.0", "0"), debian="libglib2.0-0"),
    _Library(name="Pango", files=_names("pango-1.0", "0"), debian="libpango-1.0-0"),
    _Library(name="PangoFT2", files=_names("pangoft2-1.0", "0"), debian="libpangoft2-1.0-0"),
    _Library(name="HarfBuzz", files=_names("harfbuzz", "0"), debian="libharfbuzz0b"),
    _Library(
        name="HarfBuzz subset",
        files=_names("harfbuzz-subset", "0"),
        debian="libharfbuzz-subset0",
        needed=False,
    ),
    _Library(name="Fontconfig", files=_names("fontconfig", "1"), debian="libfontconfig1"),
)


def examine() -> list[Finding]:
    """Look for the Python, the libraries and the themes that publishing needs."""
    findings = [
        Finding(
            "Python",
            _OLDEST <= sys.version_info[:2] <= _NEWEST,
            f"{platform.python_version()} (3.{_OLDEST[1]} to 3.{_NEWEST[1]} are tested)",
        ),
        _themes(),
    ]
    libraries = [_library(library) for library in _LIBRARIES]
    findings += libraries
    if all(library.fine for library in libraries if library.needed):
        findings.append(_weasyprint())
    findings += [_git(), _tex(), _cache()]
    return findings


def _weasyprint() -> Finding:
    """Load WeasyPrint and ask the patches whether they find in it what they need."""
    from importlib.metadata import version

    try:
        from publisher.pdf.patches.listed import lacking

        missing = list(lacking())
    except (ImportError, OSError) as error:
        return Finding("WeasyPrint", fine=False, told=f"cannot be loaded: {error}")
    told = f"{version('weasyprint')}, with all that publisher changes in it"
    if missing:
        lost = "; ".join(f"{name}: {patch.without}" for name, patch in missing)
        told = f"{version('weasyprint')} is another than the one that publisher knows; {lost}"
    return Finding("WeasyPrint", fine=not missing, told=told, needed=False)


_TRUST = 'git config --global --add safe.directory "$PWD"'


def _git() -> Finding:
    if not shutil.which("git"):
        told = "not found; without it a report has no date of its own"
        return Finding("git", fine=False, told=told, needed=False, debian="git")
    if why := unread(Path()):
        remedy = _TRUST if "refuses" in why else "git status says what is wrong"
        told = f"found; of this folder's repository: {why}: {remedy}"
        return Finding("git", fine=False, told=told, needed=False)
    return Finding("git", fine=True, told="found", needed=False)


def _tex() -> Finding:
    """Tell whether there is a TeX: only who asks for it needs one, so it is missed by nobody else."""
    missing = [name for name in PROGRAMS if not shutil.which(name)]
    told = f"no {', '.join(missing)}; only --to latexpdf needs it ({PACKAGES})"
    return Finding("TeX", fine=True, told=told if missing else "found", needed=False)


def _cache() -> Finding:
    from publisher.cache import CacheError, place, usage

    folder = place()
    if folder is None:
        return Finding("cache", fine=True, told="this user has no place for one", needed=False)
    try:
        entries, size = usage(folder)
    except CacheError as error:
        return Finding("cache", fine=False, told=f"{error}; runs leave it alone", needed=False)
    kept = f"{entries} {'entry' if entries == 1 else 'entries'}, {size / 1024**2:.1f} MiB"
    told = f"{folder}: {kept if entries else 'nothing is kept'}; it may be deleted at any time"
    return Finding("cache", fine=True, told=told, needed=False)


def remedy(findings: list[Finding]) -> str:
    """Return the command that installs what is missing, or the empty string."""
    missing = [f for f in findings if not f.fine and f.debian]
    if not missing:
        return ""
    if shutil.which("apt-get"):
        sudo = "" if _is_root() else "sudo "
        return f"{sudo}apt-get install -y {' '.join(f.debian for f in missing)}"
    for tool, command in (
        ("dnf", "sudo dnf install pango harfbuzz"),
        ("pacman", "sudo pacman -S pango"),
        ("apk", "sudo apk add pango harfbuzz-subset fontconfig"),
        ("brew", "brew install pango"),
    ):
        if shutil.which(tool):
            return command
    if sys.platform == "darwin":
        return "install Homebrew (brew.sh), then: brew install pango"
    if sys.platform == "win32":
        return "install MSYS2, then in its shell: pacman -S mingw-w64-x86_64-pango"
    return "install Pango with your system's package manager"


def _themes() -> Finding:
    from publisher.doors.assets import themes_folder

    try:
        folder = themes_folder()
    except FileNotFoundError:
        return Finding("themes", fine=False, told="not found; install report-publisher again")
    return Finding("themes", (folder / "publisher" / "report.html").is_file(), "found")


def _library(library: _Library) -> Finding:
    if _loads(library.files):
        return Finding(library.name, fine=True, told="found", debian=library.debian)
    return Finding(
        library.name,
        fine=False,
        told="not found; the PDF needs it"
        if library.needed
        else "not found; without it the PDF takes longer to make",
        needed=library.needed,
        debian=library.debian,
    )


def _loads(names: tuple[str, ...]) -> bool:
    for name in names:
        found = ctypes.util.find_library(name.removesuffix(".dll")) or name
        for candidate in dict.fromkeys((name, found)):
            try:
                ctypes.CDLL(candidate)
            except OSError:
                continue
            return True
    return False


def _is_root() -> bool:
    import os

    return hasattr(os, "geteuid") and os.geteuid() == 0
