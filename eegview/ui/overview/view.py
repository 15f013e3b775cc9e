"""The recording at two scales below the page: all of it, and about an hour around the page."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from eegview.app.marks.file_notes import NoteReadings
from eegview.app.page.overview import NOTES, SLEEP, hour_around, merged, tracks_of, with_suggestions
from eegview.app.review.review import Review
from eegview.app.themes import Theme
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.recording import Recording
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.model.time.clock import elapsed_text
from eegview.model.vocabulary import Vocabulary
from eegview.ui.overview.strip import OverviewStrip
from eegview.ui.page.marks_painter import MarkStyle
from eegview.ui.window.study.open_study import wall_text

Cameras = Sequence[tuple[str, Sequence[Span]]]
Times = npt.NDArray[np.float64]
HOUR_S = 3600.0
_REDRAW_MS = 40  # marks that come in a burst are drawn once
_MOST_IN_TIP = 6


class OverviewView(QWidget):
    """Shows a recording's marks, sleep, notes, video and gaps; emits where a click asks to go."""

    time_asked = Signal(float)

    def __init__(self, theme: Theme, vocabulary: Vocabulary, readings: NoteReadings | None = None) -> None:
        super().__init__()
        self.setObjectName("overview")
        self._theme, self._vocabulary, self._readings = theme, vocabulary, readings
        self._recording: Recording | None = None
        self._marks_of: Callable[[], Sequence[Annotation]] = tuple
        self._within: Callable[[Span], Sequence[Annotation]] = lambda _span: ()
        self._counted_layer: Callable[[], str | None] = lambda: None
        self._is_behind = False  # marks changed while it was out of sight
        self._cameras: Cameras = ()
        self._clusters: tuple[Span, ...] = ()
        self._suggestions: tuple[Times, Times, str] | None = None
        self._suggested_texts: Callable[[Span], Sequence[str]] = lambda _near: ()
        self._page: Span | None = None
        self._is_clock = True
        self.shown_text: Callable[[str], str] | None = None  # gives a note's text as it may be shown
        self._reviewed_text: Callable[[float], str] = lambda _time_s: ""
        self.hour = OverviewStrip("overview.hour", theme, self._describe, self._snap, track_lines=1.6)
        self.whole = OverviewStrip("overview.whole", theme, self._describe, self._snap)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for strip in (self.hour, self.whole):
            strip.time_asked.connect(self.time_asked)
            layout.addWidget(strip)
        self.hour.hide()
        self._redraw = QTimer(self, interval=_REDRAW_MS, singleShot=True)
        self._redraw.timeout.connect(self._redraw_in_sight)
        self._show_tracks()

    # what is shown

    def show_study(self, recording: Recording, review: Review) -> None:
        """Show another recording; its marks are asked for whenever `marks_changed` says so."""
        self._recording, self._cameras, self._page = recording, (), None
        shown = review.selection
        self._marks_of = lambda: tuple(m for m in review.marks if m.annotation_id not in shown.filter.without_ids)
        self._within = review.within
        self._counted_layer = lambda: review.layers.counted
        self._show_whole()
        self.whole.show_page(None)
        self.hour.setVisible(recording.duration_s > 1.5 * HOUR_S)
        self._show_tracks()

    def use_vocabulary(self, vocabulary: Vocabulary, readings: NoteReadings) -> None:
        """Draw marks and notes as another vocabulary has them."""
        self._vocabulary, self._readings = vocabulary, readings
        self._show_tracks()

    def use_clock(self, is_clock: bool) -> None:
        """Count time along the strips by the clock, or from the start."""
        self._is_clock = is_clock
        self._show_whole()
        if self._page is not None:
            self.show_page(self._page)

    def _show_whole(self) -> None:
        if self._recording is not None:
            self.whole.show_recording(self._on_axis(), self._recording.span)

    def _on_axis(self) -> Recording | None:
        """Return the recording as its time is counted along the strips."""
        recording = self._recording
        return recording if recording is None or self._is_clock else replace(recording, started_at=None)

    def clear(self) -> None:
        """Show nothing."""
        self._recording, self._page, self._cameras = None, None, ()
        self._marks_of, self._within, self._counted_layer = tuple, lambda _span: (), lambda: None
        self._redraw.stop()
        for strip in (self.whole, self.hour):
            strip.show_page(None)
            strip.show_window(None)
            strip.show_recording(None, Span(0.0, 1.0))
        self.hour.hide()

    def marks_changed(self) -> None:
        """Draw the marks anew, once for all changes of this moment."""
        self._redraw.start()

    def set_video(self, cameras: Cameras) -> None:
        """Show where video covers the recording: (camera, stretches of recording time)."""
        self._cameras = tuple((name, tuple(spans)) for name, spans in cameras)
        self._redraw.start()

    def show_clusters(self, clusters: Sequence[Span]) -> None:
        """Draw a line under the spasms that form clusters."""
        if tuple(clusters) != self._clusters:
            self._clusters = tuple(clusters)
            self._redraw.start()

    def show_suggestions(
        self, suggestions: tuple[Times, Times, str] | None, texts_near: Callable[[Span], Sequence[str]]
    ) -> None:
        """Show suggestions in a lane of their own: (starts_s, stops_s, "#rrggbb"), each (n,); None takes it away.

        texts_near : what is suggested within a stretch of time
        """
        self._suggestions, self._suggested_texts = suggestions, texts_near
        self._redraw.start()

    def show_reviewed(self, spans: tuple[Span, ...], text_at: Callable[[float], str]) -> None:
        """Show what was reviewed; `text_at` returns how a moment was."""
        self._reviewed_text = text_at
        self.whole.show_reviewed(spans)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for strip in (self.whole, self.hour):
            strip.set_theme(theme)
        self._show_tracks()

    def show_page(self, page: Span) -> None:
        """Frame the page; the hour moves along in half hours."""
        if self._recording is None:
            return
        self._page = page
        if not self.hour.isHidden():
            hour = hour_around(page, self._recording.span, HOUR_S)
            self.hour.show_recording(self._on_axis(), hour)
            self.hour.show_page(page)
            self.whole.show_window(hour)
        self.whole.show_page(page)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_behind:
            self._show_tracks()

    def _redraw_in_sight(self) -> None:
        """Draw the lanes anew; out of sight they are drawn when they come back."""
        if self.isVisible():
            self._show_tracks()
        else:
            self._is_behind = True

    def _show_tracks(self) -> None:
        self._is_behind = False
        tracks = tracks_of(
            self._marks_of(),
            self._vocabulary,
            self._theme,
            self._cameras,
            self._clusters,
            self._counted_layer(),
            self._readings,
        )
        if self._recording is not None and self._recording.is_film:  # which has no sleep, and no notes of a file
            tracks = tuple(track for track in tracks if track.bands or track.name not in (SLEEP, NOTES))
        if self._suggestions is not None:
            starts_s, stops_s, colour = self._suggestions
            tracks = with_suggestions(tracks, starts_s, stops_s, self._theme.mark_colour(colour))
        self.whole.show_tracks(tracks)
        self.hour.show_tracks((merged(tracks, "1 hour"),))

    # text and snapping

    def _describe(self, time_s: float, near: Span) -> str:
        """Return the clock and what lies there."""
        if self._recording is None:
            return ""
        style = MarkStyle(self._theme, self._vocabulary, readings=self._readings, shown=self.shown_text)
        clock = wall_text(self._recording, time_s)
        lines = [" · ".join(filter(None, (clock, f"{elapsed_text(time_s, 0)} from start")))]
        marks = self._within(near)
        for mark in marks[:_MOST_IN_TIP]:
            name = " ".join(style.name(mark).split())
            kind = style.note_kind(mark) if mark.layer == FILE_LAYER else ""
            lines.append(f"{f'{kind}: ' if kind else ''}{name}")
        if len(marks) > _MOST_IN_TIP:
            lines.append(tr("and {n_marks} more", n_marks=len(marks) - _MOST_IN_TIP))
        lines += self._suggested_texts(near)
        if any(gap.overlaps(near) for gap in self._recording.gaps):
            lines.append(tr("gap: nothing was recorded"))
        lines += [f"video: {name}" for name, spans in self._cameras if any(s.contains(time_s) for s in spans)]
        lines.append(self._reviewed_text(time_s))
        return "\n".join(filter(None, lines))

    def _snap(self, time_s: float, near: Span) -> float:
        """Return the onset of the mark under the mouse, else the time itself."""
        begun = [mark.onset_s for mark in self._within(near) if near.contains(mark.onset_s)]
        return min(begun, key=lambda onset_s: abs(onset_s - time_s), default=time_s)
