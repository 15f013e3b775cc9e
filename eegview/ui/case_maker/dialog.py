"""Make case set…: studies and choices at the left, what would be in the set at the right, saving below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from eegview.app.training.cases.make_settings import MakeSettings
from eegview.app.training.cases.questions import AskedQuestion
from eegview.app.training.cases.workshop import Drafted, MakeRequest
from eegview.model.text.language import tr
from eegview.ui.case_maker.choices_box import ChoicesBox
from eegview.ui.case_maker.drafted_view import DraftedView
from eegview.ui.case_maker.experts_box import ExpertsBox
from eegview.ui.case_maker.studies_box import StudiesBox

NAME = "training.make_set.dialog"
EMPTY = tr(
    "A case set is made from settled studies: the final layer and at least one reader's own layer are signed."
    " Settle a study first: compare the readers, decide each difference, sign the final layer. To try it, take"
    " simulated infants."
)
ENCODED = tr(
    "Answers are kept apart and encoded. This hinders and does not prevent: who wants to read them can. For education"
    " and research."
)
_LEAST_BESIDE = 72  # characters of the items beside the choices
_OUTDATED = tr("The choices changed. Draw the items again.")


class CaseMakerDialog(QDialog):
    """Asks for everything; it opens, draws and writes nothing itself.

    draw_asked : a `MakeRequest`
    save_asked : a `Draft`, whether to sign, the passphrase
    stop_asked : what is being done is to be stopped

    recent : studies opened before
    shown_name : what a file is called in the window, where patients may be hidden
    """

    draw_asked = Signal(object)
    save_asked = Signal(object, bool, str)
    stop_asked = Signal()

    def __init__(
        self,
        parent: QWidget,
        asked: Mapping[str, AskedQuestion],
        first: MakeSettings,
        recent: Sequence[Path],
        shown_name: Callable[[Path], str],
        ask_for_files: Callable[[QWidget], Sequence[str]] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Make case set"))
        self._is_working = self._is_outdated = False
        self.studies = StudiesBox(recent, shown_name, ask_for_files)
        self.choices = ChoicesBox(asked, first)
        self.experts = ExpertsBox()
        self.drafted = DraftedView(asked, shown_name, EMPTY)
        self._build_buttons()
        self._lay_out()
        for box in (self.studies, self.choices, self.experts):
            box.changed.connect(self._choices_changed)
        self.drafted.toggled.connect(self._fit)
        self._fit()
        metrics, room = self.fontMetrics(), parent.screen().availableGeometry().size()
        wanted = QSize(metrics.averageCharWidth() * 175, metrics.height() * 47)
        self.resize(wanted.boundedTo(room - QSize(0, 2 * metrics.height())))  # a title bar stands above

    def _build_buttons(self) -> None:
        self.draw = _button("draw", tr("Draw items"), lambda: self.draw_asked.emit(self.request))
        self.draw.setDefault(True)
        self.sign = QCheckBox(tr("Sign with my key"))
        self.sign.setObjectName("case_maker.sign")
        self.sign.setChecked(True)
        self.passphrase = QLineEdit()
        self.passphrase.setObjectName("case_maker.passphrase")
        self.passphrase.setAccessibleName(tr("Passphrase of the key"))
        self.passphrase.setPlaceholderText(tr("Passphrase"))
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setMaximumWidth(self.fontMetrics().averageCharWidth() * 24)
        self.passphrase.hide()  # shown once the own key is known to be locked
        self.save = _button("save", tr("Save set…"), self._save)
        self.progress = QProgressBar()
        self.progress.setObjectName("case_maker.progress")
        self.progress.setAccessibleName(tr("Progress"))
        self.stop = _button("stop", tr("Stop"), self.stop_asked.emit)
        self.close_button = _button("close", tr("Close"), self.close)

    def _lay_out(self) -> None:
        column = QWidget()
        chosen = QVBoxLayout(column)
        chosen.setContentsMargins(0, 0, 8, 0)
        for widget in (self.studies, self.choices, self.experts):
            chosen.addWidget(widget)
        chosen.addStretch(1)
        scroll = self._chosen = QScrollArea()
        scroll.setObjectName("case_maker.choices")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(column)
        scroll.setMinimumWidth(column.minimumSizeHint().width() + scroll.verticalScrollBar().sizeHint().width() + 8)
        self._upper = QHBoxLayout()
        self._upper.addWidget(scroll)
        self._upper.addWidget(self.drafted, 1)
        encoded = QLabel(ENCODED)
        encoded.setObjectName("case_maker.encoded")
        encoded.setProperty("role", "quiet")
        encoded.setWordWrap(True)
        lower = QHBoxLayout()
        for widget in (self.draw, self.progress, self.stop):
            lower.addWidget(widget)
        lower.addStretch(1)
        for widget in (self.sign, self.passphrase, self.save, self.close_button):
            lower.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.addLayout(self._upper, 1)
        layout.addWidget(encoded)
        layout.addLayout(lower)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_width()

    def _fit_width(self) -> None:
        """Put the choices beside the items where both have room, else into a tab of their own."""
        is_narrow = self.width() < self._chosen.minimumWidth() + self.fontMetrics().averageCharWidth() * _LEAST_BESIDE
        if is_narrow == self.drafted.has_choices:
            return
        if is_narrow:
            self.drafted.take_choices(self._chosen)
        else:
            self.drafted.give_choices()
            self._upper.insertWidget(0, self._chosen)
            self._chosen.show()

    @property
    def request(self) -> MakeRequest:
        """Return what was chosen."""
        return MakeRequest(
            self.studies.paths, self.studies.simulated.value(), self.choices.settings, self.experts.pseudonyms
        )

    # what the controller says

    def show_working(self, share: float | None, text: str = "") -> None:
        """Show how far the work is (0-1), None while there is none."""
        self._is_working = share is not None
        if share is not None:
            self.progress.setValue(round(100 * share))
        if text:
            self.drafted.said.setText(text)
        self._fit()

    def show_drafted(self, drafted: Drafted) -> None:
        """Show the items that were drawn."""
        self._is_outdated = False
        self.experts.show_experts(drafted.experts)
        self.studies.show_refused({one.path: f"{one.sentence} {one.advice}" for one in drafted.refused})
        self.drafted.show_drafted(drafted)
        self._fit()

    def say(self, text: str) -> None:
        """Show what became of the work; an earlier draft stays."""
        self.drafted.said.setText(text)
        self._fit()

    # what the maker does

    def _choices_changed(self) -> None:
        if self.drafted.draft is not None and not self._is_outdated:
            self._is_outdated = True
            self.drafted.said.setText(_OUTDATED)
        self._fit()

    def _save(self) -> None:
        choices = self.choices
        draft = self.drafted.chosen_draft().named(
            choices.title.text(), choices.maker.text(), choices.layers.isChecked()
        )
        self.save_asked.emit(draft, self.sign.isChecked(), self.passphrase.text())

    def _fit(self) -> None:
        has_studies = bool(self.studies.paths) or self.studies.simulated.value() > 0
        asks = any(box.isChecked() for box in self.choices.questions.values())
        self.draw.setEnabled(has_studies and asks and not self._is_working)
        self.save.setEnabled(self.drafted.n_left > 0 and not self._is_working and not self._is_outdated)
        self.progress.setVisible(self._is_working)
        self.stop.setVisible(self._is_working)


def _button(name: str, text: str, on_click: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(f"case_maker.{name}")
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked=False: on_click())
    return button
