"""Two places of the comparison that others fill: the column at the right and the lane at the bottom."""

from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

_SIDE_SHARE, _WIDEST_PX = 0.26, 520  # of the window's width


class ResponseSide(QFrame):
    """The column right of the pages: what differs between the studies, and the response. Empty it takes no room."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("response.side")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 0, 0, 0)
        self._layout.setSpacing(8)
        self._is_wanted = False
        self.hide()

    @property
    def is_filled(self) -> bool:
        return self._layout.count() > 0

    def hold(self, widget: QWidget, stretch: int = 0) -> None:
        """Show a widget below those that are held already."""
        self._layout.addWidget(widget, stretch)
        self.show_where_filled(self._is_wanted)

    def show_where_filled(self, is_wanted: bool) -> None:
        """Take room while the comparison is shown and there is something to show."""
        self._is_wanted = is_wanted
        self.setVisible(is_wanted and self.is_filled)

    def fit(self, window_px: int) -> None:
        """Take a share of the window's width, never less than what is held needs."""
        self.setFixedWidth(max(self.minimumSizeHint().width(), min(round(window_px * _SIDE_SHARE), _WIDEST_PX)))


class TreatmentStrip(QFrame):
    """The lane below both pages: treatment, diary and studies by day. Empty it takes no room."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("response.treatment")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 6, 0, 0)
        self._is_wanted = False
        self.hide()

    @property
    def is_filled(self) -> bool:
        return self._layout.count() > 0

    def hold(self, widget: QWidget) -> None:
        """Show a widget below those that are held already."""
        self._layout.addWidget(widget)
        self.show_where_filled(self._is_wanted)

    def show_where_filled(self, is_wanted: bool) -> None:
        """Take room while the comparison is shown and there is something to show."""
        self._is_wanted = is_wanted
        self.setVisible(is_wanted and self.is_filled)
