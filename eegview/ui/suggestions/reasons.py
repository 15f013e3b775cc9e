"""The score in its terms: what was found, how strongly, and what it adds or takes away."""

from collections.abc import Sequence
from textwrap import fill

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QHideEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from eegview.app.suggestions.not_final import NOT_FINAL_WORD
from eegview.app.suggestions.score_meaning import ScoreMeaning
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.suggestions.term_bars import MOST_LINES, TermBars
from eegview.ui.suggestions.texts import LEAST_REASONS, N_REASONS, folded
from eegview.ui.suggestions.view_data import ShownTerm
from eegview.ui.widgets.elided_label import ElidedLabel

_FEWEST_REASONS = LEAST_REASONS - 1  # on a small screen with large text
_BRIEF_BELOW = 5  # reasons: with fewer there is room for few words only
_TIP_CHARACTERS = 70  # of a line of a tip
NOT_COUNTED_BRIEF = tr("Not counted until you accept it.")
NOT_COUNTED = tr("Suggestion of a research detector. Nothing counts until you accept it.")


class AllReasons(QFrame):
    """A popup of every term; it receives no keys, so that verdicts go on."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip)
        self.setObjectName("triage.reasons.all")
        self.setProperty("role", "overlay")
        self.bars = TermBars(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addWidget(self.bars)

    def show_over(self, panel: QWidget, terms: Sequence[ShownTerm]) -> None:
        """Show them from the top of a panel on, as wide as it is or as their names are, inside the screen."""
        self.bars.show_terms(terms)
        layout = self.layout()
        assert layout is not None
        margins, room = layout.contentsMargins(), panel.screen().availableGeometry()
        natural_px = self.bars.natural_px + margins.left() + margins.right()
        width_px = min(max(panel.width(), natural_px), room.width())
        self.setFixedSize(width_px, layout.totalHeightForWidth(width_px))
        corner = panel.mapToGlobal(QPoint(0, 0))
        top_px = max(min(corner.y(), room.bottom() - self.height()), room.top())
        left_px = max(min(corner.x(), corner.x() + panel.width() - width_px, room.right() - width_px), room.left())
        self.move(left_px, top_px)
        self.show()
        self.raise_()


class RestLine(ElidedLabel):
    """A line with the sum of the smaller reasons; pointed at or clicked, it has all of them shown."""

    asked = Signal(bool)  # to show, or to put away

    def enterEvent(self, event: QEnterEvent) -> None:
        self.asked.emit(True)

    def leaveEvent(self, event: QEvent) -> None:
        self.asked.emit(False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.asked.emit(True)


class WhyPanel(QFrame):
    """The score and its largest terms, or that they are hidden."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("triage.why")
        self.setProperty("role", "card")
        self._terms: tuple[ShownTerm, ...] = ()
        self._n_most, self._most_lines = N_REASONS, MOST_LINES
        self.score = QLabel()
        self.score.setObjectName("triage.score")
        self.score.setProperty("role", "quiet")
        title = QLabel(tr("Why"))
        title.setProperty("role", "strong")
        self.bars = TermBars(theme)
        self.rest = RestLine()
        self.rest.setObjectName("triage.reasons.rest")
        self.rest.setProperty("role", "accent")
        self.all = AllReasons(self, theme)
        self.all.hide()
        self.rest.asked.connect(self._show_all)
        self.notes = ElidedLabel()
        self.notes.setObjectName("triage.run.notes")
        self.notes.setProperty("role", "quiet")
        self._meaning = ScoreMeaning("", "")
        self._score_text = self._remark = ""
        self.not_final = QLabel()
        self.not_final.setObjectName("triage.not_final")
        self.not_final.setProperty("role", "warning")
        self.meaning = QLabel()
        self.meaning.setObjectName("triage.meaning")
        for label in (self.not_final, self.meaning):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.hide()
        self.note = QLabel(NOT_COUNTED)
        self.note.setObjectName("triage.note")
        self.note.setProperty("role", "quiet")
        self.note.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(4)
        line = QHBoxLayout()
        line.addWidget(title)
        line.addStretch(1)
        line.addWidget(self.score)
        layout.addLayout(line)
        for widget in (self.not_final, self.bars, self.rest, self.meaning, self.notes, self.note):
            layout.addWidget(widget)
        self._show_terms(())
        self.show_notes(())

    def set_theme(self, theme: Theme) -> None:
        self.bars.set_theme(theme)
        self.all.bars.set_theme(theme)

    def show_score(self, score: float, terms: Sequence[ShownTerm], remark: str = "") -> None:
        """Show a score and what it is made of; `remark` is said before that it counts for nothing yet."""
        self._score_text, self._remark = f"{score:.2f}", remark
        self._show_terms(terms)
        self._show_texts(is_brief=False)

    def show_meaning(self, meaning: ScoreMeaning) -> None:
        """Show what the score means; where there is little room in one line, and all of it in the tip."""
        self._meaning = meaning
        self.meaning.setToolTip(fill(meaning.whole, _TIP_CHARACTERS))
        self.meaning.setAccessibleDescription(meaning.whole)
        self.meaning.setVisible(bool(meaning.whole))
        self._show_texts(is_brief=False)

    def show_not_final(self, text: str) -> None:
        """Show that the suggestion may change, "" = it is final."""
        self.not_final.setText(text)
        self._show_texts(is_brief=False)

    def hide_score(self, key: str) -> None:
        """Show neither score nor terms, nor what the score means; `key` shows them again."""
        self._score_text = "hidden"
        self._remark = f"Scores and their reasons are hidden; {key} shows them."
        self._show_terms(())
        self.show_meaning(ScoreMeaning("", ""))

    def _show_texts(self, is_brief: bool) -> None:
        """Show what is said in sentences, or where there is little room the same in a few words; tips say it whole."""
        not_final, meaning = self.not_final.text(), self._meaning
        beside = f" · {NOT_FINAL_WORD}" if is_brief and not_final else ""
        self.score.setText(f"{self._score_text}{beside}")
        self.score.setToolTip(not_final)
        self.not_final.setVisible(bool(not_final) and not is_brief)
        self.meaning.setText(meaning.line if is_brief else meaning.whole)
        counts = NOT_COUNTED_BRIEF if is_brief else NOT_COUNTED
        self.note.setText(" ".join(filter(None, (self._remark, counts))))
        self.note.show()

    def fit(self, room_px: int, width_px: int) -> None:
        """Show as many reasons one by one as there is room for, seven at most and two at least.

        Where five do not fit, all that is said in sentences is said in a few words first. Long names take further
        lines; only where three do not fit so are they cut, and all of them where two do not either.
        """
        ways = [(n_most, False, MOST_LINES) for n_most in range(N_REASONS, _BRIEF_BELOW - 1, -1)]
        ways += [(n_most, True, MOST_LINES) for n_most in range(_BRIEF_BELOW, LEAST_REASONS - 1, -1)]
        ways += [(LEAST_REASONS, True, 2), (_FEWEST_REASONS, True, MOST_LINES)]
        ways += [(n_most, True, 1) for n_most in range(LEAST_REASONS, _FEWEST_REASONS - 1, -1)]
        for n_most, is_brief, self._most_lines in ways:
            self._n_most = n_most
            self._show_terms(self._terms)
            self._show_texts(is_brief)
            self.note.setVisible(n_most >= LEAST_REASONS)  # what the accepting button says too
            layout = self.layout()
            assert layout is not None
            layout.activate()
            if layout.totalHeightForWidth(width_px) <= room_px:
                return

    def show_notes(self, notes: Sequence[str]) -> None:
        """Show in one line what the detector said about its run."""
        self.notes.setText(tr("Detector: {notes}", notes=" ".join(notes)) if notes else "")
        self.notes.setVisible(bool(notes))

    def _show_terms(self, terms: Sequence[ShownTerm]) -> None:
        self._terms = tuple(terms)
        most, rest = folded(terms, self._n_most)
        self.bars.show_terms(most, self._most_lines)
        self.bars.setVisible(bool(most))
        self.rest.setText(rest)
        self.rest.setVisible(bool(rest))
        self.all.hide()

    def _show_all(self, is_asked: bool) -> None:
        if is_asked and self._terms:
            self.all.show_over(self, self._terms)
        else:
            self.all.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.all.hide()
