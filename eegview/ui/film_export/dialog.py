"""The dialog in which a copy of a clip is prepared and looked at; it decides nothing and writes nothing itself."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from eegview.model.film.export.choice import Cover, Faces, Voice
from eegview.model.text.language import tr, tr_later
from eegview.ui.film_export.face_form import FaceForm
from eegview.ui.film_export.face_picture import FacePicture
from eegview.ui.film_export.strip import FilmStrip
from eegview.ui.widgets.flow_layout import FlowLayout
from eegview.ui.widgets.write_buttons import WriteButtons

_VOICES = {
    Voice.MUTE: tr_later("No sound"),
    Voice.TONES: tr_later("A tone as loud as the sound: when something is heard stays, what is said does not"),
    Voice.KEPT: tr_later("Keep the sound: voices identify"),
}


class FilmExportDialog(QDialog):
    """Picture and strip on the left, what is asked on the right."""

    clip_chosen = Signal(int)
    changed = Signal()  # what happens to faces or sound
    part_asked = Signal(str)  # "begin" or "end" at this picture, or "all"
    looked = Signal(bool)
    write_asked = Signal()
    cancel_asked = Signal()
    played = Signal(bool)
    plain_changed = Signal(bool)

    def __init__(self, parent: QWidget, clips: Sequence[str], chosen: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export clip"))
        self._can_write, self._is_writing = False, False
        self.picture, self.strip, self.faces = FacePicture(), FilmStrip(), FaceForm()
        self.faces.changed.connect(self.changed)
        columns = QHBoxLayout()
        columns.addLayout(self._left(), 1)
        columns.addWidget(self._right(clips, chosen))
        self.bar = QProgressBar()
        self.bar.setObjectName("film_export.progress")
        self.bar.setRange(0, 100)
        self.bar.hide()
        self.outcome = _label("film_export.outcome", tr("Outcome of the export"))
        self.outcome.hide()
        layout = QVBoxLayout(self)
        layout.addLayout(columns, 1)
        layout.addWidget(self.outcome)
        layout.addWidget(self.bar)
        layout.addWidget(self._buttons())
        room = parent.screen().availableGeometry()
        width_px, height_px = self.fontMetrics().averageCharWidth() * 150, self.fontMetrics().height() * 40
        self.resize(min(width_px, round(room.width() * 0.95)), min(height_px, round(room.height() * 0.9)))

    # the parts

    def _left(self) -> QVBoxLayout:
        self.play = QPushButton(tr("Play"))
        self.play.setObjectName("film_export.play")
        self.play.setCheckable(True)
        self.play.setAutoDefault(False)
        self.play.toggled.connect(self._play_toggled)
        self.plain = QCheckBox(tr("Show without cover"))
        self.plain.setObjectName("film_export.plain")
        self.plain.setToolTip(tr("To see whether the ellipse lies on the face. The copy is covered all the same."))
        self.plain.toggled.connect(self.plain_changed)
        self.where = QLabel()
        self.where.setObjectName("film_export.where")
        bar = QHBoxLayout()
        bar.addWidget(self.play)
        bar.addWidget(self.plain)
        bar.addStretch(1)
        bar.addWidget(self.where)
        layout = QVBoxLayout()
        layout.addWidget(self.picture, 1)
        layout.addWidget(self.strip)
        layout.addLayout(bar)
        return layout

    def _right(self, clips: Sequence[str], chosen: int) -> QScrollArea:
        inner = self._form = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 6, 0)
        self.clip = QComboBox()
        self.clip.setObjectName("film_export.clip")
        self.clip.setAccessibleName(tr("Clip"))
        self.clip.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.clip.setMinimumContentsLength(20)
        self.clip.addItems(list(clips))
        self.clip.setCurrentIndex(chosen)
        self.clip.currentIndexChanged.connect(self.clip_chosen)
        self.clip.setVisible(len(clips) > 1)
        layout.addWidget(self.clip)
        layout.addWidget(self.faces)
        layout.addWidget(self._sound())
        layout.addWidget(self._part())
        told = QGroupBox(tr("What the file says besides"))
        self.told = _label("film_export.told", tr("What the file says besides"))
        box = QVBoxLayout(told)
        box.addWidget(self.told)
        layout.addWidget(told)
        layout.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        width = self.fontMetrics().averageCharWidth() * 52
        scroll.setMinimumWidth(width)
        scroll.setMaximumWidth(width)
        return scroll

    def _sound(self) -> QGroupBox:
        box = QGroupBox(tr("Sound"))
        layout = QVBoxLayout(box)
        self._voice_group = QButtonGroup(self)
        self.voices: dict[Voice, QRadioButton] = {}
        for kind, text in _VOICES.items():
            first, _, rest = tr(text).partition(": ")
            button = self.voices[kind] = QRadioButton(first)
            button.setObjectName(f"film_export.voice.{kind}")
            button.setToolTip(tr(text))
            self._voice_group.addButton(button)
            layout.addWidget(button)
            if rest:
                note = QLabel(rest[:1].upper() + rest[1:] + ".")
                note.setProperty("role", "quiet")
                note.setWordWrap(True)
                note.setIndent(self.fontMetrics().averageCharWidth() * 4)
                layout.addWidget(note)
        self._voice_group.buttonToggled.connect(lambda _button, is_on: self.changed.emit() if is_on else None)
        return box

    def _part(self) -> QGroupBox:
        box = QGroupBox(tr("Part"))
        layout = QVBoxLayout(box)
        self.part = _label("film_export.part", tr("Part"))
        layout.addWidget(self.part)
        buttons = FlowLayout()
        self.part_buttons: dict[str, QPushButton] = {}
        for name, text in (("begin", tr("Begin here")), ("end", tr("End here")), ("all", tr("All of it"))):
            button = self.part_buttons[name] = QPushButton(text)
            button.setObjectName(f"film_export.part.{name}")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, name=name: self.part_asked.emit(name))
            buttons.addWidget(button)
        layout.addLayout(buttons)
        return box

    def _buttons(self) -> QWidget:
        self.seen = QCheckBox(tr("I have looked at all of the copy"))
        self.seen.setObjectName("film_export.seen")
        self.seen.toggled.connect(self.looked)
        self.share = QLabel()
        self.share.setObjectName("film_export.share")
        self.share.setProperty("role", "quiet")
        box = self.buttons = WriteButtons("film_export", tr("Write…"))
        self.write, self.cancel = box.write, box.cancel
        box.write_asked.connect(self.write_asked)
        box.cancel_asked.connect(self.cancel_asked)
        box.rejected.connect(self.reject)
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.seen)
        layout.addWidget(self.share, 1)
        layout.addWidget(box)
        return row

    def _play_toggled(self, is_on: bool) -> None:
        self.play.setText(tr("Pause") if is_on else tr("Play"))
        self.played.emit(is_on)

    # what is chosen, and what comes of it

    @property
    def voice(self) -> Voice | None:
        """Return what is to happen to the sound, None before a person chose."""
        return next((kind for kind, button in self.voices.items() if button.isChecked()), None)

    @property
    def is_writing(self) -> bool:
        """Whether the copy is being written."""
        return self._is_writing

    def show_chosen(self, faces: Faces | None, how: Cover, voice: Voice | None) -> None:
        """Show what was chosen for this clip before."""
        self.faces.show_chosen(faces, how)
        if voice is not None:
            self.voices[voice].setChecked(True)

    def show_sound(self, has_sound: bool) -> None:
        """Offer what can be done with the sound, if there is any."""
        for button in self.voices.values():
            button.setEnabled(has_sound)
        if not has_sound:
            self.voices[Voice.MUTE].setChecked(True)

    def show_possible(self, can_look: bool, can_write: bool, share: str) -> None:
        """Show whether the copy may be called looked at, and written.

        share : how much of it was looked at, or what is still to be chosen
        """
        self._can_write = can_write
        self.seen.setEnabled(can_look)
        if not can_look:
            with QSignalBlocker(self.seen):
                self.seen.setChecked(False)
        self.share.setText(share)
        self.write.setEnabled(can_write and not self._is_writing)

    def show_working(self, is_writing: bool) -> None:
        """Show that faces are being followed, or the copy is being written."""
        self._lock(is_writing)
        self.bar.setValue(0)
        self.bar.show()
        self.buttons.begin("" if is_writing else tr("Stop following"))
        self.write.setEnabled(self._can_write and not is_writing)

    def _lock(self, is_writing: bool) -> None:
        """While the copy is written nothing of it can be changed: a change would cancel the writing."""
        self._is_writing = is_writing
        self._form.setEnabled(not is_writing)
        self.picture.setEnabled(not is_writing)

    def show_share(self, share: float) -> None:
        self.bar.setValue(round(share * 100))

    def show_end(self, sentences: Sequence[str] = ()) -> None:
        """Show that the work has ended, and with what."""
        self._lock(False)
        self.bar.hide()
        self.buttons.end()
        self.outcome.setText("\n".join(sentences))
        self.outcome.setVisible(bool(sentences))
        self.write.setEnabled(self._can_write)
        QTimer.singleShot(0, self.picture, self.picture.update)


def _label(name: str, spoken: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setAccessibleName(spoken)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
