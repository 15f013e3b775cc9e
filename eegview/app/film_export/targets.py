"""Where a copy of a film, or a sheet of its pictures, may be written: never where evidence lies."""

from collections.abc import Iterable
from pathlib import Path

from eegview.model.errors import UnreadableFile, UsageError
from eegview.readers.clip.names import tells_date
from eegview.readers.fingerprint import fingerprint_of_video

FILM_ENDING, SHEET_ENDING = ".mp4", ".png"


def check_film_target(out: Path, protected: Iterable[str | Path], may_replace: bool = False) -> None:
    """Refuse to write a copy of a film where something would be lost, or under a name that tells a date.

    protected : the film, and all other files of its study; none of them is ever replaced, nor a file of their content
    may_replace : a person agreed that the file which is there is replaced

    Raises
    ------
    UsageError : `out` may not be written
    """
    if out.suffix.lower() != FILM_ENDING:
        raise UsageError("The copy is written as MP4.", f"Give a name that ends in {FILM_ENDING}.")
    check_free(out, protected, may_replace)
    check_dateless(out.stem)


def check_sheet_target(out: Path, protected: Iterable[str | Path]) -> None:
    """Refuse to write a sheet of pictures anywhere but into a new file.

    protected : the film, its copy

    Raises
    ------
    UsageError : `out` may not be written
    """
    if out.suffix.lower() != SHEET_ENDING:
        raise UsageError("The sheet of pictures is written as PNG.", f"Give a name that ends in {SHEET_ENDING}.")
    check_free(out, protected)


def check_free(out: Path, protected: Iterable[str | Path], may_replace: bool = False) -> None:
    """Refuse a file that is there already; see `check_film_target`."""
    if not out.exists():
        return
    for path in map(Path, protected):
        if path.is_dir():
            is_lost = path.resolve() in out.resolve().parents
        else:
            is_lost = path.exists() and (path.samefile(out) or _is_same(path, out))
        if is_lost:
            raise UsageError("That would overwrite the film itself, or a file of its study.", "Give another name.")
    if not may_replace:
        raise UsageError(f"“{out.name}” exists already.", "Give another name.")


def check_dateless(stem: str) -> None:
    """Refuse a name, without its ending, that tells when something was filmed.

    Raises
    ------
    UsageError : it holds a date
    """
    if tells_date(stem):
        raise UsageError("The name of the copy tells a date.", "Choose a name without one.")


def _is_same(path: Path, out: Path) -> bool:
    """Whether two files hold the same; one that cannot be read may not be replaced."""
    try:
        return path.stat().st_size == out.stat().st_size and fingerprint_of_video(path) == fingerprint_of_video(out)
    except (OSError, UnreadableFile):
        return True
