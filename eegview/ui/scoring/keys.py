"""What the keys of the workbench do to the epoch that is scored."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from eegview.app.scoring.foci import focus_of_click
from eegview.app.scoring.page_waves import highest_wave, row_wave
from eegview.app.scoring.side.texts import left_text, next_text
from eegview.app.scoring.work import ScoringWork
from eegview.model.errors import UsageError
from eegview.model.scoring.evidence import (
    ABSENT,
    EXAMPLE_TERMS,
    FOCI,
    GMFS,
    GMFS_TERM,
    HIGH_AMPLITUDE,
    NAMED,
    NONEPILEPTIFORM,
    PRESENT,
    PVA,
    PVA_TERM,
    SPIKE_FOCUS,
    UNSURE,
)
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_LEAST_UV = 5.0  # lower, and a caliper was only clicked
_AROUND_S, _MOST_SHARE = 0.1, 1.25  # a caliper drawn by hand may miss the wave's ends by so much
_PATTERNS = {GMFS_TERM: tr("Grouped multifocal spikes"), PVA_TERM: tr("Paroxysmal voltage attenuation")}
_STUDY = {  # answers on the rest of the study
    f"score.{question}{ending}": (question, answer)
    for question in (SPIKE_FOCUS, NONEPILEPTIFORM)
    for ending, answer in (("", PRESENT), ("_absent", ABSENT), ("_unsure", UNSURE))
}


def _answer(question: str, answer: str, work: ScoringWork) -> None:
    work.scoring.answer(work.key, question, answer)


class ScoringKeys(QObject):
    """Turns commands and clicks into acts, and says why one does nothing.

    work : returns the work while an epoch is scored, None else
    acted : called at each key, for the time used
    done : emits once a key or click was done with: what it changed is to be painted
    """

    done = Signal()

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        work: Callable[[], ScoringWork | None],
        acted: Callable[[], None],
    ) -> None:
        super().__init__(study.scope)
        self._study, self._work, self._acted, self._say = study, work, acted, context.say
        self._actions, self._page = context.actions, context.window.page
        self._gestures = self._page.gestures
        self._gestures.row_clicked.connect(self._row_clicked)
        self._gestures.row_hovered.connect(self._row_hovered)
        self._gestures.measuring_ended.connect(self._measured)
        context.actions.connect(self._handlers(), study.scope)

    def _handlers(self) -> dict[str, Callable[[], object]]:
        acts: dict[str, Callable[[ScoringWork], object]] = {
            "score.spike": ScoringWork.mark_spike,
            "score.clear": self._clear,
            "score.also": self._switch_adding,
            "score.gmfs": lambda work: self._mark_example(work, GMFS_TERM),
            "score.gmfs_absent": lambda work: work.answer_pattern(GMFS_TERM, ABSENT),
            "score.gmfs_unsure": lambda work: work.answer_pattern(GMFS_TERM, UNSURE),
            "score.pva": lambda work: self._mark_example(work, PVA_TERM),
            "score.pva_absent": lambda work: work.answer_pattern(PVA_TERM, ABSENT),
            "score.pva_unsure": lambda work: work.answer_pattern(PVA_TERM, UNSURE),
            **{command_id: partial(_answer, question, answer) for command_id, (question, answer) in _STUDY.items()},
            "score.no_high_amplitude": lambda work: work.scoring.answer(work.key, HIGH_AMPLITUDE, ABSENT),
            "score.foci_named": lambda work: work.scoring.answer(work.key, FOCI, NAMED),
            "score.caliper": lambda _work: self._switch_caliper(),
            "score.measure": self._measure_highest,
            "score.next_bin": lambda work: work.step(1),
            "score.previous_bin": lambda work: work.step(-1),
            "score.next_page": self._read_on,
            "score.previous_page": lambda work: work.go(work.place.at_page(work.place.page - 1)),
            "score.first_page": lambda work: work.go(work.place.at_page(0)),
            "score.last_page": lambda work: work.go(work.place.at_page(work.shape.n_pages - 1)),
            "score.unread": lambda work: work.next_unread() or self._say(tr("Every page of this epoch is read.")),
            "score.commit": self._commit,
            "score.withdraw": self._withdraw_commit,
        }
        for digit in range(1, 10):
            acts[f"score.focus_{digit}"] = partial(self._use_digit, digit=digit)
        for level in range(1, 6):
            acts[f"score.confidence_{level}"] = partial(self._set_confidence, level=level)
        return {command_id: partial(self.do, act) for command_id, act in acts.items()}

    def do(self, act: Callable[[ScoringWork], object]) -> None:
        """Do something to the epoch that is scored; a refusal is said and changes nothing."""
        work = self._work()
        if work is None:
            return
        self._acted()
        try:
            act(work)
        except UsageError as error:
            self._say(f"{error.sentence} {error.advice}".strip())
        self.done.emit()

    # bins

    def _clear(self, work: ScoringWork) -> None:
        if not work.clear():
            self._say(tr("Nothing is marked in this bin."))

    def _switch_adding(self, work: ScoringWork) -> None:
        self._actions.set_checked("score.also", work.switch_adding())

    def _use_digit(self, work: ScoringWork, digit: int) -> None:
        if not work.use_digit(digit):
            self._say(tr("No electrode is left for {digit}.", digit=digit))
        self._actions.set_checked("score.also", work.is_adding)

    def _row_clicked(self, time_s: float, label: str, share: float, with_ctrl: bool) -> None:
        def act(work: ScoringWork) -> None:
            work.click_row(time_s, label, share, with_ctrl or work.is_adding)
            if work.is_adding:
                self._switch_adding(work)

        self.do(act)

    def _row_hovered(self, label: str, share: float) -> None:
        """Tell which electrode a click here means."""
        work = self._work()
        if work is None:
            return
        focus = focus_of_click(work.rows, label, share)
        tip = (
            tr("Click: spike at {focus} in this second. Ctrl + click adds it to the others.", focus=focus)
            if focus
            else ""
        )
        if self._page.toolTip() != tip:
            self._page.setToolTip(tip)

    def _read_on(self, work: ScoringWork) -> None:
        if work.read_on():
            return
        n_left = work.shape.n_pages - len(work.sheet.read_pages)
        if n_left:
            pages = "1 page is" if n_left == 1 else f"{n_left} pages are"
            self._say(tr("Last page. {pages} still unread (U).", pages=pages))
        elif work.sheet.score.missing:
            self._say(tr("All pages are read. {missing}", missing=work.sheet.score.missing[0]))
        else:
            self._say(tr("All pages are read. Commit the score with Enter."))

    # patterns, amplitudes

    def _mark_example(self, work: ScoringWork, term_id: str) -> None:
        view = self._study.view
        span = work.mark_example(term_id, view.selection, view.selected_rows)
        if view.selection is not None:
            self._study.session.change(selection=None, selected_rows=())
        when = self._study.session.time_text(span.start_s)
        self._say(tr("{PATTERNS}: present, example at {when}.", PATTERNS=_PATTERNS[term_id], when=when))

    def _switch_caliper(self) -> None:
        gestures, presenter = self._gestures, self._study.presenter
        gestures.is_measuring = not gestures.is_measuring
        presenter.calipers = None
        presenter.refresh_overlay()
        self._actions.set_checked("score.caliper", gestures.is_measuring)
        self._actions.set_checked("display.calipers", gestures.is_measuring)
        if gestures.is_measuring:
            self._say(tr("Drag over a background wave from peak to trough; spikes do not count."))

    def put_caliper_away(self) -> bool:
        """Put the caliper away; return whether it was taken up."""
        presenter = self._study.presenter
        was_on = self._gestures.is_measuring or presenter.calipers is not None
        self._gestures.is_measuring, presenter.calipers = False, None
        presenter.refresh_overlay()
        for command_id in ("score.caliper", "display.calipers"):
            self._actions.set_checked(command_id, False)
        return was_on

    def _measured(self) -> None:
        """Keep what the caliper measured, once its button is released."""
        calipers = self._study.presenter.calipers
        if calipers is None or calipers.height_uv < _LEAST_UV:
            return
        if calipers.unit != "µV":
            self._say(tr("Only EEG rows are measured for a score."))
            return
        shown, around = self._page.shown_page, Span(calipers.start_s - _AROUND_S, calipers.stop_s + _AROUND_S)
        wave = row_wave(shown.result, around, calipers.row_label) if shown is not None else None
        if wave is not None and calipers.height_uv > wave.value_uv * _MOST_SHARE + _LEAST_UV:
            self._say(
                tr(
                    "Not kept: the caliper is {height_uv:.0f} µV high, but {row_label} goes "
                    "over {value_uv:.0f} µV there. Drag from its peak to its trough.",
                    height_uv=calipers.height_uv,
                    row_label=calipers.row_label,
                    value_uv=wave.value_uv,
                )
            )
            return
        self.do(
            lambda work: self._keep_wave(
                work, calipers.row_label, calipers.height_uv, calipers.start_s, calipers.stop_s
            )
        )

    def _measure_highest(self, work: ScoringWork) -> None:
        """Measure the row of the bin, or of the selection, that is highest against its limit."""
        shown, selection = self._page.shown_page, self._study.view.selection
        within = selection if selection is not None and selection.duration_s > 0 else work.place.bin_span
        wave = highest_wave(shown.result, within, work.rows, work.scoring.parameters) if shown is not None else None
        if wave is None:
            self._say(tr("No row has samples here."))
            return
        self._keep_wave(work, wave.row, wave.value_uv, wave.span.start_s, wave.span.stop_s)

    def _keep_wave(self, work: ScoringWork, row: str, value_uv: float, start_s: float, stop_s: float) -> None:
        work.measure(row, value_uv, start_s, stop_s)
        limit_uv = work.scoring.parameters.limit_of(row)
        side = "at or above" if round(value_uv, 1) >= limit_uv else "below"
        kind = "posterior limit" if work.scoring.parameters.is_posterior(row) else "limit"
        self._say(
            tr(
                "{row} {value_uv:.0f} µV kept: {side} the {kind} of {limit_uv:.0f} µV. Is it background, not a spike?",
                row=row,
                value_uv=value_uv,
                side=side,
                kind=kind,
                limit_uv=limit_uv,
            )
        )

    # the score

    def _set_confidence(self, work: ScoringWork, level: int) -> None:
        work.scoring.set_confidence(work.key, level)

    def _commit(self, work: ScoringWork) -> None:
        sheet = work.sheet
        if sheet.is_committed:
            self._say(tr("This score is committed. Withdraw the commit to change it."))
            return
        if not sheet.can_commit and (left := left_text(sheet)):
            self._say(" ".join(filter(None, (f"The score cannot be committed yet: {left}.", next_text(sheet)))))
            return
        work.scoring.commit(work.key)
        self._say(
            tr("Score {score} committed.", score=sheet.score.score),
            tr("Withdraw"),
            partial(self.do, self._withdraw_commit),
        )

    def _withdraw_commit(self, work: ScoringWork) -> None:
        if not work.sheet.is_committed:
            self._say(tr("This score is not committed."))
            return
        work.scoring.withdraw_commit(work.key)

    def choose(self, question: str, value: str) -> None:
        """Answer a question of the epoch; a pattern said to be present is marked where keys are."""
        term_id = EXAMPLE_TERMS.get(question)

        def act(work: ScoringWork) -> None:
            flag = {GMFS: work.sheet.gmfs, PVA: work.sheet.pva}.get(question)
            if term_id is not None and value == PRESENT and flag is not None and not flag.examples:
                self._mark_example(work, term_id)
            else:
                work.scoring.answer(work.key, question, value)

        self.do(act)

    def go_to(self, span: Span) -> None:
        """Show a piece of evidence."""
        self.do(lambda work: work.go(work.place.at_time(span.start_s + 1e-6)))
