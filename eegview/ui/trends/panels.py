"""The panels of the whole study: what each draws from which columns, on which axis, and the sets that come along."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from eegview.ui.trends.scales import Linear, Logarithmic, Scale, SemiLogarithmic

AEEG_AXIS = SemiLogarithmic()
REEG_AXIS = Logarithmic(5.0, 1000.0, (5.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0))


class Kind(Enum):
    """How a panel is drawn."""

    STAGES = "stages"
    SPASMS = "spasms"
    MARKS = "marks"
    MOVEMENT = "movement"
    REVIEWED = "reviewed"
    SHARE = "share"  # one curve from 0, filled
    LINES = "lines"
    BAND = "band"  # lower and upper margin, filled between
    MARGINS = "margins"  # lower, median, upper of each side
    SPECTROGRAM = "spectrogram"
    DIFFERENCE = "difference"  # a curve to either side of nothing
    DIFFERENCES = "differences"  # a spectrogram of differences
    STACK = "stack"  # shares one upon another, 100 % together
    LANE = "lane"  # dark where there is much of it


FROM_STUDY = frozenset({Kind.STAGES, Kind.SPASMS, Kind.MARKS, Kind.MOVEMENT, Kind.REVIEWED})


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel.

    columns : ids of the columns it draws; of `MARGINS` lower, median, upper for each side
    scale : of its axis; None = set by the values that are there
    notes : what stands under its title, one line each: rows, definition
    lines : least height in lines of text; `stretch` is its share of what is left
    unit : of its axis, "" where the values say it
    sides : colours of its curves: "left", "right", "" (neither)
    """

    panel_id: str
    title: str
    kind: Kind
    columns: tuple[str, ...] = ()
    scale: Scale | None = None
    notes: tuple[str, ...] = ()
    lines: float = 3.2
    stretch: float = 1.0
    unit: str = ""
    sides: tuple[str, ...] = ("",)


def _aeeg(side: str, title: str) -> Panel:
    columns = f"aeeg_lower_{side}", f"aeeg_upper_{side}"
    notes = "semilog 0–100 µV", "lower–upper margin"
    return Panel(f"aeeg_{side}", title, Kind.BAND, columns, AEEG_AXIS, notes, 4.2, 1.6, "µV", (side,))


def _reeg(panel_id: str, title: str, regions: tuple[str, ...], first_note: str) -> Panel:
    columns = tuple(f"reeg_{what}_{region}" for region in regions for what in ("lower", "median", "upper"))
    sides = tuple(region if region in ("left", "right") else "" for region in regions)
    notes = first_note, "log 5–1000 µV", "median, 5–95 %"
    return Panel(panel_id, title, Kind.MARGINS, columns, REEG_AXIS, notes, 4.2, 1.8, "µV", sides)


def _cdsa(side: str) -> Panel:
    columns = (f"cdsa_{side}",)
    notes = "0–30 Hz, 2 s windows", "mean of the rows"
    return Panel(f"cdsa_{side}", f"CDSA {side}", Kind.SPECTROGRAM, columns, Linear(0.0, 30.0, (0.0, 10.0, 20.0, 30.0)), notes, 3.6, 1.4, "Hz")


