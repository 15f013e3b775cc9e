"""Opens and closes studies in the window, and keeps the few things that outlive them."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from eegview.app.lanes import Lane, Task
from eegview.app.library.known_recordings import known_source
from eegview.app.library.left_acts import send_left
from eegview.app.library.opening import KnownSlowness, MarksPlace, Reviewer, Slownesses, hold_speeds, open_source
from eegview.app.marks.file_notes import NoteReadings
from eegview.app.page.recording_facts import gap_issues
from eegview.app.page.server import PageServer
from eegview.app.page.session import Session, best_montage_id
from eegview.app.review.review import Review
from eegview.app.study.file_kinds import whole_recordings
from eegview.app.study.records import StudyRecords
from eegview.app.suggestions.suggestions import Suggestions
from eegview.app.video.playing import Player
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.display.view import ViewState
from eegview.model.errors import Cancelled, EegViewError
from eegview.model.issue import Issue
from eegview.model.recording import FileEvents, SignalSource
from eegview.model.study.clip_slowness import ClipSlowness
from eegview.model.study.seen_film import seen_film
from eegview.model.text.language import tr
from eegview.ui.page.presenter import PagePresenter
from eegview.ui.widgets.asking_dialog import may_leave_dialogs
from eegview.ui.window.bridge import Bridge
from eegview.ui.window.main_window import MainWindow
from eegview.ui.window.montage_library import MontageLibrary
from eegview.ui.window.patient_privacy import PatientPrivacy
from eegview.ui.window.remembered_display import RememberedDisplay
from eegview.ui.window.settings import Settings
from eegview.ui.window.study.infant_of_study import InfantOfStudy
from eegview.ui.window.study.leaving import Leaving
from eegview.ui.window.study.left_acts_sender import LeftActsSender
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.window.study.question import ask
from eegview.ui.window.study.running_work import RunningWork
from eegview.ui.window.study.study_scope import StudyScope
from eegview.ui.window.time_form import TimeForm

EMPTY_TEXT = tr(
    "Open a recording with Ctrl+O, or drop one here.\n"
    "Help → Guide shows how; Study → Open the demonstration study opens simulated data."
)
SPEED_NOT_KNOWN_CODE = "film_speed_not_known"
SPEED_NOT_KNOWN = (
    "The study library does not respond, so it is not known whether a speed was entered for this film; it is shown at "
    "the speed of its file, and takes no marks until the library responds."
)
CATCH_UP_EVERY_MS = 1000  # others' marks appear, and waiting acts are tried again


@dataclass(frozen=True, slots=True)
class _Handles:
    """A recording opened once for each thread that reads it: a file that goes away meanwhile opens for none."""

    source: SignalSource
    of_pages: SignalSource
    of_notes: SignalSource

    def close(self) -> None:
        for source in (self.source, self.of_pages, self.of_notes):
            source.close()


def _opened_for_all(paths: Sequence[str], task: Task, encoding: str, slowness: Slownesses) -> _Handles:
    """Open a recording for all its readers; call it on the lane."""
    source = open_source(paths, task.progress, encoding, slowness, is_played=False)  # it may not become the open one
    opened = [source]
    try:
        opened += [source.reopen()]
        opened += [source.reopen()]
    except BaseException:
        for one in opened:
            one.close()
        raise
    return _Handles(*opened)


class StudyController(QObject):
    """What is open, and the lanes that work for it.

    Parts of the window connect to its signals; what lives as long as one study is a child of `study.scope`.
    """

    opening = Signal(object)  # names of files
    progressed = Signal(float)
    study_opened = Signal(object)  # OpenStudy
    study_closing = Signal()  # still open: what stands typed can be kept
    study_closed = Signal()
    issues_changed = Signal()
    notes_read = Signal(object)  # FileEvents of the open study's file, before its notes are shown
    failed = Signal(object)  # EegViewError
    opening_ended = Signal()  # opened, failed or cancelled
    shutting_down = Signal()  # long work stops now
    reviewer_changed = Signal()
    introduced = Signal()  # a reviewer without a name has given one; it is the same person
    told = Signal(str)  # a sentence on what was done meanwhile

    def __init__(
        self,
        window: MainWindow,
        bridge: Bridge,
        settings: Settings,
        montages: MontageLibrary,
        px_per_mm: Callable[[], float],
        library_url: str | None,
        work: Lane,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(window)
        self._window, self._settings, self._montages, self._px_per_mm = window, settings, montages, px_per_mm
        self._clock = clock
        self.bridge = bridge
        self.library_url = library_url
        self.vocabulary = load_vocabulary()
        self.note_readings = NoteReadings(self.vocabulary)
        self.reviewer: Reviewer = settings.reviewer
        self.is_introducing = False  # a reviewer without a name is giving one: a change of name, not of person
        self.privacy = PatientPrivacy(settings, self)
        self.infant = InfantOfStudy(self)
        self.privacy.changed.connect(self._show_title)
        self._title = ""
        self.study: OpenStudy | None = None
        self.work = work
        self.store = Lane("store", bridge.post)
        self.opening_lane = Lane("opening", bridge.post)  # not behind the notes of the study that is open
        self.journal = Lane("journal", bridge.post)  # no library that does not answer keeps it waiting
        self.leaving = Leaving(window)
        self.running = RunningWork()
        self.left_acts = LeftActsSender(window, self.store, lambda: send_left(library_url, self.vocabulary), self.fail)
        self.left_acts.saved.connect(self.told)
        self._task: Task | None = None
        self._catch_up_timer = QTimer(self, interval=CATCH_UP_EVERY_MS)
        self._catch_up_timer.timeout.connect(self._catch_up)
        self._catch_up_timer.start()
        window.page.show_text(EMPTY_TEXT)

    # opening and closing

    def open(
        self,
        paths: Sequence[str],
        at_s: Callable[[object], float] | None = None,
        montage_id: str | None = None,
        page_s: float | None = None,
        encoding: str = "",
        slowness: Mapping[str, ClipSlowness] | None = None,
    ) -> None:
        """Open a recording, or several files of one study, in the background.

        The open study stays until the new one is there; where that cannot be read, or is cancelled, nothing changes.

        Where changes wait for the library it is asked first.

        at_s : given the recording, where the first page starts; None = where it was left
        encoding : of the file's texts; "" = found out
        slowness : what readers typed of the speed of clips, by their fingerprint; None = the library is asked
        """
        if not self.may_leave(lambda: self.open(paths, at_s, montage_id, page_s, encoding, slowness)):
            return
        self._stop_opening()
        paths = list(whole_recordings(str(p) for p in paths))
        names = [Path(p).name for p in paths]
        if self.study is None:
            self._show_opening(names)
        task = self._task = Task(self.progressed.emit, self.bridge.post)
        self.opening.emit(names)

        def opened(handles: _Handles) -> None:
            if self._task is not task:  # cancelled, or another one was asked for meanwhile
                handles.close()
                return
            self._task = None
            self.close()
            self._show_opening(names)
            self._show_study(tuple(paths), handles, at_s, montage_id, page_s, encoding, known.is_unknown)
            self.opening_ended.emit()

        def failed(error: EegViewError) -> None:
            if self._task is task:
                self._stop_opening()
                self.failed.emit(error)

        known = KnownSlowness(self.library_url)
        asked = known if slowness is None else (lambda _fingerprint: slowness)
        self.opening_lane.submit(lambda: _opened_for_all(paths, task, encoding, asked), opened, failed)

    def follow(self, use: Callable[[OpenStudy], object]) -> None:
        """Have something done with the study that is open now, and with each that is opened later."""
        if self.study is not None:
            use(self.study)
        self.study_opened.connect(use)

    @property
    def is_opening(self) -> bool:
        """Whether a recording is on its way."""
        return self._task is not None

    def cancel_opening(self) -> None:
        """Stop opening; what was open before stays as it is."""
        self._stop_opening()

    def _stop_opening(self) -> None:
        task, self._task = self._task, None
        if task is None:
            return
        task.cancel()
        if self.study is None:
            self._show_nothing()
        self.opening_ended.emit()

    def _show_opening(self, names: Sequence[str]) -> None:
        self._title = names[0]
        self._show_title()
        opened = [self.privacy.file_name(name) for name in names]
        self._window.page.show_text(tr("Opening {fromkeys} …", fromkeys=", ".join(dict.fromkeys(opened))))

    def _show_nothing(self) -> None:
        self._title = ""
        self._show_title()
        self._window.page.show_text(EMPTY_TEXT)

    def _show_title(self) -> None:
        name = self.privacy.file_name(self._title, "Recording") if self._title else ""
        self._window.setWindowTitle(tr("{name} — eegview", name=name) if name else "eegview")

    def may_leave(self, then: Callable[[], object]) -> bool:
        """Whether the open study can be left; else it is asked first, and `then` is called once the answer is yes."""
        if self.study is None:
            return True
        if not may_leave_dialogs(self._window, then, of_study=True):
            return False
        if self.running.sentences:
            self._ask_to_stop(self.study, then)
            return False
        return self.leaving.may(self.study.review, then)

    def _ask_to_stop(self, study: OpenStudy, then: Callable[[], object]) -> None:
        """Ask whether to stop the work that would end unfinished, and go on after yes."""

        def stop() -> None:
            self.running.stop_all()
            then()

        ask(
            self._window,
            study.scope,
            "running_work",
            tr("Stop the work?"),
            " ".join(self.running.sentences),
            tr("If this study is left now, the work is stopped and no file is written."),
            tr("Stop and leave"),
            tr("Cancel"),
            stop,
            warns=True,
        )

    def leave(self) -> None:
        """Close the open study, after a question where changes wait for the library."""
        if self.may_leave(self.leave):
            self.close()

    def close(self) -> None:
        """Close the open study; its marks are on disk, its place is remembered. What is being opened is not opened."""
        self._stop_opening()
        if self.study is not None:
            self.study_closing.emit()
        study, self.study = self.study, None
        if study is None:
            return
        self._remember(study)
        study.player.pause()
        study.server.close()
        study.review.close()
        study.source.close()
        hold_speeds(None)
        study.presenter.deleteLater()
        study.scope.end()
        self._show_nothing()
        self.study_closed.emit()

    def shut_down(self) -> None:
        """Close all and wait for the lanes."""
        self.shutting_down.emit()
        self._catch_up_timer.stop()
        self.left_acts.stop()
        self.close()
        self.opening_lane.close()
        self.work.close()
        self.journal.close()  # hands over to the other
        self.store.close()
        self._settings.sync()
        self.bridge.close()

    def fail(self, error: EegViewError) -> None:
        self.failed.emit(error)

    def _catch_up(self) -> None:
        if self.study is not None:
            self.study.review.catch_up()
            self.study.suggestions.catch_up()
        self.left_acts.is_library_away = self.study is not None and self.study.review.problem is not None

    # a study

    def _show_study(
        self,
        paths: tuple[str, ...],
        handles: "_Handles",
        at_s: Callable[[object], float] | None,
        montage_id: str | None,
        page_s: float | None,
        encoding: str,
        is_speed_unknown: bool = False,
    ) -> None:
        source = handles.source
        recording = source.recording
        hold_speeds(recording)
        session = Session(recording, self._montages.montages, self._first_view(source, montage_id, page_s))
        session.arrange(RememberedDisplay(self._settings, recording.fingerprint).rows)
        if at_s is not None:
            try:
                session.change(start_s=at_s(recording), cursor_s=None)
            except EegViewError as error:
                self.fail(error)
        scope = StudyScope()
        session.is_clock = self._settings.text("marks/time", "clock") == "clock"
        times = TimeForm(session, scope)
        place = self.marks_place(session, self.reviewer, source)
        review = Review(self.store, self.reviewer.name, place.open, self.fail, place.journal(), self.journal)
        review.seen_film = seen_film(recording)
        review.is_speed_known = not is_speed_unknown
        review.issues_found.connect(lambda issues: self.add_issues(issues) if self._has(review) else None)
        presenter = PagePresenter(
            self._window.page,
            session,
            review,
            self.vocabulary,
            self._px_per_mm,
            times.axis,
        )
        presenter.readings, presenter.shown_text = self.note_readings, self.privacy.text
        self.privacy.changed.connect(presenter.refresh_overlay)
        times.changed.connect(presenter.refresh)
        times.changed.connect(scope.while_open(review.retell_undo))
        server = PageServer(handles.of_pages, self.bridge.post, presenter.on_page_ready, self.fail)
        player = Player(session, self._clock)
        suggestions = Suggestions(review, self.vocabulary, recording.fingerprint, self.fail)
        issues = (*self._montages.issues, *recording.issues, *gap_issues(recording))
        if is_speed_unknown:
            issues = (*issues, Issue(SPEED_NOT_KNOWN_CODE, SPEED_NOT_KNOWN))
        kept, given = StudyRecords(review), {"montage_id": montage_id, "page_s": page_s}
        asked = frozenset(name for name, value in given.items() if value)
        self.study = OpenStudy(
            paths, source, session, review, server, presenter, player, suggestions, kept, scope, times, issues, asked
        )
        self.study.encoding = encoding
        self.study_opened.emit(self.study)
        presenter.serve_from(server)
        self._read_in_background(self.study, handles.of_notes)

    def _first_view(self, source: SignalSource, montage_id: str | None, page_s: float | None) -> ViewState:
        """Return the view this recording was left with, else the preset's."""
        recording = source.recording
        preset = self._montages.preset(self._settings.text("display/preset", "clinical"))
        place = f"place/{recording.fingerprint[:16]}"
        wanted = self._settings.text("display/montage", "longitudinal_bipolar")
        view = ViewState(
            start_s=min(self._settings.number(f"{place}/start_s", 0.0, 0.0), max(0.0, recording.duration_s - 1)),
            page_s=self._settings.number("display/page_s", preset.page_s, 0.1, 86400.0),
            montage_id=best_montage_id(self._montages.montages, recording, wanted),
            filters=preset.filters,
            sensitivity_uv_per_mm=self._settings.number("display/sensitivity", preset.sensitivity_uv_per_mm, 1e-3, 1e6),
            preset_id=preset.preset_id,
            kind_gain=preset.kind_gain,
        )
        if recording.is_film:  # there is no µV whose scale could have been chosen for another recording
            view = replace(view, sensitivity_uv_per_mm=preset.sensitivity_uv_per_mm)
        left = RememberedDisplay(self._settings, recording.fingerprint).first_view(view)
        known = {m.montage_id for m in self._montages.montages}
        montage = (
            montage_id if montage_id in known else left.montage_id if left.montage_id in known else view.montage_id
        )
        return replace(left, montage_id=montage, page_s=page_s or left.page_s)

    def _remember(self, study: OpenStudy) -> None:
        view = study.session.view
        self._settings.put(f"place/{study.recording.fingerprint[:16]}/start_s", view.start_s)
        if study.recording.is_film:  # how EEG is displayed is not learnt from it
            return
        if view.page_s <= 60:  # a page of hours is a look around, not how the next recording is to open
            self._settings.put("display/page_s", view.page_s)
        self._settings.put("display/sensitivity", view.sensitivity_uv_per_mm)
        self._settings.put("display/preset", view.preset_id)
        if not study.session.montage.as_recorded:
            self._settings.put("display/montage", view.montage_id)

    def _read_in_background(self, study: OpenStudy, scanner: SignalSource) -> None:
        """Fetch the marks, then read the recorder's own notes, once the first page is on its way."""
        study.review.open()
        task = Task(lambda _share: None, self.bridge.post)

        def scan() -> FileEvents:
            try:
                events = scanner.scan_events(task.progress)
            finally:
                scanner.close()
            self.note_readings.learn(events.annotations)
            return events

        def scanned(events: FileEvents) -> None:
            if self.study is study:
                self.notes_read.emit(events)
                study.review.show_file_notes(events.annotations)
                self.add_issues(events.issues)

        study.scope.ended.connect(task.cancel)
        self.work.submit(scan, scanned, lambda error: None if isinstance(error, Cancelled) else self.fail(error))

    def marks_place(self, session: Session, reviewer: Reviewer, opened: SignalSource | None = None) -> MarksPlace:
        """Return where a reviewer's marks on a recording are kept.

        opened : the recording where it was just opened, so that the library knows it
        """
        fingerprint, known = session.recording.fingerprint, known_source(opened) if opened is not None else None
        return MarksPlace(self.library_url, fingerprint, reviewer, self.vocabulary, session.time_text, known)

    def _has(self, review: Review) -> bool:
        return self.study is not None and self.study.review is review

    def add_issues(self, issues: Sequence[Issue]) -> None:
        """Add what was found imperfect after opening."""
        if self.study is not None:
            self.study.issues = (*self.study.issues, *(i for i in issues if i not in self.study.issues))
            self.issues_changed.emit()

    def retell_issues(self, codes: Collection[str], issues: Sequence[Issue]) -> None:
        """Put these issues of some codes in the place of those found in the file's notes before."""
        if self.study is not None:
            in_header = self.study.recording.issues
            others = (issue for issue in self.study.issues if issue.code not in codes or issue in in_header)
            self.study.issues = (*others, *(issue for issue in issues if issue.code in codes))
            self.issues_changed.emit()
