"""The screen of the comparison; its parts are loaded and built when it is first opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from eegview.ui.window.context import Context

if TYPE_CHECKING:
    from eegview.ui.response.holders import ResponseSide, TreatmentStrip
    from eegview.ui.response.parts import ResponseParts


class ResponseView(QObject):
    """Holds the parts, which outlive studies and cost nothing until the comparison is first opened.

    restyled : the theme, the size of texts or the calibration changed
    """

    restyled = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._context = context
        self._parts: ResponseParts | None = None

    @property
    def is_built(self) -> bool:
        return self._parts is not None

    @property
    def parts(self) -> ResponseParts:
        """Return the parts; the first time they are built."""
        if self._parts is None:
            from eegview.ui.response.parts import ResponseParts

            self._parts = ResponseParts(self._context, self.restyled.emit)
        return self._parts

    @property
    def side(self) -> ResponseSide:
        """Return the column at the right, for what differs and the response; see `ResponseSide.hold`."""
        return self.parts.side

    @property
    def treatment(self) -> TreatmentStrip:
        """Return the lane below both pages; see `TreatmentStrip.hold`."""
        return self.parts.treatment

    def restyle(self) -> None:
        """Draw all in the colours of the theme that holds now."""
        if self._parts is not None:
            self._parts.restyle(self._context.window.page.theme)
