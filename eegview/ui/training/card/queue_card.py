"""What comes back when: the categories that are due next, never which item."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from eegview.model.text.language import tr
from eegview.ui.widgets.elided_label import ElidedLabel

MOST_SHOWN = 6
_NOTE = tr("a missed category comes back with an unseen item · 1 in 10 is a silent repeat")


class QueueTile(QFrame):
    """One category: when, what, how often asked."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.setObjectName(f"training.queue.{number}")
        self.setProperty("role", "card")
        self.when, self.what, self.more = QLabel(), QLabel(), ElidedLabel()
        self.when.setProperty("role", "quiet")
        self.what.setProperty("role", "strong")
        self.what.setWordWrap(True)
        self.more.setProperty("role", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 4)
        layout.setSpacing(1)
        for label in (self.when, self.what, self.more):
            layout.addWidget(label)
        layout.addStretch(1)

    def show_texts(self, when: str, what: str, more: str) -> None:
        self.when.setText(when)
        self.what.setText(what)
        self.more.setText(more)
        self.setToolTip(f"{what}: {when}. {more}.")
        self.setAccessibleName(self.toolTip())


class QueueCard(QFrame):
    """As many categories as there is room for, side by side; its height never changes."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("training.queue")
        self.setProperty("role", "card")
        title = QLabel(tr("Coming back"))
        title.setProperty("role", "strong")
        self.note = ElidedLabel()
        self.note.setText(_NOTE)
        self.note.setProperty("role", "quiet")
        top = QHBoxLayout()
        top.addWidget(title)
        top.addWidget(self.note, 1)
        self.tiles = tuple(QueueTile(number) for number in range(MOST_SHOWN))
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for tile in self.tiles:
            row.addWidget(tile, 1)
        self.empty = QLabel()
        self.empty.setObjectName("training.queue.empty")
        self.empty.setProperty("role", "quiet")
        self.empty.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 8)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self._row, 1)
        layout.addWidget(self.empty, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._texts: tuple[tuple[str, str, str], ...] = ()
        self.show_categories(())

    def show_categories(self, texts: tuple[tuple[str, str, str], ...], empty: str = "") -> None:
        """Show (when, what, more) of each category, or why there is none."""
        self._texts = texts
        self._row.setVisible(bool(texts))
        self.empty.setVisible(not texts)
        self.empty.setText(empty)
        for tile, text in zip(self.tiles, texts, strict=False):
            tile.show_texts(*text)
        self._fit()

    def _fit(self) -> None:
        """Show as many tiles as can be read."""
        line_px = self.fontMetrics().height()
        self.setFixedHeight(round(line_px * 6.4) + 24)
        n_room = max(2, self.width() // round(line_px * 8.5))
        for number, tile in enumerate(self.tiles):
            tile.setVisible(number < min(len(self._texts), n_room))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._fit()
