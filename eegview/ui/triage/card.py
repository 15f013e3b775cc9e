"""The card of one candidate: page, spotlight, loop, head map, reasons, from a detection to what the parts show."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from eegview.app.page import navigation
from eegview.app.page.head_field import HeadField
from eegview.app.suggestions.not_final import not_final_text
from eegview.app.suggestions.suggestions import Suggestion
from eegview.app.video.frame_server import ShownFrame
from eegview.model.display.page import PageRequest
from eegview.model.display.view import ViewState
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection
from eegview.model.text.language import tr
from eegview.model.time.clock import elapsed_text
from eegview.ui.page.spotlight import Spotlight
from eegview.ui.suggestions.texts import LEAST_S, onset_text, shown_terms
from eegview.ui.triage.field_server import FieldServer
from eegview.ui.triage.view import SidePanel
from eegview.ui.video.play_controller import PlayController
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

BEFORE_SHARE = 1 / 3  # of the page lies before the onset: 5 s of 15 s
CARD_PAGE_S = 15.0
N_AHEAD = 3  # candidates whose pages are built while one is looked at


class TriageCard(QObject):
    """Shows candidates of one study on the page and beside it. It gives no verdicts.

    has_video : returns whether the study has any
    colour_of : returns the colour of a term, "#rrggbb"
    """

    shown = Signal(object)  # Suggestion: another candidate is looked at
    cleared = Signal()  # none is looked at any more

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        side: SidePanel,
        play: PlayController,
        has_video: Callable[[], bool],
        colour_of: Callable[[str], str],
    ) -> None:
        super().__init__(study.scope)
        self._actions, self._study, self._side, self._play = context.actions, study, side, play
        self._has_video, self._colour_of = has_video, colour_of
        self._field = FieldServer(study, context.studies.bridge.post, self._show_field)
        self._suggestion: Suggestion | None = None
        self._span: Span | None = None
        self._ahead: tuple[Detection, ...] = ()
        self._near: tuple[Detection, ...] = ()
        self.speed = 0.5 if self._actions["triage.slow"].isChecked() else 1.0
        study.scope.ended.connect(self._end)

    def _end(self) -> None:
        self._side.field.show_field(None, "")
        self._side.picture.show_message("")

    @property
    def key(self) -> tuple[str, int] | None:
        """The run and number of the candidate shown."""
        return self._suggestion.key if self._suggestion is not None else None

    @property
    def span(self) -> Span | None:
        """The span of the candidate, its edges as moved."""
        return self._span

    @property
    def is_edited(self) -> bool:
        return self._detection is not None and self._span != self._detection.span

    def begin(self) -> None:
        """Give the page the length of a card."""
        self._study.session.change(page_s=CARD_PAGE_S)
        self._study.presenter.likely_next = self._likely_pages
        self._side.show_video(self._has_video())

    @property
    def _detection(self) -> Detection | None:
        return self._suggestion.detection if self._suggestion is not None else None

    def show(self, suggestion: Suggestion, ahead: Sequence[Detection], near: Sequence[Detection]) -> None:
        """Show a candidate.

        ahead : those likely to come next; their pages are built meanwhile
        near : others of its group, outlined where they lie on the page
        """
        detection = suggestion.detection
        self._suggestion, self._span = suggestion, detection.span
        self._ahead, self._near = tuple(ahead)[:N_AHEAD], tuple(near)
        self._show_spotlight()
        view = self._view_of(detection)
        self._study.session.set_view(replace(view, cursor_s=detection.onset_s, selection=None, selected_rows=()))
        self._side.show_video(self._has_video())
        self.replay()
        self._field.ask(detection.span)
        self.shown.emit(suggestion)

    def clear(self) -> None:
        """Show none."""
        self._suggestion = self._span = None
        self._ahead = self._near = ()
        self._play.pause()
        self._study.presenter.spotlight = None
        self._study.presenter.refresh_overlay()
        self.cleared.emit()

    # the page

    def _view_of(self, detection: Detection) -> ViewState:
        view = self._study.view
        return navigation.to(view, detection.onset_s - view.page_s * BEFORE_SHARE, self._study.recording.span)

    def _likely_pages(self) -> tuple[PageRequest, ...]:
        return tuple(self._study.session.page_request(self._view_of(d).start_s) for d in self._ahead)

    def _show_spotlight(self) -> None:
        detection, span, study = self._detection, self._span, self._study
        if detection is None or span is None:
            return
        key = self._actions.keys_of("triage.edges")
        time = study.times.text(span.start_s, 2)
        study.presenter.spotlight = Spotlight(
            span,
            detection.channels,
            self._colour_of(detection.term_id),
            onset_text(time, self.is_edited, key[0].toString() if key else "edit"),
            tuple(other.span for other in self._near),
            self.is_edited,
        )
        study.presenter.refresh_overlay()

    def move_edges(self, start_by_s: float = 0.0, stop_by_s: float = 0.0) -> None:
        """Move onset or end; the event keeps a little length, and stays inside the recording."""
        span, whole = self._span, self._study.recording.span
        if span is None:
            return
        start_s = span.start_s
        if start_by_s:
            start_s = min(max(round(start_s + start_by_s, 6), whole.start_s), span.stop_s - LEAST_S)
        stop_s = max(min(round(span.stop_s + stop_by_s, 6), whole.stop_s), start_s + LEAST_S)
        self._span = Span(min(start_s, stop_s), stop_s)
        self._show_spotlight()

    def drop_edges(self) -> None:
        """Put the edges back where they were suggested."""
        if self._detection is not None:
            self._span = self._detection.span
            self._show_spotlight()

    # video

    def replay(self) -> None:
        """Loop from two seconds before the onset to two after, where there is video of it."""
        span = self._span
        if span is None:
            return
        if not self._has_video():
            self._play.pause()
            return
        self._play.use_speed(self.speed)
        self._play.loop_over(Span(span.start_s, span.start_s))

    def replay_or_stop(self) -> None:
        """Stop the loop, or start it again."""
        if self._play.is_playing:
            self._play.pause()
        else:
            self.replay()

    def use_speed(self, speed: float) -> None:
        """Play loops at this speed, 1.0 as recorded."""
        self.speed = speed
        self._play.use_speed(speed)

    def show_frame(self, shown: ShownFrame) -> None:
        """Show the picture of this moment while there is a candidate."""
        if self._span is None:
            return
        if shown.frame is None:
            self._side.picture.show_message(f"{shown.message} at {elapsed_text(shown.recording_s, 1)}")
        elif not shown.is_preview or not self._play.is_playing:
            at_s = shown.frame_recording_s or 0.0
            offset = f"{at_s - self._span.start_s:+.2f} s".replace("-", "−")
            self._side.picture.show_frame(
                shown.frame.rgb, tr("loop −2 s … +2 s, {speed:g}×  ·  now {offset}", speed=self.speed, offset=offset)
            )

    # reasons and map

    def show_reasons(self, is_blind: bool) -> None:
        """Show the score in its terms, or neither."""
        why, suggestion = self._side.why, self._suggestion
        if suggestion is None:
            return
        if is_blind:
            key = self._actions.keys_of("triage.blind")
            why.hide_score(key[0].toString() if key else "the menu")
        else:
            why.show_score(suggestion.detection.score, shown_terms(suggestion.detection))
            why.show_meaning(self._study.suggestions.meaning_of(suggestion))
        why.show_not_final(not_final_text(suggestion.detection))
        why.show_notes(suggestion.run.notes)
        self._side.fit()

    def _show_field(self, field: HeadField | None, message: str) -> None:
        at_s = field.at_s if field is not None else 0.0
        self._side.field.show_field(field, self._study.times.text(at_s, 2), message)
