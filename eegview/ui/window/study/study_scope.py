"""How long the parts of an open study live."""

from collections.abc import Callable
from typing import ParamSpec

from PySide6.QtCore import QObject, Signal

P = ParamSpec("P")


class StudyScope(QObject):
    """The parent of every part that lives as long as one study is open.

    Connections to methods of its children end with them, so such a part connects methods, never lambdas, to what
    outlives it. What a lane brings may come later still: such callbacks go through `while_open`.
    """

    ended = Signal()  # the study is closed: what is still on its way must not be shown

    def __init__(self) -> None:
        super().__init__()
        self.is_open = True

    def while_open(self, act: Callable[P, object]) -> Callable[P, None]:
        """Return what runs `act` as long as the study is open, and nothing afterwards.

        It is for what may still come when the parts are gone: results of lanes, and notices of acts that were on their
        way to the disk.
        """

        def run(*args: P.args, **kwargs: P.kwargs) -> None:
            if self.is_open:
                act(*args, **kwargs)

        return run

    def end(self) -> None:
        """Release all parts of this study."""
        self.is_open = False
        self.ended.emit()
        self.deleteLater()
