"""Open recordings in vendors' formats through MNE, lazily.

The library knows some thirty formats; this module makes it quiet, turns what it complains of into issues, and what it
stumbles over into a refusal. EDF and BDF never come here.
"""

import contextlib
import io
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eegview.model.errors import EegViewError, UnreadableFile
from eegview.model.issue import Issue
from eegview.readers.vendor.kinds import VendorFile
from eegview.readers.vendor.linked_folder import LinkedFolder, has_names
from eegview.readers.vendor.patches import keep_quiet, without_fif_annotations

if TYPE_CHECKING:
    from eegview.readers.vendor.source import MneSource

_PLACES = re.compile(r"position|coordinate|montage|location|sphere|digitiz", re.IGNORECASE)
_DAMAGED = "Copy it again from where it was recorded, or export it as EDF+ there."


def open_through_mne(file: VendorFile, shown_path: str) -> "MneSource":
    """Open a recording whose format MNE reads.

    Raises
    ------
    UnreadableFile : without its other parts, or damaged beyond use
    """
    from eegview.readers.vendor.source import MneSource

    folder = None if has_names(dict(file.names)) else _linked(file)
    try:
        raw, issues = _open_raw(file, folder.path / file.names[0][0] if folder else file.path)
        issues = [*file.issues, *issues]
        return MneSource(file, shown_path, raw, issues, lambda: open_through_mne(file, shown_path), folder)
    except BaseException:
        if folder:
            folder.close()
        raise


def _linked(file: VendorFile) -> LinkedFolder:
    try:
        return LinkedFolder(dict(file.names))
    except OSError as error:
        wanted = ", ".join(name for name, path in file.names if name != path.name)
        raise UnreadableFile(
            f"The files of {file.path.name} do not have their format's names, and no link to them can be made.",
            f"Rename them to: {wanted}.",
        ) from error


def _open_raw(file: VendorFile, path: Path) -> tuple[Any, list[Issue]]:
    """Return MNE's raw object and its complaints; `path` is under the name that the library looks for."""
    import mne

    mne.set_log_level("ERROR")  # while samples are read nothing is printed; opening asks for warnings itself
    if not file.path.exists():
        raise UnreadableFile(f"{file.path.name} is missing.", "Put all files of the recording into one folder.")
    issues = keep_quiet(file.kind)
    name = file.path.name
    with warnings.catch_warnings(record=True) as complaints, contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("always")
        try:
            raw, lost = _opened(mne.io, file.kind, str(path))
            issues += lost
        except EegViewError:
            raise
        # MNE's readers raise anything at all on damaged files: KeyError, struct.error, IndexError, bare Exception …
        # What it was stays as the cause.
        except Exception as error:
            raise _refusal(name, file.kind, error) from error
    if raw.n_times == 0 or not raw.ch_names or raw.info["sfreq"] <= 0:
        raise UnreadableFile(f"{name} contains no samples.", _DAMAGED)
    issues += [_issue(str(complaint.message), path) for complaint in complaints if _is_about_data(complaint)]
    return raw, issues


def _opened(readers: Any, kind: str, path: str) -> tuple[Any, list[Issue]]:
    """Return MNE's raw object, and what had to be left out for it to open."""
    open_it = _opener(readers, kind)
    try:
        return open_it(path), []
    except Exception:
        if kind != "FIF":
            raise
        with without_fif_annotations():
            raw = open_it(path)
        lost = "The file's annotations cannot be read: they are lost; signals are not affected."
        return raw, [Issue("annotations_damaged", lost)]


def _opener(readers: Any, kind: str) -> Callable[[str], Any]:
    """Return the function that opens one kind lazily; MNE's warnings are let through."""
    quiet = {"preload": False, "verbose": "WARNING"}
    openers: dict[str, Callable[[str], Any]] = {
        "FIF": lambda path: readers.read_raw_fif(path, allow_maxshield=True, on_split_missing="warn", **quiet),
        "EGI MFF": lambda path: readers.read_raw_egi(path, events_as_annotations=True, **quiet),
    }
    return openers[kind]


def _refusal(name: str, kind: str, error: Exception) -> UnreadableFile:
    text = str(error)
    if kind == "FIF" and "measurement data" in text:
        return UnreadableFile(f"{name} contains no signals.", "Choose the recording it belongs to.")
    if kind == "FIF" and text.startswith("No raw data"):
        what = "holds no continuous recording: epochs, averages or other results"
        return UnreadableFile(f"{name} {what}.", "Open the recording they were made from.")
    if isinstance(error, FileNotFoundError):
        return UnreadableFile(f"A part of {name} is missing.", "Put all files of the recording into one folder.")
    if isinstance(error, MemoryError):
        return UnreadableFile(
            f"{name} is too large for this computer's memory.", "Export a shorter part of it as EDF+."
        )
    if isinstance(error, ImportError) or "needed" in text.partition("module")[2]:
        return UnreadableFile(
            f"{kind} files need a library that is not installed.",
            "Install the packages named in requirements.lock, or export the recording as EDF+.",
        )
    if isinstance(error, NotImplementedError):
        return UnreadableFile(f"{name} is {kind} in a form that cannot be read here.", "Export it as EDF+.")
    if isinstance(error, PermissionError):
        return UnreadableFile(f"{name} may not be read.", "Check your right to read all its files.")
    return UnreadableFile(f"{name} looks like {kind} but is damaged beyond use.", _DAMAGED)


def _is_about_data(complaint: warnings.WarningMessage) -> bool:
    """Check whether a warning concerns what is shown: not the library's future, nor where in space electrodes sit."""
    if issubclass(complaint.category, DeprecationWarning | FutureWarning | PendingDeprecationWarning):
        return False
    text = str(complaint.message)
    return "naming convention" not in text and not _PLACES.search(text)


def _issue(text: str, path: Path) -> Issue:
    """Return a library's warning as an issue: its first sentence, without folders."""
    text = " ".join(text.replace(str(path.parent) + "/", "").split())
    sentence = re.split(r"(?<=[.!?])\s", text)[0]
    return Issue("format_note", f"The reader reports: {sentence[:240].rstrip('.')}.")
