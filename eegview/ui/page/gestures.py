"""What the mouse does on the page, as signals: select, set the cursor, drag an edge, pan, measure."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent

from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.span import Span
from eegview.ui.page.calipers import Calipers
from eegview.ui.page.geometry import PageGeometry
from eegview.ui.page.view_data import Overlay, ShownPage

EDGE_PX = 5.0
CLICK_PX = 4.0


class _Doing(Enum):
    NOTHING = auto()
    SELECTING = auto()
    PANNING = auto()
    EDGE = auto()
    MEASURING = auto()
    LABEL = auto()


class PageSurface(Protocol):
    """What the gestures need of the widget that shows the page."""

    @property
    def shown_page(self) -> ShownPage | None: ...

    @property
    def overlay(self) -> Overlay: ...

    def geometry_of_page(self) -> PageGeometry | None: ...

    def setCursor(self, shape: Qt.CursorShape, /) -> None: ...

    def unsetCursor(self) -> None: ...


@dataclass(frozen=True, slots=True)
class EdgeGrip:
    """The edge of a mark under the mouse."""

    mark: Annotation
    is_start: bool

    def moved_to(self, time_s: float) -> Span:
        """Return the mark's span with this edge at `time_s`; edges that cross change places."""
        fixed_s = self.mark.stop_s if self.is_start else self.mark.onset_s
        return Span(min(time_s, fixed_s), max(time_s, fixed_s))


