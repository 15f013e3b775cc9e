"""Where the video is: on top of the sidebar, over the traces, above the page, or in a window of its own."""

from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QSizeGrip, QVBoxLayout, QWidget

from eegview.model.text.language import tr
from eegview.ui.sidebar.video_slot import VideoSlot
from eegview.ui.video.panel import VideoPanel
from eegview.ui.window.above_page import SHARES, AbovePage
from eegview.ui.window.settings import Settings

EDGE_PX = 12
CORNERS = ("lower right", "lower left", "upper left", "upper right")
_FIRST_WIDTH, _LEAST_WIDTH, _MOST_WIDTH = 0.28, 0.12, 0.9  # shares of the page's width
SIZE_SHARES = {"S": 0.2, "M": _FIRST_WIDTH, "L": 0.42}  # of the page's width, while it floats
_LEAST_LETTERS = 30
_FIRST_OWN_PX = 800, 640


class Place(StrEnum):
    """The place where the video is shown; its value is kept in the settings."""

    DOCK = "dock"
    FLOAT = "float"
    WINDOW = "window"
    ABOVE = "above"  # of a study that is film alone


class VideoWindow(QWidget):
    """A second window for the video; the keys of the main window work in it too."""

    closed = Signal()

    def __init__(self, main: QMainWindow) -> None:
        super().__init__(main, Qt.WindowType.Window)
        self._main = main
        self.setObjectName("video.window.own")
        self.setWindowTitle(tr("Video — eegview"))
        self.resize(*_FIRST_OWN_PX)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)

    def show_panel(self, panel: VideoPanel) -> None:
        """Show the window with the panel in it."""
        self.addActions([action for action in self._main.actions() if action not in self.actions()])
        layout = self.layout()
        assert layout is not None
        layout.addWidget(panel)
        panel.show()
        self.show()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closed.emit()


