"""Sleep staging in the window: keys become stages, the page follows the grid, the parts around it follow both."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer

from eegview.app.page import navigation
from eegview.app.staging.proposal import SleepRun, newest_sleep_run
from eegview.app.staging.staging import Staging
from eegview.app.study.records import Statement
from eegview.clinical.clusters import SPASM_TERM
from eegview.clinical.stages import SLEEP_TERM, YOUNG_MONTHS, stages_for
from eegview.model.display.view import ViewState
from eegview.model.edit import Action, Edit
from eegview.model.study.records import STAGING_TERM
from eegview.model.study.staging import EPOCHS, chosen_epoch_s, held_epoch_s
from eegview.model.text.language import tr
from eegview.model.vocabulary import Term
from eegview.ui.display.age_controller import AgeController
from eegview.ui.marks.commands import Claimant
from eegview.ui.staging.keys import StagingKeys
from eegview.ui.staging.sleep_panel import SleepPanelController
from eegview.ui.staging.texts import page_text, strip_texts
from eegview.ui.staging.view import StagingView
from eegview.ui.triage.task import WindowTask
from eegview.ui.video.placement import VideoPlace
from eegview.ui.video.play_controller import PlayController
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy, clock_text

_COUNT_MS = 300  # what is staged so far is counted once the keys rest
_ADVANCES = "staging/auto_advance"


class StagingController(WindowTask):
    """Stages the sleep of one study over the page."""

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        view: StagingView,
        play: PlayController,
        video: VideoPlace,
        age: AgeController,
        digit_claimants: list[Claimant],
    ) -> None:
        super().__init__(context, study, play, video, "staging", digit_claimants)
        self._window, self._settings, self._say = context.window, context.settings, context.say
        self._vocabulary = context.studies.vocabulary
        self._age, self.view = age, view
        self._staging: Staging | None = None
        self._run: SleepRun | None = None
        self._is_moving = False
        self._count = QTimer(self, interval=_COUNT_MS, singleShot=True)
        self._count.timeout.connect(view.refresh_table)
        self._actions.connect(self._handlers(), study.scope)
        self.keys = StagingKeys(context, study, self._in_mode)
        self.sleep = SleepPanelController(study, view.sleep, lambda: stages_for(self.age_months))
        while_open = study.scope.while_open
        view.epoch_asked.connect(self.keys.go)
        view.run_asked.connect(self.keys.choose)
        age.changed.connect(self._age_changed)
        context.studies.failed.connect(self._refused)
        study.session.view_changed.connect(while_open(self._view_changed))
        study.review.marks_changed.connect(while_open(self._marks_changed))
        study.kept.changed.connect(while_open(lambda _none: self._records_changed()))
        study.suggestions.runs_changed.connect(while_open(lambda _runs: self._fetch_proposal()))

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "staging.open": self.switch,
            "staging.close": self.close,
            "staging.auto_advance": self._switch_advance,
            "staging.epochs_30": lambda: self._use_length(30.0),
            "staging.epochs_20": lambda: self._use_length(20.0),
        }

    # opening and closing

    @property
    def staging(self) -> Staging | None:
        """The work on this study, None before it was opened first."""
        return self._staging

    def open(self) -> None:
        """Stage from the epoch that is on the page; a file of annotations only has none."""
        if self._study.recording.duration_s <= 0:
            self._say(tr("There is no signal to stage: the file contains annotations only."))
            return
        self.opening.emit()
        start_s = self._study.view.start_s
        staging = self._staging = self._staging or self._begin()
        self.mode.enter()
        self._use_keys()
        staging.current, staging.run = staging.grid.number_at(start_s + 1e-6), range(0)
        self._show()
        self._fetch_proposal()

    def close(self) -> None:
        """Go back to marking, at the epoch that was looked at last."""
        if not self.is_open or self._staging is None:
            return
        here_s = self._staging.grid.span(self._staging.current).start_s
        self._count.stop()
        self.view.hide()
        self._window.page.setAccessibleDescription("")
        self.mode.leave()
        self._study.move(lambda view, whole: navigation.to(view, here_s, whole))
        self._update_conditions()

    def _begin(self) -> Staging:
        study = self._study
        staging = Staging(study.review, study.recording, chosen_epoch_s(study.kept.all()))
        staging.advances = self._settings.text(_ADVANCES) != "no"
        staging.shows_proposal = study.suggestions.is_revealed
        while_open = study.scope.while_open
        staging.epochs.changed.connect(while_open(self._epochs_changed))
        staging.moved.connect(while_open(lambda _none: self._moved()))
        staging.settings_changed.connect(while_open(lambda _none: self._settings_changed()))
        return staging

    @property
    def conditions(self) -> frozenset[str]:
        """The needs of commands that are met now, see `Actions.set_available`."""
        if not self.is_open:
            return frozenset()
        return frozenset({"staging", "stages_young" if self._is_young else "stages"})

    @property
    def age_months(self) -> float | None:
        """The infant's age: by the infant, as typed, or as the file says; None where it is not known."""
        return self._age.age_months

    @property
    def _is_young(self) -> bool:
        age_months = self.age_months
        return age_months is not None and age_months < YOUNG_MONTHS

    def claim_digit(self, term: Term) -> bool:
        """Mark nothing while staging is on, and tell how marking comes back."""
        if self.is_open:
            self._say(
                tr("Staging is on, so {lower} is not marked. Leave staging (Esc), then mark.", lower=term.label.lower())
            )
        return self.is_open

    # settings

    def _in_mode(self) -> Staging | None:
        """Return the work while the mode is on, None else."""
        has_epochs = self._staging is not None and self._staging.grid.n_epochs > 0
        return self._staging if self.is_open and has_epochs else None

    def _switch_advance(self) -> None:
        staging = self._in_mode()
        if staging is not None:
            staging.set_advances(not staging.advances)
            self._settings.put(_ADVANCES, "yes" if staging.advances else "no")

    def _use_length(self, epoch_s: float) -> None:
        """Use epochs of this length in the study, for everybody."""
        if self._in_mode() is not None:
            self._study.kept.say([Statement(STAGING_TERM, EPOCHS, held_epoch_s(epoch_s))])
            self._check_switches()

    # following

    def _refused(self, _error: object) -> None:
        if self._staging is not None and self._study.scope.is_open:
            self._staging.epochs.settle()

    def _epochs_changed(self, numbers: frozenset[int] | None) -> None:
        if self.is_open:
            self.view.epochs_changed(numbers)
            self._show_texts()
            self._count.start()

    def _moved(self) -> None:
        if self.is_open:
            self.view.moved()
            self._show_page()
            self._show_texts()

    def _settings_changed(self) -> None:
        if self.is_open:
            self.view.epochs_changed(None)
            self._show_texts()
            self._check_switches()
            self._count.start()

    def _age_changed(self) -> None:
        if self.is_open:
            self._use_keys()
            self._show()

    def _records_changed(self) -> None:
        staging, epoch_s = self._staging, chosen_epoch_s(self._study.kept.all())
        if staging is None or epoch_s == staging.grid.epoch_s:
            return
        n_staged = staging.epochs.n_staged
        staging.use_epoch_length(epoch_s)
        self._use_run()
        if self.is_open:
            self._show()
            if n_staged:
                self._say(
                    tr(
                        "Epochs are {epoch_s:g} s now. What was staged before stays, off the grid, and counts.",
                        epoch_s=epoch_s,
                    )
                )

    def _marks_changed(self, edit: Edit | None) -> None:
        """Look at the epochs that an undo or redo of the reviewer's own touched."""
        staging = self._staging
        if not self.is_open or staging is None or edit is None or edit.action not in (Action.UNDO, Action.REDO):
            return
        marks = (change.mark for change in edit.changes if change.mark.term_id == SLEEP_TERM)
        numbers = [number for mark in marks if (number := staging.grid.number_of(mark)) is not None]
        if numbers and edit.author == self._study.review.author:
            staging.go(min(numbers))

    def _view_changed(self, view: ViewState) -> None:
        """Keep the page on the grid, however it was moved: less than half an epoch is a step to the next one."""
        staging = self._staging
        if not self.is_open or staging is None or self._is_moving or not staging.grid.n_epochs:
            return
        here_s, epoch_s = staging.grid.span(staging.current).start_s, staging.grid.epoch_s
        moved_s = view.start_s - here_s
        if view.page_s != epoch_s:
            self._show_page()
        elif abs(moved_s) >= epoch_s / 2:
            staging.go(staging.grid.number_at(view.start_s + epoch_s / 2))
            self._show_page()
        elif abs(moved_s) > 1e-6:
            staging.step(1 if moved_s > 0 else -1)
            self._show_page()

    def _fetch_proposal(self) -> None:
        """Fetch the newest run that says something of sleep."""
        if self.is_open and self._study.review.is_open:
            fingerprint = self._study.recording.fingerprint
            self._study.review.ask_library(
                lambda library: newest_sleep_run(library, fingerprint), self._study.scope.while_open(self._run_found)
            )

    def _run_found(self, run: SleepRun | None) -> None:
        if run is None or self._run is None or run.run != self._run.run:
            self._run = run
            self._use_run()

    def _use_run(self) -> None:
        if self._staging is not None:
            self._staging.use_proposal(self._run.proposal(self._staging.grid) if self._run is not None else None)

    # showing

    def _use_keys(self) -> None:
        self.mode.use_contexts("stages_young" if self._is_young else "stages")

    def _show(self) -> None:
        staging, study = self._staging, self._study
        if staging is None:
            return
        layer, recording = study.review.layers.counted, study.recording
        spasms_s = tuple(m.onset_s for m in study.review.marks if m.term_id == SPASM_TERM and m.layer == layer)
        stages = stages_for(self.age_months)
        self.view.show(staging, stages, recording.started_at, lambda time_s: clock_text(recording, time_s), spasms_s)
        self._show_page()
        self._show_texts()
        self._check_switches()
        self._update_conditions()

    def _show_page(self) -> None:
        staging = self._staging
        if staging is None or not staging.grid.n_epochs:
            return
        span = staging.grid.span(staging.current)
        view = self._study.view
        cursor_s = view.cursor_s if view.cursor_s is not None and span.contains(view.cursor_s) else None
        self._is_moving = True
        self._study.session.set_view(
            replace(view, start_s=span.start_s, page_s=staging.grid.epoch_s, cursor_s=cursor_s, selection=None)
        )
        self._is_moving = False

    def _show_texts(self) -> None:
        staging = self._staging
        if staging is None or not staging.grid.n_epochs:
            return
        self.view.header.show_texts(strip_texts(staging, self.age_months, self._vocabulary))
        self._window.page.setAccessibleDescription(page_text(staging, self._vocabulary))

    def _check_switches(self) -> None:
        staging = self._staging
        if staging is not None:
            self._actions.set_checked("staging.auto_advance", staging.advances)
            self._actions.set_checked("staging.proposal", staging.shows_proposal and staging.proposal is not None)
            self._actions.set_checked("staging.epochs_30", staging.grid.epoch_s == 30.0)
            self._actions.set_checked("staging.epochs_20", staging.grid.epoch_s == 20.0)
