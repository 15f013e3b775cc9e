"""What the ribbon and the grid of the night share: epochs under the mouse, chosen by a drag."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from eegview.app.stage_texts import label
from eegview.app.staging.staging import Staging
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.model.vocabulary import Vocabulary


class EpochWidget(QWidget):
    """Shows epochs as cells; a click asks for one, a drag for a run.

    theme : returns the colours that hold now
    """

    epoch_asked = Signal(int)
    run_asked = Signal(int, int)  # from the first to the one under the mouse

    def __init__(self, object_name: str, theme: Callable[[], Theme], vocabulary: Vocabulary) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self._theme_now, self._vocabulary = theme, vocabulary
        self._staging: Staging | None = None
        self._pressed: int | None = None

    def use_vocabulary(self, vocabulary: Vocabulary) -> None:
        """Call the stages as another vocabulary does."""
        self._vocabulary = vocabulary
        self.draw_anew()

    def show_staging(self, staging: Staging | None) -> None:
        """Show the epochs of a study, None for none."""
        self._staging, self._pressed = staging, None
        self.updateGeometry()
        self.update()

    @property
    def _theme(self) -> Theme:
        return self._theme_now()

    def changeEvent(self, event: QEvent) -> None:
        """Draw all anew where theme or size of text changed."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self.draw_anew()

    def draw_anew(self) -> None:
        """Draw all epochs anew."""
        self.updateGeometry()
        self.update()

    def refresh(self, numbers: Iterable[int] | None) -> None:
        """Draw these epochs anew, None for all."""
        boxes = None if numbers is None else [self.box_of(number) for number in numbers]
        if boxes is None or len(boxes) > 200:
            self.update()
            return
        for box in boxes:
            if box is not None:
                self.update(box.adjusted(-4, -4, 4, 4).toAlignedRect())

    def box_of(self, number: int) -> QRectF | None:
        """Return where an epoch is drawn, None where it is not."""
        raise NotImplementedError

    def number_under(self, x_px: float, y_px: float) -> int | None:
        """Return the epoch under the mouse, None beside all of them."""
        raise NotImplementedError

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self.number_under(event.position().x(), event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and number is not None:
            self._pressed = number
            self.epoch_asked.emit(number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self.number_under(event.position().x(), event.position().y())
        if number is None:
            return
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self.run_asked.emit(self._pressed, number)
        else:
            QToolTip.showText(event.globalPosition().toPoint(), self._tip(number), self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        self.update()

    def _tip(self, number: int) -> str:
        staging = self._staging
        if staging is None:
            return ""
        epochs = staging.epochs
        stage, by_hand = epochs.stage(number), epochs.stage_by_hand(number)
        lines = [tr("Epoch {number:,}", number=number + 1)]
        if not staging.is_recorded[number]:
            lines.append(tr("gap: nothing was recorded"))
        if stage:
            lines.append(label(stage, self._vocabulary) + (tr(" · unsure") if epochs.is_unsure(number) else ""))
        elif by_hand:
            lines.append(tr("{label} · marked off the grid", label=label(by_hand, self._vocabulary)))
        else:
            lines.append(tr("Not staged"))
        if staging.shows_proposal and staging.proposed(number):
            lines.append(tr("Proposed: {label}", label=label(staging.proposed(number), self._vocabulary)))
        return "\n".join(lines)
