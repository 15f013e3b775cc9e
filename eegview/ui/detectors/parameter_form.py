"""The settings of a detector as a form, made from its manifest: wrong input is refused at the field."""

import math
from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from eegview.detect.manifest import Parameter, ParameterType
from eegview.detect.manifest_parameters import Value
from eegview.model.text.language import tr

EXAMPLES = "examples"  # a text setting of this name holds onsets in seconds, with commas between them


class ParameterField(QWidget):
    """One setting: what stands in it, what it means, and what is wrong with it."""

    changed = Signal()
    marks_asked = Signal()  # it is to hold where the reader's own marks are

    def __init__(self, parameter: Parameter) -> None:
        super().__init__()
        self.parameter = parameter
        self.problem = QLabel()
        self.problem.setObjectName(f"parameter.{parameter.name}.trouble")
        self.problem.setProperty("role", "warning")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.editor = self._editor()
        self.editor.setObjectName(f"parameter.{parameter.name}")
        self.editor.setToolTip(parameter.help)
        self.editor.setAccessibleName(parameter.label)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.editor)
        unit = QLabel(_unit_text(parameter))
        unit.setProperty("role", "quiet")
        line.addWidget(unit)
        if parameter.kind is ParameterType.TEXT and parameter.name == EXAMPLES:
            line.addWidget(self._marks_button())
        line.addStretch(1)
        self.help = QLabel(parameter.help)
        self.help.setProperty("role", "caption")
        self.help.setWordWrap(True)
        self.help.setVisible(bool(parameter.help))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(line)
        layout.addWidget(self.help)
        layout.addWidget(self.problem)
        self.show_value(parameter.default)

    def _editor(self) -> QCheckBox | QComboBox | QLineEdit:
        parameter = self.parameter
        if parameter.kind is ParameterType.SWITCH:
            box = QCheckBox()
            box.toggled.connect(lambda _on: self._changed())
            return box
        if parameter.kind is ParameterType.CHOICE:
            choice = QComboBox()
            for value, label in parameter.choices:
                choice.addItem(label, value)
            choice.currentIndexChanged.connect(lambda _index: self._changed())
            return choice
        line = QLineEdit()
        wide = parameter.kind is ParameterType.TEXT
        line.setFixedWidth(line.fontMetrics().averageCharWidth() * (36 if wide else 14))
        line.textChanged.connect(lambda _text: self._changed())
        return line

    def _marks_button(self) -> QPushButton:
        button = QPushButton(tr("Use my marks"))
        button.setObjectName(f"parameter.{self.parameter.name}.marks")
        button.setToolTip(tr("Fill in the onsets of your own marks of this kind"))
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: self.marks_asked.emit())
        return button

    def show_problem(self, text: str) -> None:
        """Show a sentence below the field, until it is changed; "" takes it away."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def show_value(self, value: Value) -> None:
        """Show a value; a choice that there is no longer becomes the default."""
        editor = self.editor
        if isinstance(editor, QCheckBox):
            editor.setChecked(bool(value))
        elif isinstance(editor, QComboBox):
            index = editor.findData(str(value))
            editor.setCurrentIndex(index if index >= 0 else max(editor.findData(str(self.parameter.default)), 0))
        else:
            editor.setText(_text_of(value))
        self._changed()

    @property
    def value(self) -> Value | None:
        """The value in the field, None where it makes no sense."""
        editor = self.editor
        if isinstance(editor, QCheckBox):
            return editor.isChecked()
        if isinstance(editor, QComboBox):
            return editor.currentData()
        if self.parameter.kind is ParameterType.TEXT:
            return editor.text()
        return None if fault_of(self.parameter, editor.text()) else number_of(self.parameter, editor.text())

    def _changed(self) -> None:
        editor = self.editor
        fault = fault_of(self.parameter, editor.text()) if isinstance(editor, QLineEdit) else ""
        self.show_problem(fault)
        self.changed.emit()


class ParameterForm(QWidget):
    """All settings of one detector, in the manifest's order."""

    changed = Signal()
    marks_asked = Signal(object)  # ParameterField: what stands in it comes from the reader's marks

    def __init__(self, parameters: tuple[Parameter, ...]) -> None:
        super().__init__()
        self.setObjectName("parameters")
        self.fields = {parameter.name: ParameterField(parameter) for parameter in parameters}
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        layout.setVerticalSpacing(10)
        for field in self.fields.values():
            label = QLabel(field.parameter.label)
            label.setToolTip(field.parameter.help)
            label.setWordWrap(True)
            layout.addRow(label, field)
            field.changed.connect(self.changed)
            field.marks_asked.connect(lambda f=field: self.marks_asked.emit(f))

    @property
    def is_right(self) -> bool:
        """Whether every field holds a value."""
        return all(field.value is not None for field in self.fields.values())

    @property
    def is_default(self) -> bool:
        """Whether every field holds its default."""
        return all(field.value == field.parameter.default for field in self.fields.values())

    def values(self) -> dict[str, Value]:
        """Return the settings by name; those that make no sense are left out, see `is_right`."""
        values = {name: field.value for name, field in self.fields.items()}
        return {name: value for name, value in values.items() if value is not None}

    def show_values(self, values: Mapping[str, Value]) -> None:
        """Show these settings; names that there are no longer are passed over."""
        for name, value in values.items():
            if name in self.fields and _fits(self.fields[name].parameter, value):
                self.fields[name].show_value(value)

    def show_defaults(self) -> None:
        """Set every field back to its default."""
        for field in self.fields.values():
            field.show_value(field.parameter.default)


