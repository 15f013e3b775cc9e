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
from eegview.model.recording import SignalSource
from eegview.readers.vendor.kinds import VendorFile, recognise
from eegview.readers.vendor.linked_folder import LinkedFolder, has_names
from eegview.readers.vendor.patches import keep_identity_out, without_subject

if TYPE_CHECKING:
    from eegview.readers.vendor.source import MneSource

_WHOLE_LOAD_BYTES = 300 * 2**20  # formats that cannot be read piece by piece stay under 1 GiB of memory
_PLACES = re.compile(r"position|coordinate|montage|location|sphere|digitiz", re.IGNORECASE)
_DAMAGED = "Copy it again from where it was recorded, or export it as EDF+ there."


def open_vendor(path: str | Path) -> SignalSource:
    """Open a recording in a vendor's format, lazily.

    Known are BrainVision, EEGLAB, FIF, Persyst, Nihon Kohden, Neuroscan CNT, ANT CNT, Curry, EGI MFF and RAW, GDF,
    Nicolet, NEDF and XDF. A part of a recording (`.eeg`, `.vmrk`, `.fdt`, `.dat`, `.head` …) opens the whole.

    Raises
    ------
    UnreadableFile : missing, of no such format, without its other parts, or damaged beyond use
    """
    path = Path(path)
    if not path.exists():
        raise UnreadableFile(f"{path.name} was not found.", "Check the name and the folder.")
    try:
        file = recognise(path)
    except OSError as error:
        raise UnreadableFile(f"{path.name} could not be read.", "Check the disk and your right to read it.") from error
    if file.kind == "XDF":
        from eegview.readers.xdf.recording import open_xdf

        return open_xdf(file.path)
    return _open_through_mne(file, str(path))


def _open_through_mne(file: VendorFile, shown_path: str) -> "MneSource":
    from eegview.readers.vendor.source import MneSource

    if file.kind == "ANT CNT":
        from eegview.readers.vendor.ant_probe import refuse_if_unsafe

        refuse_if_unsafe(file.path)
    folder = None if has_names(dict(file.names)) else _linked(file)
    try:
        raw, issues = _open_raw(file, folder.path / file.names[0][0] if folder else file.path)
        issues = [*file.issues, *issues]
        return MneSource(file, shown_path, raw, issues, lambda: _open_through_mne(file, shown_path), folder)
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
    _refuse_large(file)
    issues = keep_identity_out(file.kind)
    name = file.path.name
    with warnings.catch_warnings(record=True) as complaints, contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("always")
        try:
            raw = _opener(mne.io, file.kind)(str(path))
            if file.kind == "EEGLAB" and not str(raw.filenames[0]).endswith(".fdt"):
                raw.load_data(verbose="ERROR")  # else the whole file is parsed again for each page
        except EegViewError:
            raise
        # MNE's readers raise anything at all on damaged files: KeyError, struct.error, IndexError, bare Exception …
        # What it was stays as the cause.
        except Exception as error:
            raise _refusal(name, file.kind, error) from error
    if raw.n_times == 0 or not raw.ch_names or raw.info["sfreq"] <= 0:
        raise UnreadableFile(f"{name} contains no samples.", _DAMAGED)
    issues += without_subject(raw, file.kind)
    issues += [_issue(str(complaint.message), path) for complaint in complaints if _is_about_data(complaint, file.kind)]
    return raw, issues


def _opener(readers: Any, kind: str) -> Callable[[str], Any]:
    """Return the function that opens one kind lazily; MNE's warnings are let through."""
    quiet = {"preload": False, "verbose": "WARNING"}
    openers: dict[str, Callable[[str], Any]] = {
        "BrainVision": lambda path: readers.read_raw_brainvision(path, **quiet),
        "EEGLAB": lambda path: readers.read_raw_eeglab(path, **quiet),
        "FIF": lambda path: readers.read_raw_fif(path, allow_maxshield=True, on_split_missing="warn", **quiet),
        "Persyst": lambda path: readers.read_raw_persyst(path, **quiet),
        "Nihon Kohden": lambda path: readers.read_raw_nihon(path, **quiet),
        "Neuroscan CNT": lambda path: readers.read_raw_cnt(path, **quiet),
        "ANT CNT": lambda path: readers.read_raw_ant(path, **quiet),
        "Curry": lambda path: readers.read_raw_curry(path, **quiet),
        "EGI MFF": lambda path: readers.read_raw_egi(path, events_as_annotations=True, **quiet),
        "EGI RAW": lambda path: readers.read_raw_egi(path, events_as_annotations=True, **quiet),
        "GDF": lambda path: readers.read_raw_gdf(path, **quiet),
        "Nicolet": lambda path: readers.read_raw_nicolet(path, ch_type="eeg", **quiet),
        "NEDF": lambda path: readers.read_raw_nedf(path, **quiet),
    }
    return openers[kind]


def _refuse_large(file: VendorFile) -> None:
    """Refuse what would have to be loaded whole and is too large for that, and a part without its whole."""
    if not file.path.exists():
        raise UnreadableFile(f"{file.path.name} is missing.", "Put all files of the recording into one folder.")
    is_whole = file.kind == "Curry" or (file.kind == "EEGLAB" and not file.path.with_suffix(".fdt").is_file())
    if is_whole and file.path.stat().st_size > _WHOLE_LOAD_BYTES:
        raise UnreadableFile(
            f"{file.path.name} is larger than {_WHOLE_LOAD_BYTES >> 20} MiB and must be read as a whole.",
            "In EEGLAB save it as two files (.set and .fdt); else export it as EDF+.",
        )


def _refusal(name: str, kind: str, error: Exception) -> UnreadableFile:
    text = str(error)
    if kind == "EEGLAB" and ("trials" in text or "epochs" in text):
        return UnreadableFile(
            f"{name} is cut into epochs, not a continuous recording.", "Open the recording it was cut from."
        )
    if kind == "FIF" and "measurement data" in text:
        return UnreadableFile(f"{name} contains no signals.", "Choose the recording it belongs to.")
    if isinstance(error, FileNotFoundError):
        return UnreadableFile(f"A part of {name} is missing.", "Put all files of the recording into one folder.")
    if isinstance(error, MemoryError):
        return UnreadableFile(
            f"{name} is too large for this computer's memory.", "Export a shorter part of it as EDF+."
        )
    return UnreadableFile(f"{name} looks like {kind} but is damaged beyond use.", _DAMAGED)


def _is_about_data(complaint: warnings.WarningMessage, kind: str) -> bool:
    """Check whether a warning concerns what is shown: not the library's future, nor where in space electrodes sit."""
    if issubclass(complaint.category, DeprecationWarning | FutureWarning | PendingDeprecationWarning):
        return False
    text = str(complaint.message)
    if kind == "Persyst" and text.startswith(("Omitted", "Limited")):
        return False  # of its comments, which are read by `persyst_comments`
    if kind == "Nihon Kohden" and text.startswith(("No PNT", "No LOG", "Could not find")):
        return False  # said with what is lost by it, where parts are found
    return not _PLACES.search(text)


def _issue(text: str, path: Path) -> Issue:
    """Return a library's warning as an issue: its first sentence, without folders."""
    text = " ".join(text.replace(str(path.parent) + "/", "").split())
    sentence = re.split(r"(?<=[.!?])\s", text)[0]
    return Issue("format_note", f"The reader reports: {sentence[:240].rstrip('.')}.")
