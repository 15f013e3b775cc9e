"""The further files of a recording whose format keeps several."""

import contextlib
from pathlib import Path

from eegview.model.errors import UnreadableFile
from eegview.readers.vendor.kinds import recognise
from eegview.readers.vendor.parts import folded, is_same

_BY_NAME = {  # of the same name: side files that the readers do not need, and all there is where a header is damaged
    ".vhdr": (".eeg", ".vmrk", ".dat"),
    ".ahdr": (".eeg", ".amrk"),
    ".lay": (".dat",),
    ".set": (".fdt",),
    ".eeg": (".pnt", ".log", ".21e", ".cmt", ".cn2", ".edf"),
    ".cdt": (".cdt.dpa", ".cdt.dpo", ".cdt.ceo", ".cdt.cef"),
}


def companions(recording: Path) -> list[Path]:
    """Return the further files a recording is made of: those that its reader finds, and side files of its name."""
    if recording.suffix.lower() in (".edf", ".bdf", ".rec") or recording.is_dir():
        return []
    found: list[Path] = []
    with contextlib.suppress(UnreadableFile, OSError):
        file = recognise(recording)
        found += [file.path, *file.companions, *(path for _, path in file.names)]
    if endings := _BY_NAME.get(recording.suffix.lower()):
        wanted = {folded(recording.stem + ending) for ending in endings}
        with contextlib.suppress(OSError):
            beside = sorted(path for path in recording.parent.iterdir() if folded(path.name) in wanted)
            found += [path for path in beside if path.is_file()]
    return [path for path in dict.fromkeys(found) if not is_same(path, recording)]
