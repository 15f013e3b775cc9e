"""Who reads the epoch, how far they are, and what ends a score: the commit, the free form, the detector's proposals."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QToolButton, QWidget

from eegview.app.scoring.sheet import ScoreSheet
from eegview.app.scoring.side.readers import reader_epoch, reader_name, reader_progress, reader_score, readers_note
from eegview.app.scoring.side.texts import PREFILL_TEXT, commit_text, missing_lines
from eegview.model.text.language import tr
from eegview.ui.scoring.card_frame import Card, EvidenceLabel, grows_down, plain_label, set_text
from eegview.ui.scoring.side_view import SideView
from eegview.ui.widgets.flow_layout import FlowLayout

HIDDEN_TIP = tr("Hidden until both readers have committed, so that neither sways the other.")


class ReadersBox(Card):
    """Shows the readers; another reader's name opens the comparison once both have committed."""

    other_reader_asked = Signal(str)
    commit_asked = Signal()
    withdraw_commit_asked = Signal()
    form_asked = Signal()
    prefill_switched = Signal(bool)

    def __init__(self) -> None:
        super().__init__("score.readers", "Readers")
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(1)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._lines: list[tuple[EvidenceLabel, QLabel, QLabel]] = []
        self.commit = QPushButton(tr("Commit score"))
        self.commit.setObjectName("score.commit.button")
        self.commit.clicked.connect(self._commit)
        self.form = QPushButton(tr("Hypsarrhythmia form…"))
        self.form.setObjectName("score.form.button")
        self.form.clicked.connect(self.form_asked)
        buttons = QWidget()
        flow = FlowLayout(buttons, 4)
        for button in (self.commit, self.form):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            flow.addWidget(button)
        grows_down(buttons)
        self.prefill = QToolButton()
        self.prefill.setObjectName("score.prefill.switch")
        self.prefill.setProperty("role", "switch")
        self.prefill.setCheckable(True)
        self.prefill.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.prefill.clicked.connect(self._switch)
        self.prefill_text = plain_label("quiet")
        self.prefill_text.setObjectName("score.prefill.text")
        flow.addWidget(self.prefill)
        self.add(self._table, buttons, self.prefill_text)
        self._is_committed = False
        self._is_on = False

    @property
    def n_lines(self) -> int:
        """Return how many lines were made so far, shown or not."""
        return len(self._lines)

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """Return the texts of the readers' lines that are shown."""
        return [
            (name.plain, *(label.text() for label in labels)) for name, *labels in self._lines if not name.isHidden()
        ]

    def name_of(self, reader: str) -> EvidenceLabel:
        """Return the label of a reader's name."""
        return next(name for name, *_labels in self._lines if name.plain.startswith(reader))

    def show_view(self, view: SideView) -> None:
        """Show the readers and what can be done."""
        sheet = view.sheet
        if sheet is None:
            return
        self._show_readers(view, sheet)
        self._is_committed, self._is_on = sheet.is_committed, view.proposal.is_on
        text = tr("Withdraw commit") if sheet.is_committed else commit_text(sheet)
        if self.commit.text() != text:
            self.commit.setText(text)
        is_ready = sheet.can_commit
        role = "primary" if is_ready else ""
        if self.commit.property("role") != role:
            self.commit.setProperty("role", role)
            self.commit.style().unpolish(self.commit)
            self.commit.style().polish(self.commit)
        is_own = not view.readers or any(line.is_own and line.reader == sheet.reader for line in view.readers)
        self.commit.setEnabled(is_own and (sheet.is_committed or is_ready))
        missing = "\n".join(missing_lines(sheet))
        key = view.keys.get("commit", "")
        self.commit.setToolTip(missing or (tr("Key {key}", key=key) if key and not sheet.is_committed else ""))
        self.commit.setAccessibleDescription(missing)
        state = "on" if view.proposal.is_on else "off"
        self.prefill.setText(f"Pre-fill: {state}")
        self.prefill.setAccessibleName(tr("Detector pre-fill: {state}", state=state))
        self.prefill.setChecked(view.proposal.is_on)
        self.prefill.setEnabled(view.proposal.is_available and not view.is_locked)
        self.prefill.setToolTip(PREFILL_TEXT)
        said = view.proposal.text or (PREFILL_TEXT if view.proposal.is_on else "")
        set_text(self.prefill_text, said)
        self.prefill_text.setVisible(bool(said))

    def _show_readers(self, view: SideView, sheet: ScoreSheet) -> None:
        lines = view.readers
        self.set_note(readers_note(lines))
        self._table.setVisible(bool(lines))
        while len(self._lines) < len(lines):
            self._add_line()
        for index, (name, progress, score) in enumerate(self._lines):
            for label in (name, progress, score):
                label.setVisible(index < len(lines))
            if index >= len(lines):
                continue
            line = lines[index]
            is_open = not line.is_own and not line.is_hidden
            text = reader_name(line, view.roles.get(line.reader, ""))
            name.show_parts((text, line.reader) if is_open else text)
            name.setToolTip(tr("Compare with {reader}", reader=line.reader) if is_open else "")
            epoch = reader_epoch(line, sheet, view.clock_text)
            set_text(progress, " · ".join(filter(None, (epoch, reader_progress(line, view.now)))))
            set_text(score, reader_score(line))
            score.setToolTip(HIDDEN_TIP if reader_score(line) == "hidden" else "")
            role = "quiet" if line.is_hidden else "strong"
            if score.property("role") != role:
                score.setProperty("role", role)
                score.style().unpolish(score)
                score.style().polish(score)

    def _add_line(self) -> None:
        name = EvidenceLabel()
        name.asked.connect(self._ask)
        progress, score = plain_label("quiet"), plain_label(wraps=False)
        score.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        row = len(self._lines)
        for column, label in enumerate((name, progress, score)):
            self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        self._lines.append((name, progress, score))

    def _ask(self, reader: object) -> None:
        if isinstance(reader, str):
            self.other_reader_asked.emit(reader)

    def _commit(self) -> None:
        (self.withdraw_commit_asked if self._is_committed else self.commit_asked).emit()

    def _switch(self) -> None:
        self.prefill.setChecked(self._is_on)  # shown as switched once it is
        self.prefill_switched.emit(not self._is_on)
