"""The panels of the whole study: which curves stand together, on which scale."""

from dataclasses import dataclass
from enum import StrEnum

from eegview.app.trends.aeeg_scale import TICKS_UV


class PanelKind(StrEnum):
    """How a panel is drawn; those below `RASTER` have no columns of the table."""

    AEEG = "aeeg"  # linear to 10 µV, then logarithmic; a filled band between two margins
    LOG = "log"  # logarithmic
    LINEAR = "linear"
    PERCENT = "percent"  # linear, filled from 0
    DIVERGING = "diverging"  # linear around 0, filled to it; of a spectrogram with a diverging colour map
    SPECTROGRAM = "spectrogram"
    RASTER = "raster"  # ticks where a share of time is above 0
    HYPNOGRAM = "hypnogram"
    SPASMS = "spasms"
    MARKS = "marks"
    MOVEMENT = "movement"
    REVIEWED = "reviewed"
    VIDEO = "video"  # on paper only; the window's overview shows it


class CurveRole(StrEnum):
    """What a curve is in its panel."""

    LINE = "line"
    LOWER = "lower"  # edge of a filled band; the next curve is its upper edge
    UPPER = "upper"
    MAP = "map"  # a spectrogram


@dataclass(frozen=True, slots=True)
class PanelCurve:
    """A column of the table as it stands in a panel.

    label : what tells it from the panel's other curves, "left"; "" where it is the only one
    side : "left", "right" or "", for its colour
    """

    column_id: str
    label: str = ""
    side: str = ""
    role: CurveRole = CurveRole.LINE


@dataclass(frozen=True, slots=True)
class TrendPanel:
    """A strip of the whole study with an axis of its own.

    title : "aEEG left"
    subtitle : what is drawn, in a few words
    unit : of the axis; "" for none
    low, high : ends of the axis, in `unit`; of a spectrogram in Hz
    ticks : where the axis is labelled
    curves : () for what is drawn from marks, video and reading
    level_low, level_high, level_unit : ends of a spectrogram's colours
    colour_map : "batlow" (from low to high) or "vik" (around 0), "" for none
    lines : height beside others, 1 = that of a raster
    is_told_by_column : the title of its column says more exactly what is drawn than `subtitle`, which holds a parameter
    help : what it shows and what it does not, one or two sentences
    """

    panel_id: str
    title: str
    subtitle: str
    kind: PanelKind
    unit: str = ""
    low: float = 0.0
    high: float = 0.0
    ticks: tuple[float, ...] = ()
    curves: tuple[PanelCurve, ...] = ()
    level_low: float = 0.0
    level_high: float = 0.0
    level_unit: str = ""
    colour_map: str = ""
    lines: float = 3.0
    help: str = ""
    is_told_by_column: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the ids of the table's columns that it shows."""
        return tuple(curve.column_id for curve in self.curves)


_LOG_TICKS = (5.0, 10.0, 50.0, 200.0, 500.0, 1000.0)
_REGIONS = ("frontal", "central", "temporal", "posterior", "anterior")
_BANDS = (("delta", "0.5–4 Hz"), ("theta", "4–7 Hz"), ("alpha", "7–13 Hz"), ("beta", "13–30 Hz"))
_AEEG_HELP = (
    "The amplitude after the aEEG filter, between its lower and upper margin. High slow waves are low on it: the "
    "filter leaves a quarter of 2 Hz, and the scale ends at 100 µV. For their amplitude compare the rEEG."
)
_REEG_HELP = "Peak to peak in 2 s: 5th, 50th and 95th percentile over 30 s. Of the rows of a region the median."


def all_panels() -> tuple[TrendPanel, ...]:
    """Return all panels there are, in the order in which they are offered."""
    return (*_of_marks(), *_amplitudes(), *_spectra(), *_measures())


def panel_by_id(panel_id: str) -> TrendPanel | None:
    """Return the panel of this id, None where there is none."""
    return next((panel for panel in all_panels() if panel.panel_id == panel_id), None)


