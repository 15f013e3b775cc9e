"""The preview beside the form: pages in a scroll area, zoom, what a value rests on, and whether it is up to date."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from eegview.app.report.pages import ReportPages
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.report.page_layout import GAP_PX, PageLayout, fitted_zoom, next_zoom
from eegview.ui.report.page_view import PageView
from eegview.ui.widgets.elided_label import ElidedLabel

FIT = 0.0  # as a zoom: as wide as there is room
_PPI = 96.0  # at 100 %, before the screen's own scale
_PPI_STEP = 12.0  # pictures are made in these sizes
_MOST_PPI = 300.0
_STEP_PX = 24
_RESIZED_MS = 150
NO_PAGES = tr("Preparing the report …")


class Preview(QWidget):
    """Pages as they will print.

    sharpness_asked : pictures of so many pixels an inch are wanted
    followed : the address of a link that was clicked
    """

    followed = Signal(str)
    sharpness_asked = Signal(float)
    zoomed = Signal(float)  # by the reader; `FIT` for the width

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("report.preview")
        self.pages = PageView(theme)
        self.zoom = FIT
        self.area = _PageScroll()
        self.area.setObjectName("report.scroll")
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(self.pages)
        self.empty = QLabel(NO_PAGES)
        self.empty.setObjectName("report.preview.empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("role", "quiet")
        self.empty.setWordWrap(True)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.area)
        self.basis = ElidedLabel()
        self.basis.setObjectName("report.basis")
        self.basis.setProperty("role", "quiet")
        self.state = QLabel()
        self.state.setObjectName("report.preview.state")
        self.state.setProperty("role", "quiet")
        self.number = QLabel()
        self.number.setObjectName("report.page_number")
        self.buttons = {name: _button(name) for name in ("zoom_out", "zoom_in", "full_size", "fit_width")}
        foot = QFrame()
        foot.setObjectName("strip")
        row = QHBoxLayout(foot)
        row.setContentsMargins(8, 2, 8, 2)
        row.addWidget(self.basis, 1)
        row.addWidget(self.state)
        row.addWidget(self.number)
        for button in self.buttons.values():
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.stack, 1)
        layout.addWidget(foot)
        self._wanted: int | None = None  # a place that there was no room to show yet
        self._sharpen = QTimer(self, singleShot=True, interval=_RESIZED_MS)
        self._sharpen.timeout.connect(self._ask_sharpness)
        self.pages.followed.connect(self.followed)
        self.pages.pointed.connect(lambda _url, text: self.basis.setText(text.replace("\n", "  ·  ")))
        self.pages.chosen.connect(self._show_rect)
        self.pages.stepped.connect(self._step)
        self.area.zoom_turned.connect(self.zoom_by)
        self.area.resized.connect(self._lay_out)
        self.area.verticalScrollBar().valueChanged.connect(lambda _value: self._show_number())

    # what is shown

    def show_pages(self, shown: ReportPages | None) -> None:
        """Show pages; the place that is read stays."""
        self.pages.show_pages(shown)
        self.stack.setCurrentWidget(self.area if shown is not None else self.empty)
        if shown is None:
            self.empty.setText(NO_PAGES)
            self.number.clear()
        self._lay_out()

    def show_failure(self, sentence: str) -> None:
        """Say why there are no pages."""
        self.empty.setText(sentence)
        self.stack.setCurrentWidget(self.empty)

    def show_state(self, text: str) -> None:
        self.state.setText(text)

    def restyle(self, theme: Theme) -> None:
        self.pages.restyle(theme)

    # zoom

    @property
    def ppi(self) -> float:
        """Return how sharp the pictures should be, in pixels an inch."""
        wanted = self._zoom_now * _PPI * self.devicePixelRatioF()
        return min(max(round(wanted / _PPI_STEP + 0.49) * _PPI_STEP, 4 * _PPI_STEP), _MOST_PPI)

    @property
    def _sizes(self) -> tuple[tuple[float, float], ...]:
        shown = self.pages.shown
        return tuple((page.width_pt, page.height_pt) for page in shown.pages) if shown is not None else ()

    @property
    def _zoom_now(self) -> float:
        return self.zoom or fitted_zoom(self._sizes, self.area.viewport().width())

    def use_zoom(self, zoom: float) -> None:
        """Show the pages at a zoom; `FIT` for the width."""
        self.zoom = zoom
        self._lay_out()
        self.zoomed.emit(zoom)

    def zoom_by(self, steps: int) -> None:
        """Show the pages some steps larger, or smaller."""
        self.use_zoom(next_zoom(self._zoom_now, steps))

    def _lay_out(self) -> None:
        place = self._wanted if self._wanted is not None else self.place
        room_px = self.area.viewport().width()
        self.pages.use_layout(PageLayout(self._sizes, self._zoom_now, room_px))
        fit = " (fits the width)" if not self.zoom else ""
        self.buttons["fit_width"].setChecked(not self.zoom)
        self.buttons["full_size"].setText(f"{100 * self._zoom_now:.0f} %")
        self.buttons["full_size"].setAccessibleDescription(
            tr("Shown at {zoom_now:.0f} %{fit}", zoom_now=100 * self._zoom_now, fit=fit)
        )
        self.go_to_place(place)
        self._show_number()
        if self.pages.shown is not None:
            self._sharpen.start()

    def _ask_sharpness(self) -> None:
        shown = self.pages.shown
        if shown is not None and abs(shown.ppi - self.ppi) > 1:
            self.sharpness_asked.emit(self.ppi)

    # pages

    @property
    def page(self) -> int:
        """Return the number of the page in the upper part of the view, from 0."""
        bar = self.area.verticalScrollBar()
        return self.pages.layout_of_pages.page_at(bar.value() + self.area.viewport().height() / 3)

    def go_to_page(self, number: int) -> None:
        """Show a page from its top."""
        rects, self._wanted = self.pages.layout_of_pages.rects, None
        if rects:
            rect = rects[min(max(number, 0), len(rects) - 1)]
            self.area.verticalScrollBar().setValue(round(rect.top()) - GAP_PX)
        self._show_number()

    @property
    def n_pages(self) -> int:
        return len(self._sizes)

    @property
    def place(self) -> int:
        """Return how far the pages are scrolled, in hundredths of a point, as they lie now."""
        return round(self.area.verticalScrollBar().value() * 100 / self.pages.layout_of_pages.px_per_pt)

    def go_to_place(self, place: int) -> None:
        """Scroll to a place; where the pages have no room yet, once they have."""
        bar, at_px = self.area.verticalScrollBar(), round(place / 100 * self.pages.layout_of_pages.px_per_pt)
        bar.setValue(at_px)
        self._wanted = place if bar.value() < at_px else None

    def _show_number(self) -> None:
        self.number.setText(
            tr("Page {page} of {n_pages}", page=self.page + 1, n_pages=self.n_pages) if self.n_pages else ""
        )

    def _show_rect(self, rect: QRectF) -> None:
        self.area.ensureVisible(round(rect.center().x()), round(rect.center().y()), 60, 80)

    def _step(self, rows: int) -> None:
        bar, self._wanted = self.area.verticalScrollBar(), None
        bar.setValue(bar.value() + rows * _STEP_PX)


class _PageScroll(QScrollArea):
    """Scrolls the pages; with Ctrl the wheel zooms."""

    zoom_turned = Signal(int)
    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def eventFilter(self, watched, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and isinstance(event, QWheelEvent) and _is_zoom(event):
            self._turn(event)
            return True
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if _is_zoom(event):
            self._turn(event)
        else:
            super().wheelEvent(event)

    def _turn(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if turned:
            self.zoom_turned.emit(1 if turned > 0 else -1)
        event.accept()


def _is_zoom(event: QWheelEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


def _button(name: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(f"report.{name}.button")
    button.setProperty("role", "filter")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setCheckable(name == "fit_width")
    return button


def page_handlers(preview: Preview) -> dict[str, Callable[[], object]]:
    """Return what the commands of the pages do, by command id."""
    return {
        "report.next_page": lambda: preview.go_to_page(preview.page + 1),
        "report.previous_page": lambda: preview.go_to_page(preview.page - 1),
        "report.first_page": lambda: preview.go_to_page(0),
        "report.last_page": lambda: preview.go_to_page(preview.n_pages - 1),
        "report.fit_width": lambda: preview.use_zoom(0.0),
        "report.full_size": lambda: preview.use_zoom(1.0),
        "report.zoom_in": lambda: preview.zoom_by(1),
        "report.zoom_out": lambda: preview.zoom_by(-1),
        "report.next_link": lambda: preview.pages.choose_link(1),
        "report.previous_link": lambda: preview.pages.choose_link(-1),
        "report.follow": preview.pages.follow_link,
    }
