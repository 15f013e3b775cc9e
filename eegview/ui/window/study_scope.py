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

    def while_open(self, callback: Callable[P, object]) -> Callable[P, None]:
        """Return `callback` as one that does nothing once the study is closed."""

        def call(*args: P.args, **kwargs: P.kwargs) -> None:
            if self.is_open:
                callback(*args, **kwargs)

        return call

    def end(self) -> None:
        """Release all parts of this study."""
        self.is_open = False
        self.ended.emit()
        self.deleteLater()
