"""The timeline of an infant: the mouse or the keys tell, open, zoom and scroll."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from eegview.app.course.course_view import CourseView
from eegview.app.course.drawing import DAY, SceneItem
from eegview.app.course.layout import DIARY
from eegview.app.course.scene import Scene, course_scene
from eegview.app.course.shapes import Area
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.infant.days_shown import DaysShown
from eegview.ui.infant.scene_painter import measure_of, paint_scene, rect_of
from eegview.ui.widgets.kept_keys import keeps_key

_WALK = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_ZOOM = {Qt.Key.Key_Plus: 0.5, Qt.Key.Key_Equal: 0.5, Qt.Key.Key_Minus: 2.0}
_KEYS = frozenset({*_WALK, *_OPEN, *_ZOOM, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_0, Qt.Key.Key_Up,
                   Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})  # fmt: skip
_WIDTH_PX, _DRAG_FROM_PX = 560, 5


class TimelineWidget(QWidget):
    """Draws a `CourseView`.

    asked : kind and key of what was chosen, see `SceneItem`; a day of the diary also without an entry
    pointed : the lines that say all of what the keys are at, "" for nothing
    days_changed : another part of the axis is shown
    """

    asked = Signal(str, str)
    pointed = Signal(str)
    days_changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("infant.timeline")
        self.setAccessibleName(tr("Timeline of the infant"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self.view: CourseView | None = None
        self.days = DaysShown(0, 1)
        self._scene: Scene | None = None
        self._current: tuple[str, str] | None = None
        self._pressed: tuple[QPointF, int] | None = None
        self._is_dragging = False

    # what is shown

    def show_view(self, view: CourseView | None) -> None:
        """Show a timeline; of the same infant the part of the axis that is shown stays."""
        is_same = view is not None and self.view is not None and (
            view.timeline.infant.infant_id == self.view.timeline.infant.infant_id
        )  # fmt: skip
        self.view = view
        if view is not None:
            self.days = self.days.of_whole(*view.ends) if is_same else DaysShown(*view.ends)
        if not is_same:
            self._current = None
        self._spoil()
        self.updateGeometry()
        self.days_changed.emit()

    def use_theme(self, theme: Theme) -> None:
        """Draw all in other colours."""
        self._theme = theme
        self._spoil()

    def _spoil(self) -> None:
        self._scene = None
        self._describe()
        self.update()

    @property
    def scene(self) -> Scene | None:
        """Return the drawing as it is now."""
        if self._scene is None and self.view is not None:
            font = self.font()
            self._scene = course_scene(
                self.view, self._theme, float(self.width()), QFontMetricsF(font).height(), measure_of(font),
                (self.days.first_day, self.days.last_day),
            )  # fmt: skip
        return self._scene

    def _describe(self) -> None:
        item = self.current
        chosen = tr("Chosen: {told}.", told=item.told.replace("\n", ", ")) if item is not None else ""
        summary = self.view.summary if self.view is not None else ""
        self.setAccessibleDescription(" ".join(filter(None, (chosen, summary))))

    def sizeHint(self) -> QSize:
        scene = self.scene
        return QSize(_WIDTH_PX, round(scene.layout.height_px) if scene is not None else 200)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, self.sizeHint().height())

    # what is pointed at

    @property
    def current(self) -> SceneItem | None:
        """Return what the keys are at."""
        scene = self.scene
        return scene.item(*self._current) if scene is not None and self._current is not None else None

    def item_at(self, point: QPointF) -> SceneItem | None:
        """Return what lies under a point; in the diary's row also a day without an entry."""
        scene, view = self.scene, self.view
        if scene is None or view is None:
            return None
        found = scene.item_at(point.x(), point.y())
        band, axis = scene.layout.bands[DIARY], scene.layout.axis
        if found is not None or not axis.left_px <= point.x() < axis.right_px:
            return found
        if not band.top_px <= point.y() < band.bottom_px:
            return None
        day = axis.day_at(point.x())
        area = Area(axis.left_of(day), band.top_px, axis.day_px, band.height_px)
        return SceneItem(DAY, str(day), area, view.diary_told(day))

    def _point_at(self, item: SceneItem | None) -> None:
        self._current = (item.kind, item.key) if item is not None else None
        self._describe()
        self.pointed.emit(item.told if item is not None else "")
        self.update()

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.page))
        scene = self.scene
        if scene is None:
            return
        paint_scene(painter, scene, self.font())
        item = self.current
        if item is not None and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.drawRoundedRect(rect_of(item.area).adjusted(-3, -3, 3, 3), 3, 3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        height_px = self.sizeHint().height()
        self._spoil()
        if self.sizeHint().height() != height_px:
            self.updateGeometry()
        super().resizeEvent(event)

    # days

    def zoom(self, factor: float, around: int | None = None) -> None:
        """Show `factor` times as many days, around one of them."""
        item = self.current
        if around is None and item is not None and self.scene is not None:
            around = self.scene.layout.axis.day_at(item.area.left_px + item.area.width_px / 2)
        self.show_days(self.days.zoomed(factor, around))

    def show_all(self) -> None:
        """Show the whole axis."""
        self.show_days(self.days.all())

    def scroll_by(self, share: float) -> None:
        """Move by a share of what is shown; negative = earlier."""
        self.show_days(self.days.scrolled(share))

    def show_days(self, days: DaysShown) -> None:
        """Show a part of the axis."""
        if days != self.days:
            self.days = days
            self._spoil()
            self.updateGeometry()
            self.days_changed.emit()

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._is_dragging = (event.position(), self.days.first_day), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point, scene = event.position(), self.scene
        if self._pressed is not None and scene is not None:
            moved_px = point.x() - self._pressed[0].x()
            if self._is_dragging or abs(moved_px) > _DRAG_FROM_PX:
                self._is_dragging = True
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self.show_days(self.days.from_day(self._pressed[1] - round(moved_px / scene.layout.axis.day_px)))
            return
        is_there = self.item_at(point) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_there else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        was_dragging = self._is_dragging
        self._pressed, self._is_dragging = None, False
        self.setCursor(Qt.CursorShape.ArrowCursor)
        item = self.item_at(event.position())
        if not was_dragging and item is not None:
            self._point_at(item)
            self.asked.emit(item.kind, item.key)

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta()
        scene = self.scene
        if scene is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier and notches.y():
            self.zoom(0.8 if notches.y() > 0 else 1.25, scene.layout.axis.day_at(event.position().x()))
        elif notches.x() or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.scroll_by(-0.1 if (notches.x() or notches.y()) > 0 else 0.1)
        else:
            event.ignore()  # the page around it scrolls up and down
            return
        event.accept()

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _WALK:
            self._walk(1 if key == Qt.Key.Key_Right else -1)
        elif key in _OPEN:
            item = self.current
            if item is not None:
                self.asked.emit(item.kind, item.key)
        elif key in _ZOOM:
            self.zoom(_ZOOM[key])
        elif key == Qt.Key.Key_0:
            self.show_all()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.scroll_by(-0.8 if key == Qt.Key.Key_PageUp else 0.8)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.show_days(self.days.at_start() if key == Qt.Key.Key_Home else self.days.at_end())
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._change_row(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _walk(self, step: int) -> None:
        """Go to the next thing of the same row, day by day."""
        scene = self.scene
        if scene is None or not scene.items:
            return
        current = self.current
        row = [one for one in scene.items if current is None or one.kind == current.kind]
        at = row.index(current) + step if current is not None else 0
        self._point_at(row[min(max(at, 0), len(row) - 1)])

    def _change_row(self, step: int) -> None:
        """Go to what lies nearest in the next row that holds anything."""
        scene, current = self.scene, self.current
        if scene is None or current is None:
            self._walk(1)
            return
        kinds = list(dict.fromkeys(one.kind for one in scene.items))
        at = kinds.index(current.kind) + step
        if 0 <= at < len(kinds):
            x_px = current.area.left_px
            row = [one for one in scene.items if one.kind == kinds[at]]
            self._point_at(min(row, key=lambda one: abs(one.area.left_px - x_px)))

    def event(self, event: QEvent) -> bool:
        if keeps_key(event, _KEYS):
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            item = self.item_at(QPointF(event.pos()))
            if item is not None:
                QToolTip.showText(event.globalPos(), item.told, self, rect_of(item.area).toRect())
            else:
                QToolTip.hideText()
            return True
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._scene = None
            self.updateGeometry()
        return super().event(event)
