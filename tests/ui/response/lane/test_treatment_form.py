"""A treatment is typed by keyboard alone."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from eegview.app.response.rules import UsualNames
from eegview.model.treatment.treatment import Treatment
from eegview.ui.response.lane.treatment_form import TreatmentForm

DAY = date(2026, 3, 2)


@pytest.fixture
def form(qtbot: QtBot) -> TreatmentForm:
    made = TreatmentForm(UsualNames(("vigabatrin", "prednisolone"), ("mg/kg/day",)), is_dated=True)
    qtbot.addWidget(made)
    made.show()
    return made


def in_focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_enter_in_a_field_adds_the_treatment_as_it_was_typed(form: TreatmentForm) -> None:
    added: list[Treatment] = []
    form.saved.connect(added.append)
    form.goes_on.setChecked(True)
    form.drug.setFocus()
    QTest.keyClicks(in_focus(), "vigabatrin")
    form.dose.setFocus()
    QTest.keyClicks(in_focus(), "100")
    form.unit.setCurrentText("mg/kg/day")
    form.start.date.setFocus()
    QTest.keyClicks(in_focus(), DAY.isoformat())
    QTest.keyClick(in_focus(), Qt.Key.Key_Return)
    assert form.problem.text() == ""
    (one,) = added
    assert (one.drug, one.dose, one.start.on, one.stop) == ("vigabatrin", 100, DAY, None)


def test_enter_on_a_button_does_not_add(form: TreatmentForm) -> None:
    added: list[Treatment] = []
    form.saved.connect(added.append)
    form.drug.setCurrentText("vigabatrin")
    form.new.setFocus()
    QTest.keyClick(in_focus(), Qt.Key.Key_Return)
    assert added == []
