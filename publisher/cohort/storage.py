"""Folders at an address, by fsspec: hand-ins are fetched from one, a course's outputs are sent to one.

A course is built in folders of this machine all the same, where a rename puts a group in place.  What an
object store lacks for that is done by order: each file is sent under a temporary key and moved, group by
group, the page that leads to them last; and what is gone is removed when no page leads there any more.
"""

from __future__ import annotations

import contextlib
import json
import re
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from publisher.archive.restorer import fault
from publisher.cohort.built import GROUPS, built
from publisher.cohort.find import FindError
from publisher.cohort.handin import COLLECTED
from publisher.cohort.hold import ROOM, held, sweep
from publisher.cohort.pages import INDEX
from publisher.cohort.row import packed
from publisher.cohort.sources import MAX_FILES, MAX_TOTAL, STRAY, Name, unfit
from publisher.doors.output import FORMATS, OutputError, write
from publisher.read.files.folder import MAX_FILE, is_hidden

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MANIFEST: Final = ".publisher-files.json"
"""Says which files of a course are at its address: the SHA-256 of each, empty while it is being replaced."""
_SENDING: Final = ".publisher-sending"
"""The folder of temporary keys."""
_MOST_NAMES: Final = 500_000
_MOST_BYTES: Final = 256 * 1024**3
_DEEPEST: Final = 30
"""How many names, bytes, and folders in one another hand-ins at an address may have in all."""
_MOST_SAID: Final = 64 * 1024**2
_NOTED: Final = 25
"""After how many groups the manifest is written, so that a run that was ended sends few of them again."""
_SCHEME: Final = re.compile(r"(?:[A-Za-z0-9-]+::)*([A-Za-z][A-Za-z0-9+.-]+)://")
_NONE_OF_OURS: Final = ("http", "https", "ssh", "git")


class AddressError(Exception):
    """An address cannot be used; the message says what is expected, and holds no secret."""


class LibraryError(Exception):
    """What reads an address is not installed; the message says what is."""


