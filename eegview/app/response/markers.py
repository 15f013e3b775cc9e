"""The panel of markers that studies are compared by. No one of them says whether treatment worked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from eegview.model.report.link import EvidenceLink

SPIKE_COUNT_NOTE = (
    "Counts of spikes alone do not follow response: they did not change in 20 infants while amplitude fell "
    "(p = 0.104; 10.3389/fneur.2024.1476476). Read the panel as a whole."
)


class MarkerKind(StrEnum):
    """Where a marker's value comes from, and so how its repeat error is known."""

    RATE = "rate"
    TIME = "time"
    SCORE = "score"
    SHARE = "share"
    WORD = "word"
    TREND = "trend"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Marker:
    """One quantity by which studies are compared.

    marker_id : stable ("reeg_posterior"); of one reader's score with the reader behind a colon ("score:ada")
    label : for people, without unit and state
    unit : "µV", "Hz", "per_hour", "%", "min" …, "" for a word or a plain number
    definition : how it is measured, one or two sentences
    source : of the definition
    column_id : of the trends' table, "" where it is no trend
    is_by_state : whether it is measured in one state of sleep or wake
    is_ratio : whether a change of it is said in percent, too
    reader : whose score it is, "" where it is nobody's
    """

    marker_id: str
    label: str
    unit: str
    definition: str
    source: str
    kind: MarkerKind
    column_id: str = ""
    is_by_state: bool = False
    is_ratio: bool = False
    reader: str = ""


@dataclass(frozen=True, slots=True)
class MarkerValue:
    """A marker in one study.

    value : None for a word, and where it is missing
    text : as shown, with its unit; "" where it is missing
    low, high : ends of the 95 % interval, None where there is none
    interval_method : how it was computed, or why there is none
    repeat_error : how far two measurements like this lie apart at most in 95 of 100 pairs, None where not measured
    repeat_method : how that is known, or why not
    n : epochs or events it was made of
    basis : what it was measured from, a short sentence
    link : where it reopens
    missing : why there is no value, one sentence; "" where there is one
    """

    value: float | None = None
    text: str = ""
    low: float | None = None
    high: float | None = None
    interval_method: str = ""
    repeat_error: float | None = None
    repeat_method: str = ""
    n: int = 0
    basis: str = ""
    link: EvidenceLink | None = None
    missing: str = ""

    @property
    def is_missing(self) -> bool:
        return bool(self.missing)


def missing_value(why: str) -> MarkerValue:
    """Return a value that is not there, with the sentence why."""
    return MarkerValue(missing=why)


SPASMS = Marker(
    "spasms_per_hour",
    "Spasms",
    "per_hour",
    "Spasms of the counted layer per hour: reviewed where that is known of each study, else recorded; marks of one "
    "event count once, uncertain ones are counted.",
    "This program.",
    MarkerKind.RATE,
    is_ratio=True,
)
CLUSTERS = Marker(
    "clusters_per_hour",
    "Clusters",
    "per_hour",
    "Clusters of spasms per hour, by the stated rule: reviewed where that is known of each study, else recorded.",
    "Rule: this program's default, there is no universal definition.",
    MarkerKind.RATE,
    is_ratio=True,
)
LONGEST_FREE = Marker(
    "longest_free_min",
    "Longest time without spasm",
    "min",
    "Longest recorded time from the end of a spasm of the counted layer to the next one, not across gaps.",
    "This program.",
    MarkerKind.TIME,
)
SLEEP_CAPTURED = Marker(
    "sleep_captured_min",
    "Sleep captured",
    "min",
    "Minutes staged as sleep, of any stage.",
    "Stages of the counted layer.",
    MarkerKind.TIME,
)
AWAKENINGS = Marker(
    "awakenings",
    "Awakenings captured",
    "",
    "Wake of at least one epoch directly after sleep.",
    "Stages of the counted layer.",
    MarkerKind.COUNT,
)
SPINDLES = Marker(
    "spindles_per_min",
    "Sleep spindles",
    "per_min",
    "Marked spindles per minute of the chosen state; a single spindle is a mark of its own.",
    "Marks of the counted layer.",
    MarkerKind.RATE,
    is_by_state=True,
    is_ratio=True,
)

