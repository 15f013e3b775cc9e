"""The description of an open EDF or BDF file."""

from dataclasses import dataclass, field
from pathlib import Path

from eegview.model.patient import PatientFacts
from eegview.model.recording import Recording
from eegview.readers.edf.channels import ChannelMap
from eegview.readers.edf.header import SignalHeader
from eegview.readers.edf.layout import Layout
from eegview.readers.edf.times import RecordTimes
from eegview.readers.edf.timing import Timing


@dataclass(frozen=True, slots=True)
class EdfFile:
    """The description of a file, shared by all handles on it.

    annotation_signals : numbers of the signals that hold annotations
    timing : when the records were recorded
    patient : who was recorded
    encoding : of its texts, as it was asked for; "" = found out
    texts : of the header, beyond ASCII, as the file has them
    signals : the header's, annotation signals among them
    """

    path: Path
    recording: Recording
    layout: Layout
    channel_map: ChannelMap
    timing: Timing
    annotation_signals: tuple[int, ...]
    patient: PatientFacts = field(default_factory=PatientFacts)
    encoding: str = ""
    texts: tuple[bytes, ...] = field(default=(), repr=False)
    signals: tuple[SignalHeader, ...] = ()

    @property
    def times(self) -> RecordTimes:
        return self.timing.times
