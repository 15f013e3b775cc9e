"""Completeness in the window: what sleep staging, reviewed time and signatures say, kept up to date while it shows."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from eegview.app.film.film_watch import FILM_RULE
from eegview.app.marks.layers import countable_layers, layer_text
from eegview.app.review.clusters import counted_stages
from eegview.app.review.completeness import (
    CompletenessLine,
    reviewed_line,
    signature_lines,
    sleep_lines,
    times_named,
    unseen_lines,
)
from eegview.app.review.coverage import RULE
from eegview.app.review.signing import SignatureState
from eegview.app.scoring.second.sheet_status import score_lines
from eegview.clinical.coverage import coverage_of
from eegview.ui.overview.reviewed_controller import ReviewedController
from eegview.ui.signing.sidebar_panel import CompletenessSidebarPanel
from eegview.ui.window.study.open_study import OpenStudy, clock_text

_REDRAW_MS = 60  # a burst of changes is computed once


class CompletenessController(QObject):
    """Shows in the panel how complete the review of one study is.

    signatures : returns the state of the last signature under each layer
    """

    def __init__(
        self,
        study: OpenStudy,
        sidebar: CompletenessSidebarPanel,
        reviewed: ReviewedController,
        signatures: Callable[[], tuple[SignatureState, ...]],
    ) -> None:
        super().__init__(study.scope)
        self._study, self._reviewed, self._signatures = study, reviewed, signatures
        self.panel, self._place = sidebar.panel, sidebar.place
        self._timer = QTimer(self, interval=_REDRAW_MS, singleShot=True)
        self._timer.timeout.connect(self.show_now)
        sidebar.place.shown.connect(self.refresh_soon)
        self.panel.layer_chosen.connect(self._count)
        study.review.marks_changed.connect(lambda _edit: self.refresh_soon())
        study.review.layers.counted_changed.connect(lambda _layer: self.refresh_soon())
        study.scope.ended.connect(self._end)
        self.refresh_soon()

    def _end(self) -> None:
        self._timer.stop()
        self._place.set_badge("")
        self.panel.show_lines(())
        self.panel.show_layers((), "")

    def _count(self, layer: str) -> None:
        self._study.review.layers.count(layer)

    def refresh_soon(self) -> None:
        """Compute all anew once the changes of this moment are over."""
        if self._study.scope.is_open:
            self._timer.start()

    def show_now(self) -> None:
        """Compute all anew; while the panel is out of sight only whether something signed has been changed."""
        is_changed = any(not state.is_matching for state in self._signatures())
        self._place.set_badge("!" if is_changed else "", is_changed)
        if not self._place.is_in_front:
            return
        review = self._study.review
        layers = countable_layers(review.layers.names, review.author)
        self.panel.show_layers([(layer, layer_text(layer, review.author)) for layer in layers], review.layers.counted)
        self.panel.show_lines(self._lines())

    def _lines(self) -> tuple[CompletenessLine, ...]:
        staged, counted = counted_stages(self._study.review), self._study.review.layers.counted
        coverage, reviewed = coverage_of(staged, self._study.recording.segments), self._reviewed
        layer = next((mark.layer for mark in staged if mark.layer != counted), "")
        stages_of = layer_text(layer, self._study.review.author) if layer else ""
        clock = {time_s: clock_text(self._study.recording, round(time_s)) for time_s in times_named(coverage)}
        rule = FILM_RULE if self._study.recording.is_film else RULE
        read = reviewed_line(reviewed.share, reviewed.share_with_video, reviewed.shares_of_others, rule)
        signed = signature_lines(self._signatures(), self._study.review.author)
        review = self._study.review
        unseen = unseen_lines(mark for mark in review.marks if mark.layer == review.layers.counted)
        scored = score_lines(review, lambda time_s: clock_text(self._study.recording, time_s))
        sleep = () if self._study.recording.is_film else sleep_lines(coverage, clock, stages_of)
        return (*sleep, read, *scored, *unseen, *signed)
