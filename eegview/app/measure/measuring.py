"""Measure a section: read it once as the page would be built, then count. It may run on any thread."""

from dataclasses import dataclass

from eegview.app.measure.amplitudes import Asymmetry, RowAmplitudes, measured_amplitudes, measured_asymmetries
from eegview.app.measure.head_map import MeasuredMap, measured_map
from eegview.app.measure.request import MeasureRequest
from eegview.app.measure.spectrum import MeasuredSpectrum, measured_spectrum
from eegview.app.page.building import build_page
from eegview.model.display.page import PageRequest
from eegview.model.recording import SignalSource
from eegview.model.span import Span


@dataclass(frozen=True, slots=True, eq=False)
class Measurement:
    """What was measured of one section.

    spectrum : None where no EEG row has half a second without a gap
    rows : amplitudes of every row that is shown and not bad, in the montage's order
    asymmetries : of all homologous EEG rows together, then of each pair
    bad_rows : labels of rows left out because a channel of theirs is marked bad
    missing_rows : labels of rows the recording cannot give
    gaps : parts of the section without samples; they are left out of every number
    """

    request: MeasureRequest
    spectrum: MeasuredSpectrum | None
    rows: tuple[RowAmplitudes, ...]
    asymmetries: tuple[Asymmetry, ...]
    map: MeasuredMap
    bad_rows: tuple[str, ...] = ()
    missing_rows: tuple[str, ...] = ()
    gaps: tuple[Span, ...] = ()

    @property
    def gap_s(self) -> float:
        """Return how much of the section has no samples, seconds."""
        return sum(gap.duration_s for gap in self.gaps)


def measure(source: SignalSource, request: MeasureRequest) -> Measurement:
    """Return the numbers of the section that `request` names.

    The rows are those of the page: derived by its montage, filtered by its filters (or unfiltered, where that is asked
    for), so that the trace and the number are of one thing.

    Raises
    ------
    UnreadableFile : the file went away
    """
    page = build_page(
        source,
        PageRequest(
            source.recording.fingerprint,
            request.span,
            request.montage,
            request.used_filters,
            request.bad_channels,
            request.hidden_rows,
        ),
    )
    wanted = [
        (index, row)
        for index, row in enumerate(page.rows)
        if row.label not in request.hidden_rows and (not request.only_rows or row.label in request.only_rows)
    ]
    good = [index for index, row in wanted if row.is_available and not row.is_bad]
    rows = measured_amplitudes(page, good)
    return Measurement(
        request,
        measured_spectrum(page, good, request.mains_hz),
        rows,
        measured_asymmetries(rows),
        measured_map(source, request),
        tuple(row.label for _index, row in wanted if row.is_bad),
        tuple(row.label for _index, row in wanted if not row.is_available),
        page.gaps,
    )
