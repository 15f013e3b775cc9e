"""The strip of the report: template, language, previous study, frames; then export, sign, and the way back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from eegview.model.text.language import tr
from eegview.ui.widgets.captioned import captioned
from eegview.ui.widgets.elided_label import ElidedLabel
from eegview.ui.widgets.flow_layout import FlowLayout

LANGUAGE_TIP = tr("Language of the printed labels; what readers write is not translated")
NO_PREVIOUS = tr("None")
_COMBO_CHARACTERS = 16


class ReportHeader(QFrame):
    """One line in place of the display strip, and a line of what matters below it."""

    template_chosen = Signal(str)
    language_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        badge = QLabel("REPORT")
        badge.setObjectName("report.mode")
        badge.setProperty("role", "badge")
        self.template = _combo("report.template", tr("Report template"), _COMBO_CHARACTERS)
        self.template.setToolTip(tr("Which sections, figures and signatures the report has"))
        self.language = _combo("report.language", tr("Language of the labels"), 8)
        self.language.setToolTip(LANGUAGE_TIP)
        self.previous = QToolButton()
        self.previous.setObjectName("report.previous.button")
        self.previous.setProperty("role", "value")
        self.previous.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.previous.setAccessibleName(tr("Previous study"))
        self.previous_menu = QMenu(self.previous)
        self.previous_menu.setToolTipsVisible(True)
        self.previous.setMenu(self.previous_menu)
        self.frames = QPushButton()
        self.frames.setObjectName("report.frames.button")
        self.frames.setProperty("role", "chip")
        self.frames.setCheckable(True)
        self.export, self.sign = QPushButton(), QPushButton()
        self.leave = QToolButton()
        self.leave.setProperty("role", "filter")
        for button, name in ((self.export, "export"), (self.sign, "sign"), (self.leave, "close")):
            button.setObjectName(f"report.{name}.button")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout()
        row.setSpacing(10)
        self._language_field = captioned(tr("Language"), self.language)
        fields = FlowLayout(spacing_px=10, line_spacing_px=2)  # on a narrow screen a second line, nothing cut
        for field in (
            captioned(tr("Mode"), badge),
            captioned(tr("Template"), self.template),
            self._language_field,
            captioned(tr("Previous study"), self.previous),
            captioned(tr("Video"), self.frames),
        ):
            field.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
            fields.addWidget(field)
        row.addLayout(fields, 1)
        for button in (self.export, self.sign, self.leave):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.notice = ElidedLabel()
        self.notice.setObjectName("report.notice")
        self.notice.setProperty("role", "warning")
        self.signed = ElidedLabel()
        self.signed.setObjectName("report.signed")
        self.signed.setProperty("role", "accent")
        self._texts = QWidget()
        below = QHBoxLayout(self._texts)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.signed)
        below.addWidget(self.notice, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 6)
        layout.setSpacing(2)
        layout.addLayout(row)
        layout.addWidget(self._texts)
        self.template.activated.connect(lambda i: self.template_chosen.emit(str(self.template.itemData(i))))
        self.language.activated.connect(lambda i: self.language_chosen.emit(str(self.language.itemData(i))))
        self.show_notice("")
        self.show_signed("")

    def use_actions(self, actions: dict[str, tuple[QAction, str]]) -> None:
        """Have the buttons run these commands, each with its key."""
        for name, button in (("export", self.export), ("sign", self.sign), ("close", self.leave)):
            action, key = actions[name]
            button.clicked.connect(lambda _checked=False, action=action: action.trigger())
            button.setText(f"{action.text()}  {key}".strip() if name == "close" else action.text())
            button.setToolTip(f"{action.toolTip()} ({key})" if key else action.toolTip())
        frames, _key = actions["frames"]
        self.frames.setText(tr("Frames"))
        self.frames.setAccessibleName(frames.text())
        self.frames.setToolTip(frames.toolTip())
        self.frames.clicked.connect(lambda _checked=False: frames.trigger())

    def show_templates(self, templates: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer templates as (id, label)."""
        _fill(self.template, templates, chosen)

    def show_languages(self, languages: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer languages as (short name, label)."""
        _fill(self.language, languages, chosen)
        self._language_field.setVisible(len(languages) > 1)  # where there is something to choose

    def show_previous(self, text: str) -> None:
        """Show which study the report compares with; "" for none."""
        self.previous.setText(f"{text or NO_PREVIOUS} ▾")

    def show_frames(self, is_on: bool, can_be: bool) -> None:
        self.frames.setChecked(is_on)
        self.frames.setEnabled(can_be)

    def show_notice(self, text: str) -> None:
        """Say what the reader should know before the report goes out."""
        self.notice.setText(text)
        self._show_texts()

    def show_signed(self, text: str) -> None:
        """Say who has signed, and what became of the report since."""
        self.signed.setText(text)
        self._show_texts()

    def _show_texts(self) -> None:
        for label in (self.signed, self.notice):
            label.setVisible(bool(label.text()))
        self._texts.setVisible(bool(self.signed.text() or self.notice.text()))


def _combo(name: str, spoken: str, characters: int) -> QComboBox:
    combo = QComboBox()
    combo.setObjectName(name)
    combo.setAccessibleName(spoken)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    combo.setMinimumWidth(combo.fontMetrics().averageCharWidth() * characters)  # narrower than its text, if need be
    return combo


def _fill(combo: QComboBox, offered: Sequence[tuple[str, str]], chosen: str) -> None:
    held = [(combo.itemData(i), combo.itemText(i)) for i in range(combo.count())]
    if held != list(offered):
        combo.clear()
        for value, label in offered:
            combo.addItem(label, value)
    combo.setCurrentIndex(max(combo.findData(chosen), 0))
