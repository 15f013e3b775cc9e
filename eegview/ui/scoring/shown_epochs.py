"""The epochs of the bar: candidates of the trends, those with evidence, those that another reader scored."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from eegview.app.review.clusters import counted_spasms
from eegview.app.scoring.scoring import Scoring
from eegview.app.scoring.work import ScoringWork
from eegview.app.trends.candidates import EpochCandidate
from eegview.app.trends.study_trends import StudyTrends
from eegview.clinical.clusters import SPASM_TERM
from eegview.clinical.hypnogram import Hypnogram, hypnogram_of
from eegview.clinical.stages import SLEEP_TERM
from eegview.model.edit import Edit
from eegview.model.span import Span
from eegview.ui.scoring.epoch_bar import EpochBar, TrendsState
from eegview.ui.scoring.epoch_card import ShownEpoch
from eegview.ui.scoring.texts import candidate_card, nearest_spasm, own_card, spasm_text
from eegview.ui.scoring.trends_source import candidates_of
from eegview.ui.window.study.open_study import OpenStudy

_DELAY_MS = 150  # after the last change of evidence or trends


class ShownEpochs(QObject):
    """Keeps the bar of one study.

    work : returns the work while an epoch is scored, None else
    """

    def __init__(
        self, study: OpenStudy, trends: StudyTrends | None, bar: EpochBar, work: Callable[[], ScoringWork | None]
    ) -> None:
        super().__init__(study.scope)
        self._study, self._trends, self._bar, self._work = study, trends, bar, work
        self._starts: tuple[float, ...] = ()
        self._candidates: tuple[EpochCandidate, ...] = ()
        self._state = TrendsState()
        self._stages: Hypnogram | None = None
        self._spasms_s: tuple[float, ...] | None = None
        self._timer = QTimer(self, interval=_DELAY_MS, singleShot=True)
        self._timer.timeout.connect(self.refresh)
        bar.trends_asked.connect(self._ask_trends)
        study.review.marks_changed.connect(study.scope.while_open(self._marks_changed))
        study.review.layers.changed.connect(study.scope.while_open(self._forget_marks))
        if trends is not None:
            trends.changed.connect(study.scope.while_open(lambda _none: self.refresh_soon()))

    # what is known of the study

    @property
    def stages(self) -> Hypnogram:
        """Return the hypnogram of the layer that is counted."""
        if self._stages is None:
            layer = self._study.review.layers.counted
            self._stages = hypnogram_of(mark for mark in self._study.review.marks if mark.layer == layer)
        return self._stages

    @property
    def spasms_s(self) -> tuple[float, ...]:
        """Return the onsets of the spasms of that layer, each event once, as the trends show them."""
        if self._spasms_s is None:
            self._spasms_s = tuple(mark.onset_s for mark in counted_spasms(self._study.review))
        return self._spasms_s

    def _forget_marks(self, _what: object = None) -> None:
        """Look at sleep stages and spasms anew the next time."""
        self._stages = self._spasms_s = None
        self.refresh_soon()

    def _marks_changed(self, edit: Edit | None) -> None:
        if edit is None or any(change.mark.term_id in (SLEEP_TERM, SPASM_TERM) for change in edit.changes):
            self._forget_marks()

    def candidates(self, length_s: float) -> tuple[EpochCandidate, ...]:
        """Return the candidates that the trends propose now."""
        found, self._state = candidates_of(self._trends, self.stages, self.spasms_s, length_s)
        self._candidates = found
        return found

    def neighbour(self, n: int) -> float | None:
        """Return the start of the epoch `n` further in the bar, None where there is no other."""
        work = self._work()
        if work is None or len(self._starts) < 2:
            return None
        here = self._starts.index(work.place.start_s) if work.place.start_s in self._starts else 0
        return self._starts[(here + n) % len(self._starts)]

    # showing

    def refresh_soon(self) -> None:
        """Show the bar anew once nothing has changed for a moment."""
        if self._work() is not None and not self._timer.isActive():
            self._timer.start()

    def refresh(self) -> None:
        """Show the bar as things stand now."""
        work = self._work()
        if work is None:
            return
        candidates = self.candidates(work.shape.epoch_s)
        shown = self._cards(work, candidates)
        self._starts = tuple(one.start_s for one in shown)
        self._bar.show_epochs(shown, self._state)
        self._bar.track.clock = self._study.session.time_text
        own = tuple(line.key.start_s for line in work.scoring.all_readers() if line.is_own)
        length_s = work.shape.epoch_s
        self._bar.track.show_epochs(
            self._study.recording.span,
            work.place.epoch,
            tuple(one.span for one in candidates),
            tuple(Span(start_s, start_s + length_s) for start_s in own),
            work.shape.page_s,
        )

    def _cards(self, work: ScoringWork, candidates: tuple[EpochCandidate, ...]) -> tuple[ShownEpoch, ...]:
        clock, scoring, here_s = self._study.session.time_text, work.scoring, work.place.start_s
        cards = [
            candidate_card(
                one,
                number,
                scoring.own(scoring.key(one.span.start_s)),
                clock,
                scoring.key(one.span.start_s).start_s == here_s,
            )
            for number, one in enumerate(candidates, 1)
        ]
        known = {card.start_s for card in cards}
        own, blind = _other_starts(scoring)
        for start_s in sorted({*own, *blind, here_s} - known):
            name = "blind" if start_s in blind and start_s not in own else "own"
            sheet = scoring.own(scoring.key(start_s))
            about = self._about(sheet.span)
            cards.append(own_card(start_s, name, sheet, about, clock, start_s == here_s))
        return tuple(cards)

    def _about(self, epoch: Span) -> str:
        return f"{self.stages.state_text(epoch) or 'not staged'} · {spasm_text(nearest_spasm(self.spasms_s, epoch))}"

    def _ask_trends(self, act: str) -> None:
        work, trends = self._work(), self._trends
        if work is None or trends is None:
            return
        if act == "compute":
            trends.start(work.place.epoch)
        elif act == "cancel":
            trends.cancel()
        self.refresh()


def _other_starts(scoring: Scoring) -> tuple[set[float], set[float]]:
    """Return the starts of the epochs with evidence of one's own, and of those that another reader committed."""
    lines = scoring.all_readers()
    own = {line.key.start_s for line in lines if line.is_own and line.key.scale_id == scoring.parameters.scale_id}
    return own, {line.key.start_s for line in lines if not line.is_own and line.committed_utc}
