"""The teacher's view as a window: learners above, items and what was said about them below."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QSplitter, QVBoxLayout, QWidget

from eegview.app.training.teaching.class_answers import ClassAnswers, LearnerAnswers
from eegview.app.training.teaching.item_misses import ItemMisses
from eegview.model.text.language import tr, tr_n
from eegview.ui.training.teacher.tables import (
    ITEM_HEADINGS,
    LEARNER_HEADINGS,
    TextsTable,
    item_texts,
    item_tip,
    learner_texts,
    learner_tip,
)

EMPTY = tr(
    "No learner of this folder gave consent. A learner gives it in My progress: “Teachers may see my answers, under my"
    " pseudonym”."
)


class TeacherWindow(QWidget):
    """Shows a class; it reads nothing.

    learner_asked : a LearnerAnswers whose figures are wanted
    folder_asked : another folder is to be chosen
    """

    learner_asked = Signal(object)
    folder_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("training.teacher.window")
        self.setWindowTitle(tr("Teacher's view — eegview"))
        self._class = ClassAnswers((), 0)
        self._items: tuple[ItemMisses, ...] = ()
        self.title = QLabel()
        self.title.setObjectName("training.teacher.title")
        self.title.setProperty("role", "title")
        self.note = QLabel()
        self.note.setObjectName("training.teacher.note")
        self.note.setProperty("role", "quiet")
        self.note.setWordWrap(True)
        self.folder = QPushButton(tr("Other folder…"))
        self.folder.setObjectName("training.teacher.folder")
        self.folder.setToolTip(tr("A folder with learners' files of answers"))
        self.folder.setAutoDefault(False)
        self.folder.clicked.connect(lambda _checked=False: self.folder_asked.emit())
        self.figures = QPushButton(tr("Figures of this learner"))
        self.figures.setObjectName("training.teacher.figures")
        self.figures.setAutoDefault(False)
        self.figures.clicked.connect(lambda _checked=False: self._ask_learner())
        self.learners = TextsTable(LEARNER_HEADINGS, "training.teacher.learners", tr("Learners with consent"), 0)
        self.learners.activated.connect(self._activated)
        self.learners.selectionModel().currentRowChanged.connect(lambda *_rows: self._fit())
        self.items = TextsTable(ITEM_HEADINGS, "training.teacher.items", tr("Items by how often they are missed"), 6)
        self.items.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_comments())
        self.comments = QPlainTextEdit()
        self.comments.setObjectName("training.teacher.comments")
        self.comments.setAccessibleName(tr("What learners say about the item"))
        self.comments.setReadOnly(True)
        self.comments.setTabChangesFocus(True)
        self._lay_out()
        self.resize(1100, 760)

    def _lay_out(self) -> None:
        top = QFrame()
        top.setObjectName("strip")
        row = QHBoxLayout()
        row.addWidget(self.title, 1)
        row.addWidget(self.figures)
        row.addWidget(self.folder)
        column = QVBoxLayout(top)
        column.setContentsMargins(12, 8, 12, 8)
        column.addLayout(row)
        column.addWidget(self.note)
        below = QSplitter(Qt.Orientation.Horizontal)
        below.addWidget(_under(tr("Items, each learner's first answer"), self.items))
        below.addWidget(_under(tr("What learners say about the item"), self.comments))
        below.setStretchFactor(0, 3)
        below.setStretchFactor(1, 1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setContentsMargins(8, 8, 8, 8)
        parts.addWidget(_under(tr("Learners"), self.learners))
        parts.addWidget(below)
        parts.setStretchFactor(0, 2)
        parts.setStretchFactor(1, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(top)
        layout.addWidget(parts, 1)

    def show_reading(self) -> None:
        """Say that a folder is being read."""
        self.title.setText(tr("Reading …"))

    def show_class(self, held: ClassAnswers, items: tuple[ItemMisses, ...]) -> None:
        """Show learners and items."""
        self._class, self._items = held, items
        n, n_without = len(held.learners), held.n_without_consent
        self.title.setText(tr_n("{n} learner with consent", "{n} learners with consent", n))
        hidden = f"{n_without} without consent {'is' if n_without == 1 else 'are'} not shown." if n_without else ""
        self.note.setText(" ".join(filter(None, (hidden, *held.problems, "" if n else EMPTY))))
        self.note.setVisible(bool(self.note.text()))
        learners = held.learners
        self.learners.shown.show_lines([learner_texts(one) for one in learners], lambda row: learner_tip(learners[row]))
        self.items.shown.show_lines([item_texts(one) for one in items], lambda row: item_tip(items[row]))
        for table, lines in ((self.learners, learners), (self.items, items)):
            if lines:
                table.setCurrentIndex(table.shown.index(0, 0))
        self._show_comments()
        self._fit()

    def _fit(self) -> None:
        self.figures.setEnabled(self.learners.row >= 0 and bool(self._class.learners))

    def _show_comments(self) -> None:
        row = self.items.row
        comments = self._items[row].comments if 0 <= row < len(self._items) else ()
        self.comments.setPlainText("\n\n".join(f"{who}: {text}" for who, text in comments) or "Nothing was said.")

    def _activated(self, _index: QModelIndex) -> None:
        self._ask_learner()

    def _ask_learner(self) -> None:
        row = self.learners.row
        if 0 <= row < len(self._class.learners):
            learner: LearnerAnswers = self._class.learners[row]
            self.learner_asked.emit(learner)


def _under(caption: str, content: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("role", "card")
    heading = QLabel(caption)
    heading.setProperty("role", "strong")
    layout = QVBoxLayout(card)
    layout.setContentsMargins(12, 8, 12, 8)
    layout.addWidget(heading)
    layout.addWidget(content, 1)
    return card
