"""The BASED workbench in the window: an epoch on a locked page, its seconds under keys, the score beside it."""

import time
from collections.abc import Callable

from PySide6.QtCore import QTimer

from eegview.app.scoring.foci import electrodes_in
from eegview.app.scoring.locked_display import LockedDisplay
from eegview.app.scoring.reading_time import ReadingTime, used_text
from eegview.app.scoring.scales import BASED_2021, Scale, load_scales
from eegview.app.scoring.scoring import Scoring
from eegview.app.scoring.work import ScoringWork
from eegview.app.trends.study_trends import StudyTrends
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import DisplayFilters
from eegview.model.edit import Action, Edit
from eegview.model.errors import UsageError
from eegview.model.scoring.evidence import SheetKey
from eegview.model.scoring.terms import SHEET_TERM
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.model.vocabulary import Term
from eegview.ui.marks.commands import Claimant
from eegview.ui.scoring.epoch_moves import EpochMoves
from eegview.ui.scoring.keys import ScoringKeys
from eegview.ui.scoring.left_place import LeftPlace
from eegview.ui.scoring.page_lock import PageLock
from eegview.ui.scoring.sheet_saving import SheetSaving
from eegview.ui.scoring.showing import ScoringDisplay
from eegview.ui.scoring.shown_epochs import ShownEpochs
from eegview.ui.scoring.view import ScoringView
from eegview.ui.triage.task import WindowTask
from eegview.ui.video.placement import VideoPlace
from eegview.ui.video.play_controller import PlayController
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

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
        self._say, self.view = context.say, view
        self.scale: Scale | None = None
        self._work: ScoringWork | None = None
        self._display: LockedDisplay | None = None
        self.time_used = ReadingTime(clock)
        self.keys = ScoringKeys(context, study, self.in_work, self.time_used.touch)
        self.epochs = ShownEpochs(study, trends, view.epochs, self.in_work)
        self.moves = EpochMoves(context, study, view.epochs, self.epochs, self.in_work, self.open_at)
        self._lock = PageLock(context, study, self.in_work, self.open_at)
        self._left = LeftPlace(context.settings, study)
        self.showing = ScoringDisplay(context, study, view, self.in_work, self.keys, self.epochs)
        self.keys.done.connect(self.showing.show_bins_now)
        self.saving = SheetSaving(context, study, view.side)
        self._keep_timer = QTimer(self, interval=_KEEP_MS, singleShot=True)
        self._keep_timer.timeout.connect(self._keep)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._show_used)
        self._actions.connect(self._handlers(), study.scope)
        while_open = study.scope.while_open
        view.lane.bin_asked.connect(self._go_to_bin)
        study.review.marks_changed.connect(while_open(self._marks_changed))
        self._has_looked = False  # whether the reviewer has sheets here

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "score.open": self.switch,
            "score.close": self._leave,
            "score.evidence": self._show_evidence,
            "score.print": self.saving.ask,
        }

    # opening and closing

    @property
    def scoring(self) -> Scoring | None:
        """Return the evidence of this study, None where the scale cannot be used."""
        work = self._begin()
        return work.scoring if work is not None else None

    def opened_epochs(self) -> frozenset[SheetKey]:
        """Return the epochs that are opened to be scored; none before the first is."""
        return self._work.scoring.opened if self._work is not None else frozenset()

    def in_work(self) -> ScoringWork | None:
        """Return the work while an epoch is scored, None else."""
        return self._work if self.is_open else None

    def open(self) -> None:
        """Score the epoch that was left last, else the first candidate, else the one that begins at the cursor."""
        work = self._begin()
        if work is None:
            return
        start_s, number = self._first(work)
        self._open(work, start_s, number)

    def open_at(self, start_s: float) -> None:
        """Score the epoch that begins there, from any screen."""
        work = self._begin()
        if work is not None:
            near_s = work.start_near(start_s)
            if self.is_open and near_s == work.place.start_s:
                return
            self._open(work, near_s, 0)

    def open_candidate(self, span: Span) -> None:
        """Score the epoch of a candidate, from the trends."""
        self.open_at(span.start_s)

    def _begin(self) -> ScoringWork | None:
        """Return the work on this study; says why there is none."""
        if self._work is not None:
            return self._work
        study, issues = self._study, []
        scale = next((one for one in load_scales(issues) if one.scale_id == BASED_2021), None)
        parameters = scale.parameters if scale is not None else None
        montage = study.session.montage_by_id(parameters.montage_id) if parameters is not None else None
        if scale is None or parameters is None or montage is None:
            self._say(
                tr("BASED cannot be scored: its scale or montage is missing. Look into your own settings folder.")
            )
            return None
        rows = tuple(one.label for one in montage.derivations if one.kind is ChannelKind.EEG)
        if not any(row.is_available and row.label in rows for row in study.session.rows_of(montage)):
            self._say(
                tr("BASED cannot be scored here: none of its bipolar rows can be made of the recorded electrodes.")
            )
            return None
        filters = DisplayFilters().with_kind(ChannelKind.EEG, parameters.filters)
        self._display = LockedDisplay(
            montage.montage_id, rows, filters, parameters.sensitivity_uv_per_mm, parameters.page_s
        )
        self.scale = scale
        scoring = Scoring(study.review, study.recording, parameters)
        recorded = tuple(row.label for row in study.session.rows_of(montage) if row.is_available)
        work = self._work = ScoringWork(scoring, study.recording, rows, electrodes_in(recorded))
        while_open = study.scope.while_open
        work.moved.connect(while_open(lambda _none: self._moved()))
        work.scoring.changed.connect(while_open(lambda _none: self._evidence_changed()))
        self._hide_marks()
        return work

    def _open(self, work: ScoringWork, start_s: float | None, number: int) -> None:
        display = self._display
        if start_s is None or self.scale is None or display is None:
            minutes = work.shape.epoch_s / 60
            self._say(
                tr(
                    "The recording is shorter than {minutes:g} minutes, the length of an epoch of BASED.",
                    minutes=minutes,
                )
            )
            return
        is_new = not self.is_open
        if is_new:
            self.opening.emit()
        else:
            self._keep()
        try:
            work.open_epoch(start_s, number)
        except UsageError as error:
            self._say(f"{error.sentence} {error.advice}".strip())
            return
        if is_new:
            self.mode.enter()
            self._lock.lock(work, display)
            self.view.show()
            self._second.start()
        self.time_used.begin(self._left.used_s(work))
        self._lock.show_page()
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
        self._lock.unlock()
        self.mode.leave()
        work.close()
        self._hide_marks()
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
        """Return the needs of commands that are met now, see `Actions.set_available`."""
        return frozenset({"score"}) if self.is_open else frozenset()

    def claim_digit(self, term: Term) -> bool:
        """Mark nothing while an epoch is scored, and tell how marking comes back."""
        if self.is_open:
            self._say(
                tr(
                    "An epoch is scored, so {lower} is not marked. Leave the workbench (Esc), then mark.",
                    lower=term.label.lower(),
                )
            )
        return self.is_open

    def _keep(self) -> None:
        """Remember the place and the time used, for the next time."""
        self._keep_timer.stop()
        work = self.in_work()
        if work is not None:
            self._left.keep(work, self.time_used.used_s)

    def _first(self, work: ScoringWork) -> tuple[float | None, int]:
        """Return the epoch and bin to begin with; None where the recording is too short."""
        left_s = self._left.start_s
        if left_s is not None:
            return work.start_near(left_s), self._left.bin
        own = [line.key.start_s for line in work.scoring.all_readers() if line.is_own]
        candidates = self.epochs.candidates(work.shape.epoch_s)
        if own or candidates:
            return work.start_near(own[0] if own else candidates[0].span.start_s), 0
        view = self._study.view
        return work.start_near(view.cursor_s if view.cursor_s is not None else view.start_s), 0

    def _show_evidence(self) -> None:
        work = self.in_work()
        if work is not None:
            self.time_used.touch()
            stop = work.next_evidence()
            self.showing.show_stop(stop)
            if stop is None:
                self._say(tr("There is no evidence in this epoch yet."))

    def _go_to_bin(self, number: int) -> None:
        """Go to a bin of the page."""
        self.keys.do(lambda work: work.go(work.place.at_number(work.place.page * work.shape.n_bins + number)))

    # following

    def _moved(self) -> None:
        if self.is_open:
            self.showing.show_bins()
            self._lock.show_page()
            self.showing.show_soon()
            self._keep_timer.start()

    def _evidence_changed(self) -> None:
        self._hide_marks()
        if self.is_open:
            self.showing.show_bins()
            self.showing.show_soon()
            self.epochs.refresh_soon()

    def _hide_marks(self) -> None:
        """Keep other readers' evidence in an epoch that is scored out of the marks list, also outside the workbench."""
        author, records = self._study.review.author, self._study.review.records
        if self._work is None and not self._has_looked:
            self._has_looked = any(one.term_id == SHEET_TERM and one.layer == author for one in records)
            if self._has_looked:
                self._begin()
        elif self._work is not None:
            self._study.review.selection.hide(self._work.scoring.hidden_marks())

    def _marks_changed(self, edit: Edit | None) -> None:
        """Look at what an undo or redo of the reader's own touched."""
        self._hide_marks()
        work = self.in_work()
        is_own = edit is not None and edit.author == self._study.review.author
        if work is not None and edit is not None and is_own and edit.action in (Action.UNDO, Action.REDO):
            work.follow(edit)

    def _show_used(self) -> None:
        if self.is_open:
            self.view.header.show_used(used_text(self.time_used.used_s))
