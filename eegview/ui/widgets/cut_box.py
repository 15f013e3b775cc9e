"""A frequency to choose or to type: "off", "0.5 Hz"."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QComboBox

from eegview.model.text.language import tr

HIGHEST_HZ = 10_000.0


class CutBox(QComboBox):
    """Emits the frequency once it was chosen or typed; what is no frequency is put back as it was."""

    chosen = Signal(float)  # Hz, 0 = off

    def __init__(self, choices_hz: tuple[float, ...]) -> None:
        super().__init__()
        self._shown_hz = 0.0
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMinimumContentsLength(8)
        self.addItems([hz_text(hz) for hz in choices_hz])
        self.textActivated.connect(self._accept)
        line = self.lineEdit()
        assert line is not None
        line.editingFinished.connect(lambda: self._accept(self.currentText()))

    def minimumSizeHint(self) -> QSize:
        """Be never lower than the text in its frame: a crowded dialog grows instead."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def show_hz(self, frequency_hz: float) -> None:
        self._shown_hz = frequency_hz
        line = self.lineEdit()
        if line is not None and not (line.hasFocus() and parse_hz(line.text()) == frequency_hz):
            self.setEditText(hz_text(frequency_hz))

    def _accept(self, text: str) -> None:
        frequency_hz = parse_hz(text)
        if frequency_hz is None or frequency_hz == self._shown_hz:
            self.setEditText(hz_text(self._shown_hz))
            return
        self._shown_hz = frequency_hz
        self.chosen.emit(frequency_hz)


def hz_text(frequency_hz: float) -> str:
    """Return `0.5 Hz`, or `off` for 0."""
    return tr("{frequency_hz:g} Hz", frequency_hz=frequency_hz) if frequency_hz else "off"


def parse_hz(text: str) -> float | None:
    """Return the frequency typed, 0 for "off" or nothing, None where it is no frequency."""
    text = text.strip().casefold().removesuffix("hz").strip().replace(",", ".")
    if text in ("", "off"):
        return 0.0
    try:
        frequency_hz = float(text)
    except ValueError:
        return None
    return frequency_hz if 0 <= frequency_hz <= HIGHEST_HZ else None
