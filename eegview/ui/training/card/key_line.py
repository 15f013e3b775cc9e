"""The keys of a session at the foot of its window, whole entries only."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from eegview.model.text.language import tr

_GAP_PX = 14
_OF_EEG = ("field map", "montage")  # what keys do that act on EEG alone
NOTE = tr("Items are blind: no name, date, marks or detector before you commit")
DISCLAIMER = tr("Research and education")


class KeyLine(QWidget):
    """Keys as caps with what they do; those that do not fit are left out, the last ones first."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("training.keys")
        self.setAccessibleName(tr("Keys"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 3, 12, 4)
        self._row.setSpacing(_GAP_PX)
        self._entries: tuple[tuple[str, str], ...] = ()
        self._others: tuple[tuple[str, str], ...] = ()
        self._is_film = False
        self._shown: list[QWidget] = []
        self.note = QLabel(NOTE)
        self.note.setProperty("role", "quiet")
        self.disclaimer = QLabel(DISCLAIMER)
        self.disclaimer.setToolTip(tr("Research and education. Not a medical device."))
        self.disclaimer.setProperty("role", "quiet")
        self._row.addStretch(1)
        self._row.addWidget(self.note)
        self._row.addWidget(self.disclaimer)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_others(self, entries: Sequence[tuple[str, str]]) -> None:
        """Show (key, what it does) of each behind the keys that answer, the most needed first."""
        self._others = tuple(entries)
        self._show((*self._entries[:1], *self._useful()))

    def show_answer_keys(self, keys: str, is_film: bool = False) -> None:
        """Show which keys answer: `A–E`, `← →`.

        is_film : there is no EEG; keys that act on it are left out
        """
        self._is_film = is_film
        self._show(((keys, "answer"), *self._useful()))

    def _useful(self) -> tuple[tuple[str, str], ...]:
        return tuple(one for one in self._others if not self._is_film or one[1] not in _OF_EEG)

    def _show(self, entries: tuple[tuple[str, str], ...]) -> None:
        if entries == self._entries:
            return
        self._entries = entries
        for widget in self._shown:
            self._row.removeWidget(widget)
            widget.deleteLater()
        self._shown = [_entry(key, text) for key, text in entries]
        for number, widget in enumerate(self._shown):
            self._row.insertWidget(number, widget)
        self.setAccessibleDescription(", ".join(f"{key}: {text}" for key, text in entries))
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.disclaimer.sizeHint().width() + 24, super().minimumSizeHint().height())

    def _fit(self) -> None:
        room_px = self.width() - 24 - self.disclaimer.sizeHint().width() - _GAP_PX
        used_px = 0
        for widget in self._shown:
            used_px += widget.sizeHint().width() + _GAP_PX
            widget.setVisible(used_px <= room_px)
        self.note.setVisible(used_px + self.note.sizeHint().width() + _GAP_PX <= room_px)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _entry(key: str, text: str) -> QWidget:
    widget = QWidget()
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(5)
    cap, words = QLabel(key), QLabel(text)
    cap.setProperty("role", "keycap")
    cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
    row.addWidget(cap)
    row.addWidget(words)
    return widget