class VideoPlace(QObject):
    """The place where the panel is; its window, corner, size and opacity are remembered."""

    changed = Signal(object)  # Place

    def __init__(
        self,
        panel: VideoPanel,
        slot: VideoSlot,
        above: AbovePage,
        page: QWidget,
        main: QMainWindow,
        keep: Settings,
    ) -> None:
        super().__init__(panel)
        self._panel, self._slot, self._page, self._settings = panel, slot, page, keep
        self._above = above
        self.place = self.home = Place.DOCK  # home: where it comes back to
        self.corner = keep.text("video/corner", CORNERS[0])
        self._stands_in = self.corner  # the corner, or the one beside it while the cursor is there
        self._cursor_px: float | None = None  # on the page
        self._is_dragged = False  # by hand: it stays there
        self._share = keep.number("video/float_width", _FIRST_WIDTH)
        self._grip = QSizeGrip(panel)
        self._grip.setObjectName("video.grip")
        self._grip.hide()
        self.own = VideoWindow(main)
        self.own.closed.connect(lambda: self.go(self.home))
        panel.views.dragged.connect(self._drag)
        panel.corner_asked.connect(self.next_corner)
        panel.opacity_changed.connect(self._set_opacity)
        panel.opacity.setValue(round(keep.number("video/opacity", 1.0) * 100))
        page.installEventFilter(self)
        panel.installEventFilter(self)

    @property
    def is_shown(self) -> bool:
        """Whether the panel is on the screen, wherever it is."""
        return self._panel.isVisible()

    def go(self, place: Place) -> None:
        """Put the panel there; the other places are empty then."""
        if place is self.place:
            return
        self._leave()
        self.place = place
        panel = self._panel
        panel.show_floating(place is Place.FLOAT)
        panel.views.set_opacity(panel.opacity.value() / 100 if place is Place.FLOAT else 1.0)
        if place is Place.FLOAT:
            self._slot.close_video()
            panel.setParent(self._page)
            panel.setWindowFlag(Qt.WindowType.SubWindow, True)
            self._to_corner()
            self._grip.show()
            panel.show()
            panel.raise_()
        elif place is Place.WINDOW:
            self._slot.close_video()
            geometry = self._settings.blob("video/window")
            if not geometry.isEmpty():
                self.own.restoreGeometry(geometry)
            self.own.show_panel(panel)
        elif place is Place.ABOVE:
            self._slot.close_video()
            self._above.use_share(self._settings.number("film/share", SHARES["M"]))
            self._above.hold(panel)
        else:
            self._slot.hold(panel, panel.docked_height_px)
            self._slot.open()
        self.changed.emit(place)

    def _leave(self) -> None:
        self._grip.hide()
        if self.place is Place.FLOAT:
            self._panel.setWindowFlag(Qt.WindowType.SubWindow, False)
        elif self.place is Place.WINDOW:
            self._settings.put("video/window", self.own.saveGeometry())
            self.place = Place.DOCK  # before it is hidden: closing the window leads here again
            self.own.hide()
        elif self.place is Place.ABOVE:
            self._settings.put("film/share", self._above.share)
            self._above.hide()

    def remember(self) -> None:
        """Keep where the own window lies, and the place where the next study of this kind shows its video."""
        if self.place is Place.WINDOW:
            self._settings.put("video/window", self.own.saveGeometry())
        if self.place is Place.ABOVE:
            self._settings.put("film/share", self._above.share)
        key = "film/place" if self.home is Place.ABOVE else "video/place"
        self._settings.put(key, self.place.value)

    @property
    def remembered(self) -> Place:
        """The place where the video was seen last."""
        key = "film/place" if self.home is Place.ABOVE else "video/place"
        wanted = self._settings.text(key, self.home.value)
        return Place(wanted) if wanted in {Place.FLOAT, Place.WINDOW} else self.home

    @property
    def above_size(self) -> str:
        """The size of `SHARES` in which it stands above the page, "" where the border was moved."""
        return next((name for name, share in SHARES.items() if abs(share - self._above.share) < 0.03), "")

    def use_above_size(self, name: str) -> None:
        """Stand above the page as high as this size of `SHARES` says, from now on."""
        self._settings.put("film/share", SHARES[name])
        self.go(Place.ABOVE)
        self._above.use_share(SHARES[name])
        self.changed.emit(self.place)

    # floating

    def next_corner(self) -> None:
        """Move the floating panel to the corner after the one where it is."""
        here = CORNERS.index(self.corner) if self.corner in CORNERS else -1
        self.set_corner(CORNERS[(here + 1) % len(CORNERS)])

    def set_corner(self, corner: str) -> None:
        """Let the panel float in this corner, one of `CORNERS`, from now on."""
        self.corner = corner
        self._settings.put("video/corner", corner)
        self._is_dragged = False
        if self.place is Place.FLOAT:
            self._to_corner()

    def use_size(self, name: str) -> None:
        """Float as wide as this size of `SIZE_SHARES` says, from now on."""
        self._share = SIZE_SHARES[name]
        self._settings.put("video/float_width", self._share)
        if self.place is Place.FLOAT:
            self._to_corner()
            self.changed.emit(self.place)

    @property
    def float_size(self) -> str:
        """The size of `SIZE_SHARES` in which it floats, "" where it was dragged to another."""
        return next((name for name, share in SIZE_SHARES.items() if abs(share - self._share) < 0.01), "")

    def _set_opacity(self, opacity: float) -> None:
        self._settings.put("video/opacity", opacity)
        if self.place is Place.FLOAT:
            self._panel.views.set_opacity(opacity)

    def _to_corner(self) -> None:
        """Give the panel its share of the page and put it into its corner, clear of the row names and the clock."""
        page, panel = self._page, self._panel
        width_px = round(page.width() * min(max(self._share, _LEAST_WIDTH), _MOST_WIDTH))
        width_px = max(width_px, panel.fontMetrics().averageCharWidth() * _LEAST_LETTERS)  # its buttons need as much
        width_px = min(width_px * min(len(panel.views.names), 2), round(page.width() * _MOST_WIDTH))
        picture_px = width_px * 0.75 / len(panel.views.names)
        bars_px = panel.fontMetrics().height() * 4
        height_px = min(round(picture_px) + bars_px, page.height() - 2 * EDGE_PX)
        panel.views.arrange_for(width_px, height_px - bars_px)  # first: stood above each other they would need more
        panel.resize(max(width_px, panel.minimumSizeHint().width()), height_px)
        self._stands_in = self._free_corner()
        is_upper = "upper" in self._stands_in
        line_px = panel.fontMetrics().height()
        x_px = self._left_of(self._stands_in)
        y_px = line_px * 2 if is_upper else page.height() - panel.height() - line_px * 2 - EDGE_PX
        panel.move(x_px, max(y_px, 0))

    def _left_of(self, corner: str) -> int:
        """Return where the panel begins in a corner, px of the page; at the left the names of rows stay free."""
        if "left" in corner:
            return self._panel.fontMetrics().height() * 8
        return self._page.width() - self._panel.width() - EDGE_PX

    def _free_corner(self) -> str:
        """Return the corner that was chosen; the one beside it where only that leaves the cursor free."""
        beside = self.corner.replace("left", "right") if "left" in self.corner else self.corner.replace("right", "left")
        return beside if self._covers_cursor(self.corner) and not self._covers_cursor(beside) else self.corner

    def _covers_cursor(self, corner: str) -> bool:
        left_px, cursor_px = self._left_of(corner), self._cursor_px
        return cursor_px is not None and left_px - EDGE_PX <= cursor_px <= left_px + self._panel.width() + EDGE_PX

    def keep_clear_of(self, cursor_px: float | None) -> None:
        """Give way to the page's cursor, and come back once it has gone on.

        cursor_px : where it is on the page, None while there is none
        """
        self._cursor_px = cursor_px
        if self.place is Place.FLOAT and not self._is_dragged and self._free_corner() != self._stands_in:
            self._to_corner()

    def _drag(self, by_px: QPointF) -> None:
        """Follow the mouse; where it is let go it stays until the page changes its size."""
        if self.place is Place.FLOAT:
            wanted = self._panel.pos() + by_px.toPoint()
            room = self._page.rect()
            x_px = min(max(wanted.x(), 0), room.width() - self._panel.width())
            y_px = min(max(wanted.y(), 0), room.height() - self._panel.height())
            self._panel.move(QPoint(x_px, y_px))
            self._is_dragged = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.place is Place.FLOAT and event.type() == QEvent.Type.Resize:
            if watched is self._page:
                self._is_dragged = False
                self._to_corner()
            elif watched is self._panel:
                panel = self._panel
                self._grip.move(panel.width() - self._grip.width(), panel.height() - self._grip.height())
                self._grip.raise_()
                if self._grip.underMouse():  # the reviewer's own size, not the page's
                    self._share = panel.width() / max(self._page.width(), 1) / min(len(panel.views.names), 2)
                    self._settings.put("video/float_width", self._share)
        return False
