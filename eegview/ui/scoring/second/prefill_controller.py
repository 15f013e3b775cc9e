"""The spike detector's proposals in the workbench: its run over the epoch, what is in sight, what is accepted."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from eegview.app.detectors.detecting import Detected, DetectionOrder
from eegview.app.detectors.queue import RunUnderWay
from eegview.app.detectors.run_texts import ending_sentence
from eegview.app.scoring.proposals.prefill import Prefill
from eegview.app.scoring.proposals.prefill_text import PrefillStep, RunProgress, prefill_text, step_of
from eegview.app.scoring.proposals.spike_proposal import (
    ALL_OF_THEM,
    SPIKE_DETECTOR,
    SpikeRun,
    fittest_spike_run,
    spike_run_for,
)
from eegview.app.scoring.scoring import Scoring
from eegview.app.suggestions.shown_run import DEFAULT_THRESHOLD
from eegview.model.errors import EegViewError, UsageError
from eegview.model.scoring.evidence import SheetKey
from eegview.model.span import Span
from eegview.model.suggestion.detection import DetectorRun
from eegview.model.text.language import tr
from eegview.ui.detectors.controller import DetectorsController
from eegview.ui.display.age_controller import AgeController
from eegview.ui.triage.buttons import key_text
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_SHOWN, _THRESHOLD = "score/prefill", "score/prefill_threshold"
_STEP = 0.05
_LEAST, _MOST = 0.05, 0.95


class PrefillController(QObject):
    """Proposes bins of the epoch that is scored; nothing of it counts until the reader accepts it.

    changed : what is proposed, in sight, or said of it is another
    page, bin_number : return the page (from 0) and the bin of the epoch (from 0) where keys are now
    """

    changed = Signal()

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        scoring: Scoring,
        detectors: DetectorsController,
        age: AgeController,
        page: Callable[[], int],
        bin_number: Callable[[], int],
    ) -> None:
        super().__init__(study.scope)
        self._study, self._scoring, self._detectors, self._age = study, scoring, detectors, age
        self._settings, self._say, self._actions = context.settings, context.say, context.actions
        self._page, self._bin_number = page, bin_number
        self.prefill = Prefill(scoring, self._settings.text(_SHOWN) == "yes", self._kept_threshold())
        self._asked: Span | None = None  # the epoch that a run was asked for, until that run ends
        self._progress = RunProgress()
        self._n_asked_library = 0
        self.prefill.changed.connect(self._changed)
        scoring.changed.connect(self._changed)
        detectors.run_changed.connect(self._run_changed)
        detectors.run_ended.connect(self._run_ended)
        detectors.run_failed.connect(self._run_failed)
        study.suggestions.runs_changed.connect(study.scope.while_open(self._runs_changed))
        context.actions.connect(self._handlers(), study.scope)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "score.prefill": lambda: self.switch(not self.prefill.is_shown),
            "score.prefill_accept": self.accept_page,
            "score.prefill_accept_bin": self.accept_bin,
            "score.prefill_dismiss": self.dismiss_page,
            "score.prefill_bring_back": self.prefill.bring_back,
            "score.prefill_run": self.run,
            "score.prefill_cancel": self.cancel,
            "score.prefill_more": lambda: self._set_threshold(self.prefill.threshold - _STEP),
            "score.prefill_fewer": lambda: self._set_threshold(self.prefill.threshold + _STEP),
        }

    def _kept_threshold(self) -> float:
        try:
            kept = float(self._settings.text(_THRESHOLD) or DEFAULT_THRESHOLD)
        except ValueError:  # the file was changed by hand
            return DEFAULT_THRESHOLD
        return kept if _LEAST <= kept <= _MOST else DEFAULT_THRESHOLD

    # what is shown

    @property
    def step(self) -> PrefillStep:
        """Return where the proposals stand."""
        return step_of(self.prefill, self._progress)

    @property
    def text(self) -> str:
        """Return what is said of the proposals, "" while they are off."""
        return prefill_text(self.prefill, self._progress, key_text(self._actions.keys_of("score.prefill_accept")))

    def use_epoch(self, key: SheetKey | None) -> None:
        """Propose for this epoch, None while none is scored."""
        if key != self.prefill.key:
            self._progress = RunProgress(is_looking=key is not None)
            self.prefill.use_epoch(key)
            self._fetch()
        self._actions.set_checked("score.prefill", self.prefill.is_shown)

    def switch(self, is_shown: bool) -> None:
        """Show proposals, or hide them; it is remembered."""
        self._settings.put(_SHOWN, "yes" if is_shown else "no")
        self.prefill.show(is_shown)
        self._actions.set_checked("score.prefill", is_shown)
        if self.step is PrefillStep.NO_RUN:
            self._say(tr("No run of the spike detector covers this epoch."), tr("Run it on this epoch"), self.run)

    def _set_threshold(self, threshold: float) -> None:
        threshold = round(min(max(threshold, _LEAST), _MOST), 2)
        self._settings.put(_THRESHOLD, f"{threshold:.2f}")
        self.prefill.set_threshold(threshold)
        n_bins = len(self.prefill.bins)
        self._say(
            tr(
                "Bins with a score of {threshold:.2f} or more: {n_bins} proposed in this epoch.",
                threshold=threshold,
                n_bins=n_bins,
            )
        )

    def _changed(self, _none: None = None) -> None:
        if self._study.scope.is_open:
            self.changed.emit()

    # acts

    def accept_page(self) -> None:
        """Accept the proposals of the page as one act, and say how many."""
        self._accept(lambda: self.prefill.accept_page(self._page()))

    def accept_bin(self) -> None:
        """Accept the proposal for the bin where keys are."""
        self._accept(lambda: self.prefill.accept([self._bin_number()]))

    def _accept(self, act: Callable[[], tuple[int, ...]]) -> None:
        try:
            numbers = act()
        except UsageError as error:
            self._say(f"{error.sentence} {error.advice}".strip())
            return
        if numbers:
            bins = "1 proposed bin" if len(numbers) == 1 else f"{len(numbers)} proposed bins"
            self._say(f"{bins} accepted.", tr("Undo"), self._study.review.acts.undo)
        else:
            self._say(self._why_none())

    def dismiss_page(self) -> None:
        """Put the proposals of the page out of sight; nothing is said of their bins."""
        numbers = self.prefill.dismiss_page(self._page())
        if numbers:
            bins = "1 proposal" if len(numbers) == 1 else f"{len(numbers)} proposals"
            self._say(tr("{bins} dismissed; nothing is stored.", bins=bins), tr("Show again"), self.prefill.bring_back)
        else:
            self._say(self._why_none())

    def _why_none(self) -> str:
        if not self.prefill.is_shown:
            return f"Proposals are off. {key_text(self._actions.keys_of('score.prefill'))} shows them.".strip()
        if self.step in (PrefillStep.OPEN, PrefillStep.DONE):
            return tr("No open proposal here: a marked bin, or a page that is read, has your answer.")
        return self.text

    # the run

    def run(self) -> None:
        """Run the spike detector over the epoch, every spike kept; it waits for runs asked for before."""
        if self.prefill.key is None:
            self._say(tr("Choose an epoch first: the run is over one epoch."))
        elif self._asked is not None:
            self._say(tr("The spike detector runs already; stop it first."))
        else:
            self._detectors.look(self._study.scope.while_open(self._run_found))

    def _run_found(self) -> None:
        study, plugin = self._study, self._detectors.plugin(SPIKE_DETECTOR)
        key = self.prefill.key
        if key is None:
            return
        if plugin is None:
            self._failed(tr("it is not installed. See Detectors → About the detectors."))
        elif plugin.needs_consent:
            self._failed(tr("its files changed; approve this version first."))
            self._detectors.open_consent(SPIKE_DETECTOR)
        else:
            shown = study.suggestions.shown
            if shown is not None:
                study.suggestions.show(shown.run.run_id)  # the panel keeps the run that the reader works on
            epoch = self._scoring.own(key).span
            months = self._age.typed.months if self._age.typed is not None else None
            self._asked, self._progress = epoch, RunProgress(is_running=True)
            order = DetectionOrder(
                study.paths, dict(ALL_OF_THEM), epoch, months, None, study.review.author, study.encoding
            )
            self._detectors.runs.start(plugin, study.recording, order)
            self._changed()

    def cancel(self) -> None:
        """Stop the run over the epoch; what it found is kept, marked as partial."""
        under_way = self._detectors.runs.under_way
        if self._asked is None:
            self._say(tr("The spike detector does not run on this epoch."))
        elif under_way is not None and self._is_ours(under_way.run):
            self._detectors.runs.cancel()
        else:
            self._say(tr("It waits for another run. Stop that one in the panel of suggestions."))

    def _is_ours(self, run: DetectorRun | None) -> bool:
        if run is None or self._asked is None or run.fingerprint != self._study.recording.fingerprint:
            return False
        return run.detector_id == SPIKE_DETECTOR and run.span == self._study.recording.span.intersection(self._asked)

    def _run_changed(self, under_way: RunUnderWay | None) -> None:
        if self._asked is not None and under_way is not None and self._is_ours(under_way.run):
            self._progress = RunProgress(is_running=True, share=under_way.share)
            self._changed()

    def _run_ended(self, found: Detected) -> None:
        if self._is_ours(found.run):
            self._asked = None
            failure = ending_sentence(found.run, len(found.detections)) if found.run.is_partial else ""
            self._progress = RunProgress(failure=failure, is_looking=True)
            self._fetch()

    def _run_failed(self, error: EegViewError) -> None:
        under_way = self._detectors.runs.under_way
        if self._asked is not None and (under_way is None or under_way.run is None or self._is_ours(under_way.run)):
            self._failed(f"{error.sentence} {error.advice}".strip())

    def _failed(self, sentence: str) -> None:
        self._asked, self._progress = None, RunProgress(failure=sentence)
        self._say(tr("The spike detector did not run: {sentence}", sentence=sentence))
        self._changed()

    # what the library has

    def _runs_changed(self, runs: tuple[DetectorRun, ...]) -> None:
        """Ask again where another run is the fittest now; runs that only went on are passed over."""
        key, held = self.prefill.key, self.prefill.found
        if key is None or self._asked is not None:
            return
        best = fittest_spike_run(runs, self._scoring.own(key).span)
        if (best.run_id if best is not None else "") != (held.run.run_id if held is not None else ""):
            self._fetch()

    def _fetch(self) -> None:
        """Ask the library for the run that proposes the most for the epoch."""
        key, review = self.prefill.key, self._study.review
        if key is None or not review.is_open:
            self._changed()
            return
        epoch, fingerprint = self._scoring.own(key).span, self._study.recording.fingerprint
        self._n_asked_library += 1
        number = self._n_asked_library

        def found(run: SpikeRun | None) -> None:
            if number == self._n_asked_library and key == self.prefill.key:
                self._progress = RunProgress(self._progress.is_running, self._progress.share, self._progress.failure)
                self.prefill.use_run(run)

        review.ask_library(
            lambda library: spike_run_for(library, fingerprint, epoch), self._study.scope.while_open(found)
        )