_REEG = (
    "Median over 30 s epochs of the state of the range EEG (highest minus lowest sample of 2 s, 0.5–30 Hz, median of "
    "the region's rows, median of the 15 windows of the epoch). Epochs with a spasm or at least half artifact are left "
    "out."
)
_EPOCHS = "median over 30 s epochs of the state; epochs with a spasm or at least half artifact are left out. "


def _reeg(region: str) -> Marker:
    return Marker(
        f"reeg_{region}", f"Median rEEG, {region}", "µV", _REEG, "O'Reilly 2012 (10.1016/j.clinph.2012.02.087).",
        MarkerKind.TREND, f"reeg_median_{region}", True, True,
    )  # fmt: skip


TREND_MARKERS: tuple[Marker, ...] = (
    *(_reeg(region) for region in ("anterior", "posterior", "frontal", "central", "temporal", "left", "right")),
    Marker(
        "mgfp", "Mean global field power", "µV",
        f"Standard deviation over the average-referenced electrodes at each sample, 0.5–30 Hz, its median in 2 s; "
        f"{_EPOCHS}",
        "Lehmann and Skrandies 1980, from memory; falls in responders (fneur.2024.1476476).",
        MarkerKind.TREND, "mgfp", True, True,
    ),
    Marker(
        "sef95", "Spectral edge 95 %", "Hz",
        f"Frequency below which 95 % of the power from 0.5 to 30 Hz lies, in 10 s; {_EPOCHS}",
        "This program's trend `sef95`.",
        MarkerKind.TREND, "sef95", True, True,
    ),
    Marker(
        "wpli", "wPLI² of sides, 4–13 Hz", "",
        f"Debiased square of the weighted phase lag index of homologous rows, 4–13 Hz, in the 50 s around; {_EPOCHS}",
        "Vinck 2011; band and window are this program's choice.",
        MarkerKind.TREND, "synchrony_wpli", True,
    ),
    Marker(
        "correlation", "Correlation of sides, 1–30 Hz", "",
        f"Pearson's correlation without delay of homologous rows, 1–30 Hz, in 10 s; {_EPOCHS}",
        "This program's trend `synchrony`.",
        MarkerKind.TREND, "synchrony", True,
    ),
    Marker(
        "sharp_bins", "Seconds with sharp waves, computed", "%",
        f"Share of 1 s bins in which the program finds sharp waves in two rows, in 10 s; {_EPOCHS}"
        "It is not a count of spikes by a reader.",
        "This program's trend `spike_bins`; its numbers are unsure.",
        MarkerKind.TREND, "spike_bins", True, True,
    ),
)  # fmt: skip


def _of_reader(name: str, reader: str) -> str:
    return f"{name} ({reader})" if reader else name


def score_marker(scale: str, reader: str) -> Marker:
    """Return the marker of one reader's score of the worst epoch."""
    return Marker(
        f"score:{reader}", _of_reader(scale, reader), "",
        "The committed score of the five minutes that this reader scored; of several the highest.",
        f"{scale}, a severity scale; no diagnosis.", MarkerKind.SCORE, reader=reader,
    )  # fmt: skip


def foci_marker(reader: str) -> Marker:
    """Return the marker of the spike foci that one reader named."""
    return Marker(
        f"foci:{reader}", _of_reader("Spike foci", reader), "",
        "Electrodes that this reader named as spike foci within the scored epoch.",
        "Evidence of the score.", MarkerKind.SCORE, reader=reader,
    )  # fmt: skip


def spike_bins_marker(reader: str) -> Marker:
    """Return the marker of the share of bins with a spike that one reader marked."""
    return Marker(
        f"spike_bins:{reader}", _of_reader("Spike bins, scored 5 min", reader), "%",
        "Share of the 1 s bins of the scored epoch in which this reader marked a spike.",
        "Evidence of the score.", MarkerKind.SHARE, reader=reader,
    )  # fmt: skip


def form_marker(state: str, label: str) -> Marker:
    """Return the marker of the free form of hypsarrhythmia in one state."""
    return Marker(
        f"hypsarrhythmia:{state}", f"Hypsarrhythmia, {label}", "",
        "What readers answered in the free form of hypsarrhythmia for this state; readers agree poorly on it.",
        "Hrachovy 1984, Kramer 1997; there is no consensus on an EEG definition.", MarkerKind.WORD,
    )  # fmt: skip
