"""The keys that decide, beside the video or, where the column is narrow, below it."""

from collections.abc import Iterable

from PySide6.QtWidgets import QFrame, QGridLayout, QLabel

from eegview.model.text.language import tr
from eegview.ui.triage.buttons import key_text
from eegview.ui.widgets.key_legend import LegendButton, LegendEntry
from eegview.ui.window.actions import Actions

KEYS = (
    ("comparing.take_a", tr("Take A")),
    ("comparing.take_b", tr("Take B")),
    ("comparing.merge", tr("Merge fields")),
    ("comparing.neither", tr("Neither")),
    ("comparing.query", tr("Query")),
    ("comparing.comment", tr("Comment")),
    ("comparing.skip", tr("Skip")),
    ("comparing.back", tr("Undo")),
    ("comparing.replay", tr("Replay")),
)
MERGE_KEYS = (
    ("comparing.merge_a", tr("Answer of A")),
    ("comparing.merge_b", tr("Answer of B")),
    ("comparing.merge_down", tr("Next field")),
    ("comparing.merge_up", tr("Previous field")),
    ("comparing.merge_keep", tr("Apply merge")),
    ("comparing.merge_drop", tr("Stop merging")),
)


class DecideKeys(QFrame):
    """Keys with what they do; a click does the same. While answers are merged, the keys for that."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.setObjectName("comparing.keys")
        self._title = QLabel(tr("Decide"))
        self._title.setProperty("role", "strong")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4)
        self._grid.setVerticalSpacing(0)
        self.buttons = self._made(actions, KEYS)
        self.merge_buttons = self._made(actions, MERGE_KEYS)
        self._is_merging, self._n_columns = False, 0
        self.arrange(1)

    def _made(self, actions: Actions, keys: Iterable[tuple[str, str]]) -> dict[str, LegendButton]:
        made = {}
        for command_id, text in keys:
            key = key_text(actions.keys_of(command_id))
            button = LegendButton(LegendEntry(key, text, action=actions[command_id]), self)
            button.setObjectName(f"{command_id}.key")
            made[command_id] = button
        return made

    @property
    def n_columns(self) -> int:
        return self._n_columns

    def show_merging(self, is_merging: bool) -> None:
        """Show the keys for merging, or those that decide."""
        if is_merging != self._is_merging:
            self._is_merging = is_merging
            self._title.setText(tr("Merge") if is_merging else tr("Decide"))
            self._place()

    def arrange(self, n_columns: int) -> None:
        """Stand in so many columns."""
        if n_columns != self._n_columns:
            self._n_columns = n_columns
            self._place()

    def fit(self, width_px: int) -> None:
        """Stand in as many columns, up to three, as a width has room for."""
        shown = self.merge_buttons if self._is_merging else self.buttons
        hints_px = [button.sizeHint().width() for button in shown.values()]

        def needed_px(n_columns: int) -> int:
            n_rows = -(-len(hints_px) // n_columns)
            return sum(max(hints_px[i : i + n_rows]) + 4 for i in range(0, len(hints_px), n_rows))

        self.arrange(next((n for n in (3, 2) if needed_px(n) <= width_px), 1))

    def _place(self) -> None:
        while self._grid.count():
            self._grid.takeAt(0)
        shown, away = self.buttons, self.merge_buttons
        if self._is_merging:
            shown, away = away, shown
        for button in away.values():
            button.hide()
        self._grid.addWidget(self._title, 0, 0, 1, self._n_columns)
        n_rows = -(-len(shown) // self._n_columns)
        for number, button in enumerate(shown.values()):
            self._grid.addWidget(button, 1 + number % n_rows, number // n_rows)
            button.show()
        for row in range(12):
            self._grid.setRowStretch(row, 0)
        self._grid.setRowStretch(n_rows + 1, 1)
        self.updateGeometry()