class StorageError(Exception):
    """Hand-ins at an address cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder at an address: ``files`` is fsspec's file system, ``root`` the path in it.

    ``shown``: the address without what may be secret in it.
    """

    files: Any
    root: str
    shown: str

    @contextlib.contextmanager
    def asked(self, kind: type[Exception], what: str) -> Iterator[None]:
        """Raise ``kind``, which says that it cannot be ``what``, for whatever a store raises."""
        try:
            yield
        except (OutputError, StorageError):
            raise
        except Exception as error:  # noqa: BLE001 - each store has errors of its own
            raise kind(f"{self.shown}: cannot be {what}: {_why(error)}") from None

    def at(self, path: str) -> str:
        """Return the key of ``path``."""
        return f"{self.root}/{path}"

    def below(self, key: str) -> str:
        """Return the path of ``key``."""
        return key.removeprefix(f"{self.root}/")


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of this machine that stand for what was named; ``told``: what was not fetched, with why."""

    handins: Path
    output: Path
    told: tuple[str, ...] = ()


def is_address(text: str) -> bool:
    """Tell whether ``text`` names a folder by a scheme, and not one of this machine by its path."""
    return bool(_SCHEME.match(text))


def shown(address: str) -> str:
    """Return ``address`` without what may be secret: all before an ``@``, which a key may hold slashes in, and a query."""
    scheme, _, rest = address.partition("://")
    _, at, place = rest.partition("?")[0].rpartition("@")
    return f"{scheme}://{'***@' if at else ''}{place}"


def place_of(address: str) -> Place:
    """Return the folder at ``address``, which is not asked yet.  Raises AddressError, LibraryError."""
    name = shown(address)
    scheme = _SCHEME.match(address)
    rest = address.partition("://")[2]
    if scheme is None or "::" in address or scheme[1].lower() in _NONE_OF_OURS:
        raise AddressError(f"{name}: expected a folder in a store, such as s3://bucket/folder")
    if ":" in rest.rpartition("@")[0] or any(sign in rest for sign in "?*["):
        raise AddressError(
            f"{name}: expected an address without password, query or wildcard; "
            "the store's own settings (environment, fsspec's configuration) say who you are"
        )
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise LibraryError(
            f"{name}: needs fsspec, which is not installed; pip install report-publisher[remote]"
        ) from None
    try:
        files, root = url_to_fs(address)
    except ImportError as error:
        raise LibraryError(
            f"{name}: needs a library that is not installed: {_why(error)}"
        ) from None
    except Exception as error:  # noqa: BLE001 - each store has errors of its own
        raise AddressError(f"{name}: cannot be used: {_why(error)}") from None
    if not root.strip("/"):
        raise AddressError(f"{name}: expected a folder, found none")
    return Place(files, root.rstrip("/"), name)


@contextlib.contextmanager
def folders(handins: str, output: str, local: Path) -> Iterator[Folders]:
    """Give folders of this machine for ``handins`` and ``output``, of which each may be an address.

    Hand-ins are fetched into a folder in ``local`` that is removed at the end; outputs are made in its folder
    ``course``, which stays, and are sent when the block is done.  Raises AddressError, LibraryError,
    StorageError, OutputError.
    """
    source = place_of(handins) if is_address(handins) else None
    target = place_of(output) if is_address(output) else None
    if source is None and target is None:
        yield Folders(Path(handins), Path(output))
        return
    same = source and target and source.files == target.files
    if source and target and same and f"{target.root}/".startswith(f"{source.root}/"):
        raise OutputError(f"{target.shown}: is in the folder of the hand-ins; name another with -o")
    try:
        local.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{local}: cannot be written: {error.strerror}") from None
    with held(local) as rooms:
        sweep(rooms)
        if target:  # a place that is not ours is told before all is made
            _there(target)
        with tempfile.TemporaryDirectory(prefix=ROOM, dir=local) as room:
            here = Folders(Path(handins), local / "course" if target else Path(output))
            if source:
                fetched = Path(room) / "handins"
                here = Folders(fetched, here.output, tuple(fetch(source, fetched)))
            try:
                yield here
            except FindError as error:
                name = source.shown if source else handins
                raise FindError(str(error).replace(str(here.handins), name)) from None
        if target:
            send(here.output, target)
    with contextlib.suppress(OSError):  # outputs may be in it
        local.rmdir()


def fetch(source: Place, target: Path) -> list[str]:
    """Write the hand-ins at ``source`` into ``target``, a new folder; return what was left out, each with why.

    Hidden files are no part of a hand-in, and nothing is said of them.  Raises StorageError, OutputError.
    """
    told: list[str] = []
    with source.asked(StorageError, "read"):
        source.files.invalidate_cache()
        names = dict(_listed(source, told))
    total = 0
    _make(target)
    for path in _within(names, target, told):
        with (
            source.asked(StorageError, "read"),
            source.files.open(source.at(path), "rb") as file,
        ):
            data = file.read(MAX_FILE + 1)
        total += len(data)
        if total > _MOST_BYTES:
            raise StorageError(f"{source.shown}: has more than {_MOST_BYTES // 1024**3} GiB")
        if len(data) > MAX_FILE:
            told.append(f"{path}: more than {MAX_FILE // 1024**2} MiB")
            continue
        _make((target / path).parent)
        write(target / path, data)
    return told


def _listed(source: Place, told: list[str]) -> Iterator[tuple[str, Name]]:
    """Yield the files at ``source`` that a hand-in may have; what else there is, is ``told``."""
    seen = 0
    for place, below, files in source.files.walk(source.root, on_error="raise", detail=True):
        seen += len(below) + len(files)
        if seen > _MOST_NAMES:
            raise StorageError(f"{source.shown}: has more than {_MOST_NAMES:,} files and folders")
        for name in [n for n in below if n.startswith(".") or n == STRAY]:
            del below[name]
        if below and place.removeprefix(source.root).count("/") >= _DEEPEST:
            told.append(f"{source.below(place)}: has folders more than {_DEEPEST} deep")
            below.clear()
        for last, info in files.items():
            path = source.below(info["name"])
            # A store may keep a file for a folder; beside the groups' folders one file is read.
            if not last or is_hidden(path) or ("/" not in path and path != COLLECTED):
                continue
            name = Name(info.get("size"), link=info.get("islink") or info["type"] != "file")
            if why := "a link, or no file" if name.link else unfit(path, name):
                told.append(f"{path}: {why}")
            else:
                yield path, name


def _within(names: dict[str, Name], target: Path, told: list[str]) -> Iterator[str]:
    """Yield those of ``names`` that are within what a hand-in may have; of others the group's folder stays empty."""
    groups: dict[str, list[str]] = {}
    for path in sorted(names):
        if any(parent.as_posix() in names for parent in PurePosixPath(path).parents):
            told.append(f"{path}: a file has the name of its folder")
        else:
            groups.setdefault(path.partition("/")[0], []).append(path)
    for group, paths in groups.items():
        size = sum(names[path].size or 0 for path in paths)
        if len(paths) > MAX_FILES or size > MAX_TOTAL:
            _make(target / group)
            most = f"{MAX_FILES:,} files or {MAX_TOTAL // 1024**2:,} MiB"
            told.append(f"{group}: has more than {most}, and is left out")
        else:
            yield from paths


