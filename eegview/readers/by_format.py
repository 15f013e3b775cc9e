"""Open a recording with the reader of its format: our own where there is one, else MNE's."""

from collections.abc import Callable
from pathlib import Path

from eegview.model.errors import UnreadableFile
from eegview.model.recording import SignalSource
from eegview.readers.vendor.kinds import VendorFile, recognise


def open_vendor(path: str | Path, encoding: str = "") -> SignalSource:
    """Open a recording in a vendor's format, lazily; a part (`.eeg`, `.vmrk`, `.fdt`, `.head` …) opens the whole.

    encoding : of its texts, for the readers of our own; "" = found out

    Raises
    ------
    UnreadableFile : missing, of no known format, without its other parts, or damaged beyond use
    """
    path = Path(path)
    if not path.exists():
        raise UnreadableFile(f"{path.name} was not found.", "Check the name and the folder.")
    try:
        file = recognise(path)
        own = _OWN.get(file.kind)
        if own is not None:
            return own(file, str(path), encoding)
    except OSError as error:
        raise UnreadableFile(f"{path.name} could not be read.", "Check the disk and your right to read it.") from error
    from eegview.readers.vendor.opening import open_through_mne  # loads MNE

    return open_through_mne(file, str(path))


def _open_xdf(file: VendorFile, _shown_path: str, _encoding: str) -> SignalSource:
    from eegview.readers.xdf.recording import open_xdf

    return open_xdf(file.path)


def _open_brainvision(file: VendorFile, shown_path: str, encoding: str) -> SignalSource:
    from eegview.readers.brainvision.recording import open_brainvision

    return open_brainvision(file, shown_path, encoding)


def _open_persyst(file: VendorFile, shown_path: str, encoding: str) -> SignalSource:
    from eegview.readers.persyst.recording import open_persyst

    return open_persyst(file, shown_path, encoding)


def _open_eeglab(file: VendorFile, shown_path: str, _encoding: str) -> SignalSource:
    from eegview.readers.eeglab.recording import open_eeglab

    return open_eeglab(file, shown_path)


_OWN: dict[str, Callable[[VendorFile, str, str], SignalSource]] = {
    "BrainVision": _open_brainvision,
    "EEGLAB": _open_eeglab,
    "Persyst": _open_persyst,
    "XDF": _open_xdf,
}
