"""The manifest of a detector, which is read without running any of it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from eegview.detect.api import CURRENT_API
from eegview.model.channel import ChannelKind

Value = float | int | bool | str  # of a parameter

# What a detector may ask for beside the EEG, as people write it.
KINDS = {
    ChannelKind.EMG: "EMG",
    ChannelKind.ECG: "ECG",
    ChannelKind.EOG: "EOG",
    ChannelKind.RESPIRATION: "respiration",
    ChannelKind.SPO2: "SpO2",
}


class ParameterType(StrEnum):
    """The kinds of values that a parameter may have."""

    NUMBER = "number"
    WHOLE = "whole"
    SWITCH = "switch"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One setting of a detector; the run dialog makes a field of it.

    default : of the Python type that fits `kind`: float, int, bool, str, str
    minimum, maximum : for numbers; None = no bound
    choices : (value, label)
    """

    name: str
    label: str
    kind: ParameterType
    default: Value
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""


class Need(StrEnum):
    """How much a detector needs something: not at all, if it is there, or absolutely."""

    NO = "no"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class InputNeeds:
    """The input that a detector is given, and the least that it needs.

    montage : id of the montage its rows come in; "none" = the channels themselves
    low_cut_hz, high_cut_hz, notch_hz : zero-phase filters applied before it sees the rows; 0 = none
    rate_hz : rows are brought to this rate; 0 = the highest among the rows
    minimum_rate_hz, minimum_rows : less is refused
    kinds : (channel kind, need): "emg" optional, "ecg" optional …
    video : whether it looks at the movement trace
    marks : ids of terms; the marks of these that the reader who runs it made are handed out
    """

    montage: str = "longitudinal_bipolar"
    low_cut_hz: float = 0.0
    high_cut_hz: float = 0.0
    notch_hz: float = 0.0
    rate_hz: float = 0.0
    minimum_rate_hz: float = 0.0
    minimum_rows: int = 1
    kinds: tuple[tuple[str, Need], ...] = ()
    video: Need = Need.NO
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits beyond which the host stops a run.

    silence_s : no message for so long
    seconds_per_hour : of run time for each hour of recording, at least a minute in all
    memory_mib : resident memory of the child and its children
    """

    silence_s: float = 60.0
    seconds_per_hour: float = 120.0
    memory_mib: float = 1500.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """One trial of the detector: the `data`, and the `result` with its numbers.

    read_h : hours that were read; None = not stated
    looks : how often the data had been looked at when the figure was made, this time included: 1 = never before;
        None = not stated
    fitted : what had been fitted on the same data, "" = nothing; None = not stated
    """

    data: str
    result: str
    read_h: float | None = None
    looks: int | None = None
    fitted: str | None = None


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """One range of scores, and how many of the suggestions in it were true ones on some data.

    score_from, score_to : the range, from 0 to 1; its end belongs to it only where that is 1
    n : suggestions with such a score
    n_true : those of them that lay on a true event
    data : where they were counted
    """

    score_from: float
    score_to: float
    n: int
    n_true: int
    data: str

    @property
    def share_true(self) -> float | None:
        """The share of true ones, None where there was no suggestion."""
        return self.n_true / self.n if self.n else None


class Engine(StrEnum):
    """The kinds of code that a plugin may consist of."""

    PYTHON = "python"
    COMMAND = "command"
    ONNX = "onnx"


@dataclass(frozen=True, slots=True)
class Manifest:
    """A `plugin.toml` that was read and found to be without fault.

    detector_id : lower-case letters, digits and underscores; what the command line calls it
    entry : for Python "module:function"; for a command its words; for ONNX the model's file name
    interpreter : the Python that runs it, "" = eegview's own
    terms : ids in the vocabulary that it proposes
    ages_months : (from, up to) it was made for, None = any
    states : sleep and wake states it was validated in, as text; empty = any
    page : file with method, evidence and limits, beside the manifest
    options : what only its engine reads (the [onnx] or [command] table), as (name, value) pairs
    api : the promise it was written for, see `detect.api`
    suggested_keys : (command id, key) that it proposes to the reader, who alone decides
    calibration : what the scores of the first of `terms` were worth; rows of one set of data together, by score
    always_listed : those of `terms` whose proposals no threshold of the score applies to, such as “the worst 5 minutes”
    """

    detector_id: str
    title: str
    version: str
    summary: str
    folder: Path
    engine: Engine = Engine.PYTHON
    entry: tuple[str, ...] = ("detector:detect",)
    interpreter: str = ""
    terms: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    input: InputNeeds = InputNeeds()
    ages_months: tuple[float, float] | None = None
    states: tuple[str, ...] = ()
    limits: Limits = Limits()
    evidence: tuple[Evidence, ...] = ()
    calibration: tuple[CalibrationBin, ...] = ()
    page: str = "page.md"
    options: tuple[tuple[str, object], ...] = ()
    api: int = CURRENT_API
    always_listed: tuple[str, ...] = ()
    suggested_keys: tuple[tuple[str, str], ...] = ()

    def parameter(self, name: str) -> Parameter | None:
        return next((p for p in self.parameters if p.name == name), None)

    def defaults(self) -> dict[str, Value]:
        return {parameter.name: parameter.default for parameter in self.parameters}
