"""What the reader answers, as records: each answer is one act that can be undone."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from eegview.app.report.catalogue import Kind
from eegview.app.report.entries import statement
from eegview.app.report.form import FormField
from eegview.model.errors import UsageError
from eegview.model.report.document import State
from eegview.model.text.language import tr
from eegview.ui.report.form_panel import FormPanel
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_SOON_MS = 30
SAVED, SAVING, AWAY = (
    tr("All answers saved"),
    tr("Saving …"),
    tr("Not saved yet: the library is unavailable; safe on this computer"),
)


class ReportEntries(QObject):
    """Brings answers into the library, and what it holds into the form.

    changed : what is said of the study did
    """

    changed = Signal()

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        form: FormPanel,
        is_shown: Callable[[], bool],
    ) -> None:
        super().__init__(study.scope)
        self._say, self._studies = context.say, context.studies
        self._study, self._form, self._is_shown = study, form, is_shown
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._records_changed)
        form.answered.connect(self.answer)
        form.remarked.connect(self.remark)
        form.not_assessed.connect(self.not_assessed)
        while_open = study.scope.while_open
        study.kept.changed.connect(while_open(lambda _none: self._soon.start()))
        study.review.saving_changed.connect(while_open(lambda _none: self.show_saved()))
        study.scope.ended.connect(self._soon.stop)

    # acts

    def answer(self, field_id: str, value: str) -> None:
        """Give, change or withdraw ("") an answer."""
        field = self._field(field_id)
        if field is None:
            return
        if field.kind is Kind.TEXT:
            self._put([(field_id, State.GIVEN, value, ())])
        else:
            self._put([(field_id, State.GIVEN, field.text, tuple(filter(None, value.split("+"))))])

    def remark(self, field_id: str, text: str) -> None:
        """Write something beside the choice of an item."""
        field = self._field(field_id)
        if field is not None:
            self._put([(field_id, State.GIVEN, text, field.chosen)])

    def not_assessed(self, field_ids: Sequence[str], is_on: bool) -> None:
        """Answer items: not assessed; or take that back. One step of undo."""
        state = State.NOT_ASSESSED if is_on else State.GIVEN
        self._put([(field_id, state, "", ()) for field_id in field_ids])

    def _put(self, answers: Sequence[tuple[str, State, str, Sequence[str]]]) -> None:
        study = self._study
        try:
            statements = [statement(field_id, state, text, chosen) for field_id, state, text, chosen in answers]
        except UsageError as error:
            self._studies.fail(error)
            return
        study.kept.say(statements)
        self._soon.start()

    def _field(self, field_id: str) -> FormField | None:
        fields = (field for section in self._form.sections for field in section.fields)
        return next((field for field in fields if field.field_id == field_id), None)

    # following

    def _records_changed(self) -> None:
        if self._is_shown():
            self.show_saved()
        self.changed.emit()

    def show_saved(self) -> None:
        """Say whether all answers are in the library."""
        review = self._study.review
        is_away = bool(review.n_waiting) or review.problem is not None
        self._form.saved.setText(AWAY if is_away else SAVING if review.n_pending else SAVED)
