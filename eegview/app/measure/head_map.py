"""The head map of a section: the voltage at an instant, its mean, or the power of a band."""

from dataclasses import dataclass, replace

import numpy as np

from eegview.app.measure.request import MeasureRequest
from eegview.app.measure.spectrum import WINDOWS_S
from eegview.app.page.head_field import LEAST_ELECTRODES, AverageRows, HeadField, average_rows, field_of
from eegview.app.page.head_field import mapped_electrodes as mappable
from eegview.dsp.runs import runs_of
from eegview.dsp.scalp_map import electrode_position
from eegview.dsp.spectra import band_power, even_window_s, spectrum_of_runs
from eegview.model.channel import ChannelKind
from eegview.model.recording import Recording, SignalSource
from eegview.model.span import Span

TOO_FEW = f"No head map: it needs {LEAST_ELECTRODES} referential electrodes at known places."
NO_SAMPLES = "No head map: no samples here."
TOO_SHORT = "No head map of a band: no half second without a gap here."
NO_POWER = "No head map of this band: an electrode has no power in it."
_AROUND_S = 0.1  # read on either side of an instant, whatever the sampling rate


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredMap:
    """A head map, or why there is none.

    field : voltage in µV, or power of a band in dB beside the mean of the electrodes
    message : "" where there is a field
    bad : electrodes left out of map and average because they are marked bad
    silent : electrodes left out because they have no samples here
    mean_uv2 : of a band: the mean power of the electrodes (of its logarithm), µV²
    """

    field: HeadField | None
    message: str = ""
    bad: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    mean_uv2: float = float("nan")


def measured_map(source: SignalSource, request: MeasureRequest) -> MeasuredMap:
    """Return the head map that is asked for.

    Raises
    ------
    UnreadableFile : the file went away
    """
    recording, at_s = source.recording, request.at_s
    bad = left_out_electrodes(recording, request.bad_channels)
    wanted = mappable(recording, request.bad_channels)
    if len(wanted) < LEAST_ELECTRODES:
        return MeasuredMap(None, TOO_FEW, bad)
    is_instant = at_s is not None and request.band is None
    span = Span(at_s, at_s).widened(_AROUND_S) if at_s is not None and is_instant else request.span
    sections = average_rows(source, span, request.used_filters, request.bad_channels)
    silent = tuple(name for name in wanted if sections and name not in sections[0].names)
    if request.band is not None:
        return replace(_band_map(sections, request), bad=bad, silent=silent)
    if at_s is not None:
        field = _field_at(sections, at_s)
    else:
        field = _mean_field(sections, request.span.start_s)
    return MeasuredMap(field, "" if field is not None else NO_SAMPLES, bad, silent)


def left_out_electrodes(recording: Recording, bad_channels: frozenset[str]) -> tuple[str, ...]:
    """Return the scalp electrodes that are left out of a head map because they are marked bad."""
    known = (c for c in recording.channels if c.kind is ChannelKind.EEG and electrode_position(c.name) is not None)
    return tuple(channel.name for channel in known if channel.name in bad_channels)


def _field_at(sections: tuple[AverageRows, ...], at_s: float) -> HeadField | None:
    """Return the field at the sample nearest to an instant; None in a gap."""
    for section in sections:
        index = round((at_s - section.first_s) * section.rate_hz)
        if 0 <= index < section.values_uv.shape[1]:
            return field_of(section.names, section.values_uv[:, index], section.first_s + index / section.rate_hz)
    return None


def _mean_field(sections: tuple[AverageRows, ...], at_s: float) -> HeadField | None:
    """Return the mean over all samples at which no electrode is missing."""
    if not sections:
        return None
    values_uv = np.concatenate([section.values_uv for section in sections], axis=1)
    known = values_uv[:, np.isfinite(values_uv).all(axis=0)]
    return field_of(sections[0].names, known.mean(axis=1), at_s) if known.shape[1] else None


def _band_map(sections: tuple[AverageRows, ...], request: MeasureRequest) -> MeasuredMap:
    band = request.band
    assert band is not None
    if not sections:
        return MeasuredMap(None, NO_SAMPLES)
    first = sections[0]
    runs = [
        section.values_uv[:, start:stop]
        for section in sections
        for start, stop in runs_of(np.asarray(np.isfinite(section.values_uv).all(axis=0)))
    ]
    longest_s = max((run.shape[1] for run in runs), default=0) / first.rate_hz
    fitting = (even_window_s(first.rate_hz, one) for one in WINDOWS_S)
    window_s = next((one for one in fitting if one <= longest_s + 1e-9), None)
    if window_s is None:
        return MeasuredMap(None, TOO_SHORT)
    power_uv2 = []
    for electrode in range(len(first.names)):
        at_hz, density, _n = spectrum_of_runs([run[electrode] for run in runs], first.rate_hz, window_s)
        power_uv2.append(float(band_power(at_hz, density[None], band.low_hz, band.high_hz)[0]))
    if min(power_uv2) <= 0:
        return MeasuredMap(None, NO_POWER)
    power_db = 10 * np.log10(power_uv2)
    field = field_of(first.names, power_db, request.span.start_s, "dB")
    mean_uv2 = float(10 ** (power_db.mean() / 10))
    return MeasuredMap(field, "" if field is not None else NO_POWER, mean_uv2=mean_uv2)
