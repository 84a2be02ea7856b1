"""What the child process finds around it: no setting of the user's, no font of the host."""

from __future__ import annotations

import os
import sys
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.doors.assets import themes_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = [
    "FALLBACKS",
    "FAMILIES",
    "MATHEMATICS",
    "MISSING",
    "apart",
    "child_environment",
    "import_path",
    "write_fonts_conf",
]

MISSING = "Publisher Missing"
FAMILIES = {
    "serif": "Source Serif 4",
    "sans-serif": "Source Sans 3",
    "monospace": "JetBrains Mono",
    "emoji": "Noto Emoji",
}
FALLBACKS = (
    "Source Serif 4",
    "Source Sans 3",
    "Noto Serif Hebrew",
    "Noto Naskh Arabic",
    "Noto Sans",
    "Noto Sans Math",
    "Noto Sans Symbols",
    "Noto Sans Symbols 2",
    "Noto Emoji",
    MISSING,
)
MATHEMATICS = "STIX Two Math"
"""The family of formulas: its file is put beside the others for a page that has some."""

# What a platform needs to start Python and to find shared libraries.
KEPT = (
    "PATH",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "SYSTEMROOT",
    "WINDIR",
    "WEASYPRINT_DLL_DIRECTORIES",
    "PYTHONHOME",
    "__PYVENV_LAUNCHER__",
)


def child_environment(work: Path, inherited: Mapping[str, str]) -> dict[str, str]:
    """Return the whole environment of the child.

    ``work`` is its private folder; of ``inherited`` only what loads libraries is kept. The hash seed
    is fixed, so that no order of a set can reach the output; the date is for fontTools, which
    stamps the fonts that it writes.
    """
    return apart(work, inherited, KEPT) | {
        "XDG_CACHE_HOME": str(work),
        "FONTCONFIG_FILE": str(work / "fonts.conf"),
        "PYTHONHASHSEED": "0",
    }


def apart(work: Path, inherited: Mapping[str, str], kept: Iterable[str]) -> dict[str, str]:
    """Return an environment without a user's settings, language or time; of ``inherited`` it has what ``kept`` names.

    ``work``: the private folder that stands for the user's own, and for temporary files.
    """
    home = str(work)
    return {name: inherited[name] for name in kept if name in inherited} | {
        "HOME": home,
        "USERPROFILE": home,
        "TMPDIR": home,
        "TEMP": home,
        "TMP": home,
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "SOURCE_DATE_EPOCH": "0",
    }


def import_path(entries: Sequence[str] | None = None) -> list[str]:
    """Return where the child looks for modules: where this process does, less the working folder.

    Handed over explicitly since a wheel, an editable install, a checkout and a user's own
    site-packages each put the packages elsewhere. The working folder is often the report's: a file
    in it must not pass for a module.
    """
    here = Path.cwd().resolve()
    found: list[str] = []
    for entry in sys.path if entries is None else entries:
        if not entry or not os.path.isabs(entry):  # noqa: PTH117  (an entry is text, maybe no path)
            continue
        if Path(entry).resolve() != here and entry not in found:
            found.append(entry)
    package_root = str(Path(__file__).resolve().parents[2])
    return found if package_root in found else [*found, package_root]


def write_fonts_conf(work: Path) -> Path:
    """Write a configuration of fontconfig that knows the bundled fonts and no others.

    A family that the report does not have falls back to the serif one; a character that the
    family lacks is looked for in ``FALLBACKS``, in their order.
    """
    folders = "".join(
        f"<dir>{escape(str(path))}</dir>" for path in (themes_folder() / "fonts", work / "fonts")
    )
    cache = escape(str(work / "fontconfig"))
    aliases = "".join(_alias(generic, family) for generic, family in FAMILIES.items())
    fallbacks = "".join(f"<string>{family}</string>" for family in FALLBACKS)
    path = work / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig>{folders}<cachedir>{cache}</cachedir>{aliases}"
        '<match target="pattern"><edit name="family" mode="append_last" binding="strong">'
        f"{fallbacks}</edit></match></fontconfig>\n",
        encoding="utf-8",
    )
    return path


def _alias(generic: str, family: str) -> str:
    return (
        f'<alias binding="same"><family>{generic}</family>'
        f"<prefer><family>{family}</family></prefer></alias>"
    )