def _of_marks() -> tuple[TrendPanel, ...]:
    return (
        TrendPanel(
            "hypnogram", "Sleep stage", "stages of the counted layer", PanelKind.HYPNOGRAM, lines=3,
            help="The sleep stages that were set, of the layer that is counted.",
        ),
        TrendPanel(
            "spasms", "Spasms, clusters", "a tick each; clusters below", PanelKind.SPASMS, lines=2,
            help="Each spasm that is marked. One spasm is shorter than a column here: read it on the page.",
        ),
        TrendPanel("marks", "Marks", "other marks", PanelKind.MARKS, lines=1, help="All other marks."),
        TrendPanel(
            "movement", "Movement", "in the video", PanelKind.MOVEMENT, "a.u.", lines=2,
            help="How much the video changes, where it was measured.",
        ),
        TrendPanel(
            "artifact", "Artifact", "% of rows × time", PanelKind.RASTER, "%", 0.0, 100.0, (0.0, 100.0),
            (PanelCurve("artifact"),), lines=1,
            help="Where amplitudes, jumps or flat signal say artifact. It is shown; no value is removed.",
        ),
        TrendPanel("reviewed", "Reviewed", "pages seen", PanelKind.REVIEWED, lines=1, help="What was on the page."),
    )  # fmt: skip


def _margins(stem: str, place: str, side: str = "") -> tuple[PanelCurve, ...]:
    return (
        PanelCurve(f"{stem}_lower_{place}", "lower margin", side, CurveRole.LOWER),
        PanelCurve(f"{stem}_upper_{place}", "upper margin", side, CurveRole.UPPER),
    )


def _sides(stem: str, unsided: str = "") -> tuple[PanelCurve, ...]:
    curves = (PanelCurve(f"{stem}_left", "left", "left"), PanelCurve(f"{stem}_right", "right", "right"))
    return (*curves, PanelCurve(unsided, "all")) if unsided else curves


def _amplitudes() -> tuple[TrendPanel, ...]:
    aeeg = [
        TrendPanel(
            f"aeeg_{place}", f"aEEG {title}", "lower, upper margin", PanelKind.AEEG, "µV", 0.0, 100.0,
            TICKS_UV, _margins("aeeg", place, place if place != "cross" else ""), lines=4,
            help=_AEEG_HELP,
        )
        for place, title in (("left", "left"), ("right", "right"), ("cross", "across"))
    ]  # fmt: skip
    sides = TrendPanel(
        "reeg", "rEEG amplitude", "median p-p in 2 s, left and right", PanelKind.LOG, "µV", 5.0, 1000.0, _LOG_TICKS,
        _sides("reeg_median"), lines=4, help=_REEG_HELP,
    )  # fmt: skip
    reeg = [
        TrendPanel(
            f"reeg_{place}", f"rEEG {place}", "p-p in 2 s: 5, 50, 95 percentile", PanelKind.LOG, "µV", 5.0, 1000.0,
            _LOG_TICKS,
            (
                *_margins("reeg", place, place if place in ("left", "right") else ""),
                PanelCurve(f"reeg_median_{place}", "median", place if place in ("left", "right") else ""),
            ),
            lines=4, help=_REEG_HELP,
        )
        for place in ("left", "right", *_REGIONS)
    ]  # fmt: skip
    bands = [
        TrendPanel(
            f"reeg_{band}", f"rEEG {band}", f"median p-p in 2 s, {limits}", PanelKind.LOG, "µV", 1.0, 500.0,
            (1.0, 5.0, 20.0, 100.0, 500.0), _sides(f"reeg_median_{band}"), lines=3, help=_REEG_HELP,
        )
        for band, limits in _BANDS
    ]  # fmt: skip
    envelope = (
        TrendPanel(
            "envelope", "Envelope", "left and right", PanelKind.LOG, "µV", 5.0, 1000.0, _LOG_TICKS, _sides("envelope"),
            lines=3, is_told_by_column=True, help="The amplitude envelope, of the rows of a side the median.",
        ),
        TrendPanel(
            "envelope_regions", "Envelope by region", "frontal, central, temporal, posterior", PanelKind.LOG, "µV", 5.0,
            1000.0, _LOG_TICKS, tuple(PanelCurve(f"envelope_{region}", region) for region in _REGIONS[:4]), lines=3,
            is_told_by_column=True, help="The amplitude envelope, of the rows of a region the median.",
        ),
    )  # fmt: skip
    return (*aeeg, sides, *reeg, *bands, *envelope)


