"""The settings of a detector as a form: every type, wrong input told at the field, defaults."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from waiting import emitted

from eegview.detect.manifest import Parameter, ParameterType
from eegview.detect.manifest_parameters import parsed_value
from eegview.model.errors import UsageError
from eegview.ui.detectors.parameter_form import ParameterField, ParameterForm, fault_of, number_of

DEPTH = Parameter("depth", "Depth", ParameterType.NUMBER, 0.5, 0.1, 2.0, "µV")
COUNT = Parameter("count", "Count", ParameterType.WHOLE, 3, 1, 10)
PARAMETERS = (
    DEPTH,
    COUNT,
    Parameter("strict", "Strict", ParameterType.SWITCH, False),
    Parameter("side", "Side", ParameterType.CHOICE, "both", choices=(("left", "Left"), ("both", "Either side"))),
    Parameter("times", "Times", ParameterType.TEXT, ""),
)


@pytest.fixture
def form(qtbot: QtBot) -> ParameterForm:
    form = ParameterForm(PARAMETERS)
    qtbot.addWidget(form)
    return form


def type_into(field: ParameterField, text: str) -> None:
    assert isinstance(field.editor, QLineEdit)
    field.editor.setText(text)


def test_each_setting_starts_with_its_default(form: ParameterForm) -> None:
    assert form.values() == {"depth": 0.5, "count": 3, "strict": False, "side": "both", "times": ""}
    assert form.is_right
    assert form.is_default


def test_wrong_input_is_told_at_the_field_and_is_no_value(form: ParameterForm) -> None:
    field = form.fields["depth"]
    type_into(field, "3")
    assert field.problem.text() == "At most 2."
    assert not form.is_right
    assert "depth" not in form.values()
    type_into(field, "0,7")
    assert field.problem.text() == ""
    assert form.values()["depth"] == 0.7


def test_a_whole_number_is_whole(form: ParameterForm) -> None:
    type_into(form.fields["count"], "2.5")
    assert form.fields["count"].problem.text() == "“2.5” is not a whole number."


def test_defaults_come_back(form: ParameterForm) -> None:
    form.show_values({"depth": 1.5, "strict": True, "side": "left", "times": "1 2", "gone": 7})
    assert form.values() == {"depth": 1.5, "count": 3, "strict": True, "side": "left", "times": "1 2"}
    form.show_defaults()
    assert form.is_default


def test_what_was_remembered_and_fits_no_more_is_the_default(form: ParameterForm) -> None:
    form.show_values({"side": "middle", "strict": "yes", "count": True})
    assert form.is_default


@given(st.one_of(st.text(max_size=8), st.floats().map(str), st.integers().map(str)), st.sampled_from([DEPTH, COUNT]))
def test_the_form_takes_what_the_command_line_takes(text: str, parameter: Parameter) -> None:
    plain = text.strip().replace("−", "-").replace(",", ".")
    try:
        wanted = parsed_value(parameter, plain)
    except UsageError:
        assert fault_of(parameter, text)
    else:
        assert fault_of(parameter, text) == ""
        assert number_of(parameter, text) == wanted


def test_onsets_can_come_from_the_readers_marks(qtbot: QtBot) -> None:
    examples = Parameter("examples", "Examples at", ParameterType.TEXT, "", unit="s", help="Onsets in seconds.")
    other = Parameter("label", "Label", ParameterType.TEXT, "")
    form = ParameterForm((examples, other))
    qtbot.addWidget(form)
    field = form.fields["examples"]
    assert field.help.text() == "Onsets in seconds."
    assert form.findChild(QPushButton, "parameter.label.marks") is None
    with emitted(form.marks_asked) as asked:
        form.findChild(QPushButton, "parameter.examples.marks").click()
    assert asked.args == [field]
    field.show_problem("You have no marks here yet.")
    assert field.problem.isVisibleTo(form)
    field.show_value("3.50, 9.00")
    assert not field.problem.isVisibleTo(form)
    assert form.values()["examples"] == "3.50, 9.00"
