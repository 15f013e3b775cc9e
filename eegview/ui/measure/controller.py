"""What is measured of one open study: it follows cursor, selection and page a moment later, while the panel is seen."""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from eegview.app.measure.mains import mains_of
from eegview.app.measure.measuring import Measurement
from eegview.app.measure.request import LONGEST_S, MeasureRequest, Source, band_of, section_of
from eegview.app.review.mark_texts import term_text
from eegview.model.errors import EegViewError
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.model.time.clock import elapsed_text
from eegview.ui.measure.measure_server import MeasureServer
from eegview.ui.measure.panel import MeasurePanel
from eegview.ui.window.context import Context
from eegview.ui.window.remembered_display import site_notch_hz
from eegview.ui.window.study.open_study import OpenStudy, wall_text

DELAY_MS = 150  # after the last change
PLAYING_DELAY_MS = 1000  # while they go on because the study plays; a key that is held down is waited for
NO_CURSOR = tr("No cursor: click on the traces, or choose Page.")
NO_SELECTION = tr("Nothing selected: drag over the traces or select a mark with a duration, or choose Page.")
TOO_LONG = tr(
    "Longer than {longest_s:g} min: choose a shorter section. Trends show the whole recording.",
    longest_s=LONGEST_S / 60,
)
NO_SAMPLES = tr("No recording here: the section lies in a gap.")
NO_ROWS = tr("No rows to measure: all that are shown are marked bad or not recorded.")
NO_EEG = tr("This study is film alone: there is no EEG to measure.")


class MeasureController(QObject):
    """Turns the view of a study into requests, and answers into what the panel shows.

    is_in_sight : whether anybody sees the panel; nothing is measured else
    """

    def __init__(
        self, context: Context, study: OpenStudy, panel: MeasurePanel, is_in_sight: Callable[[], bool]
    ) -> None:
        super().__init__(study.scope)
        self._study, self._panel, self._is_in_sight = study, panel, is_in_sight
        self._settings, self._vocabulary = context.settings, context.studies.vocabulary
        self._server = MeasureServer(study, context.studies.bridge.post, self._show, self._fail)
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self.refresh)
        self._since_first = QElapsedTimer()
        panel.choice_changed.connect(self._chosen)
        study.session.view_changed.connect(study.scope.while_open(self._changed))
        study.review.selection.changed.connect(study.scope.while_open(self._changed))
        study.scope.ended.connect(self._end)
        self._changed()

    def _chosen(self, _choice: object) -> None:
        self.refresh()

    def _changed(self, _what: object = None) -> None:
        if not self._is_in_sight():
            return
        if not self._timer.isActive():
            self._since_first.start()
        is_overdue = self._study.player.is_playing and self._since_first.elapsed() > PLAYING_DELAY_MS - DELAY_MS
        if not self._timer.isActive() or not is_overdue:
            self._timer.start()

    def refresh(self) -> None:
        """Measure what is chosen now, if the panel is seen."""
        if not self._is_in_sight():
            return
        study, choice = self._study, self._panel.choice
        section = self._section()
        if section is None:
            self._say(NO_CURSOR if choice.source is Source.CURSOR else NO_SELECTION)
        elif section.duration_s > LONGEST_S:
            self._say(TOO_LONG)
        else:
            session, view = study.session, study.view
            is_cursor = choice.source is Source.CURSOR
            request = MeasureRequest(
                choice.source,
                section,
                view.cursor_s if is_cursor else None,
                session.montage,
                view.filters,
                choice.is_unfiltered,
                view.bad_channels,
                session.hidden_rows(),
                view.selected_rows,
                band_of(choice.band_id),
                mains_of(study.recording, view.filters, site_notch_hz(self._settings)),
            )
            self._server.ask(request)

    def _section(self) -> Span | None:
        view = self._study.view
        return section_of(
            self._panel.choice.source, view.span, self._study.recording.span, view.cursor_s, self._selected
        )

    @property
    def _selected(self) -> Span | None:
        """The selection, else the selected mark; None where neither has a length."""
        mark, selection = self._study.review.selection.mark, self._study.view.selection
        if selection is not None and selection.duration_s > 0:
            return selection
        return mark.span if mark is not None and mark.duration_s > 0 else None

    # answers

    def _say(self, text: str) -> None:
        self._server.forget()
        self._panel.show_message(text)

    def _show(self, measured: Measurement) -> None:
        section = self._section_text(measured.request)
        if not measured.rows:
            is_gap = measured.gap_s >= measured.request.span.duration_s - 1e-6
            no_rows = NO_EEG if self._study.recording.is_film else NO_ROWS
            self._panel.show_message(NO_SAMPLES if is_gap else no_rows, section)
            return
        field = measured.map.field
        self._panel.show_measurement(measured, section, self._clock(field.at_s) if field is not None else "")

    def _fail(self, error: EegViewError) -> None:
        self._panel.show_message(str(error))

    def _clock(self, time_s: float, decimals: int = 3) -> str:
        return wall_text(self._study.recording, time_s, decimals) or elapsed_text(time_s, decimals)

    def _section_text(self, request: MeasureRequest) -> str:
        """Return which section is measured: `Selection 21:24:15.4–21:24:17.2 · 1.82 s`."""
        span, at_s = request.span, request.at_s
        if at_s is not None:
            return tr(
                "Cursor {clock} · {duration_s:.3g} s around it", clock=self._clock(at_s), duration_s=span.duration_s
            )
        name = "Page" if request.source is Source.PAGE else self._selection_text()
        return f"{name} {self._clock(span.start_s, 1)}–{self._clock(span.stop_s, 1)} · {span.duration_s:.3g} s"

    def _selection_text(self) -> str:
        mark, selection = self._study.review.selection.mark, self._study.view.selection
        is_mark = selection is None or selection.duration_s == 0
        return term_text(mark, self._vocabulary) if is_mark and mark is not None else tr("Selection")

    def _end(self) -> None:
        self._timer.stop()
