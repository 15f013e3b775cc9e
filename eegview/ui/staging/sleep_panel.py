"""The sleep of the counted layer in the sidebar: minutes, shares and awakenings, while sleep is not being staged."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from eegview.app.marks.layers import layer_text
from eegview.app.staging.so_far import layer_so_far
from eegview.clinical.stages import SLEEP_TERM
from eegview.model.text.language import tr
from eegview.ui.staging.so_far_table import SoFarTable
from eegview.ui.triage.buttons import key_text
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

NO_EEG = tr("Sleep is staged in EEG; this study is film alone.")
_REST_MS = 300  # counted once changes rest


class SleepPanel(QWidget):
    """The table with a button that starts staging; it outlives studies."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("sleep.panel")
        self.layer = QLabel()
        self.layer.setProperty("role", "quiet")
        self.table = SoFarTable()
        action = context.actions["staging.open"]
        key = key_text(context.actions.keys_of("staging.open"))
        self.stage = QPushButton(f"Stage sleep  {key}".strip())
        self.stage.setObjectName("sleep.stage")
        self.stage.setToolTip(action.toolTip())
        self.stage.clicked.connect(lambda _checked=False: action.trigger())
        action.changed.connect(self._follow)
        self._action = action
        self.no_eeg = QLabel(NO_EEG)
        self.no_eeg.setObjectName("sleep.no_eeg")
        self.no_eeg.setProperty("role", "quiet")
        self.no_eeg.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        for part in (self.no_eeg, self.layer, self.table.heading, self.table, self.stage):
            layout.addWidget(part)
        layout.addStretch(1)
        self._follow()
        self.show_film(False)
        self.place = context.window.sidebar.add_panel("sleep.show", tr("Sleep"), "sleep", self)

    def _follow(self) -> None:
        """Keep the button as its command is."""
        self.stage.setEnabled(self._action.isEnabled())
        self.stage.setToolTip(self._action.toolTip())

    def show_film(self, is_film: bool) -> None:
        """Say that film alone has no sleep to stage, in place of a table of zeros."""
        self.no_eeg.setVisible(is_film)
        for part in (self.layer, self.table.heading, self.table, self.stage):
            part.setHidden(is_film)


class SleepPanelController(QObject):
    """Fills the panel for one study while it is in sight.

    stages : returns the stages that have a column
    """

    def __init__(self, study: OpenStudy, panel: SleepPanel, stages: Callable[[], tuple[str, ...]]) -> None:
        super().__init__(study.scope)
        self._study, self._panel, self._stages = study, panel, stages
        self._timer = QTimer(self, interval=_REST_MS, singleShot=True)
        self._timer.timeout.connect(self.show_now)
        panel.place.shown.connect(self.show_now)
        panel.show_film(study.recording.is_film)
        study.scope.ended.connect(lambda: panel.show_film(False))
        while_open = study.scope.while_open
        study.review.marks_changed.connect(while_open(lambda _edit: self._timer.start()))
        study.review.layers.counted_changed.connect(while_open(lambda _layer: self._timer.start()))
        self._timer.start()

    def show_now(self) -> None:
        """Count again; nothing is done while the panel is out of sight."""
        if not self._study.scope.is_open or not self._panel.place.is_in_front:
            return
        review = self._study.review
        counted = review.layers.counted
        marks = (mark for mark in review.marks if mark.layer == counted and mark.term_id == SLEEP_TERM)
        self._panel.layer.setText(tr("Counted: {layer_text}", layer_text=layer_text(counted, review.author)))
        self._panel.table.show_table(layer_so_far(marks, self._study.recording.duration_s, self._stages()))
