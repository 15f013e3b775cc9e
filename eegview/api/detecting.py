"""A detector run over an open study."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from eegview.api.seen import SeenLibrary
from eegview.app.detectors.detecting import DetectionOrder, Movement, movement_of, run_detector
from eegview.detect.discovery import plugin_by_id
from eegview.detect.manifest import Need
from eegview.detect.manifest_parameters import Value, values_for
from eegview.model.errors import DetectorFailed
from eegview.model.recording import SignalSource
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun
from eegview.model.time.clock import elapsed_text

if TYPE_CHECKING:
    from eegview.api.film import StudyFilm

NOBODY = "me"  # who runs a detector where nobody is named, as on the command line


def detect_in(
    detector: str,
    paths: Sequence[str],
    source: SignalSource,
    library: SeenLibrary,
    span: Span | None,
    is_kept: bool,
    film: Callable[[], StudyFilm],
    parameters: Mapping[str, object],
) -> tuple[DetectorRun, tuple[Detection, ...]]:
    """Run a detector and return the run with its detections.

    film : opens the study's videos, for a detector that cannot work without

    Raises
    ------
    DetectorFailed : it did not come to its end, or nobody approved it
    UsageError : no such detector or parameter, it cannot work on this recording, or the reader is blind
    """
    library.refuse_if_blind()
    plugin = plugin_by_id(detector)
    given = cast("Mapping[str, Value]", parameters)
    movement: Movement | None = None
    if plugin.manifest is not None:
        values_for(plugin.manifest, given)  # before anything is opened for it
        if plugin.manifest.input.video is Need.REQUIRED:
            movement = movement_of(film().clips, recording=source.recording)
    reads_marks = plugin.manifest is not None and bool(plugin.manifest.input.marks)
    marks = library.unscored() if reads_marks else ()
    reader = library.reader or NOBODY
    order = DetectionOrder(
        tuple(paths), given, span, library.age_months(source.recording), movement, reader, marks=marks
    )
    found = run_detector(plugin, source.recording, order, library.whole if is_kept else None)
    run = found.run
    if run.is_partial:
        where = elapsed_text(run.reached_s)
        log = found.ending.log
        raise DetectorFailed(
            f"{run.message} What it found up to {where} is labelled partial.",
            f"What it printed is in {log}." if log else "Try a shorter section with tmin and tmax.",
        )
    return run, found.detections
