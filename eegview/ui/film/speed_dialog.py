"""How many times slower than it happened a clip plays, typed by the reader where its file does not tell."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QDoubleSpinBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from eegview.model.film.clip import FilmClip
from eegview.model.study.clip_slowness import MOST_TIMES
from eegview.model.text.language import tr, tr_n


class SpeedDialog(QDialog):
    """How slowly one clip plays; the page may go on to another clip meanwhile.

    typed : fingerprint of the clip that is shown here, and how many times slower it plays, or None to go by the file
    """

    typed = Signal(str, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Slow motion"))
        self._fingerprint, self._shown_times = "", 1.0
        self.now_text = _text("film.speed.now")
        self.hints = _text("film.speed.hints")
        self.field = QDoubleSpinBox()
        self.field.setObjectName("film.speed")
        self.field.setAccessibleName(tr("How many times slower the clip plays"))
        self.field.setRange(1.0, MOST_TIMES)
        self.field.setDecimals(2)
        self.field.setSuffix(" ×")
        form = QFormLayout()
        form.addRow(tr("Plays slower by"), self.field)
        note = _text("film.speed.note")
        note.setText(
            tr(
                "1 is true speed. Compare with a clock, speech or a fall in the clip. "
                "Times, sound and movement follow; it is kept with the study, can be undone, and the file is not "
                "changed."
            )
        )
        note.setProperty("role", "quiet")
        self.marks = _text("film.speed.marks")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.by_file = buttons.addButton(tr("Go by the file"), QDialogButtonBox.ButtonRole.ResetRole)
        self.by_file.setObjectName("film.speed.by_file")
        buttons.accepted.connect(self._save)
        buttons.rejected.connect(self.close)
        self.by_file.clicked.connect(lambda: self._say(None))
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 62)
        layout = QVBoxLayout(self)
        layout.addWidget(self.now_text)
        layout.addWidget(self.hints)
        layout.addLayout(form)
        layout.addWidget(note)
        layout.addWidget(self.marks)
        layout.addStretch(1)
        layout.addWidget(buttons)

    def show_clip(self, name: str, clip: FilmClip, hints: Sequence[str], n_marks: int) -> None:
        """Show how slowly a clip plays, and who says so.

        name : `2 of 3`
        hints : sentences why it may be slow motion
        n_marks : of the reader, in the clip
        """
        self._fingerprint = clip.fingerprint
        source = clip.slowness_text or tr("by the file")
        self.now_text.setText(
            tr(
                "Clip {clip}: {times:g} times faster than it happened ({source})",
                clip=name,
                times=1 / clip.slowness,
                source=source,
            )
            if clip.slowness < 1
            else tr(
                "Clip {clip}: {times:g} times slower than it happened ({source})",
                clip=name,
                times=clip.slowness,
                source=source,
            )
            if clip.slowness != 1 or clip.slowness_text
            else tr("Clip {clip}: the file says nothing of slow motion; it is played as it is stored.", clip=name)
        )
        self.hints.setText("\n".join(hints))
        self.hints.setVisible(bool(hints))
        self.field.setValue(clip.slowness)
        self._shown_times = self.field.value()
        self.marks.setText(
            tr_n(
                "Your mark in this clip moves with its frame, in the same step.",
                "Your {n} marks in this clip move with their frames, in the same step.",
                n_marks,
            )
        )
        self.marks.setVisible(bool(n_marks))
        self.by_file.setEnabled(bool(clip.slowness_text))
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.setMinimumHeight(layout.totalHeightForWidth(max(self.width(), self.minimumWidth())))

    def _save(self) -> None:
        """Say the speed that was typed; what stands there unchanged may be rounded, and says nothing."""
        if self.field.value() == self._shown_times:
            self.close()
        else:
            self._say(self.field.value())

    def _say(self, times: float | None) -> None:
        self.typed.emit(self._fingerprint, times)
        self.close()


def _text(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    return label
