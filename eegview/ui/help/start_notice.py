"""The notice at the first start of a version: a bar that waits, never a box in the way."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolBar, QWidget

from eegview.model.text.language import tr

NOTICE = tr("For research and education. Not a medical device and not for diagnosis.")


class StartNotice(QToolBar):
    """States what the program is not, until somebody has read it, and offers the tour once. Takes no keys."""

    understood = Signal()
    tour_asked = Signal()

    def __init__(self, offers_tour: bool = False) -> None:
        super().__init__("Notice")
        self.setObjectName("start_notice")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        body = QWidget()
        layout = QHBoxLayout(body)
        layout.setContentsMargins(8, 2, 8, 2)
        label = QLabel(NOTICE)
        label.setObjectName("start_notice.text")
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        label.setToolTip(NOTICE)
        self.tour = QPushButton(tr("Take the tour"))
        self.tour.setObjectName("start_notice.tour")
        self.tour.setToolTip(tr("Seven steps on the demonstration study; it stays in the Help menu"))
        self.tour.setVisible(offers_tour)
        self.button = QPushButton(tr("Not now") if offers_tour else "OK")
        self.button.setObjectName("start_notice.understood")
        self.button.setToolTip(tr("Close this notice; it stays in Help → About"))
        for button in (self.tour, self.button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tour.clicked.connect(lambda _checked=False: self.tour_asked.emit())
        self.button.clicked.connect(lambda _checked=False: self.understood.emit())
        layout.addWidget(label, 1)
        layout.addWidget(self.tour)
        layout.addWidget(self.button)
        self.addWidget(body)
