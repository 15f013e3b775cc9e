"""Whose recording is open: the line at the right of the menus, the form behind it, and hiding both for teaching."""

from PySide6.QtCore import QObject, Qt

from eegview.app.study.hidden_patient import NOBODY, HiddenPatient
from eegview.app.study.patient import HIDDEN, KnownPatient, line_forms, whole_text
from eegview.app.study.records import Statement
from eegview.model.recording import patient_of
from eegview.model.study.patient_identity import ID, SEX, held_fact
from eegview.model.study.records import ID_TERM, SEX_TERM
from eegview.model.text.language import tr
from eegview.ui.display.age_controller import AgeController
from eegview.ui.study.patient_dialog import PatientDialog
from eegview.ui.study.patient_line import PatientLine
from eegview.ui.widgets.modeless_dialog import close_dialogs, open_dialog, put_aside, show_dialog
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

_DIALOG = "patient"
HIDDEN_TIP = tr("The patient is hidden, here and wherever a file would be named")


class PatientBar(QObject):
    """The line of the window; it outlives studies. Where menus are not in the window it stands in the status line."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._privacy, self._actions = context.studies.privacy, context.actions
        menus = context.window.menuBar()
        self.line = PatientLine(menus)
        if menus.isNativeMenuBar():
            context.window.statusBar().addPermanentWidget(self.line)
        else:
            menus.setCornerWidget(self.line, Qt.Corner.TopRightCorner)
        self.line.show_nothing()
        context.actions.connect({"study.hide_patient": self._switch})
        self._privacy.changed.connect(self._show_switch)
        self._privacy.changed.connect(context.window.statusBar().clearMessage)  # it may name a file
        context.studies.study_closed.connect(self._closed)
        self._show_switch()

    def _switch(self) -> None:
        self._privacy.hide(not self._privacy.is_hidden)

    def _show_switch(self) -> None:
        self._actions.set_checked("study.hide_patient", self._privacy.is_hidden)

    def _closed(self) -> None:
        self.line.show_nothing()
        self._privacy.know(NOBODY)


class PatientController(QObject):
    """Knows the patient of one study, shows them, and keeps what is typed as acts of the reviewer."""

    def __init__(self, context: Context, study: OpenStudy, bar: PatientBar, age: AgeController) -> None:
        super().__init__(study.scope)
        self._window, self._study, self._line, self._age = context.window, study, bar.line, age
        self._privacy, self._settings = context.studies.privacy, context.settings
        self._infant = context.studies.infant
        self._facts = patient_of(study.source)
        self._asked_key = f"patient/asked/{study.recording.fingerprint[:16]}"
        context.actions.connect({"study.patient": self.show_form}, study.scope)
        self._line.asked.connect(self.show_form)
        self._privacy.changed.connect(self._show)
        study.kept.changed.connect(study.scope.while_open(lambda _nothing: self._changed()))
        self._infant.changed.connect(self._show)
        study.scope.ended.connect(self._end)
        self._changed()

    @property
    def patient(self) -> KnownPatient:
        """Who was recorded, as far as file and readers say."""
        return self._age.patient

    def _end(self) -> None:
        close_dialogs(self._window, (_DIALOG,))

    def _changed(self) -> None:
        patient = self.patient
        words = (self._facts.code, self._facts.name, patient.patient_id)
        self._privacy.know(HiddenPatient(self._study.paths, dict.fromkeys(filter(None, words))))
        self._show()

    # the line

    def _show(self) -> None:
        patient, is_hidden = self.patient, self._privacy.is_hidden
        is_simulated = patient.facts.is_simulated
        if is_hidden:
            self._line.show_patient((HIDDEN, "Hidden"), HIDDEN_TIP, "", is_simulated)
        else:
            of_infant, infant = patient.of_infant, self._infant.pseudonym
            recording = of_infant.placed(self._study.recording) if of_infant is not None else self._study.recording
            forms, whole = line_forms(patient, recording, infant), whole_text(patient, recording, infant)
            self._line.show_patient(forms, whole, self._link(patient), is_simulated)
        dialog = open_dialog(self._window, _DIALOG)
        if isinstance(dialog, PatientDialog):
            dialog.show_patient(patient, self._study.review.author, is_hidden)

    def _link(self, patient: KnownPatient) -> str:
        """Return what a click would add: asked for until the form was open once; a fault of the header stays said."""
        if patient.problems:
            return tr("⚠ check patient…")
        is_asked = self._settings.text(self._asked_key) == "yes"
        return tr("add {missing}…", missing=", ".join(patient.missing)) if patient.missing and not is_asked else ""

    # the form

    def show_form(self) -> None:
        """Open the form, with the keyboard in the first line that lacks an answer."""
        dialog = show_dialog(self._window, _DIALOG, self._dialog)
        if isinstance(dialog, PatientDialog):
            dialog.show_patient(self.patient, self._study.review.author, self._privacy.is_hidden)
            put_aside(dialog, self._window)
            dialog.focus_missing()

    def _dialog(self) -> PatientDialog:
        dialog = PatientDialog(self._window)
        dialog.id_typed.connect(self._type_id)
        dialog.sex_chosen.connect(self._choose_sex)
        dialog.age.settled.connect(self._age.type)
        dialog.finished.connect(self._closed)
        return dialog

    def _type_id(self, text: str) -> None:
        self._study.kept.say([Statement(ID_TERM, ID, held_fact(text))])

    def _choose_sex(self, sex: str) -> None:
        self._study.kept.say([Statement(SEX_TERM, SEX, held_fact(sex))])

    def _closed(self, _result: int) -> None:
        """Note that it was asked: the line does not ask again for this study."""
        self._settings.put(self._asked_key, "yes")
        self._show()