_PERCENT = Linear(0.0, 100.0, (0.0, 50.0, 100.0))
PANELS: tuple[Panel, ...] = (
    Panel("stages", "Sleep stage", Kind.STAGES, notes=("as staged",), lines=4.0, stretch=0.8),
    Panel("spasms", "Spasms, clusters", Kind.SPASMS, lines=3.0, stretch=0.5),
    Panel("marks", "Marks", Kind.MARKS, lines=2.2, stretch=0.2),
    _aeeg("left", "aEEG left"),
    _aeeg("right", "aEEG right"),
    _aeeg("cross", "aEEG cross"),
    _reeg("reeg", "rEEG amplitude", ("left", "right"), "p-p in 2 s, left, right"),
    *(_reeg(f"reeg_{region}", f"rEEG {region}", (region,), "p-p in 2 s") for region in ("frontal", "central", "temporal", "posterior", "anterior")),
    Panel("envelope", "Amplitude envelope", Kind.LINES, ("envelope_left", "envelope_right"), REEG_AXIS, ("left, right", "log 5–1000 µV"), 3.6, 1.2, "µV", ("left", "right")),
    Panel("envelope_regions", "Envelope by region", Kind.LINES, tuple(f"envelope_{region}" for region in ("frontal", "central", "temporal", "posterior")), REEG_AXIS, ("frontal, central,", "temporal, posterior"), 3.6, 1.2, "µV", ("frontal", "central", "temporal", "posterior")),
    *(_cdsa(side) for side in ("left", "right", "midline", "posterior")),
    Panel("asymmetry", "Asymmetry", Kind.DIFFERENCE, ("asymmetry_amplitude",), Linear(-50.0, 50.0, (-50.0, 0.0, 50.0)), ("(R − L)/(R + L), rEEG",), 3.2, 0.8, "%"),
    Panel("asymmetry_absolute", "Asymmetry, absolute", Kind.SHARE, ("asymmetry_amplitude_absolute",), Linear(0.0, 50.0, (0.0, 25.0, 50.0)), ("whichever side is higher",), 2.6, 0.6, "%"),
    Panel("asymmetry_cdsa", "Asymmetry by frequency", Kind.DIFFERENCES, ("asymmetry_cdsa",), Linear(0.0, 30.0, (0.0, 10.0, 20.0, 30.0)), ("(R − L)/(R + L), power", "blue: left, brown: right"), 3.6, 1.2, "Hz"),
    Panel("suppression", "Suppression", Kind.SHARE, ("suppression_all",), _PERCENT, ("% of time below the limit",), 3.0, 0.7, "%"),
    Panel("suppression_sides", "Suppression left, right", Kind.LINES, ("suppression_left", "suppression_right"), _PERCENT, ("% of time below the limit",), 3.0, 0.7, "%", ("left", "right")),
    Panel("spike_bins", "Spike bins", Kind.SHARE, ("spike_bins",), _PERCENT, ("% of 1 s bins, by detector",), 3.0, 0.9, "%"),
    Panel("background", "Background index", Kind.SHARE, ("background_index",), None, ("of the hypsarrhythmia detector",), 3.0, 0.8),
    Panel("edge", "Spectral edge", Kind.LINES, ("sef95", "sef90"), Linear(0.0, 30.0, (0.0, 10.0, 20.0, 30.0)), ("95 % solid, 90 % dotted",), 3.0, 0.8, "Hz", ("", "dotted")),
    Panel("edge_sides", "Spectral edge L, R", Kind.LINES, ("sef95_left", "sef95_right"), Linear(0.0, 30.0, (0.0, 10.0, 20.0, 30.0)), ("95 %, left and right",), 3.0, 0.8, "Hz", ("left", "right")),
    Panel("bands", "Relative bands", Kind.STACK, ("relative_delta", "relative_theta", "relative_alpha", "relative_beta"), _PERCENT, ("% of 0.5–30 Hz power", "from below: δ θ α β"), 3.6, 1.0, "%"),
    Panel("synchrony", "Synchrony", Kind.LINES, ("synchrony",), Linear(0.0, 1.0, (0.0, 0.5, 1.0)), ("left with right",), 3.0, 0.7),
    Panel("heart_rate", "Heart rate", Kind.LINES, ("heart_rate",), Linear(60.0, 220.0, (60.0, 140.0, 220.0)), ("from the ECG",), 3.0, 0.7, "bpm"),
    Panel("movement", "Movement", Kind.MOVEMENT, notes=("video, greatest in 1 s",), lines=2.6, stretch=0.7, unit="a.u."),
    Panel("artifact", "Artifact", Kind.LANE, ("artifact",), _PERCENT, lines=1.3, stretch=0.0, unit="%"),
    Panel("reviewed", "Reviewed", Kind.REVIEWED, lines=1.3, stretch=0.0),
)
SETS: Mapping[str, tuple[str, ...]] = {
    "Night": ("stages", "spasms", "aeeg_left", "aeeg_right", "reeg", "cdsa_left", "cdsa_right", "suppression", "heart_rate", "movement", "artifact", "reviewed"),
    "Spasms": ("stages", "spasms", "marks", "aeeg_left", "aeeg_right", "reeg", "cdsa_left", "cdsa_right", "cdsa_midline", "asymmetry", "movement", "artifact", "reviewed"),
    "Background": ("stages", "spasms", "reeg", "reeg_posterior", "spike_bins", "background", "bands", "edge", "suppression", "synchrony", "artifact", "reviewed"),
    "Treatment": ("stages", "spasms", "reeg", "cdsa_posterior", "spike_bins", "suppression", "edge", "synchrony", "artifact"),
    "aEEG only": ("aeeg_left", "aeeg_right", "aeeg_cross", "artifact"),
}
FIRST_SET = "Night"


def panels_of(columns: Iterable[str], known: tuple[Panel, ...] = PANELS) -> tuple[str, ...]:
    """Return the ids of the known panels that draw some of these columns."""
    wanted = set(columns)
    return tuple(panel.panel_id for panel in known if wanted.intersection(panel.columns))
