"""The BASED workbench in the window: an epoch on a locked page, its seconds under keys, the score beside it."""

import hashlib
import math
import time
from collections.abc import Callable

from PySide6.QtCore import QTimer

from eegview.app.scoring.locked_display import LockedDisplay, is_as_locked
from eegview.app.scoring.reading_time import ReadingTime, used_text
from eegview.app.scoring.scales import BASED_2021, Scale, load_scales
from eegview.app.scoring.scoring import Scoring
from eegview.app.scoring.work import ScoringWork
from eegview.app.trends.study_trends import StudyTrends
from eegview.model.channel import ChannelKind
from eegview.model.edit import Action, Edit
from eegview.model.errors import UsageError
from eegview.model.filters import DisplayFilters
from eegview.model.view import ViewState
from eegview.model.vocabulary import Term
from eegview.ui.marks.commands import Claimant
from eegview.ui.scoring.keys import ScoringKeys
from eegview.ui.scoring.showing import ScoringDisplay
from eegview.ui.scoring.shown_epochs import ShownEpochs
from eegview.ui.scoring.view import ScoringView
from eegview.ui.triage.task import WindowTask
from eegview.ui.video.placement import VideoPlace
from eegview.ui.video.play_controller import PlayController
from eegview.ui.window.context import Context
from eegview.ui.window.open_study import OpenStudy

_KEEP_MS = 1000  # the place is remembered once the keys rest


