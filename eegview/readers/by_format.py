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
    return _open_through_mne(file, str(path))


def _open_xdf(file: VendorFile, _shown_path: str, _encoding: str) -> SignalSource:
    from eegview.readers.xdf.recording import open_xdf

    return open_xdf(file.path)


def _open_ant(file: VendorFile, shown_path: str, encoding: str) -> SignalSource:
    from eegview.readers.ant.recording import open_ant

    return open_ant(file.names, shown_path, file.issues, encoding)


def _open_egi(file: VendorFile, shown_path: str, encoding: str) -> SignalSource:
    from eegview.readers.egi.recording import open_egi

    return open_egi(file.path, shown_path, encoding)


def _open_neuroscan(file: VendorFile, shown_path: str, encoding: str) -> SignalSource:
    from eegview.readers.neuroscan.recording import open_neuroscan

    return open_neuroscan(file.path, shown_path, encoding)


def _open_nihon_kohden(file: VendorFile, shown_path: str, encoding: str) -> SignalSource:
    from eegview.readers.nihon_kohden.recording import open_nihon_kohden

    parts = {Path(name).suffix.upper(): part for name, part in file.names[1:]}
    return open_nihon_kohden(file.path, shown_path, parts, file.issues, encoding)


def _open_curry(file: VendorFile, shown_path: str, encoding: str) -> SignalSource:
    from eegview.readers.curry.recording import open_curry, read_parameters

    parameters = read_parameters(file.path, file.companions[0])
    beside = {Path(name).suffix: part for name, part in file.names[1:]}
    events = beside.get(".cef") or beside.get(".ceo")
    labels = beside.get(".rs3") if file.path.suffix.lower() == ".dat" else file.companions[0]
    return open_curry(file.path, shown_path, parameters, labels, events, file.companions, file.issues, encoding)


def _open_through_mne(file: VendorFile, shown_path: str) -> SignalSource:
    from eegview.readers.vendor.opening import open_through_mne  # loads MNE

    return open_through_mne(file, shown_path)


def _open_mff(file: VendorFile, shown_path: str, encoding: str) -> SignalSource:
    """Open an MFF folder through MNE, which wants all its parts as they should be; else by its signals alone."""
    try:
        return _open_through_mne(file, shown_path)
    except UnreadableFile:
        from eegview.readers.egi.mff_recording import open_mff

        return open_mff(file.path, shown_path, file.companions, encoding)


def _open_gdf(file: VendorFile, shown_path: str, encoding: str) -> SignalSource:
    from eegview.readers.gdf.recording import open_gdf

    return open_gdf(file.path, shown_path, encoding)


def _open_nicolet(file: VendorFile, shown_path: str, encoding: str) -> SignalSource:
    from eegview.readers.nicolet.recording import open_nicolet

    return open_nicolet(file.path, shown_path, file.companions[0], file.issues, encoding)


def _open_nedf(file: VendorFile, shown_path: str, encoding: str) -> SignalSource:
    from eegview.readers.nedf.recording import open_nedf

    return open_nedf(file.path, shown_path, encoding)


def _open_brainvision(file: VendorFile, shown_path: str, encoding: str) -> SignalSource:
    from eegview.readers.brainvision.recording import open_brainvision

    return open_brainvision(file, shown_path, encoding)


def _open_persyst(file: VendorFile, shown_path: str, encoding: str) -> SignalSource:
    from eegview.readers.persyst.recording import open_persyst

    return open_persyst(file, shown_path, encoding)


def _open_eeglab(file: VendorFile, shown_path: str, encoding: str) -> SignalSource:
    from eegview.readers.eeglab.recording import open_eeglab

    return open_eeglab(file, shown_path, encoding)


def _open_micromed(file: VendorFile, _shown_path: str, encoding: str) -> SignalSource:
    from eegview.readers.micromed.recording import open_micromed

    return open_micromed(file.path, encoding)


def _open_natus(file: VendorFile, shown_path: str, _encoding: str) -> SignalSource:
    from eegview.readers.natus.recording import open_natus

    return open_natus(file.path, shown_path)


def _open_dicom(file: VendorFile, _shown_path: str, encoding: str) -> SignalSource:
    from eegview.readers.dicom.recording import open_dicom

    return open_dicom(file.path, encoding)


_OWN: dict[str, Callable[[VendorFile, str, str], SignalSource]] = {
    "Curry": _open_curry,
    "ANT CNT": _open_ant,
    "EGI RAW": _open_egi,
    "GDF": _open_gdf,
    "NEDF": _open_nedf,
    "Nicolet": _open_nicolet,
    "EGI MFF": _open_mff,
    "Neuroscan CNT": _open_neuroscan,
    "Nihon Kohden": _open_nihon_kohden,
    "BrainVision": _open_brainvision,
    "DICOM": _open_dicom,
    "EEGLAB": _open_eeglab,
    "Micromed": _open_micromed,
    "Natus": _open_natus,
    "Persyst": _open_persyst,
    "XDF": _open_xdf,
}
