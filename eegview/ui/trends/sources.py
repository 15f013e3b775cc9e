"""What people, video and file say of a study, gathered for the panels."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from eegview.app.marks.layers import layer_text
from eegview.app.review.clusters import Clusters, counted_spasms
from eegview.app.trends.candidates import worst_epochs
from eegview.app.trends.table import TrendTable
from eegview.app.video.footage import Footage
from eegview.app.video.movement_row import MovementRow
from eegview.clinical.clusters import SPASM_TERM, ClusterRule
from eegview.clinical.hypnogram import hypnogram_of
from eegview.clinical.stages import SLEEP_TERM
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.model.vocabulary import Vocabulary
from eegview.ui.overview.reviewed_controller import ReviewedController
from eegview.ui.trends.drawing.shown_study import MarkBand, MovementCurve, ShownCluster, ShownStudy
from eegview.ui.video.controller import VideoController
from eegview.ui.video.movement_controller import MovementController
from eegview.ui.window.study.open_study import OpenStudy

FILE_NOTES = tr("File annotations")
_FILE_COLOUR, _NO_COLOUR = "#4b5563", "#6b7280"
_MOVEMENT_STEP_S = 1.0


@dataclass(frozen=True, slots=True)
class TrendSources:
    """Parts of the window that know something of the whole study."""

    clusters: Clusters
    reviewed: ReviewedController
    movement: MovementController
    video: VideoController

    @property
    def footage(self) -> Footage:
        return self.video.footage


class Gathering:
    """Gathers what panels are drawn from; movement, which is long, is summed up once for each trace."""

    def __init__(self, study: OpenStudy, vocabulary: Vocabulary, sources: TrendSources) -> None:
        self._study, self._vocabulary, self._sources = study, vocabulary, sources
        self._movement: tuple[MovementRow | None, MovementCurve | None] = None, None

    def shown(self, table: TrendTable | None, stages: tuple[str, ...], clock: Callable[[float], str]) -> ShownStudy:
        """Return the study as it is now."""
        study, sources = self._study, self._sources
        recording, review = study.recording, study.review
        layer = review.layers.counted
        hypnogram = hypnogram_of(mark for mark in review.marks if mark.layer == layer)
        spasms_s = np.array([mark.onset_s for mark in counted_spasms(review)], np.float64)
        clusters = tuple(
            ShownCluster(one.number, one.span, tuple(mark.onset_s for mark in one.cluster.spasms))
            for one in sources.clusters.clusters
        )
        is_complete = table is not None and table.is_complete  # of a part, other epochs would be the worst
        candidates = worst_epochs(table, hypnogram, spasms_s.tolist()) if table is not None and is_complete else ()
        return ShownStudy(
            recording.span,
            recording.segments,
            recording.started_at if study.times.is_clock else None,
            clock,
            table,
            hypnogram,
            stages,
            layer_text(layer, review.author),
            np.sort(spasms_s),
            clusters,
            rule_text(sources.clusters.rule),
            mark_bands(review.marks, self._vocabulary),
            self._movement_curve(),
            tuple(span for _name, timeline in sources.footage.cameras for span in timeline.coverage),
            sources.reviewed.mine.spans,
            sources.reviewed.share,
            candidates,
            review.is_open,
        )

    def _movement_curve(self) -> MovementCurve | None:
        row = self._sources.movement.row
        if row is not self._movement[0]:
            self._movement = row, movement_curve(row, self._study.recording.span)
        return self._movement[1]


def rule_text(rule: ClusterRule) -> str:
    """Return the rule of clusters in a few characters."""
    return tr(
        "≥ {min_spasms} spasms, onsets ≤ {max_interval_s:g} s apart",
        min_spasms=rule.min_spasms,
        max_interval_s=rule.max_interval_s,
    )


def movement_curve(row: MovementRow | None, whole: Span) -> MovementCurve | None:
    """Return the greatest movement in each second of the recording, None where none was measured."""
    n = int(np.ceil(whole.duration_s / _MOVEMENT_STEP_S))
    found = row.samples(Span(0.0, n * _MOVEMENT_STEP_S)) if row is not None and n else None
    if row is None or found is None:
        return None
    per = max(round(row.rate_hz * _MOVEMENT_STEP_S), 1)
    values = np.full(n * per, np.nan, np.float32)
    held = found[1][: n * per]
    values[: len(held)] = held
    return MovementCurve(_MOVEMENT_STEP_S, np.fmax.reduce(values.reshape(n, per), axis=1))


def mark_bands(marks: Iterable[Annotation], vocabulary: Vocabulary) -> tuple[MarkBand, ...]:
    """Return all marks but spasms and sleep by their term, the most frequent first; notes of the file stand last."""
    times: dict[str, list[tuple[float, float]]] = {}
    for mark in marks:
        key = "" if mark.layer == FILE_LAYER else mark.term_id
        if key not in (SPASM_TERM, SLEEP_TERM):
            times.setdefault(key, []).append((mark.onset_s, mark.onset_s + mark.duration_s))
    found = []
    for term_id, spans in sorted(times.items(), key=lambda one: (not one[0], -len(one[1]))):
        term = vocabulary.term(term_id) if term_id else None
        label = term.label if term is not None else term_id or FILE_NOTES
        colour = term.colour if term is not None else _NO_COLOUR if term_id else _FILE_COLOUR
        starts_s, stops_s = np.array(spans, np.float64).T
        found.append(MarkBand(label, colour, starts_s, stops_s))
    return tuple(found)