def send(out: Path, target: Place) -> int:
    """Let what is at ``target`` be what is in the course's folder ``out``; return how many files were sent.

    Raises MergeError where ``out`` holds no course, OutputError.
    """
    parts = [
        *(_files(out, out / GROUPS / row.group, FORMATS["html"]) for row in built(out)[1]),
        [p for p in _files(out, out, INDEX) if not p.startswith(f"{GROUPS}/")],
    ]
    wanted = {
        path: sha256((out / path).read_bytes()).hexdigest() for part in parts for path in part
    }
    with target.asked(OutputError, "written"):
        known, sizes = _there(target)
        changed = {
            path
            for path, digest in wanted.items()
            if known.get(path) != digest or sizes.get(path) != (out / path).stat().st_size
        }
        gone = known.keys() - wanted.keys()
        if not (changed or gone or any(p.startswith(f"{_SENDING}/") for p in sizes)):
            return 0
        _clear(target)
        state = known | dict.fromkeys(changed, "")
        _note(target, state)
        for number, part in enumerate(parts, 1):
            sent = [path for path in part if path in changed]
            _put(target, {path: out / path for path in sent})
            state.update((path, wanted[path]) for path in sent)
            if sent and number % _NOTED == 0:
                _note(target, state)
        for path in sorted(gone & sizes.keys()):
            target.files.rm_file(target.at(path))
        _drop_folders(target, gone)
        _note(target, wanted)
        _clear(target)
    return len(changed)


def _files(out: Path, folder: Path, last: str) -> list[str]:
    """Return the paths in ``out`` of all files in ``folder`` that are not hidden, that of the name ``last`` last."""
    found = (p.relative_to(out).as_posix() for p in folder.rglob("*") if p.is_file())
    end = (folder / last).relative_to(out).as_posix()
    return sorted((p for p in found if not is_hidden(p)), key=lambda path: (path == end, path))


def _there(target: Place) -> tuple[dict[str, str], dict[str, int | None]]:
    """Return what the manifest at ``target`` says, and the sizes of the files there.  Raises OutputError."""
    with target.asked(OutputError, "written"):
        target.files.invalidate_cache()
        found = target.files.find(target.root, detail=True)
        sizes = {target.below(key): info.get("size") for key, info in found.items()}
        if MANIFEST not in sizes:
            if any(not path.startswith(f"{_SENDING}/") for path in sizes):
                raise OutputError(
                    f"{target.shown}: holds files, and none that says it is a course's; name a new folder"
                )
            return {}, sizes
        with target.files.open(target.at(MANIFEST), "rb") as file:
            data = file.read(_MOST_SAID)
    try:
        said = json.loads(data)["files"]
        # It is nobody's word for what may be removed elsewhere.
        if all(isinstance(said[path], str) and not fault(path) for path in said):
            return dict(said), sizes
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise OutputError(
        f"{target.shown}: its {MANIFEST} is none of a course's outputs; name a new folder"
    )


def _put(target: Place, files: Mapping[str, Path | bytes]) -> None:
    """Let ``files`` stand at their keys: all are sent before the first is moved."""
    if files:
        target.files.makedirs(target.at(_SENDING), exist_ok=True)
    for number, held_in in enumerate(files.values()):
        data = held_in if isinstance(held_in, bytes) else held_in.read_bytes()
        target.files.pipe_file(target.at(f"{_SENDING}/{number}"), data)
    for number, path in enumerate(files):
        target.files.makedirs(target.at(path).rpartition("/")[0], exist_ok=True)
        # Its own name holds no wildcard, which fsspec would look for in it.
        target.files.mv(target.at(f"{_SENDING}/{number}"), target.at(path))


def _note(target: Place, state: dict[str, str]) -> None:
    _put(target, {MANIFEST: packed({"files": dict(sorted(state.items()))})})


def _clear(target: Place) -> None:
    """Remove what stands under temporary keys."""
    if target.files.isdir(target.at(_SENDING)):
        target.files.rm(target.at(_SENDING), recursive=True)


def _drop_folders(target: Place, paths: Iterable[str]) -> None:
    """Remove the folders of ``paths`` in which nothing is left: an erased group's has its name."""
    target.files.invalidate_cache()
    folders = {p.as_posix() for path in paths for p in PurePosixPath(path).parents} - {"."}
    for folder in sorted(folders, key=lambda path: -path.count("/")):
        key = target.at(folder)
        if target.files.isdir(key) and not target.files.ls(key, detail=False):
            target.files.rmdir(key)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {error.strerror}") from None


def _why(error: Exception) -> str:
    """Return what ``error`` says, in one line and without the query of an address, which may be signed."""
    if isinstance(error, FileNotFoundError):
        return "it is not there"
    said = getattr(error, "strerror", None) or " ".join(str(error).split()) or type(error).__name__
    return re.sub(r"\?\S+|\S+@", "***", said)[:300]
