"""The free form of hypsarrhythmia over the epoch that is scored: opened, filled in, kept as a mark."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from eegview.app.scoring.free_form import FORM_TERM, FreeForm
from eegview.model.edit import Edit
from eegview.model.span import Span
from eegview.model.text.language import tr
from eegview.ui.scoring.second.form_dialog import FormDialog
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, put_aside, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

DIALOG = "score.form.dialog"


class FormController(QObject):
    """Opens the form over one epoch of one study.

    epoch : returns the epoch that is scored now, None for none
    """

    def __init__(self, context: Context, study: OpenStudy, epoch: Callable[[], Span | None]) -> None:
        super().__init__(study.scope)
        self._window, self._say, self._study = context.window, context.say, study
        self._term = context.studies.vocabulary.term(FORM_TERM)
        self._epoch = epoch
        self._form: FreeForm | None = None
        study.review.marks_changed.connect(study.scope.while_open(self._marks_changed))
        study.review.layers.counted_changed.connect(study.scope.while_open(self._layer_changed))
        context.studies.failed.connect(self._refused)
        study.scope.ended.connect(self.close)

    def open(self) -> None:
        """Open the form over the epoch that is scored."""
        epoch = self._epoch()
        if self._term is None:
            self._say(tr("The vocabulary in use has no term “hypsarrhythmia”, so there is no form for it."))
            return
        if epoch is None:
            self._say(tr("Choose an epoch first: the form is about one epoch."))
            return
        if self._form is None or self._form.epoch != epoch:
            self.close()
            self._form = FreeForm(self._study.review, epoch)
        term, span_text = self._term, self._span_text(epoch)

        def build() -> FormDialog:
            dialog = FormDialog(self._window, f"{term.label} · {span_text}", term)
            dialog.answered.connect(self._answer)
            dialog.note_written.connect(self._write_note)
            dialog.rows_named.connect(self._name_rows)
            dialog.withdraw_asked.connect(self._withdraw)
            return dialog

        is_new = open_dialog(self._window, DIALOG) is None
        dialog = show_dialog(self._window, DIALOG, build)
        self._show()
        if is_new:
            put_aside(dialog, self._window)

    def close(self) -> None:
        """Close the form; all answers are kept."""
        close_dialogs(self._window, (DIALOG,))
        self._form = None

    def _span_text(self, epoch: Span) -> str:
        times = self._study.times
        return f"{times.text(epoch.start_s, 0)} – {times.text(epoch.stop_s, 0)}"

    # acts

    def _answer(self, name: str, value: str) -> None:
        if self._form is not None and (self._form.mark.attribute(name) or "") != value:
            self._form.answer(name, value)
            self._show()

    def _write_note(self, text: str) -> None:
        if self._form is not None and self._form.mark.text != text.strip():
            self._form.write_note(text)
            self._show()

    def _name_rows(self, rows: tuple[str, ...]) -> None:
        if self._form is not None and self._form.mark.channels != rows:
            self._form.name_rows(rows)
            self._show()

    def _withdraw(self) -> None:
        if self._form is not None:
            self._form.withdraw()
            self._show()

    # following

    def _marks_changed(self, _edit: Edit | None) -> None:
        if self._form is not None:
            self._form.settle()
            self._show()

    def _layer_changed(self, _layer: str) -> None:
        if self._form is not None and open_dialog(self._window, DIALOG) is not None:
            self._form = FreeForm(self._study.review, self._form.epoch)
            self._show()

    def _refused(self, _error: object) -> None:
        if self._form is not None and self._study.scope.is_open:
            self._form.settle()
            self._show()

    def _show(self) -> None:
        dialog, form = open_dialog(self._window, DIALOG), self._form
        if isinstance(dialog, FormDialog) and form is not None:
            dialog.show_form(form.mark, form.facts, form.stored is not None, self._study.review.n_pending > 0)
