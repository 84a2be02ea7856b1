"""Where the files that come with the package are: themes, style sheets, fonts."""

from __future__ import annotations

from pathlib import Path

__all__ = ["themes_folder"]


def themes_folder() -> Path:
    """Return the folder that holds the themes and the bundled fonts.

    In a wheel it lies inside the package, in a checkout beside it.

    Raises FileNotFoundError (the package was installed without its themes).
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "themes", package.parent / "themes"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError("the package's folder `themes` is missing; install publisher again")
