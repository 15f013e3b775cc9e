"""The description of an open EDF or BDF file."""

from dataclasses import dataclass, field
from pathlib import Path

from eegview.model.patient import PatientFacts
from eegview.model.recording import Recording
from eegview.readers.edf.channels import ChannelMap
from eegview.readers.edf.header import SignalHeader
from eegview.readers.edf.layout import Layout
from eegview.readers.edf.times import RecordTimes


@dataclass(frozen=True, slots=True)
class EdfFile:
    """The description of a file, shared by all handles on it.

    annotation_signals : numbers of the signals that hold annotations
    tolerance_s : how far a record's time may be off
    is_mapped : every record's time was looked at when the file was opened
    patient : who was recorded
    signals : the header's, annotation signals among them
    """

    path: Path
    recording: Recording
    layout: Layout
    channel_map: ChannelMap
    times: RecordTimes
    annotation_signals: tuple[int, ...]
    tolerance_s: float
    is_mapped: bool
    patient: PatientFacts = field(default_factory=PatientFacts)
    signals: tuple[SignalHeader, ...] = ()
