"""What a detector may import of this program: these names stay, and mean the same, as long as its `api` is supported.

    from eegview.plugin import EpochCutter, band_power, power_spectrum

A detector imports nothing else of `eegview`. `plugins/README.md` says what the number `api` of its manifest promises;
the names below are of api 2 where no other number stands. Rows are arrays of (n_rows, n_samples), µV, float32 as in
`Stretch.data` unless another kind is named; times are seconds from recording start. A name is loaded when it is first
asked for, so that nobody waits for what a detector does not use; those marked * need numba.

What the host hands to `detect(recording, parameters, report)`

==================  ==================================================================================================
`PluginRecording`   the recording: `span`, `rows`, `rate_hz`, `frames(…)`, `stretches(…)`, `data()`, `marks(…)` …
`Stretch`           a piece of it with its margins: `data` (n_rows, n) µV, `start_s`, `rate_hz`, `extra` …
`Report`            takes `event(…)`, `trend(…)`, `note(…)` and `progress(…)`
`Span`              a half-open stretch of time `[start_s, stop_s)`
`Samples`           the type of rows, float32 of any shape
`Recording`         a Protocol of what `PluginRecording` promises, for annotations and doubles in tests (since api 7)
`Parameters`        the type of `parameters`: a value for each name of the manifest (since api 7)
`Frame`             what `frames(…)` yields: `data` (n_rows, n) µV, `start_s`, `span`, `number` … (since api 7)
`ContextMark`       what `marks(…)` gives: a tuple of `onset_s`, `duration_s` and `attributes` (since api 7)
`NOT_FINAL`         how the name of a term of no points begins that says: reading more may change this (since api 6)
==================  ==================================================================================================

Cutting time

==================  ==================================================================================================
`EpochCutter`       stretches in, epochs of equal length on one grid out: (number, (n_rows, n) µV), however it was cut
`bin_edges`         sample numbers at which bins of time begin: (n_bins + 1,) int64
`bins_of`           rows as (n_rows, n_bins, samples of a bin), a view
`RunFinder`         where values that come piece by piece stay high: `[first, stop)` numbers, by a `RunRule`
`RunRule`           what makes a run: the height it needs, the height at which it goes on, the pause that it survives
`runs_of`           `[first, stop)` of each run of True in (n,) bool
==================  ==================================================================================================

Amplitude

==================  ==================================================================================================
`peak_to_peak`      highest less lowest sample of each bin: (n_rows, n_bins), the rows' unit
`frame_levels`      * mean size and mean step of each frame: twice (n_rows, n_frames) float64, µV
`moving_mean`       * mean over the frames around each: (n_rows, n_frames) float64
`usual_level`       * median over many frames around each: (n_rows, n_frames) float64
==================  ==================================================================================================

Spectra

==================  ==================================================================================================
`power_spectrum`    frequencies (n_bins,) Hz and density (n_rows, n_bins) µV²/Hz, by Welch's method
`band_power`        power between two frequencies: (n_rows,) µV²
`spectral_edge_hz`  frequency below which a share of the power lies: (n_rows,) Hz
==================  ==================================================================================================

The background, since api 5

==================  ==================================================================================================
`Background`        measures epochs of rows as the trends of the whole study do: `measure(…)`, `points(…)`, `terms(…)`
`BackgroundRules`   the numbers by which it measures, with the usual ones for what is left out
`BACKGROUND_VALUES` name and unit of each value that `measure` gives, in order
==================  ==================================================================================================

Waves, filters, rows

==================  ==================================================================================================
`sharp_peaks`       * every peak of every row, measured from its flanks: a `Peaks`
`Peaks`             * where peaks are and what they measure: row, sample, height_uv, rise_s, fall_s, each (n,)
`strongest`         * of events closer than some seconds only the strongest: their numbers, ascending
`filter_rows`       rows filtered as the program filters them, NaN kept: (n_rows, n) float32
`FilterSpec`        cut-off and notch frequencies in Hz, 0 = off, and a `Phase`
`Phase`             `ZERO` (both ways, no delay) or `CAUSAL`
`side_of_row`       "left", "right" or "midline" for the name of a row
==================  ==================================================================================================
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eegview.detect.detector_types import Parameters, Recording
    from eegview.detect.plugin_recording import PluginRecording, Stretch
    from eegview.detect.reading.context_mark import ContextMark
    from eegview.detect.reading.frames import Frame
    from eegview.detect.reporting import Report
    from eegview.dsp.background import BACKGROUND_VALUES, Background
    from eegview.dsp.background_rules import BackgroundRules
    from eegview.dsp.envelope import bin_edges
    from eegview.dsp.epochs import EpochCutter, bins_of, peak_to_peak
    from eegview.dsp.filtering import filter_rows
    from eegview.dsp.frame_levels import frame_levels, moving_mean, usual_level
    from eegview.dsp.hemispheres import side_of_row
    from eegview.dsp.runs import RunFinder, RunRule, runs_of
    from eegview.dsp.sharp_peaks import Peaks, sharp_peaks, strongest
    from eegview.dsp.spectra import band_power, power_spectrum, spectral_edge_hz
    from eegview.model.display.filters import FilterSpec, Phase
    from eegview.model.recording import Samples
    from eegview.model.span import Span
    from eegview.model.suggestion.detection import NOT_FINAL

__all__ = [
    "BACKGROUND_VALUES",
    "NOT_FINAL",
    "Background",
    "BackgroundRules",
    "ContextMark",
    "EpochCutter",
    "FilterSpec",
    "Frame",
    "Parameters",
    "Peaks",
    "Phase",
    "PluginRecording",
    "Recording",
    "Report",
    "RunFinder",
    "RunRule",
    "Samples",
    "Span",
    "Stretch",
    "band_power",
    "bin_edges",
    "bins_of",
    "filter_rows",
    "frame_levels",
    "moving_mean",
    "peak_to_peak",
    "power_spectrum",
    "runs_of",
    "sharp_peaks",
    "side_of_row",
    "spectral_edge_hz",
    "strongest",
    "usual_level",
]

# Where each name lives: the imports above once more, for the running program.
_MODULES = {
    "detect.detector_types": ("Parameters", "Recording"),
    "detect.plugin_recording": ("PluginRecording", "Stretch"),
    "detect.reading.context_mark": ("ContextMark",),
    "detect.reading.frames": ("Frame",),
    "detect.reporting": ("Report",),
    "dsp.background": ("BACKGROUND_VALUES", "Background"),
    "dsp.background_rules": ("BackgroundRules",),
    "dsp.envelope": ("bin_edges",),
    "dsp.epochs": ("EpochCutter", "bins_of", "peak_to_peak"),
    "dsp.filtering": ("filter_rows",),
    "dsp.frame_levels": ("frame_levels", "moving_mean", "usual_level"),
    "dsp.hemispheres": ("side_of_row",),
    "dsp.runs": ("RunFinder", "RunRule", "runs_of"),
    "dsp.sharp_peaks": ("Peaks", "sharp_peaks", "strongest"),
    "dsp.spectra": ("band_power", "power_spectrum", "spectral_edge_hz"),
    "model.suggestion.detection": ("NOT_FINAL",),
    "model.display.filters": ("FilterSpec", "Phase"),
    "model.recording": ("Samples",),
    "model.span": ("Span",),
}
_MODULE_OF = {name: f"eegview.{module}" for module, names in _MODULES.items() for name in names}

if not TYPE_CHECKING:  # a type checker is to know these names only

    def __getattr__(name: str) -> object:
        """Load a name when it is first asked for."""
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_MODULE_OF[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted(__all__)
