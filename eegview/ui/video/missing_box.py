"""The videos of a study that were not found, with what can be done about each."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from eegview.app.study.videos import MissingVideo
from eegview.model.text.language import tr

_MOST_LINES = 4  # each with its buttons; of more only the number is told


class MissingVideosBox(QWidget):
    """A sentence for each missing video, and its buttons; hidden while none is missing."""

    locate_asked = Signal(str)  # fingerprint
    forget_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("video.missing")
        self.setAutoFillBackground(True)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(8, 6, 8, 6)
        self._shown: tuple[MissingVideo, ...] = ()
        self.hide()

    @property
    def texts(self) -> tuple[str, ...]:
        """The sentences shown."""
        return tuple(label.text() for label in self.findChildren(QLabel) if label.isVisibleTo(self))

    def show_missing(self, missing: Sequence[MissingVideo]) -> None:
        """Show these videos as missing, and no others."""
        missing = tuple(missing)
        if missing == self._shown:
            return
        self._shown = missing
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in missing[:_MOST_LINES]:
            self._lines.addWidget(self._line(one))
        n_more = len(missing) - _MOST_LINES
        if n_more > 0:
            videos = "1 more video is" if n_more == 1 else f"{n_more} more videos are"
            self._lines.addWidget(_sentence(f"{videos} not found; see Video → Videos of this study…"))
        self.setVisible(bool(missing))

    def _line(self, missing: MissingVideo) -> QWidget:
        line = QWidget()
        column, row = QVBoxLayout(line), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        sentence = _sentence(missing.text)
        sentence.setToolTip(tr("It was in {folder}", folder=missing.folder) if missing.folder else "")
        column.addWidget(sentence)
        column.addLayout(row)
        row.addStretch(1)
        for name, text, tip, signal in (
            ("locate", tr("Locate…"), tr("Choose where the video is now"), self.locate_asked),
            ("forget", tr("Remove"), tr("Remove the video from this study; can be undone"), self.forget_asked),
        ):
            button = QPushButton(text)
            button.setObjectName(f"video.missing.{name}")
            button.setToolTip(tip)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            fingerprint = missing.video.fingerprint
            button.clicked.connect(lambda _checked=False, s=signal, f=fingerprint: s.emit(f))
            row.addWidget(button)
        return line


def _sentence(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", "warning")
    label.setWordWrap(True)
    return label