def _spectra() -> tuple[TrendPanel, ...]:
    cdsa = [
        TrendPanel(
            f"cdsa_{place}", f"CDSA {place}", "power, 2 s windows", PanelKind.SPECTROGRAM, "Hz", 0.0, 30.0,
            (0.0, 10.0, 20.0, 30.0), (PanelCurve(f"cdsa_{place}", side=place, role=CurveRole.MAP),), -5.0, 40.0,
            "dB re 1 µV²/Hz", "batlow", lines=4,
            help="Power by frequency over time, mean over the rows. Brighter is more; the levels can be moved.",
        )
        for place in ("left", "right", "midline", "posterior")
    ]  # fmt: skip
    return (
        *cdsa,
        TrendPanel(
            "asymmetry_cdsa", "Asymmetry by frequency", "(R − L)/(R + L)", PanelKind.SPECTROGRAM, "Hz", 0.0, 30.0,
            (0.0, 10.0, 20.0, 30.0), (PanelCurve("asymmetry_cdsa", role=CurveRole.MAP),), -80.0, 80.0, "%", "vik",
            lines=4,
            help="Power right beside left at each frequency: above 0 it is higher at the right.",
        ),
        TrendPanel(
            "sef", "Spectral edge", "90 % and 95 % of the power lie below", PanelKind.LINEAR, "Hz", 0.0, 30.0,
            (0.0, 10.0, 20.0, 30.0), (PanelCurve("sef90", "90 %"), PanelCurve("sef95", "95 %")), lines=3,
            help="Of the power from 0.5 to 30 Hz.",
        ),
        TrendPanel(
            "sef_sides", "Spectral edge, sides", "95 % of the power lies below", PanelKind.LINEAR, "Hz", 0.0, 30.0,
            (0.0, 10.0, 20.0, 30.0), _sides("sef95"), lines=3, help="Of the power from 0.5 to 30 Hz.",
        ),
        TrendPanel(
            "relative", "Relative power", "% of 0.5–30 Hz", PanelKind.LINEAR, "%", 0.0, 100.0, (0.0, 50.0, 100.0),
            tuple(PanelCurve(f"relative_{band}", band) for band, _limits in _BANDS), lines=3,
            help="Each band's share of the power; together 100 %.",
        ),
        TrendPanel(
            "asymmetry_spectral", "Asymmetry of power", "(R − L)/(R + L)", PanelKind.DIVERGING, "%", -100.0,
            100.0, (-100.0, 0.0, 100.0), (PanelCurve("asymmetry_spectral"),), colour_map="vik", lines=2,
            help="Above 0 there is more power at the right.",
        ),
        TrendPanel(
            "asymmetry_spectral_absolute", "Asymmetry of power, absolute", "either side", PanelKind.PERCENT, "%",
            0.0, 100.0, (0.0, 50.0, 100.0), (PanelCurve("asymmetry_spectral_absolute"),), lines=2,
            help="How much the power of the sides differs, whichever is higher.",
        ),
    )  # fmt: skip


