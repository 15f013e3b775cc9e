"""The dialog that shows what a file of marks would become, before it is imported as one act."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from eegview.app.exchange.import_plan import SKIP, ImportGroup, ImportPlan
from eegview.app.library.editing import check_reviewer
from eegview.model.annotation import marks_text
from eegview.model.errors import UsageError
from eegview.model.text.decoding import OFFERED_ENCODINGS, encoding_title
from eegview.model.text.language import tr
from eegview.model.time.clock import elapsed_text
from eegview.model.vocabulary import Vocabulary

_REPORT_LINES = 8  # in sight; the rest is scrolled to
TEXT, COUNT, BECOMES = range(3)


class ImportDialog(QDialog):
    """Shows each text of the file and the term it becomes; nothing is imported before the button is pressed.

    shift_s : how much later the file's time begins than the recording's; 0 = the same
    n_outside : marks that lie outside the recording as they stand
    """

    import_asked = Signal(object, object, float)  # {group number: term id or SKIP}, layer or None, shift in s
    encoding_chosen = Signal(str)  # "" = found out

    def __init__(
        self, parent: QWidget, plan: ImportPlan, vocabulary: Vocabulary, author: str, shift_s: float, n_outside: int
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Import marks"))
        self._plan, self._vocabulary, self._author, self._shift_s = plan, vocabulary, author, shift_s
        self.choices: list[QComboBox] = []
        head = QLabel(f"{plan.file_name}: {marks_text(len(plan.marks))}")
        head.setProperty("role", "title")
        self.report = QLabel("\n".join((*plan.report, *_outside(n_outside))))
        self.report.setObjectName("import.report")
        self.report.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        report = QScrollArea()
        report.setWidget(self.report)
        report.setWidgetResizable(True)
        report.setFrameShape(QScrollArea.Shape.NoFrame)
        n_lines = min(self.report.text().count("\n") + 2, _REPORT_LINES)
        report.setFixedHeight(self.fontMetrics().lineSpacing() * n_lines)
        report.setVisible(bool(self.report.text()))
        for label in (head, self.report):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.table = self._table()
        self.layer = QComboBox()
        self.layer.setObjectName("import.layer")
        self.layer.setAccessibleName(tr("Layer"))
        self.layer.setEditable(True)
        self.layer.setToolTip(tr("The layer these marks go into; type another name for a separate layer"))
        self.layer.addItem(tr("My marks ({author})", author=author), author)
        if plan.names_layers:
            self.layer.addItem(tr("As named in the file"), None)
            self.layer.setCurrentIndex(1)
        self.shift = QCheckBox(
            tr(
                "The file starts {shift_text} than the recording: shift the marks by that",
                shift_text=_shift_text(shift_s),
            )
        )
        self.shift.setObjectName("import.shift")
        self.shift.setVisible(shift_s != 0)
        self.problem = QLabel()
        self.problem.setObjectName("import.trouble")
        self.problem.setProperty("role", "warning")
        self.problem.setWordWrap(True)
        self.problem.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.take = buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setObjectName("import.take")
        self.take.setMinimumWidth(self.fontMetrics().averageCharWidth() * 26)  # the style writes it bold
        buttons.accepted.connect(self._import)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(tr("Into"), self.layer)
        self.encoding = self._encodings(plan.encoding)
        if plan.asks_for_encoding:
            form.addRow(tr("Text encoding"), self.encoding)
        layout = QVBoxLayout(self)
        layout.addWidget(head)
        layout.addWidget(report)
        layout.addWidget(self.table, 1)
        layout.addLayout(form)
        layout.addWidget(self.shift)
        layout.addWidget(self.problem)
        layout.addWidget(buttons)
        self._count()
        unit_px = self.fontMetrics().averageCharWidth()
        self.resize(unit_px * 92, self.fontMetrics().height() * 30)

    def _encodings(self, in_use: str) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName("import.encoding")
        box.setAccessibleName(tr("Text encoding"))
        box.setToolTip(tr("Choose another where letters are wrong; the file is read again"))
        box.addItem(tr("Automatic"), "")
        for name in dict.fromkeys((*OFFERED_ENCODINGS, *filter(None, (in_use,)))):
            box.addItem(encoding_title(name), name)
        box.setCurrentIndex(box.findData(in_use))
        box.setVisible(self._plan.asks_for_encoding)
        box.activated.connect(lambda index: self.encoding_chosen.emit(str(box.itemData(index))))
        return box

    def _table(self) -> QTableWidget:
        table = QTableWidget(len(self._plan.groups), 3)
        table.setObjectName("import.table")
        table.setAccessibleName(tr("Marks in the file"))
        table.setHorizontalHeaderLabels([tr("In the file"), tr("Marks"), tr("Becomes")])
        table.verticalHeader().hide()
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.setShowGrid(False)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(TEXT, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(COUNT, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(BECOMES, QHeaderView.ResizeMode.Fixed)
        table.setColumnWidth(BECOMES, self.fontMetrics().averageCharWidth() * 36)
        for row, group in enumerate(self._plan.groups):
            words = group.text if group.is_known else f"“{group.text}”"
            text = QTableWidgetItem(words + _doubt_text(group))
            known = "Recognised" if group.is_known else "No term of the vocabulary matches this text"
            text.setToolTip(f"{known} · {group.where}" if group.where else known)
            count = QTableWidgetItem(str(len(group.marks)))
            count.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            table.setItem(row, TEXT, text)
            table.setItem(row, COUNT, count)
            table.setCellWidget(row, BECOMES, self._choice(row))
            table.setRowHeight(row, round(self.fontMetrics().height() * 2.2))
        return table

    def _choice(self, row: int) -> QComboBox:
        group = self._plan.groups[row]
        box = QComboBox()
        box.setObjectName(f"import.becomes.{row}")
        box.setAccessibleName(tr("“{text}” becomes", text=group.text))
        if self._vocabulary.term(group.term_id) is None:
            box.addItem(tr("{term_id} (as it is)", term_id=group.term_id), group.term_id)
        for term in self._vocabulary.terms:
            if term.is_hidden and term.term_id != group.term_id:
                continue
            text = tr("Note with this text") if not group.is_known and term.term_id == "note" else term.label
            box.addItem(text, term.term_id)
        box.addItem(tr("Leave out"), SKIP)
        box.setCurrentIndex(box.findData(group.term_id))
        box.currentIndexChanged.connect(self._count)
        self.choices.append(box)
        return box

    def _count(self) -> None:
        n_imported = sum(
            len(group.marks)
            for group, box in zip(self._plan.groups, self.choices, strict=True)
            if box.currentData() != SKIP
        )
        self.take.setText(tr("Import {marks_text}", marks_text=marks_text(n_imported)))
        self.take.setEnabled(n_imported > 0)

    @property
    def chosen_layer(self) -> str | None:
        """Return the layer's name, None = as named in the file."""
        index = self.layer.currentIndex()
        is_listed = index >= 0 and self.layer.currentText() == self.layer.itemText(index)
        return self.layer.itemData(index) if is_listed else self.layer.currentText().strip()

    def _import(self) -> None:
        layer = self.chosen_layer
        if layer is not None:
            try:
                check_reviewer(layer, "technologist")
            except UsageError:
                self.problem.setText(tr("“{layer}” cannot be a layer's name. Type a plain name.", layer=layer))
                self.problem.show()
                return
        choices = {row: str(box.currentData()) for row, box in enumerate(self.choices)}
        self.import_asked.emit(choices, layer, self._shift_s if self.shift.isChecked() else 0.0)
        self.accept()


def _doubt_text(group: ImportGroup) -> str:
    if not group.n_doubted:
        return ""
    return (
        tr(" · uncertain")
        if group.n_doubted == len(group.marks)
        else tr(" · {n_doubted} uncertain", n_doubted=group.n_doubted)
    )


def _outside(n_outside: int) -> tuple[str, ...]:
    if not n_outside:
        return ()
    lie = "lies" if n_outside == 1 else "lie"
    return (
        tr(
            "{marks_text} {lie} outside the recording; kept, shown in the list only.",
            marks_text=marks_text(n_outside),
            lie=lie,
        ),
    )


def _shift_text(shift_s: float) -> str:
    return f"{elapsed_text(abs(shift_s), 1)} {'later' if shift_s > 0 else 'earlier'}"
