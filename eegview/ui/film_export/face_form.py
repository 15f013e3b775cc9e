"""What is said of faces: shown, covered where drawn, or all covered; which face is being drawn."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from eegview.model.film.export.choice import Cover, Faces
from eegview.model.text.language import tr
from eegview.ui.widgets.flow_layout import FlowLayout

_FACES = {
    Faces.FOLLOWED: tr("Cover the faces I draw, and follow them"),
    Faces.WHOLE: tr("Cover the whole frame"),
    Faces.SHOWN: tr("Leave faces as they are"),
}
_COVERS = {
    Cover.BLUR: tr("Blurred"),
    Cover.PIXELATE: tr("In large squares"),
    Cover.FILL: tr("One colour: nothing is left"),
}


class FaceForm(QGroupBox):
    """Asks what happens to faces; nothing is chosen before a person chooses."""

    changed = Signal()  # what happens to faces, or how they are covered
    face_chosen = Signal(int)
    absent_asked = Signal()  # not in the picture from here
    forget_asked = Signal()  # what was said of the face in this picture
    remove_asked = Signal()  # the face
    next_asked = Signal()  # the next place to look at

    def __init__(self) -> None:
        super().__init__(tr("Faces"))
        layout = QVBoxLayout(self)
        self.group = QButtonGroup(self)
        self.choices: dict[Faces, QRadioButton] = {}
        for kind, text in _FACES.items():
            button = self.choices[kind] = QRadioButton(text)
            button.setObjectName(f"film_export.faces.{kind}")
            self.group.addButton(button)
            layout.addWidget(button)
        self.group.buttonToggled.connect(self._toggled)
        self.cover = QComboBox()
        self.cover.setObjectName("film_export.cover")
        self.cover.setAccessibleName(tr("How it is covered"))
        for cover, text in _COVERS.items():
            self.cover.addItem(text, cover)
        self.cover.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self._covered = _row(QLabel(tr("Covered how")), self.cover)
        layout.addWidget(self._covered)
        self.drawing = QWidget()
        drawing = QVBoxLayout(self.drawing)
        drawing.setContentsMargins(0, 0, 0, 0)
        self.hint = QLabel()
        self.hint.setObjectName("film_export.hint")
        self.hint.setWordWrap(True)
        drawing.addWidget(self.hint)
        self.face = QComboBox()
        self.face.setObjectName("film_export.face")
        self.face.setAccessibleName(tr("Face"))
        self.face.currentIndexChanged.connect(self._face_changed)
        drawing.addWidget(_row(QLabel(tr("Drawing")), self.face))
        buttons = FlowLayout()
        self.absent = self._button("absent", tr("Out of sight from here"), self.absent_asked)
        self.forget = self._button("forget", tr("Remove this drawing"), self.forget_asked)
        self.remove = self._button("remove", tr("Remove face"), self.remove_asked)
        self.next = self._button("next", tr("Next place to check"), self.next_asked)
        for button in (self.absent, self.forget, self.remove, self.next):
            buttons.addWidget(button)
        drawing.addLayout(buttons)
        self.state = QLabel()
        self.state.setObjectName("film_export.state")
        self.state.setWordWrap(True)
        drawing.addWidget(self.state)
        layout.addWidget(self.drawing)
        self.show_faces((), 1)
        self._show_possible()

    def _button(self, name: str, text: str, asked: object) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(f"film_export.{name}")
        button.setAutoDefault(False)
        button.clicked.connect(asked)
        return button

    @property
    def faces(self) -> Faces | None:
        """Return what is to happen, None before a person chose."""
        return next((kind for kind, button in self.choices.items() if button.isChecked()), None)

    def show_chosen(self, faces: Faces | None, how: Cover) -> None:
        """Show what was chosen before; where nothing was, what is chosen stays."""
        if faces is not None:
            self.choices[faces].setChecked(True)
            self.cover.setCurrentIndex(self.cover.findData(how))

    @property
    def how(self) -> Cover:
        """Return how what is hidden is covered."""
        return Cover(self.cover.currentData())

    def show_faces(self, faces: tuple[int, ...], chosen: int) -> None:
        """Offer these faces and one more."""
        numbers = tuple(sorted({*faces, 1}))
        with QSignalBlocker(self.face):
            self.face.clear()
            for number in numbers:
                self.face.addItem(tr("Face {number}", number=number), number)
            if faces:
                self.face.addItem(tr("Another face"), numbers[-1] + 1)
            if self.face.findData(chosen) < 0:
                self.face.addItem(tr("Face {number}", number=chosen), chosen)
            self.face.setCurrentIndex(max(self.face.findData(chosen), 0))
        self.remove.setEnabled(chosen in faces)

    def show_state(self, hint: str, state: str, has_point: bool, has_places: bool) -> None:
        """Show what to do, and how well faces were followed."""
        self.hint.setText(hint)
        self.state.setText(state)
        self.state.setVisible(bool(state))
        self.forget.setEnabled(has_point)
        self.next.setEnabled(has_places)

    def _face_changed(self, _index: int) -> None:
        number = self.face.currentData()
        if number is not None:
            self.face_chosen.emit(int(number))

    def _toggled(self, _button: object, is_on: bool) -> None:
        if is_on:
            self._show_possible()
            self.changed.emit()

    def _show_possible(self) -> None:
        faces = self.faces
        self._covered.setVisible(faces in (Faces.FOLLOWED, Faces.WHOLE))
        self.drawing.setVisible(faces is Faces.FOLLOWED)


def _row(*widgets: QWidget) -> QWidget:
    box = QWidget()
    layout = QHBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    for number, widget in enumerate(widgets):
        layout.addWidget(widget, number)
    return box
