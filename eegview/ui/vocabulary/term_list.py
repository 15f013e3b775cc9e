"""The terms by lane, each with its look, its key, and what the extension makes of it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QLineEdit,
    QStackedLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from eegview.app.themes import Theme
from eegview.app.vocabulary.editing.draft import VocabularyDraft
from eegview.model.text.language import tr
from eegview.model.vocabulary import Term
from eegview.ui.marks.delegate import swatch
from eegview.ui.page.marks_painter import PATTERNS
from eegview.ui.vocabulary.texts import NOTHING_FOUND, badge_text, lane_text, spoken_term

_NAME, _KEY, _STATE = range(3)
_ID = Qt.ItemDataRole.UserRole


class TermList(QWidget):
    """A search field and the terms below it; emits the one that is chosen."""

    chosen = Signal(str)  # id of a term

    def __init__(self, theme: Callable[[], Theme]) -> None:
        super().__init__()
        self._theme = theme
        self._lines: dict[str, QTreeWidgetItem] = {}
        self._words: dict[str, str] = {}
        self.search = QLineEdit()
        self.search.setObjectName("vocabulary.search")
        self.search.setPlaceholderText(tr("Find a term"))
        self.search.setAccessibleName(tr("Find a term"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._filter())
        self.tree = self._build_tree()
        self.empty = QLabel(NOTHING_FOUND)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setProperty("role", "quiet")
        self._stack = QStackedLayout()
        self._stack.addWidget(self.tree)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.search)
        layout.addLayout(self._stack, 1)

    def _build_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setObjectName("vocabulary.terms")
        tree.setAccessibleName(tr("Terms"))
        tree.setHeaderLabels([tr("Term"), tr("Key"), ""])
        tree.setUniformRowHeights(True)
        tree.setRootIsDecorated(False)
        tree.setIndentation(tree.fontMetrics().averageCharWidth())
        tree.setTabKeyNavigation(False)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column in (_KEY, _STATE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        tree.currentItemChanged.connect(lambda item, _before: self._item_chosen(item))
        return tree

    @property
    def current_id(self) -> str:
        """The id of the chosen term, "" for none."""
        return _id_of(self.tree.currentItem())

    def show_draft(self, draft: VocabularyDraft, faulty: Sequence[str]) -> None:
        """List the terms as they will be; the one chosen before stays chosen.

        faulty : ids of terms with a fault that must be put right
        """
        before = self.current_id
        terms = draft.vocabulary.terms
        if [term.term_id for term in terms] != list(self._lines) or self._lanes_differ(terms):
            self._lay_out(terms)
        for term in terms:
            badge = badge_text(draft.is_own(term.term_id), draft.is_changed(term.term_id), term.is_hidden)
            self._fill(term, badge, term.term_id in faulty)
        self._filter()
        self.choose(before)

    def _lanes_differ(self, terms: Sequence[Term]) -> bool:
        parents = [(self._lines[term.term_id].parent(), term.lane) for term in terms]
        return any(parent is None or parent.text(_NAME) != lane_text(lane) for parent, lane in parents)

    def _lay_out(self, terms: Sequence[Term]) -> None:
        self.tree.blockSignals(True)
        self.tree.clear()
        self._lines.clear()
        lanes: dict[str, QTreeWidgetItem] = {}
        for term in terms:
            lane = lanes.get(term.lane)
            if lane is None:
                lane = lanes[term.lane] = QTreeWidgetItem(self.tree, [lane_text(term.lane)])
                lane.setFlags(Qt.ItemFlag.ItemIsEnabled)
                lane.setFirstColumnSpanned(True)
                lane.setForeground(_NAME, self.tree.palette().placeholderText())
                lane.setData(_NAME, Qt.ItemDataRole.AccessibleTextRole, f"Lane {lane_text(term.lane)}")
            line = QTreeWidgetItem(lane)
            line.setData(_NAME, _ID, term.term_id)
            self._lines[term.term_id] = line
        self.tree.expandAll()
        self.tree.blockSignals(False)

    def _fill(self, term: Term, badge: str, is_faulty: bool) -> None:
        line, theme = self._lines[term.term_id], self._theme()
        side_px = QFontMetrics(self.tree.font()).ascent()
        self.tree.setIconSize(QSize(side_px, side_px))
        colour = QColor(theme.mark_colour(term.colour))
        line.setIcon(_NAME, swatch(colour, PATTERNS[term.pattern], side_px, self.devicePixelRatioF()))
        line.setText(_NAME, term.label or tr("(no label)"))
        line.setText(_KEY, term.key)
        line.setText(_STATE, f"⚠ {badge}".strip() if is_faulty else badge)
        spoken = spoken_term(term, badge) + (", something is to be put right" if is_faulty else "")
        line.setData(_NAME, Qt.ItemDataRole.AccessibleTextRole, spoken)
        palette = self.tree.palette()
        for column in range(3):
            line.setForeground(column, palette.placeholderText() if term.is_hidden else palette.text())
        self._words[term.term_id] = "\n".join((term.label, term.term_id, term.key, badge, *term.synonyms)).casefold()

    def _filter(self) -> None:
        """Show only the terms that hold what was typed."""
        wanted = self.search.text().strip().casefold()
        n_found = 0
        for term_id, line in self._lines.items():
            is_found = wanted in self._words.get(term_id, "")
            line.setHidden(not is_found)
            n_found += is_found
        for number in range(self.tree.topLevelItemCount()):
            lane = self.tree.topLevelItem(number)
            if lane is not None:
                lane.setHidden(all(line.isHidden() for line in self._lines.values() if line.parent() is lane))
        self._stack.setCurrentIndex(0 if n_found else 1)

    def choose(self, term_id: str) -> None:
        """Choose a term, the first one where there is none of that id."""
        line = self._lines.get(term_id) or next(iter(self._lines.values()), None)
        if line is not None and line is not self.tree.currentItem():
            self.tree.setCurrentItem(line)
            self.tree.scrollToItem(line)

    def _item_chosen(self, item: QTreeWidgetItem | None) -> None:
        if _id_of(item):
            self.chosen.emit(_id_of(item))


def _id_of(item: QTreeWidgetItem | None) -> str:
    return str(item.data(_NAME, _ID) or "") if item is not None else ""
