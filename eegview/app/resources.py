"""Find and read the files a clinician may edit: `resources/`, and the user's own copies beside the settings.

A fault in one of the user's own never stops anything: the built-in one stands in, and the fault is reported.
"""

import os
import re
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, wraps
from pathlib import Path
from typing import Any, TypeVar

import platformdirs

from eegview.model.errors import UsageError
from eegview.model.issue import Issue

T = TypeVar("T")

ADVICE = "Correct that line, or remove the file to use the built-in one."
MAX_BYTES = 4 << 20  # no such file is written by hand

# folders of one's own files
OWN_KINDS = ("montages", "presets", "shortcuts", "vocabularies", "themes", "reports", "languages")

_MOST_KEPT = 64  # files of one kind

_LINE = re.compile(r"\bline (\d+)")  # as sentences name it, those of Python's TOML reader too

_listeners: list[Callable[["FileFault"], None]] = []


@dataclass(frozen=True, slots=True)
class FileFault(Issue):
    """A fault in a file, or a folder, of the user's own; the message begins with its full path.

    line : from 1, 0 = the file as a whole
    """

    path: Path
    line: int = 0


def on_file_fault(listener: Callable[[FileFault], None]) -> Callable[[], None]:
    """Call `listener`, on whatever thread reads, with each fault nobody else collects; return the way back."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)


def report_fault(fault: FileFault, issues: list[Issue] | None = None) -> None:
    """Add a fault to `issues`; without such a list tell those who listen (`on_file_fault`)."""
    if issues is not None:
        issues.append(fault)
        return
    for listener in tuple(_listeners):
        listener(fault)


def file_fault(kind: str, path: Path, error: UsageError, stands_in: str = "The built-in one is used.") -> FileFault:
    """Return the fault that kept a file of one kind ("montages") from being used.

    stands_in : a sentence on what is used in place of a file of the user's own, "" where nothing is
    """
    code = "vocabulary" if kind == "vocabularies" else kind.removesuffix("s")
    more = f" {stands_in}" if stands_in and not path.is_relative_to(resources_folder()) else ""
    line = _LINE.search(error.sentence)
    return FileFault(f"{code}_file", f"{error.sentence}{more}", path, int(line[1]) if line else 0)


@cache
def resources_folder() -> Path:
    """Return the folder that came with the program (inside the package once installed, beside it in a checkout)."""
    package = Path(__file__).resolve().parent.parent
    return package / "resources" if (package / "resources").is_dir() else package.parent / "resources"


def user_folder(kind: str) -> Path:
    """Return the user's own folder of this kind ("montages", "vocabularies"); it may not exist yet."""
    return Path(platformdirs.user_config_dir("eegview", appauthor=False)) / kind


def made_user_folder() -> Path:
    """Return the folder of the user's own files with a folder for each kind, made where they are missing.

    Raises
    ------
    UsageError : it cannot be made
    """
    folder = user_folder("")
    try:
        for kind in OWN_KINDS:
            (folder / kind).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or "the disk could not be written").lower()
        raise UsageError(f"{folder} cannot be made: {reason}.", "Ask who looks after this computer.") from None
    return folder


def data_folder() -> Path:
    """Return the folder of the study library and caches; it may not exist yet."""
    return Path(platformdirs.user_data_dir("eegview", appauthor=False))


def cache_folder() -> Path:
    """Return the folder of caches, which may be deleted at any time; it may not exist yet."""
    return Path(platformdirs.user_cache_dir("eegview", appauthor=False))


