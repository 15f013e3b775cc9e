"""The infant's age in one open study: as the file says, and as a reader typed it for everybody."""

from PySide6.QtCore import QObject, Signal

from eegview.app.study.patient import KnownPatient, known_patient
from eegview.app.study.records import Statement
from eegview.model.infant.study_age import StudyAge
from eegview.model.patient import age_in_file
from eegview.model.recording import patient_of
from eegview.model.study.patient_age import AGE, TypedAge, contradiction_text, held_age, typed_age
from eegview.model.study.records import AGE_TERM
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy


class AgeController(QObject):
    """Knows the age of the infant, of the header, and keeps what is typed with the study.

    Wherever the window shows or uses an age of the open study, it is `age`.

    changed : what is known of the age has changed
    """

    changed = Signal()

    def __init__(self, context: Context, study: OpenStudy) -> None:
        super().__init__(study.scope)
        self._study, self._say, self._infant = study, context.say, context.studies.infant
        self.days_in_file = age_in_file(patient_of(study.source), study.recording.started_at).days
        self._known = self.typed, self.age
        while_open = study.scope.while_open
        study.kept.changed.connect(while_open(self._may_have_changed))
        self._infant.changed.connect(while_open(lambda: self._may_have_changed(None)))

    @property
    def typed(self) -> TypedAge | None:
        """The age that was typed last, by anybody; None where none was."""
        return typed_age(self._study.kept.all())

    @property
    def patient(self) -> KnownPatient:
        """Who was recorded, as far as infant, file and readers say."""
        recording = self._study.recording
        of_infant = self._infant.study(recording.fingerprint)
        return known_patient(patient_of(self._study.source), recording.started_at, self._study.kept.all(), of_infant)

    @property
    def age(self) -> StudyAge | None:
        """The age that holds: by the infant, else as typed, else by the file; None where it is not known."""
        return self.patient.age

    @property
    def age_months(self) -> float | None:
        """The age that holds, in months."""
        age = self.age
        return age.months if age is not None else None

    @property
    def author(self) -> str:
        """The reader at the window."""
        return self._study.review.author

    def type(self, age: TypedAge | None) -> None:
        """Keep an age with the study, None = take back what was typed."""
        self._study.kept.say([Statement(AGE_TERM, AGE, held_age(age))])
        held = self.patient
        contradiction = (
            " ".join(held.infant_problems)
            if held.infants_age is not None and not held.infants_age.is_about
            else contradiction_text(age, self.days_in_file)
        )
        if contradiction:
            self._say(contradiction)

    def _may_have_changed(self, _nothing: object) -> None:
        known = self.typed, self.age
        if known != self._known:
            self._known = known
            self.changed.emit()
