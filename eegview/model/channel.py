"""The description of one channel of a recording."""

from dataclasses import dataclass
from enum import StrEnum


class ChannelKind(StrEnum):
    """The kind of signal that a channel records."""

    EEG = "eeg"
    EOG = "eog"
    ECG = "ecg"
    EMG = "emg"
    RESPIRATION = "respiration"
    SPO2 = "spo2"
    TRIGGER = "trigger"
    MOVEMENT = "movement"  # of a camera's picture
    SOUND = "sound"  # level of a camera's sound
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Channel:
    """One signal of a recording, without its samples.

    index : position in `Recording.channels`
    name : normalised, unique in the recording ("Fp1", "T7", "Fp1-F7", "EMG1")
    label : as the file has it
    rate_hz : native sampling rate
    unit : "uV" for every voltage (the reader converts), else the file's own unit ("%", "")
    minimum_uv, maximum_uv : what the file can hold, in `unit`; a sample there is clipped. None where unknown.
    prefilter : the recorder's filter, as the file has it
    """

    index: int
    name: str
    label: str
    kind: ChannelKind
    rate_hz: float
    unit: str = "uV"
    minimum_uv: float | None = None
    maximum_uv: float | None = None
    prefilter: str = ""
