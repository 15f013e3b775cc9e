"""Where the making of case sets hangs in the program; all else is loaded and built when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from eegview.ui.window.context import Context

if TYPE_CHECKING:
    from eegview.ui.case_maker.controller import CaseMakerController


class CaseMakerPlace(QObject):
    """The case maker of one program."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._context = context
        self._controller: CaseMakerController | None = None
        context.actions.connect_late(("training.make_set",), self._build)

    @property
    def controller(self) -> CaseMakerController:
        """Return what makes sets; the first time it is built."""
        self._build()
        assert self._controller is not None
        return self._controller

    def _build(self) -> None:
        if self._controller is None:
            from eegview.ui.case_maker.controller import CaseMakerController

            self._controller = CaseMakerController(self._context)