def unwritable(folder: Path) -> str:
    """Return why nothing can be written into a folder, which is made where it is missing; "" where it can."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return error.strerror or "the disk could not be written"


def folder_faults() -> list[FileFault]:
    """Return what is wrong with the folders of marks and caches, in a sentence each."""
    found = []
    for folder, what in (
        (data_folder(), "Marks cannot be kept there; make it writable, or name another library with --library."),
        (cache_folder(), "Video indexes are not saved, so each opening takes longer."),
    ):
        if reason := unwritable(folder):
            found.append(FileFault("folder", f"{folder} cannot be written ({reason}). {what}", folder))
    return found


def read_toml(path: Path) -> dict[str, Any]:
    """Return the content of a TOML file in UTF-8, with or without a byte order mark.

    Raises
    ------
    UsageError : the file is missing, is no plain file, or is not TOML; the sentence names it in full, and the line
    """
    text = read_text(path)
    if not text.strip():
        raise UsageError(f"{path} is empty.", ADVICE)
    try:
        return _copy_of(_parsed(text))  # who asks may change it
    except RecursionError:
        raise UsageError(f"{path} cannot be read: it is nested too deeply.", ADVICE) from None
    except ValueError as error:  # not TOML, or a number of thousands of digits
        raise UsageError(f"{path} cannot be read: {str(error).rstrip('.')}.", ADVICE) from None


@lru_cache(maxsize=64)
def _parsed(text: str) -> dict[str, Any]:
    """Return what a TOML text says; the same text is read again for each part that wants it."""
    return tomllib.loads(text)


def _copy_of(value: Any) -> Any:
    """Return a copy of what TOML can say, tables and lists anew; all else cannot be changed."""
    if isinstance(value, dict):
        return {key: _copy_of(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_copy_of(one) for one in value]
    return value


def read_text(path: Path) -> str:
    """Return the text of a small file in UTF-8, without its byte order mark.

    Raises
    ------
    UsageError : it is missing, no plain file, too large, or not UTF-8; the sentence names it in full
    """
    try:
        if path.exists() and not path.is_file():
            raise UsageError(f"{path} is {'a folder' if path.is_dir() else 'not a plain file'}.", ADVICE)
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise UsageError(f"{path} is missing.", "Install eegview again, or restore the file.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", ADVICE) from None
    if len(content) > MAX_BYTES:
        raise UsageError(f"{path} is larger than {MAX_BYTES >> 20} MiB.", ADVICE)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{path} cannot be read: line {line} is not in UTF-8.", ADVICE) from None


def made_once(read: Callable[[Path], T]) -> Callable[[Path], T]:
    """Have a reader of one file make its value anew only where the text of the file has changed.

    Every window, command and report asks for the same few files. What is made must not be changed by who gets it:
    frozen classes and tuples.
    """
    kept: dict[Path, tuple[str, T]] = {}

    @wraps(read)
    def read_or_kept(path: Path) -> T:
        text = read_text(path)
        found = kept.get(path)
        if found is None or found[0] != text:
            if len(kept) >= _MOST_KEPT:
                kept.clear()
            found = kept[path] = text, read(path)
        return found[1]

    return read_or_kept


def built_in_files(kind: str) -> list[Path]:
    """Return the files of one kind that came with the program."""
    return sorted((resources_folder() / kind).glob("*.toml"))


def own_files(kind: str) -> list[Path]:
    """Return the user's own files of one kind, whatever stands under such a name."""
    try:
        return sorted(path for path in user_folder(kind).iterdir() if path.suffix == ".toml")
    except OSError:  # there is no such folder
        return []


def own_label(label: str, is_own: bool) -> str:
    """Return how a menu or a list names a choice that a file gives: the user's own is told from the rest."""
    return f"{label} (yours)" if is_own else label


def note_own(path: Path, one_id: str, own: dict[str, Path] | None) -> None:
    """Add a file to `own`, by the id of what it holds, where it is one of the user's."""
    if own is not None and not path.is_relative_to(resources_folder()):
        own[one_id] = path


def read_one(kind: str, name: str, read: Callable[[Path], T], issues: list[Issue] | None = None) -> T:
    """Return what `read` makes of the user's own file of that name; of the built-in one where there is none.

    Parameters
    ----------
    read : UsageError where the file has a fault
    issues : a fault of the own file is added here; see `report_fault`

    Raises
    ------
    UsageError : the built-in file cannot be used either
    """
    own = user_folder(kind) / name
    if os.path.lexists(own):
        try:
            return read(own)
        except UsageError as error:
            report_fault(file_fault(kind, own, error), issues)
    return read(resources_folder() / kind / name)


def read_each(
    kind: str,
    read: Callable[[Path], T],
    id_of: Callable[[T], str],
    issues: list[Issue] | None = None,
    own: dict[str, Path] | None = None,
) -> list[T]:
    """Return the content of all files of one kind ("montages"): built-in, then the user's, which win by the same id.

    Parameters
    ----------
    read : makes one from a file; UsageError where it has a fault
    issues : a file that cannot be used is added here (code "montage_file"), the others are read; see `report_fault`
    own : the user's own files in use are added here, by id

    Raises
    ------
    UsageError : not one can be used
    """
    found: dict[str, T] = {}
    for path in (*built_in_files(kind), *own_files(kind)):
        try:
            one = read(path)
        except UsageError as error:
            report_fault(file_fault(kind, path, error), issues)
        else:
            found[id_of(one)] = one
            note_own(path, id_of(one), own)
    if not found:
        folder = resources_folder() / kind
        raise UsageError(f"{folder} holds no file that can be used.", "Install eegview again, or restore the folder.")
    return list(found.values())