class ScoringController(WindowTask):
    """Scores epochs of one study.

    trends : of the study, whose table proposes candidates; None where there are none
    clock : steady time in seconds, by which the time used is measured
    """

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        view: ScoringView,
        play: PlayController,
        video: VideoPlace,
        trends: StudyTrends | None,
        digit_claimants: list[Claimant],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(context, study, play, video, "score", digit_claimants)
        self._context, self._settings, self._say = context, context.settings, context.say
        self.view, self._trends = view, trends
        self.scale: Scale | None = None
        self._work: ScoringWork | None = None
        self._display: LockedDisplay | None = None
        self._is_entering = self._is_moving = False
        self.time_used = ReadingTime(clock)
        self.keys = ScoringKeys(context, study, self.in_work, self.time_used.touch)
        self.epochs = ShownEpochs(study, trends, view.epochs, self.in_work)
        self.showing = ScoringDisplay(context, study, view, self.in_work, self.keys)
        self.keys.done.connect(self.showing.show_bins_now)
        self._keep_timer = QTimer(self, interval=_KEEP_MS, singleShot=True)
        self._keep_timer.timeout.connect(self._keep)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._show_used)
        self._actions.connect(self._handlers(), study.scope)
        while_open = study.scope.while_open
        view.epochs.epoch_asked.connect(self.open_at)
        view.epochs.track.start_chosen.connect(self._drag)
        view.lane.bin_asked.connect(self._go_to_bin)
        study.session.view_changed.connect(while_open(self._view_changed))
        study.review.marks_changed.connect(while_open(self._marks_changed))
        study.presenter.page_shown.connect(self._page_shown)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "score.open": self.switch,
            "score.close": self._leave,
            "score.own_epoch": self._begin_own,
            "score.next_epoch": lambda: self._step_epoch(1),
            "score.previous_epoch": lambda: self._step_epoch(-1),
            "score.later": lambda: self._shift_epoch(1),
            "score.earlier": lambda: self._shift_epoch(-1),
            "score.evidence": self._show_evidence,
        }

    # opening and closing

    @property
    def scoring(self) -> Scoring | None:
        """The evidence of this study, None where the scale cannot be used."""
        work = self._begin()
        return work.scoring if work is not None else None

    def in_work(self) -> ScoringWork | None:
        """Return the work while an epoch is scored, None else."""
        return self._work if self.is_open else None

    def open(self) -> None:
        """Score the epoch that was left last, else the first candidate, else the one that begins at the cursor."""
        work = self._begin()
        if work is None:
            return
        start_s, number = self._left_at(work)
        self._open(work, start_s, number)

    def open_at(self, start_s: float) -> None:
        """Score the epoch that begins there, from any screen."""
        work = self._begin()
        if work is not None:
            near_s = work.start_near(start_s)
            if self.is_open and near_s == work.place.start_s:
                return
            self._open(work, near_s, 0)

    def _begin(self) -> ScoringWork | None:
        """Return the work on this study; says why there is none."""
        if self._work is not None:
            return self._work
        study, issues = self._study, []
        scale = next((one for one in load_scales(issues) if one.scale_id == BASED_2021), None)
        parameters = scale.parameters if scale is not None else None
        montage = study.session.montage_by_id(parameters.montage_id) if parameters is not None else None
        if scale is None or parameters is None or montage is None:
            self._say("BASED cannot be scored: its scale or montage is missing. Look into your own settings folder.")
            return None
        rows = tuple(one.label for one in montage.derivations if one.kind is ChannelKind.EEG)
        filters = DisplayFilters().with_kind(ChannelKind.EEG, parameters.filters)
        self._display = LockedDisplay(
            montage.montage_id, rows, filters, parameters.sensitivity_uv_per_mm, parameters.page_s
        )
        self.scale = scale
        work = self._work = ScoringWork(Scoring(study.review, study.recording, parameters), study.recording, rows)
        while_open = study.scope.while_open
        work.moved.connect(while_open(lambda _none: self._moved()))
        work.scoring.changed.connect(while_open(lambda _none: self._evidence_changed()))
        study.presenter.is_mark_hidden = work.scoring.is_mark_hidden
        return work

    def _open(self, work: ScoringWork, start_s: float | None, number: int) -> None:
        if start_s is None or self.scale is None:
            minutes = work.shape.epoch_s / 60
            self._say(f"The recording is shorter than {minutes:g} minutes, the length of an epoch of BASED.")
            return
        is_new = not self.is_open
        if is_new:
            self.opening.emit()
            if self._study.presenter.is_butterfly:
                self._actions["display.butterfly"].trigger()
        else:
            self._keep()
        try:
            self._is_entering = True
            work.open_epoch(start_s, number)
            if is_new:
                self.mode.enter()
                self._study.session.lock_display(self._locked)
                self.view.show()
                self._second.start()
        except UsageError as error:
            self._say(f"{error.sentence} {error.advice}".strip())
            return
        finally:
            self._is_entering = False
        self.time_used.begin(self._settings.number(self._used_key(), 0.0))
        self._show_page()
        self.epochs.refresh()
        self.showing.show_epoch(self.scale)
        self._show_used()
        self._update_conditions()

    def close(self) -> None:
        """Go back to the page where one was, displayed as it was."""
        work = self.in_work()
        if work is None:
            return
        self._keep()
        self._second.stop()
        self.keys.put_caliper_away()
        self.showing.hide()
        self.view.hide()
        self._study.session.unlock_display()
        self.mode.leave()
        work.close()
        self._update_conditions()

    def _leave(self) -> None:
        """Put the caliper away; without one, drop the selection; without one, leave."""
        if self.keys.put_caliper_away():
            return
        if self._study.view.selection is not None:
            self._study.session.change(selection=None, selected_rows=())
        else:
            self.close()

    @property
    def conditions(self) -> frozenset[str]:
        """The needs of commands that are met now, see `Actions.set_available`."""
        return frozenset({"score"}) if self.is_open else frozenset()

    def claim_digit(self, term: Term) -> bool:
        """Mark nothing while an epoch is scored, and tell how marking comes back."""
        if self.is_open:
            self._say(
                f"An epoch is scored, so {term.label.lower()} is not marked. Leave the workbench (Esc), then mark."
            )
        return self.is_open

    # where one was

    @property
    def _prefix(self) -> str:
        reader = hashlib.sha256(self._study.review.author.encode()).hexdigest()[:8]
        return f"score/{self._study.recording.fingerprint[:16]}/{reader}"

    def _used_key(self) -> str:
        assert self._work is not None
        return f"{self._prefix}/{self._work.key.start_text}/used_s"

    def _keep(self) -> None:
        """Remember the place and the time used, for the next time."""
        self._keep_timer.stop()
        work = self.in_work()
        if work is not None:
            self._settings.put(f"{self._prefix}/start_s", work.place.start_s)
            self._settings.put(f"{self._prefix}/bin", work.place.number)
            self._settings.put(self._used_key(), round(self.time_used.used_s, 1))

    def _left_at(self, work: ScoringWork) -> tuple[float | None, int]:
        """Return the epoch and bin to begin with; None where the recording is too short."""
        start_s = self._settings.number(f"{self._prefix}/start_s", -1.0)
        if start_s >= 0:
            return work.start_near(start_s), round(self._settings.number(f"{self._prefix}/bin", 0.0))
        own = [line.key.start_s for line in work.scoring.all_readers() if line.is_own]
        candidates = self.epochs.candidates(work.shape.epoch_s)
        if own or candidates:
            return work.start_near(own[0] if own else candidates[0].span.start_s), 0
        view = self._study.view
        return work.start_near(view.cursor_s if view.cursor_s is not None else view.start_s), 0

    # epochs

    def _begin_own(self) -> None:
        """Begin an epoch at the cursor, else at the bin."""
        work, view = self.in_work(), self._study.view
        if work is not None:
            on_page = view.cursor_s is not None and view.span.contains(view.cursor_s)
            wanted_s = view.cursor_s if on_page and view.cursor_s is not None else work.place.bin_span.start_s
            self.open_at(wanted_s)

    def _step_epoch(self, n: int) -> None:
        start_s = self.epochs.neighbour(n)
        if start_s is None:
            self._say("There is no other epoch yet. Begin one of your own (Shift+B).")
        else:
            self.open_at(start_s)

    def _shift_epoch(self, n_pages: int) -> None:
        work = self.in_work()
        if work is None:
            return
        start_s = work.moved_epoch(n_pages)
        if work.sheet.has_record:
            self._say("This epoch has evidence, so its start stays. Begin another one at the cursor (Shift+B).")
        elif start_s is None:
            self._say("The recording ends here." if n_pages > 0 else "The recording begins here.")
        else:
            self.open_at(start_s)

    def _drag(self, start_s: float) -> None:
        work = self.in_work()
        if work is not None:
            if work.sheet.has_record:
                self._say("A new epoch. The one before keeps its evidence.")
            self.open_at(start_s)

    def _show_evidence(self) -> None:
        work = self.in_work()
        if work is not None:
            self.time_used.touch()
            stop = work.next_evidence()
            self.showing.show_stop(stop)
            if stop is None:
                self._say("There is no evidence in this epoch yet.")

    def _go_to_bin(self, number: int) -> None:
        """Go to a bin of the page."""
        self.keys.do(lambda work: work.go(work.place.at_number(work.place.page * work.shape.n_bins + number)))

    # the page

    def _locked(self, view: ViewState) -> ViewState:
        """Return the view as the scale has it shown, on the nearest page of the epoch."""
        work, display, session = self._work, self._display, self._study.session
        assert work is not None
        assert display is not None
        place, page_s = work.place, work.shape.page_s
        n_pages, moved_s = (view.start_s - place.start_s) / page_s, view.start_s - place.page_span.start_s
        page = round(n_pages)
        if view.cursor_s is not None and view.cursor_s != session.view.cursor_s:
            page = math.floor((view.cursor_s - place.start_s) / page_s + 1e-9)  # where one wants to go
        elif abs(n_pages - page) * page_s > 1e-3 and abs(moved_s) < page_s / 2:
            page = place.page + (1 if moved_s > 0 else -1)
        start_s = place.start_s + min(max(page, 0), work.shape.n_pages - 1) * page_s
        montage = session.montage_by_id(display.montage_id)
        rows = (*session.rows_of(montage), *session.extra_rows) if montage is not None else ()
        locked = display.view(view, start_s, rows)
        if not self._is_entering and not self._is_moving:
            if not is_as_locked(view, display.view(view, view.start_s, rows)):
                self._say("Locked for scoring: montage, filters, sensitivity and page length are those of the scale.")
            elif not 0 <= page < work.shape.n_pages and not self._study.player.is_playing:
                self._offer_epoch(view)
        return locked

    def _offer_epoch(self, view: ViewState) -> None:
        """Offer to begin an epoch where one wanted to go."""
        at_s = view.cursor_s if view.cursor_s is not None and view.span.contains(view.cursor_s) else view.start_s
        when = self._study.session.time_text(at_s)
        self._say(f"{when} is outside this epoch.", "Begin an epoch there", lambda: self.open_at(at_s))

    def _view_changed(self, view: ViewState) -> None:
        work = self.in_work()
        if work is None or self._is_moving or self._is_entering:
            return
        if view.start_s != work.place.page_span.start_s:
            work.go(work.place.at_time(view.start_s + 1e-6))

    def _show_page(self) -> None:
        work = self.in_work()
        if work is not None and self._study.view.start_s != work.place.page_span.start_s:
            self._is_moving = True
            self._study.session.change(start_s=work.place.page_span.start_s, cursor_s=None, selection=None)
            self._is_moving = False

    def _page_shown(self, _view: object) -> None:
        if self.is_open and self._study.presenter.is_butterfly:
            self._say("Locked for scoring: every row has its own line.")
            QTimer.singleShot(0, self, self._leave_butterfly)

    def _leave_butterfly(self) -> None:
        if self._study.presenter.is_butterfly:
            self._actions["display.butterfly"].trigger()

    # following

    def _moved(self) -> None:
        if self.is_open:
            self.showing.show_bins()
            self._show_page()
            self.showing.show_soon()
            self._keep_timer.start()

    def _evidence_changed(self) -> None:
        if self.is_open:
            self.showing.show_bins()
            self.showing.show_soon()
            self.epochs.refresh_soon()

    def _marks_changed(self, edit: Edit | None) -> None:
        """Look at what an undo or redo of the reader's own touched."""
        work = self.in_work()
        is_own = edit is not None and edit.author == self._study.review.author
        if work is not None and edit is not None and is_own and edit.action in (Action.UNDO, Action.REDO):
            work.follow(edit)

    def _show_used(self) -> None:
        if self.is_open:
            self.view.header.show_used(used_text(self.time_used.used_s))
