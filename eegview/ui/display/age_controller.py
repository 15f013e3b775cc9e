"""The infant's age in one open study: as the file says, and as a reader typed it for everybody."""

from PySide6.QtCore import QObject, Signal

from eegview.app.study.records import Statement
from eegview.model.patient import age_in_file
from eegview.model.recording import patient_of
from eegview.model.study.patient_age import AGE, TypedAge, contradiction_text, held_age, typed_age
from eegview.model.study.records import AGE_TERM
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy


class AgeController(QObject):
    """Knows the age of the header, and keeps what is typed with the study.

    changed : what is known of the age has changed
    """

    changed = Signal()

    def __init__(self, context: Context, study: OpenStudy) -> None:
        super().__init__(study.scope)
        self._study, self._say = study, context.say
        self.days_in_file = age_in_file(patient_of(study.source), study.recording.started_at).days
        self._typed = self.typed
        while_open = study.scope.while_open
        study.kept.changed.connect(while_open(self._records_changed))

    @property
    def typed(self) -> TypedAge | None:
        """The age that was typed last, by anybody; None where none was."""
        return typed_age(self._study.kept.all())

    @property
    def author(self) -> str:
        """The reader at the window."""
        return self._study.review.author

    def type(self, age: TypedAge | None) -> None:
        """Keep an age with the study, None = take back what was typed."""
        self._study.kept.say([Statement(AGE_TERM, AGE, held_age(age))])
        contradiction = contradiction_text(age, self.days_in_file)
        if contradiction:
            self._say(contradiction)

    def _records_changed(self, _nothing: object) -> None:
        if self.typed != self._typed:
            self._typed = self.typed
            self.changed.emit()
