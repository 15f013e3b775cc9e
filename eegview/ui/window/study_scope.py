"""How long the parts of an open study live."""

from PySide6.QtCore import QObject, Signal


class StudyScope(QObject):
    """The parent of every part that lives as long as one study is open.

    Connections to methods of its children end with them, so such a part connects methods, never lambdas, to what
    outlives it.
    """

    ended = Signal()  # the study is closed: what is still on its way must not be shown

    def __init__(self) -> None:
        super().__init__()
        self.is_open = True

    def end(self) -> None:
        """Let go of all parts of this study."""
        self.is_open = False
        self.ended.emit()
        self.deleteLater()
