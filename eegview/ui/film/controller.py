"""A study that is film alone: the rows below its picture, the clip on the strip, how far reading it can be trusted."""

from functools import partial

from PySide6.QtCore import QObject

from eegview.app.film.accuracy import film_accuracy_forms, film_accuracy_line, film_accuracy_tip
from eegview.app.film.clip_texts import clip_index_at, clip_text
from eegview.app.film.eeg_terms import within_clip
from eegview.app.film.evidence import with_film_evidence
from eegview.app.film.sound_server import SoundServer
from eegview.app.film.turning import with_cursor_on_page
from eegview.model.annotation import Annotation
from eegview.model.display.view import ViewState
from eegview.model.text.language import tr
from eegview.ui.film.marked_alone import MarkedAlone
from eegview.ui.film.speed_controller import SpeedController
from eegview.ui.film.start_controller import StartController
from eegview.ui.video.panel import VideoPanel
from eegview.ui.video.study_video import StudyVideo
from eegview.ui.window.above_page import LEAST_PAGE_PX
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy


class FilmController(QObject):
    """Sets the window for one study of clips, and back when it is closed."""

    def __init__(self, context: Context, study: OpenStudy, video: StudyVideo, panel: VideoPanel) -> None:
        super().__init__(study.scope)
        self._context, self._study, self._video, self._panel = context, study, video, panel
        self._strip = context.window.strip
        self._server: SoundServer | None = None
        self._shown: int | None = None  # index of the clip that the strip names
        self._before = study.view
        study.review.acts.completed = self._completed
        self._strip.show_film(True)
        self._page_least_px = context.window.page.minimumHeight()
        context.window.page.setMinimumHeight(LEAST_PAGE_PX)
        self._fill_clips()
        self.start = StartController(context, study)
        self.start.changed.connect(self._clock_changed)
        self.speed = SpeedController(context, study)
        self.alone = MarkedAlone(context, study)
        panel.show_film(film_accuracy_line(), film_accuracy_tip(), film_accuracy_forms()[1:])
        study.presenter.page_shown.connect(self._page_shown)
        study.session.view_changed.connect(self._view_changed)
        context.studies.privacy.changed.connect(self._fill_clips)
        video.opened.connect(self._video_opened)
        video.footage_changed.connect(self._show_rows)
        panel.views.lead_changed.connect(self._show_rows)
        study.scope.ended.connect(self._end)

    def _end(self) -> None:
        self._strip.show_film(False)
        self._context.window.page.setMinimumHeight(self._page_least_px)
        self._panel.show_film("")
        if self._server is not None:
            self._server.close()
            self._server = None

    # marks

    def _completed(self, mark: Annotation) -> Annotation:
        """Return a new mark with what follows from there being no EEG."""
        term = self._context.studies.vocabulary.term(mark.term_id)
        return within_clip(with_film_evidence(mark, term, self._study.recording), self._study.recording)

    # rows

    def _video_opened(self) -> None:
        """Measure the sound of every clip; of those that were added later too."""
        if self._server is None:
            studies = self._context.studies
            self._server = SoundServer(studies.bridge.post, self._show_rows, studies.fail)
        self._server.measure(self._video.paths)
        self._show_rows()

    def _show_rows(self, _changed: object = None) -> None:
        if self._server is not None:
            row = self._server.row(self._video.footage.timeline(self._panel.views.lead).clips)
            self._study.put_rows("sound", () if row is None else (row,))

    # the strip

    def _fill_clips(self) -> None:
        """Offer the clips of the study, in order of time."""
        privacy, recording = self._context.studies.privacy, self._study.recording
        choices = []
        for number, clip in enumerate(recording.clips, 1):
            name = privacy.file_name(clip.path, tr("clip {number}", number=number))
            filmed = clip_text(recording, number - 1).filmed
            choices.append((f"{number} · {filmed} · {name}", partial(self._study.go_to, clip.span.start_s)))
        self._strip.clip.fill(choices)

    def _clock_changed(self) -> None:
        """Name the clip anew: a reader typed when it was filmed."""
        self._shown = None
        self._fill_clips()
        self._page_shown(self._study.view)
        self._video.refresh()

    def _view_changed(self, view: ViewState) -> None:
        """Take the cursor, whose picture is shown, along with a page that is turned."""
        before, self._before = self._before, view
        if view.start_s != before.start_s and view.cursor_s == before.cursor_s:
            recording = self._study.recording
            self._study.change_view(lambda shown: with_cursor_on_page(shown, recording))

    def _page_shown(self, view: ViewState) -> None:
        """Name the clip at the cursor, else at the page's start."""
        on_page = view.cursor_s is not None and view.span.contains(view.cursor_s)
        time_s = view.cursor_s if on_page and view.cursor_s is not None else view.start_s
        index = clip_index_at(self._study.recording, time_s)
        if index is not None and index != self._shown:
            self._shown = index
            text = clip_text(self._study.recording, index)
            filmed = " · ".join(filter(None, (text.filmed, text.source)))
            self._strip.show_clip(text.clip, filmed, text.is_sure)
