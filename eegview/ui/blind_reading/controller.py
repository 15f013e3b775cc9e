"""Blind reading of the open study: sets and lifts it, looks early, and says what is hidden or shown since."""

from collections.abc import Iterable

from PySide6.QtCore import QObject

from eegview.app.blind_reading.acts import early_look_change, setting_change
from eegview.app.blind_reading.blindness import Blindness
from eegview.app.blind_reading.shown_now import shown_now_text
from eegview.app.blind_reading.texts import (
    CHIP,
    WHAT_IS_HIDDEN,
    layer_blindness,
    setting_text,
    signed_text,
    state_text,
    time_text,
)
from eegview.app.study.records import utc_now
from eegview.model.annotation import FILE_LAYER, FINAL_ROLE
from eegview.model.errors import UsageError
from eegview.model.study.blind_reading import early_looks
from eegview.model.text.language import tr
from eegview.ui.blind_reading.bar import BlindBar
from eegview.ui.blind_reading.dialog import BlindDialog
from eegview.ui.blind_reading.look_dialog import EarlyLookDialog
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_DIALOG, _LOOK = "blind", "early_look"


class BlindController(QObject):
    """Keeps the line and the dialogs true to one study.

    sealed : fingerprints of recordings whose runs are not told about; the queue of detectors keeps to it
    """

    def __init__(self, context: Context, study: OpenStudy, bar: BlindBar, sealed: set[str]) -> None:
        super().__init__(study.scope)
        self._context, self._study, self.bar, self._sealed = context, study, bar, sealed
        self._was_blind = self._is_put_away = False
        review, while_open = study.review, study.scope.while_open
        review.blindness_changed.connect(while_open(self._changed))
        for notifier in (study.suggestions.runs_changed, review.marks_changed, review.records.changed):
            notifier.connect(while_open(lambda _change: self._refresh()))
        bar.details_asked.connect(self.open)
        bar.look_asked.connect(self.ask_to_look)
        bar.dismissed.connect(self._put_away)
        study.scope.ended.connect(self._end)
        context.actions.connect({"study.blind": self.open, "study.look_early": self.ask_to_look}, study.scope)

    @property
    def _blindness(self) -> Blindness:
        return self._study.review.blindness

    def _end(self) -> None:
        close_dialogs(self._context.window, (_DIALOG, _LOOK))
        self.bar.hide()

    # what follows

    def _changed(self, found: Blindness) -> None:
        """Follow what may be seen: detectors' runs are fetched anew, and nothing hidden stays counted or selected."""
        fingerprint = self._study.recording.fingerprint
        (self._sealed.add if found.is_blind else self._sealed.discard)(fingerprint)
        self._is_put_away = self._is_put_away and found.is_blind == self._was_blind
        self._was_blind = found.is_blind
        if found.is_blind:
            self._study.review.layers.count(self._study.review.author)
        self._study.suggestions.look_again()
        self._refresh()

    def _refresh(self) -> None:
        found = self._blindness
        if not found.is_asked or (self._is_put_away and not found.is_blind):
            self.bar.hide()
        elif found.is_blind:
            self.bar.show_line(
                CHIP,
                tr(
                    "Hidden: {lower}{what_is_hidden}.",
                    lower=WHAT_IS_HIDDEN[:1].lower(),
                    what_is_hidden=WHAT_IS_HIDDEN[1:],
                ),
                tr("Look early…"),
                True,
            )
        elif found.look is not None:
            word = f"Not blind since {time_text(found.look.at_utc)}"
            self.bar.show_line(
                word,
                tr("Early look: “{reason}”. {shown_text}", reason=found.look.reason, shown_text=self._shown_text()),
                "OK",
                False,
            )
        else:
            self.bar.show_line(tr("Read blind, signed"), self._shown_text(), "OK", False)
        self._show_dialog()

    def _shown_text(self) -> str:
        review = self._study.review
        others = [name for name in review.layers.names if name not in (review.author, FILE_LAYER)]
        return shown_now_text(others, len(self._study.suggestions.runs), review.n_file_notes)

    def _put_away(self) -> None:
        self._is_put_away = True
        self._refresh()

    # the dialogs

    def open(self) -> None:
        """Open the dialog that says how blind reading stands, and sets it."""
        show_dialog(self._context.window, _DIALOG, self._dialog)

    def _dialog(self) -> BlindDialog:
        dialog = BlindDialog(self._context.window)
        dialog.set_asked.connect(self.set_asked)
        dialog.look_asked.connect(self.ask_to_look)
        self._fill(dialog)
        return dialog

    def _show_dialog(self) -> None:
        dialog = open_dialog(self._context.window, _DIALOG)
        if isinstance(dialog, BlindDialog):
            self._fill(dialog)

    def _fill(self, dialog: BlindDialog) -> None:
        found, role = self._blindness, self._context.studies.reviewer.role
        state = [setting_text(found), *([state_text(found)] if found.is_asked else []), signed_text(found)]
        layers = tuple(self._layer_lines())
        dialog.show_state([one for one in state if one], layers, found.is_asked, role == FINAL_ROLE, found.is_blind)

    def _layer_lines(self) -> Iterable[str]:
        review, found = self._study.review, self._blindness
        names = [review.author, *found.others_signed, *early_looks(review.records)]
        for name in dict.fromkeys(names):
            if text := layer_blindness(review.records, name):
                yield f"{name}: {text}"

    def set_asked(self, is_asked: bool) -> None:
        """Set or lift blind reading, as an act in the log."""
        review, reviewer = self._study.review, self._context.studies.reviewer
        try:
            change = setting_change(review.records, is_asked, review.author, reviewer.role, utc_now())
        except UsageError as error:
            self._context.studies.fail(error)
            return
        review.acts.record(change)

    def ask_to_look(self) -> None:
        """Ask for the reason of an early look; where nothing is hidden, say so."""
        if not self._blindness.is_blind:
            self._context.say(tr("Nothing of this study is hidden from you."))
            return
        show_dialog(self._context.window, _LOOK, self._look_dialog)

    def _look_dialog(self) -> EarlyLookDialog:
        dialog = EarlyLookDialog(self._context.window, self._study.review.author)
        dialog.look_confirmed.connect(self.look)
        return dialog

    def look(self, reason: str) -> None:
        """Record an early look; what was hidden comes once that is on the disk."""
        review = self._study.review
        try:
            change = early_look_change(review.records, reason, review.author, utc_now())
        except UsageError as error:
            self._context.studies.fail(error)
            return
        review.acts.record(change)
