"""Where the form of the selected mark stands: under the list of marks, or on a card beside the mark on the page."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout

from eegview.model.annotation import Annotation
from eegview.ui.marks.form import MarkForm
from eegview.ui.page.trace_view import TraceView

AFTER_S = 3.0  # what follows the mark is not covered: the decrement is read there
_EDGE_PX = 8
_WIDTH_CHARACTERS = 56
_MOST_HEIGHT = 0.7  # of the traces; what the form has beyond that is scrolled to
_OF_THE_MOUSE = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.Wheel,
)


class MarkCard(QFrame):
    """The form over the page, as large as its questions ask for."""

    def __init__(self, page: TraceView) -> None:
        super().__init__(page)
        self.setObjectName("mark.card")
        self.setProperty("role", "overlay")
        self._page = page
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(1, 1, 1, 1)
        self.hide()

    def event(self, event: QEvent) -> bool:
        if event.type() in _OF_THE_MOUSE:  # what is done on the card is not done to the page beneath
            event.accept()
            return True
        return super().event(event)

    def hold(self, form: MarkForm) -> None:
        """Take the form in."""
        self._layout.addWidget(form)

    def place_for(self, mark: Annotation, form: MarkForm) -> QPoint | None:
        """Return where the card has room beside a mark, None where it would cover the mark or what follows it."""
        geometry = self._page.geometry_of_page()
        if geometry is None or mark.stop_s < geometry.span.start_s or mark.onset_s >= geometry.span.stop_s:
            return None
        size = self.wanted(form)
        right_px = round(geometry.x_of(mark.stop_s + AFTER_S)) + _EDGE_PX
        left_px = round(geometry.x_of(mark.onset_s)) - _EDGE_PX - size.width()
        y_px = round(geometry.top_px) + _EDGE_PX
        if right_px + size.width() <= self._page.width() - _EDGE_PX:
            return QPoint(max(right_px, round(geometry.left_px)), y_px)
        return QPoint(left_px, y_px) if left_px >= geometry.left_px else None

    def wanted(self, form: MarkForm) -> QSize:
        """Return the size of the card for what the form asks now, much lower than the traces."""
        width_px = self.fontMetrics().averageCharWidth() * _WIDTH_CHARACTERS
        width_px = max(width_px, form.body.minimumSizeHint().width() + 2)
        layout = form.body.layout()
        height_px = (layout.totalHeightForWidth(width_px - 2) if layout is not None else 0) + 4
        geometry = self._page.geometry_of_page()
        room_px = round(geometry.bottom_px - geometry.top_px) if geometry is not None else height_px
        return QSize(width_px, min(height_px, round(room_px * _MOST_HEIGHT)))


class FormPlace(QObject):
    """Puts the form under the list, or on its card while that is chosen or the list is not in sight.

    list_is_shown : returns whether the list is in sight
    """

    def __init__(
        self, form: MarkForm, splitter: QSplitter, page: TraceView, list_is_shown: Callable[[], bool], at_mark: bool
    ) -> None:
        super().__init__(splitter)
        self._form, self._splitter, self._page = form, splitter, page
        self._list_is_shown = list_is_shown
        self.card = MarkCard(page)
        self.at_mark = at_mark  # chosen: on the card for each selected mark
        self._mark: Annotation | None = None
        self._is_folded = True  # the card, for this mark
        self._to_list()
        form.body.installEventFilter(self)
        page.resized.connect(self.follow)

    @property
    def is_on_card(self) -> bool:
        """Whether the form stands on its card now."""
        return not self.card.isHidden()

    def show_mark(self, mark: Annotation | None) -> None:
        """Follow the selection; another mark unfolds the card where that is chosen."""
        before, self._mark = self._mark, mark
        if mark is None or before is None or mark.annotation_id != before.annotation_id:
            self._is_folded = not self.at_mark
        self.follow()

    def choose(self, at_mark: bool) -> None:
        """Show the form at each selected mark from now on, or under the list."""
        self.at_mark, self._is_folded = at_mark, not at_mark
        self.follow()

    def unfold(self) -> bool:
        """Show the card for the selected mark if it is its place now; return whether it stands there."""
        self._is_folded = False
        self.follow()
        return self.is_on_card

    def fold(self) -> None:
        """Put the card away until another mark is selected, or it is asked for."""
        self._is_folded = True
        self.follow()

    def follow(self) -> None:
        """Place the form where it belongs on the page as it is now."""
        mark = self._mark
        is_wanted = mark is not None and not self._is_folded and (self.at_mark or not self._list_is_shown())
        at = self.card.place_for(mark, self._form) if mark is not None and is_wanted else None
        if at is None:
            self._to_list()
            return
        if self._form.parent() is not self.card:
            self.card.hold(self._form)
        self._form.show()
        self.card.resize(self.card.wanted(self._form))
        self.card.move(at)
        self.card.show()
        self.card.raise_()

    def _to_list(self) -> None:
        had_focus = self._form.isAncestorOf(self._page.window().focusWidget() or self._page)
        self.card.hide()
        if self._form.parent() is not self._splitter:
            self._splitter.addWidget(self._form)
            if had_focus:
                self._page.setFocus(Qt.FocusReason.OtherFocusReason)
        self._form.setVisible(self._mark is not None)  # empty it takes no room

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and self.is_on_card:
            self.card.resize(self.card.wanted(self._form))
        return False
