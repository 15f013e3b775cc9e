"""Which term is shown, what this file makes of it, and what can be done with it as a whole."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from eegview.app.vocabulary.editing.draft import VocabularyDraft
from eegview.app.vocabulary.program_terms import PROGRAM_TERMS
from eegview.model.text.language import tr
from eegview.model.vocabulary import Term
from eegview.ui.vocabulary.push_button import push_button
from eegview.ui.vocabulary.texts import ALL_STORED, FIXED_TEXT, OTHER_FILE_TEXT, badge_text
from eegview.ui.widgets.elided_label import ElidedLabel


class TermHeader(QWidget):
    """The name of a term with buttons that reset, hide and remove it."""

    reset_asked = Signal()
    hide_asked = Signal(bool)  # False: offer it again
    remove_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title, self.badge, self.note = ElidedLabel(""), QLabel(), QLabel()
        self.title.setObjectName("vocabulary.title")
        self.title.setProperty("role", "title")
        self.badge.setObjectName("vocabulary.badge")
        self.badge.setProperty("role", "quiet")
        self.note.setObjectName("vocabulary.note")
        self.note.setProperty("role", "quiet")
        self.note.setWordWrap(True)
        self.note.setMinimumHeight(self.fontMetrics().lineSpacing() * 2)
        self.reset = push_button("&Reset term", "vocabulary.reset", "As it comes without this file")
        self.hide_term = push_button("&Hide term", "vocabulary.hide", "")
        self.remove = push_button("Re&move term", "vocabulary.remove", "Take this term of your own away")
        self._is_hidden = False
        self.reset.clicked.connect(lambda _checked=False: self.reset_asked.emit())
        self.hide_term.clicked.connect(lambda _checked=False: self.hide_asked.emit(not self._is_hidden))
        self.remove.clicked.connect(lambda _checked=False: self.remove_asked.emit())
        row, layout = QHBoxLayout(), QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.title, 1)
        for widget in (self.badge, self.reset, self.hide_term, self.remove):
            row.addWidget(widget)
        layout.addLayout(row)
        layout.addWidget(self.note)

    def show_term(self, draft: VocabularyDraft, term: Term) -> None:
        """Show a term and what can be done with it."""
        is_own, is_changed = draft.is_own(term.term_id), draft.is_changed(term.term_id)
        self.title.setText(term.label or tr("(no label)"))
        self.badge.setText(badge_text(is_own, is_changed, term.is_hidden))
        self._is_hidden = term.is_hidden
        self.reset.setVisible(not is_own)
        self.reset.setEnabled(is_changed)
        self.remove.setVisible(is_own)
        self.hide_term.setText(tr("S&how term") if term.is_hidden else tr("&Hide term"))
        self.hide_term.setToolTip(
            tr("Offer it for new marks again") if term.is_hidden else tr("Not offered for new marks; marks of it stay")
        )
        fixed = FIXED_TEXT if term.term_id in PROGRAM_TERMS else OTHER_FILE_TEXT
        self.note.setText(ALL_STORED if is_own else fixed)
