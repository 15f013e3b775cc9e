"""The treatment lane: what was given, what was witnessed, and the studies, by day; the mouse or the keys open each."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from eegview.app.course.geometry import DayAxis, LaneBands, lane_bands
from eegview.app.course.lane_view import LaneView
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.response.lane.lane_painter import LanePainter
from eegview.ui.response.lane.places import LanePlaces
from eegview.ui.widgets.kept_keys import keeps_key

_NAME_CHARACTERS = 24
_KEYS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})
TREATMENT, DIARY, STUDY = "treatment", "diary", "study"


@dataclass(frozen=True, slots=True)
class LaneItem:
    """What can be opened.

    kind, key : TREATMENT and its id, STUDY and its fingerprint, DIARY and the day of the axis
    """

    kind: str
    key: str
    rect: QRectF
    text: str


class TreatmentLane(QWidget):
    """Draws a `LaneView`.

    treatment_asked : the id of a treatment whose bar was chosen
    day_asked : a day of the axis, in the diary's row
    study_asked : the fingerprint of a study
    """

    treatment_asked = Signal(str)
    day_asked = Signal(int)
    study_asked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("response.lane")
        self.setAccessibleName(tr("Treatment by day"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self.view: LaneView | None = None
        self._current: tuple[str, str] | None = None

    # what is shown

    def show_view(self, view: LaneView) -> None:
        self.view = view
        self._describe()
        self.updateGeometry()
        self.update()

    def use_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def _describe(self) -> None:
        item = self.current
        chosen = f"Chosen: {item.text}. " if item is not None else ""
        self.setAccessibleDescription(chosen + (self.view.spoken if self.view is not None else ""))

    # geometry, logical pixels

    @property
    def _name_px(self) -> float:
        return min(QFontMetricsF(self.font()).averageCharWidth() * _NAME_CHARACTERS, self.width() * 0.25)

    @property
    def axis(self) -> DayAxis:
        view = self.view
        first, last = (view.first_day, view.last_day) if view is not None else (0, 1)
        return DayAxis(first, last, self._name_px, max(self.width() - 14.0, self._name_px + 1))

    @property
    def bands(self) -> LaneBands:
        n_rows = len(self.view.rows) if self.view is not None else 0
        return lane_bands(n_rows, QFontMetricsF(self.font()).height())

    @property
    def places(self) -> LanePlaces:
        return LanePlaces(self.axis, self.bands, QFontMetricsF(self.font()).height())

    def sizeHint(self) -> QSize:
        return QSize(400, round(self.bands.height_px))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, round(self.bands.height_px))

    def items(self) -> tuple[LaneItem, ...]:
        """Return all that can be opened, in the order in which the keys walk: treatments, diary, studies."""
        view = self.view
        if view is None:
            return ()
        places = self.places
        found: list[LaneItem] = []
        for number, row in enumerate(view.rows):
            for bar in row.bars:
                treatment = bar.placed.treatment
                note = f"\n“{treatment.note}”" if treatment.note else ""
                text = f"{view.course.placed_text(bar.placed).replace('day -', 'day −')}{note}\n{_by(treatment.author)}"
                found.append(LaneItem(TREATMENT, treatment.treatment_id, places.bar_rect(number, bar), text))
        for day, entry in view.diary.items():
            text = f"{view.diary_text(day)}\n{_by(entry.author)}"
            found.append(LaneItem(DIARY, str(day), places.day_rect(day), text))
        for study in sorted(view.studies, key=lambda one: one.day):
            text = f"{study.text}, {view.day_text(study.day)}"
            found.append(LaneItem(STUDY, study.fingerprint, places.dot_rect(study.day), text))
        return tuple(found)

    @property
    def current(self) -> LaneItem | None:
        """Return what the keys are at."""
        return next((item for item in self.items() if (item.kind, item.key) == self._current), None)

    def item_at(self, point: QPoint) -> LaneItem | None:
        """Return what lies under a point; in the diary's row also a day without an entry."""
        found = next((item for item in reversed(self.items()) if item.rect.contains(point)), None)
        band, axis, view = self.bands.diary, self.axis, self.view
        if found is not None or view is None:
            return found
        if band.top_px <= point.y() <= band.bottom_px and axis.left_px <= point.x() <= axis.right_px:
            day = axis.day_at(point.x())
            area = QRectF(axis.left_of(day), band.top_px, axis.day_px, band.height_px)
            return LaneItem(DIARY, str(day), area, view.diary_text(day))
        return None

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.view is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.page))
        LanePainter(painter, self.view, self.places, self._theme, self.font()).paint()
        item = self.current
        if item is not None and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.drawRoundedRect(item.rect.adjusted(-2, -2, 2, 2), 3, 3)

    # mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        item = self.item_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and item is not None:
            self._open(item)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        is_there = self.item_at(event.position().toPoint()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_there else Qt.CursorShape.ArrowCursor)

    def _open(self, item: LaneItem) -> None:
        self._current = item.kind, item.key
        self._describe()
        self.update()
        if item.kind == TREATMENT:
            self.treatment_asked.emit(item.key)
        elif item.kind == DIARY:
            self.day_asked.emit(int(item.key))
        else:
            self.study_asked.emit(item.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        items, key = self.items(), Qt.Key(event.key())
        if key not in _KEYS or not items:
            super().keyPressEvent(event)
            return
        keys = [(item.kind, item.key) for item in items]
        at = keys.index(self._current) if self._current in keys else -1
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            at = (at + (1 if key == Qt.Key.Key_Right else -1)) % len(items) if at >= 0 else 0
            self._current = keys[at]
            self._describe()
            self.update()
            QToolTip.showText(self.mapToGlobal(items[at].rect.bottomLeft().toPoint()), items[at].text, self)
        elif at >= 0:
            self._open(items[at])

    def event(self, event: QEvent) -> bool:
        if keeps_key(event, _KEYS):
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            item = self.item_at(event.pos())
            if item is not None:
                QToolTip.showText(event.globalPos(), item.text, self, item.rect.toRect())
            else:
                QToolTip.hideText()
            return True
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        return super().event(event)


def _by(author: str) -> str:
    return tr("entered by hand by {author}", author=author) if author else tr("entered by hand")
