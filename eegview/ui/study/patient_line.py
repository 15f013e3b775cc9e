"""The line that says whose recording this is: ID, age, sex, when it was recorded; at the right of the menus."""

from html import escape

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenuBar, QSizePolicy, QToolButton, QWidget

from eegview.model.text.language import tr
from eegview.ui.widgets.elided_label import ElidedLabel

SIMULATED = "SIMULATED"
SIMULATED_TIP = tr("Nobody was recorded: this recording is simulated")
_SHORT_LINK = "add…"  # where the room is short; the tip says what is missing
_EDGE_PX, _GAP_PX = 10, 8


def plain_tip(text: str) -> str:
    """Return a tip that shows a text as it is: what a file says may look like markup."""
    return tr('<p style="white-space:pre">{escape}</p>', escape=escape(text)) if text else ""


class PatientText(ElidedLabel):
    """Shows the fullest of several forms of a text that fits; a click asks for all there is."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("patient.text")
        self.setProperty("role", "strong")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.forms: tuple[str, ...] = ("",)
        self._whole = ""

    def show_forms(self, forms: tuple[str, ...], whole: str) -> None:
        """Show one of these, the fullest first; `whole` is the tip."""
        self.forms, self._whole = forms or ("",), whole
        self._choose()
        self.updateGeometry()

    def width_of_fullest(self) -> int:
        """Return the width that the fullest form needs, logical pixels."""
        return self.fontMetrics().horizontalAdvance(self.forms[0]) + 4

    def _choose(self) -> None:
        metrics, room_px = self.fontMetrics(), self.contentsRect().width()
        text = next((form for form in self.forms if metrics.horizontalAdvance(form) <= room_px), self.forms[-1])
        if text != self.text():
            self.setText(text)
        self._report_rest()

    def _report_rest(self) -> None:
        self.setToolTip(plain_tip(self._whole))
        self.setAccessibleName(tr("Patient: {whole}", whole=self._whole) if self._whole else tr("Patient"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment(), self.painted_text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._choose()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()


class PatientLine(QWidget):
    """Text, link and badge in one row. It takes what room the menus leave, and lets them have theirs.

    Where they leave too little, the text gives way down to nothing; its tip and a click still say all of it. The badge
    of simulated recordings stays.

    asked : somebody wants to see or add what is known of the patient
    """

    asked = Signal()

    def __init__(self, menus: QMenuBar) -> None:
        super().__init__(menus)
        self.setObjectName("patient")
        self._menus, self._width_px, self._link = menus, 0, ""
        self.text = PatientText()
        self.link = QToolButton()
        self.link.setObjectName("patient.add")
        self.link.setAccessibleName(tr("Add what is not known of the patient"))
        self.link.setProperty("role", "link")
        self.link.setAutoRaise(True)
        self.link.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.badge = QLabel(SIMULATED)
        self.badge.setObjectName("patient.simulated")
        self.badge.setProperty("role", "badge")
        self.badge.setToolTip(SIMULATED_TIP)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_EDGE_PX, 0, _EDGE_PX, 0)
        layout.setSpacing(_GAP_PX)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.link, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignVCenter)
        self.text.clicked.connect(self.asked)
        self.link.clicked.connect(self.asked)
        self._menus_changed = QTimer(self, singleShot=True, interval=0)  # a filter is told before the bar measures
        self._menus_changed.timeout.connect(self.fit)
        menus.installEventFilter(self)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Show no patient: nothing is open."""
        self.show_patient(("",), "", "", False)

    def show_patient(self, forms: tuple[str, ...], whole: str, link: str, is_simulated: bool) -> None:
        """Show a patient.

        forms : from the fullest to the shortest
        whole : all that is known, line by line
        link : what a click adds, "" = nothing is missing
        """
        self.text.show_forms(forms, whole)
        self._link = link
        self.link.setToolTip(f"{link[:1].upper()}{link[1:]}")
        self.badge.setVisible(is_simulated)
        self.setVisible(bool(forms[0] or link or is_simulated))
        self.fit()

    def fit(self) -> None:
        """Take the room that the menus leave, at most what the fullest form needs; the link gives way before the ID."""
        room_px = self._menus.width() - self._menus_px() - _EDGE_PX
        links = (self._link, _SHORT_LINK, "") if self._link else ("",)
        link = next((one for one in links if room_px >= self._least_px(one)), "")
        if link != self.link.text() or self.link.isHidden() != (not link):
            self.link.setText(link)
            self.link.setVisible(bool(link))
        wanted_px = max(self._beside_px(link) + self.text.width_of_fullest(), self._least_px(link))
        width_px = max(min(room_px, wanted_px), self._beside_px(""))
        if width_px != self._width_px:
            self._width_px = width_px
            self._menus.setCornerWidget(self)  # lays the bar out anew

    def _menus_px(self) -> int:
        """Return the width that all menus need."""
        return self._menus.sizeHint().width() - (0 if self.isHidden() else self._width_px)

    def _beside_px(self, link: str) -> int:
        """Return what is taken beside the text, with a link of these words."""
        badge_px = 0 if self.badge.isHidden() else self.badge.sizeHint().width() + _GAP_PX
        link_px = self.link.fontMetrics().horizontalAdvance(f"{link}mm") + _GAP_PX if link else 0
        return 2 * _EDGE_PX + badge_px + link_px

    def _least_px(self, link: str) -> int:
        return self._beside_px(link) + self.text.fontMetrics().horizontalAdvance(self.text.forms[-1][:12]) + 8

    def sizeHint(self) -> QSize:
        return QSize(self._width_px, max(self._menus.height() - 2, super().sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = QEvent.Type.Resize, QEvent.Type.FontChange, QEvent.Type.StyleChange
        menu_kinds = QEvent.Type.ActionAdded, QEvent.Type.ActionChanged, QEvent.Type.ActionRemoved
        if watched is self._menus and event.type() in kinds:
            self.fit()
        elif watched is self._menus and event.type() in menu_kinds:
            self._menus_changed.start()
        return False
