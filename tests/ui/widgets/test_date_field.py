"""A date that is typed is the date that is shown."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from eegview.ui.widgets.date_field import DateField, DateTimeField

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


class Form(QWidget):
    """A line, and below it a field."""

    def __init__(self, field: DateTimeField) -> None:
        super().__init__()
        self.line, self.field = QLineEdit(), field
        layout = QVBoxLayout(self)
        layout.addWidget(self.line)
        layout.addWidget(self.field)

    def enter(self) -> None:
        """Go into the field by Tab."""
        self.line.setFocus()
        QTest.keyClick(self.line, Qt.Key.Key_Tab)


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form(DateField("day", "Day"))
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def started(qtbot: QtBot) -> Form:
    made = Form(DateTimeField("start", "Start"))
    qtbot.addWidget(made)
    made.show()
    return made


def of_one_window(test: Callable[..., None]) -> Callable[..., None]:
    """Return the test with many examples in one window."""
    return settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])(test)


def typed(form: Form, text: str, shown: date) -> date:
    form.field.setDate(shown)  # pyright: ignore[reportArgumentType] - Qt takes Python's dates
    form.enter()
    QTest.keyClicks(form.field, text)
    QTest.keyClick(form.field, Qt.Key.Key_Return)
    assert isinstance(form.field, DateField)
    return form.field.day


@of_one_window
@given(DAYS, DAYS)
def test_a_date_typed_after_tab_is_taken_whatever_was_shown(form: Form, wanted: date, shown: date) -> None:
    assert typed(form, wanted.isoformat(), shown) == wanted
    assert typed(form, wanted.strftime("%Y%m%d").zfill(8), shown) == wanted
    assert typed(form, f"{wanted.year}-{wanted.month}-{wanted.day}", shown) == wanted


@pytest.mark.parametrize("text", ["2025-09-10", "2025/09/10", "2025.9.10", "20250910"])
def test_all_of_it_selected_is_typed_anew(form: Form, text: str) -> None:
    form.field.setDate(date(2026, 1, 31))  # pyright: ignore[reportArgumentType]
    form.enter()
    form.field.selectAll()
    QTest.keyClicks(form.field, text)
    assert isinstance(form.field, DateField)
    assert form.field.day == date(2025, 9, 10)


@of_one_window
@given(moment=st.datetimes(datetime(1990, 1, 1), datetime(2190, 1, 1)))
def test_a_date_with_a_time(started: Form, moment: datetime) -> None:
    started.field.setDateTime(QDateTime(2026, 1, 31, 10, 11, 12))
    started.enter()
    QTest.keyClicks(started.field, f"{moment:%Y-%m-%d %H:%M:%S}")
    assert started.field.dateTime().toPython() == moment.replace(microsecond=0)


def test_a_copied_date_is_taken_and_other_text_is_left_out(qtbot: QtBot) -> None:
    field = DateTimeField("start", "Start")
    qtbot.addWidget(field)
    field.setDateTime(QDateTime(2026, 1, 31, 10, 11, 12))
    for copied, shown in (
        ("on Sunday", datetime(2026, 1, 31, 10, 11, 12)),
        (" 2025-09-10 ", datetime(2025, 9, 10, 10, 11, 12)),
        ("2025-09-11T07:08:09", datetime(2025, 9, 11, 7, 8, 9)),
    ):
        QGuiApplication.clipboard().setText(copied)
        QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert field.dateTime().toPython() == shown


def test_one_part_can_be_stepped_and_typed_alone(form: Form) -> None:
    form.field.setDate(date(2026, 1, 31))  # pyright: ignore[reportArgumentType]
    form.enter()
    QTest.keyClick(form.field, Qt.Key.Key_Up)
    assert isinstance(form.field, DateField)
    assert form.field.day == date(2026, 1, 31) + timedelta(days=365)
