"""The formats in which a part of a recording can be written: one line each."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from eegview.exchange.dicom.writer import write_dicom
from eegview.exchange.recording.brainvision import files_beside, of_one_rate, write_brainvision
from eegview.exchange.recording.edf import write_bdf, write_edf
from eegview.exchange.recording_part import RecordingPart
from eegview.model.errors import UsageError


def _alone(_out: Path) -> tuple[Path, ...]:
    return ()


def _all_of_it(part: RecordingPart) -> RecordingPart:
    return part


@dataclass(frozen=True, slots=True)
class PartFormat:
    """One format.

    ending : of the file that is named, by which the format is chosen
    title : as the window shows it
    write : writes the part, returns sentences on what could not be carried
    sample_bytes : of one sample, for the size told beforehand
    beside : the further files that are written with one of this name
    kept : what of a part the format can hold
    """

    ending: str
    title: str
    write: Callable[[RecordingPart, Path], list[str]]
    sample_bytes: int
    beside: Callable[[Path], tuple[Path, ...]] = _alone
    kept: Callable[[RecordingPart], RecordingPart] = _all_of_it


PART_FORMATS = (
    PartFormat(".edf", "EDF+, 16 bit", write_edf, 2),
    PartFormat(".bdf", "BDF+, 24 bit", write_bdf, 3),
    PartFormat(".vhdr", "BrainVision, one rate", write_brainvision, 4, files_beside, of_one_rate),
    PartFormat(".dcm", "DICOM, EEG", write_dicom, 2),
)


def format_of(out: Path) -> PartFormat:
    """Return the format that a file name's ending asks for.

    Raises
    ------
    UsageError : none has it
    """
    for one in PART_FORMATS:
        if out.suffix.lower() == one.ending:
            return one
    endings = ", ".join(one.ending for one in PART_FORMATS[:-1]) + f" or {PART_FORMATS[-1].ending}"
    raise UsageError(
        f"A recording cannot be written as “{out.suffix or out.name}”.", f"Give a name that ends in {endings}."
    )
