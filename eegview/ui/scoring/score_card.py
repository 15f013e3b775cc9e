"""The score as one big number, what it says on the scale, and its derivation line by line."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from eegview.app.scoring.sheet import ScoreSheet
from eegview.app.scoring.side.grid import FOCUS_HUE
from eegview.app.scoring.side.texts import (
    changed_text,
    derivation_rows,
    heading,
    issue_lines,
    missing_lines,
    next_text,
    number,
    parameter_parts,
    score_note,
    severity,
    spoken_score,
)
from eegview.app.themes import Theme
from eegview.model.scoring.evidence import SheetKey
from eegview.model.text.language import tr
from eegview.ui.scoring.card_frame import Card, EvidenceLabel, plain_label, set_text
from eegview.ui.scoring.side_view import SideView

_NUMBER_SCALE = 2.6  # of the font
_CHANGES = tr("The score changes as evidence is added or withdrawn.")


class ScoreCard(Card):
    """Shows the score of a sheet; what a line is based on opens from it."""

    asked = Signal(object)  # a Span, or the number of a bin

    def __init__(self, theme: Theme) -> None:
        super().__init__("score.card", "Score")
        self._theme = theme
        self.number = QLabel("–")
        self.number.setObjectName("score.number")
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.number.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.severity = plain_label("strong")
        self.severity.setObjectName("score.severity")
        self._lines: list[tuple[QLabel, EvidenceLabel]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(5)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        beside = QVBoxLayout()
        beside.setSpacing(3)
        beside.addWidget(self.severity)
        beside.addLayout(self._grid)
        beside.addStretch(1)
        top = QWidget()
        row = QHBoxLayout(top)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.number, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(beside, 1)
        self.missing = plain_label()
        self.missing.setObjectName("score.missing")
        self.changed = plain_label("warning")
        self.changed.setObjectName("score.changed")
        self.issues = plain_label("warning")
        self.issues.setObjectName("score.issues")
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setObjectName("score.line")
        self.parameters = QLabel()
        self.parameters.setObjectName("score.parameters")
        self.parameters.setTextFormat(Qt.TextFormat.RichText)
        self.parameters.setWordWrap(True)
        self.parameters.setProperty("role", "caption")
        self.add(top, self.missing, self.changed, self.issues, line, self.parameters)
        self._view: SideView | None = None
        self._spoken: tuple[tuple[SheetKey, str], str] | None = None
        self.set_theme(theme)

    @property
    def n_lines(self) -> int:
        """Return how many lines were made so far, shown or not."""
        return len(self._lines)

    @property
    def lines(self) -> list[str]:
        """Return the lines of the derivation that are shown, each with its tick."""
        return [f"{tick.text()} {label.plain}" for tick, label in self._lines if not label.isHidden()]

    def label_of(self, words: str) -> EvidenceLabel:
        """Return the line that holds some words."""
        return next(label for _tick, label in self._lines if words in label.plain and not label.isHidden())

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme
        violet = theme.text_colour(FOCUS_HUE)
        font = self.font()
        size_px = round(font.pixelSize() * _NUMBER_SCALE) if font.pixelSize() > 0 else 34
        self.number.setStyleSheet(
            f"QLabel#score\\.number {{ color: {violet}; border: 2px solid {violet}; border-radius: 4px;"
            f" background: {theme.page}; font-size: {size_px}px; font-weight: 700; }}"
        )
        self.number.setFixedSize(round(size_px * 1.45), round(size_px * 1.45))
        if self._view is not None:
            self.show_view(self._view)

    def show_view(self, view: SideView) -> None:
        """Show the score of the view's sheet."""
        self._view, sheet = view, view.sheet
        if sheet is None:
            return
        set_text(self.title, heading(sheet))
        self.set_note(score_note(sheet))
        self.note.setToolTip("\n".join(missing_lines(sheet)) or _CHANGES)
        set_text(self.number, number(sheet))
        self.number.setAccessibleName(f"{heading(sheet)}: {number(sheet)}")
        set_text(self.severity, severity(sheet))
        rows = derivation_rows(sheet, view.current_bin, is_short=True)
        while len(self._lines) < len(rows):
            self._add_line()
        for index, (tick, label) in enumerate(self._lines):
            tick.setVisible(index < len(rows))
            label.setVisible(index < len(rows))
            if index < len(rows):
                row = rows[index]
                set_text(tick, row.tick)
                role = "warning" if row.is_flagged else "strong" if row.tick == "✓" else "quiet"
                _set_role(tick, role)
                _set_role(label, "warning" if row.is_flagged else "")
                label.show_parts(*row.parts)
                label.setAccessibleName(row.spoken)
                label.setToolTip(row.spoken)
        missing = next_text(sheet)
        set_text(self.missing, missing)
        self.missing.setVisible(bool(missing))
        changed = changed_text(sheet)
        set_text(self.changed, changed)
        self.changed.setVisible(bool(changed))
        issues = "\n".join(issue_lines(sheet))
        set_text(self.issues, issues)
        self.issues.setVisible(bool(issues))
        self._announce(sheet)
        self._show_parameters(view)

    def _announce(self, sheet: ScoreSheet) -> None:
        """Have a screen reader say a score that changed; not that of another epoch or reader that is shown."""
        whose, spoken = (sheet.key, sheet.reader), spoken_score(sheet)
        if self._spoken is not None and self._spoken[0] == whose and self._spoken[1] != spoken:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.number, spoken))
        self._spoken = whose, spoken

    def _show_parameters(self, view: SideView) -> None:
        assert view.sheet is not None
        name, confirm, note = parameter_parts(view.sheet)
        coloured = f'<span style="color:{self._theme.warning};font-weight:600">{confirm}</span>' if confirm else ""
        set_text(self.parameters, " · ".join(filter(None, (name, coloured, note))))
        self.parameters.setAccessibleName(", ".join(filter(None, (name, confirm, note))))
        self.parameters.setToolTip("\n".join((view.sheet.parameters_id, *view.unsure)))

    def _add_line(self) -> None:
        tick, label = plain_label("strong", wraps=False), EvidenceLabel()
        tick.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        tick.setFixedWidth(tick.fontMetrics().horizontalAdvance("✓✓"))
        label.asked.connect(self.asked)
        row = len(self._lines)
        self._grid.addWidget(tick, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(label, row, 1)
        self._lines.append((tick, label))


def _set_role(label: QLabel, role: str) -> None:
    if label.property("role") != role:
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)