def _measures() -> tuple[TrendPanel, ...]:
    return (
        TrendPanel(
            "asymmetry", "Asymmetry", "(R − L)/(R + L), amplitude", PanelKind.DIVERGING, "%", -50.0, 50.0,
            (-50.0, 0.0, 50.0), (PanelCurve("asymmetry_amplitude"),), colour_map="vik", lines=2,
            help="Above 0 the amplitude is higher at the right.",
        ),
        TrendPanel(
            "asymmetry_absolute", "Asymmetry, absolute", "amplitude, either side", PanelKind.PERCENT, "%", 0.0, 100.0,
            (0.0, 50.0, 100.0), (PanelCurve("asymmetry_amplitude_absolute"),), lines=2,
            help="How much the sides differ, whichever is higher.",
        ),
        *(
            TrendPanel(
                stem, title, "% of time below a threshold", PanelKind.PERCENT, "%", 0.0, 100.0, (0.0, 50.0, 100.0),
                _sides(stem, f"{stem}_all"), lines=2, is_told_by_column=True,
                help="Time in which the amplitude stays below the threshold. A flat electrode counts, too.",
            )
            for stem, title in (("suppression", "Suppression"), ("suppression_30", "Suppression, higher limit"))
        ),
        TrendPanel(
            "spike_bins", "Sharp waves", "% of seconds, by a rule", PanelKind.PERCENT, "%", 0.0, 100.0,
            (0.0, 50.0, 100.0), (PanelCurve("spike_bins"),), lines=2,
            help="Seconds with sharp waves in two rows or more. Nobody confirmed them: healthy sleep and noise count. "
            "They are not the bins that a reader marks for BASED.",
        ),
        TrendPanel(
            "background_index", "Background index", "points, no score", PanelKind.LINEAR, "", -10.0, 6.0,
            (-10.0, -5.0, 0.0, 5.0), (PanelCurve("background_index"),), lines=2,
            help="Sum of points for amplitude, sharp waves and independence of the rows. It is not a clinical score; "
            "it finds the minutes to read first.",
        ),
        TrendPanel(
            "background_amplitude", "Background amplitude", "p-p in 1 s, by region", PanelKind.LOG, "µV", 5.0, 1000.0,
            _LOG_TICKS, tuple(PanelCurve(f"background_amplitude_{region}", region) for region in _REGIONS[:4]), lines=3,
            help="Peak to peak in each second; the median over seconds and rows.",
        ),
        TrendPanel(
            "background_entropy", "Permutation entropy", "0 regular, 1 like noise", PanelKind.LINEAR, "", 0.0, 1.0,
            (0.0, 0.5, 1.0), (PanelCurve("background_entropy"),), lines=2, help="The median over the rows.",
        ),
        TrendPanel(
            "background_correlation", "Correlation of rows", "mean over all pairs", PanelKind.LINEAR, "", -0.5, 1.0,
            (-0.5, 0.0, 0.5, 1.0), (PanelCurve("background_correlation"),), lines=2,
            help="Compare it with itself over time, not between montages.",
        ),
        TrendPanel("mgfp", "Mean global field power", "SD over electrodes, 2 s", PanelKind.LOG, "µV", 5.0, 1000.0,
                   _LOG_TICKS, (PanelCurve("mgfp"),), lines=3, help="How much electrodes differ at once, 0.5–30 Hz."),
        TrendPanel(
            "synchrony", "Synchrony", "correlation of the sides", PanelKind.LINEAR, "", -1.0, 1.0,
            (-1.0, 0.0, 1.0), (PanelCurve("synchrony"),), lines=2, help="How much the sides go together at once.",
        ),
        TrendPanel(
            "synchrony_wpli", "Synchrony, wPLI²", "of homologous rows", PanelKind.LINEAR, "", -0.2, 1.0,
            (0.0, 0.5, 1.0), (PanelCurve("synchrony_wpli"),), lines=2,
            help="How steady the delay between the sides is; what reaches both at once does not count.",
        ),
        TrendPanel(
            "heart_rate", "Heart rate", "bpm, from the ECG", PanelKind.LINEAR, "bpm", 40.0, 240.0,
            (50.0, 100.0, 150.0, 200.0), (PanelCurve("heart_rate"),), lines=2,
            help="Nothing is drawn where beats are not found with certainty.",
        ),
    )  # fmt: skip