def _fits(parameter: Parameter, value: object) -> bool:
    """Check whether a remembered value is still of the kind the setting has."""
    if parameter.kind is ParameterType.SWITCH:
        return isinstance(value, bool)
    if parameter.kind in (ParameterType.NUMBER, ParameterType.WHOLE):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, str)


def number_of(parameter: Parameter, text: str) -> float | int:
    """Return the number that stands in `text`; a comma counts as the decimal point.

    Raises
    ------
    ValueError : it is no number of the setting's kind
    """
    plain = text.strip().replace("−", "-").replace(",", ".")
    return int(plain) if parameter.kind is ParameterType.WHOLE else float(plain)


def fault_of(parameter: Parameter, text: str) -> str:
    """Return what is wrong with the text of a number's field as one sentence, "" where nothing is."""
    if parameter.kind is ParameterType.TEXT:
        return ""
    whole = parameter.kind is ParameterType.WHOLE
    if not text.strip():
        return tr("Enter a whole number.") if whole else tr("Enter a number.")
    try:
        value = number_of(parameter, text)
    except ValueError:
        wanted = tr("“{text}” is not a whole number.") if whole else tr("“{text}” is not a number.")
        return wanted.format(text=text.strip())
    low, high = parameter.minimum, parameter.maximum
    if not math.isfinite(value):
        return tr("“{text}” is not a number.", text=text.strip())
    if low is not None and value < low:
        return tr("At least {text_of}.", text_of=_text_of(low))
    if high is not None and value > high:
        return tr("At most {text_of}.", text_of=_text_of(high))
    return ""


def _text_of(value: Value) -> str:
    return f"{value:.10g}" if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def _unit_text(parameter: Parameter) -> str:
    """Return unit and range, as they stand beside the field."""
    low, high = parameter.minimum, parameter.maximum
    if parameter.kind not in (ParameterType.NUMBER, ParameterType.WHOLE):
        return parameter.unit
    if low is not None and high is not None:
        span = f"{_text_of(low)} to {_text_of(high)}"
    elif low is not None:
        span = f"from {_text_of(low)}"
    elif high is not None:
        span = f"up to {_text_of(high)}"
    else:
        span = ""
    return "  ·  ".join(filter(None, (parameter.unit, span)))
