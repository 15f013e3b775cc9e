"""Write a part of a recording as a DICOM EEG object."""

from pathlib import Path

from eegview.exchange.recording_part import RecordingPart
from eegview.model.errors import UsageError

_SCAN_SHARE = 0.4


def write_dicom(part: RecordingPart, out: Path, kind: str = "routine") -> list[str]:
    """Write a part of a recording as a DICOM file: Routine Scalp EEG, or Sleep EEG (Supplement 217).

    Digits of EDF and BDF are carried over and give back the same values, to the last bit; values of other sources
    become 32-bit numbers. Channels of one rate are a group, gaps part groups, marks are annotations with their
    channels. A routine EEG holds one group only; what needs several becomes a sleep EEG, and that is told.

    kind : "routine" or "sleep"

    Returns
    -------
    list of sentences on what the file says otherwise than the recording

    Raises
    ------
    UsageError : pydicom is not installed
    CannotWrite, Cancelled : an older file is untouched
    """
    try:
        import pydicom  # noqa: F401
    except ImportError:
        raise UsageError(
            "Writing DICOM needs pydicom, which is not installed.", "Install it: pip install eegview[dicom]."
        ) from None
    from eegview.exchange.dicom.object import write_object

    return write_object(part, out, kind, _SCAN_SHARE)
