"""Peak-to-peak amplitudes of the rows of a page within a span, for a reader who measures by keys."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eegview.model.display.page import PageResult
from eegview.model.scoring.parameters import ScaleParameters
from eegview.model.span import Span


@dataclass(frozen=True, slots=True)
class PageWave:
    """One row's peak to peak (µV) within a span; `span` is from its lowest to its highest sample."""

    row: str
    value_uv: float
    span: Span


def highest_wave(page: PageResult, within: Span, rows: Sequence[str], parameters: ScaleParameters) -> PageWave | None:
    """Return the wave of the row that is highest against its limit; None where no row has samples there."""
    good = [label for label in rows if not any(row.label == label and row.is_bad for row in page.rows)]
    waves = [wave for label in good if (wave := row_wave(page, within, label)) is not None]
    return max(waves, key=lambda wave: wave.value_uv / parameters.limit_of(wave.row), default=None)


def row_wave(page: PageResult, within: Span, label: str) -> PageWave | None:
    """Return how far a row goes from its lowest to its highest sample; None where a sample is missing."""
    for trace in page.traces:
        if page.rows[trace.row].label != label or trace.is_envelope:
            continue
        first = max(round((within.start_s - trace.first_s) * trace.rate_hz), 0)
        stop = max(round((within.stop_s - trace.first_s) * trace.rate_hz), 0)
        values = trace.values[first:stop]
        if not len(values) or not np.isfinite(values).all():
            continue
        low, high = int(values.argmin()), int(values.argmax())
        ends_s = sorted(trace.first_s + (first + k) / trace.rate_hz for k in (low, high))
        span = Span(ends_s[0], ends_s[1] + 1 / trace.rate_hz)
        return PageWave(label, float(values[high]) - float(values[low]), span)
    return None