class PageGestures(QObject):
    """Turns presses, moves and releases into what was meant. Knows the page's geometry and marks, changes nothing."""

    cursor_set = Signal(float)
    selecting = Signal(object, object)  # Span, row labels; while the button is down
    selected = Signal(object, object)  # Span, row labels; button released
    panned = Signal(float)  # seconds to move the page by
    mark_clicked = Signal(object)  # Annotation
    nothing_clicked = Signal()  # a click where no mark is
    mark_opened = Signal(object)  # double-click on a mark's name
    edge_moving = Signal(object, object)  # Annotation, Span
    edge_moved = Signal(object, object)
    centre_asked = Signal(float)
    menu_asked = Signal(QPointF, float, object)  # global position, time, Annotation | None
    label_clicked = Signal(str)
    label_selected = Signal(str)  # clicked with Ctrl
    label_menu_asked = Signal(QPointF, str)  # global position, row label
    label_dragged = Signal(str, float)  # row label, logical pixels up since the press
    label_gained = Signal(str, float)  # row label, pixels up with the right button
    measured = Signal(object)  # Calipers
    measuring_ended = Signal()  # the button is released; what was measured stands
    row_clicked = Signal(float, str, float, bool)  # time, row label, share of the row's height from its top, with Ctrl

    def __init__(self, view: PageSurface, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._doing = _Doing.NOTHING
        self._pressed_px = QPointF()
        self._last_px = QPointF()
        self._grip: EdgeGrip | None = None
        self._label = ""
        self.is_measuring = False  # calipers are taken up

    # what lies under a point

    def mark_at(self, point: QPointF, geometry: PageGeometry) -> Annotation | None:
        """Return the mark whose name (in the lane above) or edge is under `point`; the shortest where several are."""
        marks = self._view.overlay.marks
        if point.y() < geometry.top_px:
            near = [m for m in marks if self._name_covers(m, point.x(), geometry)]
            return max(near, key=lambda m: m.onset_s, default=None)
        time_s = geometry.time_of(point.x())
        style = self._view.overlay.style  # an epoch is taken by its name: a click within it means the place
        epochs = {m.annotation_id for m in marks if style is not None and style.is_epoch(m)}
        near = [m for m in marks if m.layer != FILE_LAYER and m.annotation_id not in epochs]
        inside = [m for m in near if m.onset_s <= time_s < m.stop_s]
        return min(inside, key=lambda m: m.duration_s, default=None)

    @staticmethod
    def _name_covers(mark: Annotation, x_px: float, geometry: PageGeometry) -> bool:
        start_px = max(geometry.x_of(mark.onset_s), geometry.left_px)
        return start_px - 3 <= x_px <= max(start_px + 70, geometry.x_of(mark.stop_s))

    def grip_at(self, point: QPointF, geometry: PageGeometry) -> EdgeGrip | None:
        best: tuple[float, EdgeGrip] | None = None
        for mark in self._view.overlay.marks:
            if mark.layer == FILE_LAYER:
                continue
            for time_s, is_start in ((mark.onset_s, True), (mark.stop_s, False)):
                distance_px = abs(geometry.x_of(time_s) - point.x())
                if distance_px <= EDGE_PX and (best is None or distance_px < best[0]):
                    best = distance_px, EdgeGrip(mark, is_start)
        return best[1] if best else None

    def _row_at(self, y_px: float, geometry: PageGeometry) -> str:
        position = geometry.position_at(y_px)
        page = self._view.shown_page
        return "" if position is None or page is None else page.rows[position].row.label

    def _rows_between(self, y0_px: float, y1_px: float, geometry: PageGeometry) -> tuple[str, ...]:
        page = self._view.shown_page
        if page is None:
            return ()
        low, high = sorted((y0_px, y1_px))
        half_px = geometry.row_height_px / 2
        return tuple(
            shown.row.label
            for i, shown in enumerate(page.rows)
            if not shown.is_computed and low - half_px <= geometry.centre_of(i) <= high + half_px
        )

    # events

    def press(self, event: QMouseEvent) -> None:
        geometry = self._view.geometry_of_page()
        if geometry is None:
            return
        point = event.position()
        self._pressed_px = self._last_px = point
        in_gutter = point.x() < geometry.left_px
        button = event.button()
        if in_gutter and button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            self._label = self._row_at(point.y(), geometry)
            self._doing = _Doing.LABEL if self._label else _Doing.NOTHING
        elif button == Qt.MouseButton.MiddleButton:
            self._doing = _Doing.PANNING
            self._view.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif button == Qt.MouseButton.RightButton:
            self.menu_asked.emit(event.globalPosition(), geometry.time_of(point.x()), self.mark_at(point, geometry))
        elif button == Qt.MouseButton.LeftButton:
            self._grip = None if self.is_measuring else self.grip_at(point, geometry)
            if self.is_measuring:
                self._doing = _Doing.MEASURING
            elif self._grip is not None:
                self._doing = _Doing.EDGE
            else:
                self._doing = _Doing.SELECTING

    def move(self, event: QMouseEvent) -> None:
        geometry = self._view.geometry_of_page()
        if geometry is None:
            return
        point = event.position()
        if self._doing == _Doing.NOTHING:
            over_edge = not self.is_measuring and self.grip_at(point, geometry) is not None
            shape = Qt.CursorShape.SplitHCursor if over_edge else Qt.CursorShape.ArrowCursor
            self._view.setCursor(Qt.CursorShape.CrossCursor if self.is_measuring else shape)
            return
        if self._doing == _Doing.PANNING:
            self.panned.emit((self._last_px.x() - point.x()) / geometry.px_per_s)
        elif self._doing == _Doing.MEASURING:
            self._report_calipers(point, geometry)
        elif self._doing == _Doing.EDGE and self._grip is not None:
            self.edge_moving.emit(self._grip.mark, self._grip.moved_to(geometry.time_of(point.x())))
        elif self._doing == _Doing.SELECTING and self._has_dragged_along(point):
            self.selecting.emit(*self._selection(point, geometry, event))
        elif self._doing == _Doing.LABEL and self._has_dragged(point):
            up_px = self._last_px.y() - point.y()
            right = bool(event.buttons() & Qt.MouseButton.RightButton)
            (self.label_gained if right else self.label_dragged).emit(self._label, up_px)
        self._last_px = point

    def release(self, event: QMouseEvent) -> None:
        geometry = self._view.geometry_of_page()
        doing, self._doing = self._doing, _Doing.NOTHING
        self._view.unsetCursor()
        if geometry is None:
            return
        point = event.position()
        if doing == _Doing.SELECTING:
            self._finish_selecting(point, geometry, event)
        elif doing == _Doing.EDGE and self._grip is not None:
            if self._has_dragged(point):
                self.edge_moved.emit(self._grip.mark, self._grip.moved_to(geometry.time_of(point.x())))
            else:
                self.mark_clicked.emit(self._grip.mark)
        elif doing == _Doing.MEASURING:
            self._report_calipers(point, geometry)
            self.measuring_ended.emit()
        elif doing == _Doing.LABEL and not self._has_dragged(point):
            if event.button() == Qt.MouseButton.RightButton:
                self.label_menu_asked.emit(event.globalPosition(), self._label)
            elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.label_selected.emit(self._label)
            else:
                self.label_clicked.emit(self._label)

    def double_click(self, event: QMouseEvent) -> None:
        geometry = self._view.geometry_of_page()
        if geometry is None or event.button() != Qt.MouseButton.LeftButton:
            return
        mark = self.mark_at(event.position(), geometry)
        if mark is not None:
            self.mark_opened.emit(mark)
        elif event.position().x() >= geometry.left_px:
            self.centre_asked.emit(geometry.time_of(event.position().x()))

    def _finish_selecting(self, point: QPointF, geometry: PageGeometry, event: QMouseEvent) -> None:
        if self._has_dragged_along(point):
            self.selected.emit(*self._selection(point, geometry, event))
            return
        mark = self.mark_at(point, geometry)
        if mark is not None:
            self.mark_clicked.emit(mark)
        else:
            self.nothing_clicked.emit()
        if point.y() >= geometry.top_px:
            self.cursor_set.emit(geometry.time_of(point.x()))
        position, label = geometry.position_at(point.y()), self._row_at(point.y(), geometry)
        if position is not None and label:
            top_px = geometry.centre_of(position) - geometry.row_height_px / 2
            share = min(max((point.y() - top_px) / geometry.row_height_px, 0.0), 1.0)
            with_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.row_clicked.emit(geometry.time_of(point.x()), label, share, with_ctrl)

    def _selection(self, point: QPointF, geometry: PageGeometry, event: QMouseEvent) -> tuple[Span, tuple[str, ...]]:
        times_s = sorted(geometry.time_of(x) for x in (self._pressed_px.x(), point.x()))
        by_rows = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        rows = self._rows_between(self._pressed_px.y(), point.y(), geometry) if by_rows else ()
        return Span(*times_s), rows

    def _report_calipers(self, point: QPointF, geometry: PageGeometry) -> None:
        page = self._view.shown_page
        position = geometry.position_at(self._pressed_px.y())
        if page is None or position is None:
            return
        shown = page.rows[position]
        unit = "µV" if shown.row.unit == "uV" else shown.row.unit
        self.measured.emit(
            Calipers(
                geometry.time_of(self._pressed_px.x()),
                geometry.time_of(point.x()),
                self._pressed_px.y(),
                point.y(),
                shown.row.label,
                1.0 / abs(shown.placement.px_per_unit),
                unit,
            )
        )

    def _has_dragged(self, point: QPointF) -> bool:
        return (point - self._pressed_px).manhattanLength() > CLICK_PX

    def _has_dragged_along(self, point: QPointF) -> bool:
        """Whether the mouse was moved along time: a drag straight down has no length."""
        return abs(point.x() - self._pressed_px.x()) > CLICK_PX
